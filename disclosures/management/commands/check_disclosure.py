"""``check_disclosure CODE YEAR``: the rule-book on what is entered now."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from disclosures.ledger import MissingCatalogueError
from disclosures.management.addressed import DisclosureCommand
from disclosures.models import Disclosure
from disclosures.publication import Draft, drafted


class Command(DisclosureCommand):
    """Print every finding; exit 1 on errors. Warnings without a reason block publication too."""

    help = "按勾稽规则检查一份预算公开"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds ``--json``."""
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *_: str, **options: Any) -> None:
        """Check and report."""
        disclosure = self.found(options)
        try:
            draft = drafted(disclosure)
        except MissingCatalogueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(list(_plain(draft)), ensure_ascii=False, indent=2))
        else:
            for line in _lines(draft):
                self.stdout.write(line)
        if draft.errors:
            raise CommandError(f"{disclosure}：{len(draft.errors)} 处错误，不能公开。")
        if not options["json"]:
            self.stdout.write(_summary(disclosure, draft))


def _plain(draft: Draft) -> Iterator[dict[str, Any]]:
    """The findings as JSON values, each with the reason kept for it."""
    for one in draft.judged:
        kept = one.acknowledgement
        for finding in one.findings:
            yield {
                "rule": finding.rule,
                "severity": finding.severity,
                "place": finding.place,
                "message": finding.message,
                "aside": finding.aside,
                "acknowledged": one.is_acknowledged,
                "reason": kept.reason if kept else None,
                "reason_by": kept.by if kept else None,
                "found_when_acknowledged": kept.message if kept else None,
            }


def _lines(draft: Draft) -> Iterator[str]:
    for one in draft.judged:
        for finding in one.findings:
            line = f"{finding.rule} {finding.severity} {finding.place}：{finding.message}"
            yield line + finding.aside
        if one.severity == "warning" and one.is_open:
            yield "  → 待确认：须改正，或在检查页说明理由"
        elif one.acknowledgement:
            changed = "（确认后数字有变）" if one.has_changed else ""
            yield f"  → {one.acknowledgement.by}{changed}：{one.acknowledgement.reason}"


def _summary(disclosure: Disclosure, draft: Draft) -> str:
    if draft.open_warnings:
        count = len(draft.open_warnings)
        return f"{disclosure}：没有错误，有 {count} 处警告未确认，确认后方可公开。"
    return f"{disclosure}：没有错误，共 {len(draft.findings)} 条提示，警告均已确认。"
