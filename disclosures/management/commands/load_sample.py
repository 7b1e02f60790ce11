"""`manage.py load_sample`: enter the sample disclosure with its codes."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosures.management import sample


class Command(BaseCommand):
    """A real disclosure of 2026 and the ledger that it is compared with."""

    help = "导入示例：一个部门 2026 年的全部预算公开数据、2025 年对比数和两年的收支分类科目。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Enter the sample and say what came of it."""
        self.stdout.write(str(sample.load()))
