"""`manage.py load_region SIZE`: a made-up region of so many departments, five years published."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.management.region.loading import AlreadyLoadedError, load
from disclosures.management.region.organisation import largest


class Command(BaseCommand):
    """Demonstration data for judging pages and measuring; marked as such wherever it is shown."""

    help = "导入虚构的演示地区：若干部门五年的预算公开和本年在编预算。"

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, and by how many processes."""
        parser.add_argument("size", metavar="SIZE", type=int, help="部门个数，如 10、300、1000")
        parser.add_argument("--processes", type=int, default=2, help="生成文件的进程数")
        parser.add_argument("--pdfs", type=int, default=4, help="前几个部门的本年公开带有 PDF")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say what came of it."""
        if not settings.IS_LOCAL:
            raise CommandError("演示数据公开后不能删除，只能在本机模式（PORTAL_MODE=local）导入。")
        size = options["size"]
        if not 1 <= size <= largest():
            raise CommandError(f"部门个数应在 1 至 {largest()} 之间。")
        try:
            loaded = load(size, options["processes"], options["pdfs"])
        except AlreadyLoadedError:
            message = "演示地区已存在。已公开的内容不能删除；要换一个规模，请先换一个数据库。"
            raise CommandError(message) from None
        self.stdout.write(str(loaded))
