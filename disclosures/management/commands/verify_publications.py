"""``verify_publications``: every published record and file against its hash, and the audit log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures import audit, spending
from disclosures.models import Publication
from disclosures.publication import faults


class Command(BaseCommand):
    """Print every fault; exit 1 where there is any."""

    help = "核对全部已公开版本的数据、文件与哈希链，以及操作日志的哈希链"

    def handle(self, *_: str, **__: Any) -> None:
        """Verify and report."""
        found = [f"{fault.publication}：{fault.message}" for fault in faults()]
        if not spending.is_true():
            found.append("现行版本或功能科目支出合计与已公开版本不符")
        found += map(str, audit.faults())
        for fault in found:
            self.stderr.write(fault)
        count = Publication.objects.count()
        position, digest = audit.head()
        if found:
            raise CommandError(
                f"{count} 个已公开版本和 {position} 条操作日志中发现 {len(found)} 处不符。"
            )
        self.stdout.write(f"{count} 个已公开版本的数据、文件与哈希链全部相符。")
        self.stdout.write(f"操作日志 {position} 条全部相符，末条的 SHA-256 为 {digest}")
