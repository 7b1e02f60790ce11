"""``verify_publications``: every published record and file against its hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures.models import Publication
from disclosures.publication import faults


class Command(BaseCommand):
    """Print every fault; exit 1 where there is any."""

    help = "核对全部已公开版本的数据、文件与哈希链"

    def handle(self, *_: str, **__: Any) -> None:
        """Verify and report."""
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(f"{fault.publication}：{fault.message}")
        count = Publication.objects.count()
        if found:
            raise CommandError(f"{count} 个已公开版本中发现 {found} 处不符。")
        self.stdout.write(f"{count} 个已公开版本的数据、文件与哈希链全部相符。")
