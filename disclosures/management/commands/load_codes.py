"""`manage.py load_codes FILE --year Y`: take in a year's classification codes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.management import code_list
from disclosures.management.csv_file import FileRefusedError
from disclosures.models.years import FIRST_YEAR, LAST_YEAR


class Command(BaseCommand):
    """Functional or economic codes, recognised by what the file holds."""

    help = (
        "导入一个年度的支出功能分类或部门预算支出经济分类科目（CSV：code,name[,fund][,status]）。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and its year."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV 文件")
        parser.add_argument("--year", type=int, required=True, help="预算年度")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load the file and say what came of it."""
        year: int = options["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"年度 {year} 应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
        try:
            self.stdout.write(str(code_list.load(options["file"], year)))
        except FileRefusedError as error:
            raise CommandError(str(error)) from error
