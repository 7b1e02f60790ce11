"""`manage.py import_ledger FILE --department CODE --year Y [--comparison]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.management import ledger_file
from disclosures.management.csv_file import FileRefusedError
from disclosures.models import Budget, Department


class Command(BaseCommand):
    """The line items of one year, or of the year that it is compared with."""

    help = "导入一个部门一个年度的收支明细（CSV）；有任何错误则不导入，逐行列出错误。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whose it is, and what for."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV 文件")
        parser.add_argument("--department", required=True, metavar="CODE", help="部门编码")
        parser.add_argument("--year", type=int, required=True, help="预算年度")
        parser.add_argument("--comparison", action="store_true", help="作为下一年度的上年对比数")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take in the ledger and say what came of it."""
        code = options["department"]
        department = Department.objects.filter(code=code).first()
        if department is None:
            raise CommandError(f"没有编码为 {code} 的部门，请先登记部门或核对编码。")
        role = Budget.Role.COMPARISON if options["comparison"] else Budget.Role.BUDGET
        try:
            taken = ledger_file.take_in(options["file"], department, options["year"], role)
        except FileRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(taken))
