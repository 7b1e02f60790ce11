"""``export_workbook CODE YEAR FILE [--template]``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.models import Budget, Unit
from disclosures.workbook.refusal import RefusedError
from disclosures.workbook.writing import export


class Command(BaseCommand):
    """Everything of one unit's budget as one XLSX file, or the same sheets empty."""

    help = (
        "导出一个预算单位一个年度的预算工作簿（XLSX）：明细、项目、目标、人员、采购、资产、文字。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose budget, and where to."""
        parser.add_argument("code", metavar="CODE", help="预算单位编码，或只有一个单位的部门编码")
        parser.add_argument("year", metavar="YEAR", type=int, help="预算年度")
        parser.add_argument("file", metavar="FILE", type=Path, help="要写入的文件")
        parser.add_argument("--template", action="store_true", help="只要空白模板")
        parser.add_argument("--comparison", action="store_true", help="导出上年对比数")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        budget = _budget(options)
        try:
            content = export(budget, template=options["template"])
            options["file"].write_bytes(content)
        except RefusedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"无法写入文件 {options['file']}：{error.strerror}。") from error
        kind = "空白模板" if options["template"] else "工作簿"
        self.stdout.write(f"已导出{budget}的{kind}：{options['file']}（{len(content)} 字节）。")


def _budget(options: dict[str, Any]) -> Budget:
    code, year = options["code"], options["year"]
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        units = list(Unit.objects.filter(department__code=code).order_by("code"))
        if len(units) > 1:
            named = "、".join(one.code for one in units)
            raise CommandError(f"部门 {code} 有 {len(units)} 个预算单位，请指明其一：{named}。")
        unit = units[0] if units else None
    if unit is None:
        raise CommandError(f"没有编码为 {code} 的预算单位，请核对编码。")
    role = Budget.Role.COMPARISON if options["comparison"] else Budget.Role.BUDGET
    found = Budget.objects.filter(unit=unit, year=year, role=role).first()
    if found is None and not options["template"]:
        raise CommandError(f"{unit}没有 {year} 年的{role.label}；空白模板请加 --template。")
    return found or Budget(unit=unit, year=year, role=role)
