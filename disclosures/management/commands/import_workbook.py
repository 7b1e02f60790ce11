"""``import_workbook FILE [--dry-run]``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.models import Budget
from disclosures.workbook.application import apply
from disclosures.workbook.difference import KIND_NAMES, Plan, planned
from disclosures.workbook.refusal import RefusedError, listed
from disclosures.workbook.source import budget_of, opened

SHOWN = 40


class Command(BaseCommand):
    """The whole budget of one unit and year from a workbook, or its ledger from a flat file."""

    help = "导入预算工作簿（XLSX）或收支明细（XLSX、CSV）；有任何错误则不导入，逐格列出错误。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whose it is where the file does not say so itself."""
        parser.add_argument("file", type=Path, metavar="FILE", help="XLSX 或 CSV 文件")
        parser.add_argument("--dry-run", action="store_true", help="只显示差异，不导入")
        parser.add_argument("--unit", metavar="CODE", help="预算单位编码（没有“说明”表的文件）")
        parser.add_argument("--year", type=int, help="预算年度（没有“说明”表的文件）")
        parser.add_argument("--comparison", action="store_true", help="作为下一年度的上年对比数")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show the difference, or write it."""
        try:
            plan = _plan(options)
            for notice in plan.notices:
                self.stderr.write(f"注意：{notice}")
            if plan.faults:
                raise CommandError(listed(plan.faults))
            if options["dry_run"]:
                for line in _told(plan):
                    self.stdout.write(line)
            else:
                self.stdout.write(str(apply(plan)))
        except RefusedError as error:
            raise CommandError(str(error)) from error


def _plan(options: dict[str, Any]) -> Plan:
    file: Path = options["file"]
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError(f"无法读取文件 {file}：{error.strerror}。") from error
    source = opened(file.name, content)
    role = Budget.Role.COMPARISON if options["comparison"] else Budget.Role.BUDGET
    return planned(source, budget_of(source, options["unit"], options["year"], role))


def _told(plan: Plan) -> Iterator[str]:
    """The difference: sums by sheet, then each record in a line."""
    yield f"{plan.budget}：{'将作以下改动（未导入）' if plan.changes else '没有变化'}"
    for name, kinds in plan.counts:
        yield f"{name}：{'，'.join(f'{KIND_NAMES[kind]} {count}' for kind, count in kinds.items())}"
    for change in plan.changes:
        values = "；".join(
            f"{column} {_brief(before)} → {_brief(after)}"
            for column, before, after in change.values
        )
        yield f"  {change.kind_name} {change.sheet} {change.label}：{values}".rstrip("：")


def _brief(value: str) -> str:
    plain = " ".join(value.split()) or "（空）"
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
