"""``build_packages``: the data packages of what is published, without waiting for the worker."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosures.data_package.keeping import build_missing


class Command(BaseCommand):
    """Build what is missing and say how many that were."""

    help = "生成尚未生成或内容已变的数据包（开放数据）"

    def handle(self, *_: str, **__: Any) -> None:
        """Build and report."""
        self.stdout.write(f"生成了 {build_missing()} 个数据包。")
