"""``backup FOLDER [--keep N]``: the database and every published file, provable by hash."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.management.backups import BackupFailed, keep_last, make


class Command(BaseCommand):
    """Make a backup; remove old ones if asked to."""

    help = "备份数据库和全部公开文件"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many stay."""
        parser.add_argument("folder", type=Path, metavar="目录")
        parser.add_argument("--keep", type=int, metavar="N", help="只保留最近 N 份")

    def handle(self, *_: str, **options: Any) -> None:
        """Make it, then make room."""
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep 至少为 1。")
        try:
            backup = make(options["folder"])
        except (BackupFailed, OSError) as error:
            raise CommandError(f"没有备份：{error}") from error
        told = backup.contents()
        self.stdout.write(
            f"已备份到 {backup.manifest}：{told['publications']} 个已公开版本，"
            f"{len(told['files'])} 个文件，{told['log']['entries']} 条操作日志。"
        )
        if options["keep"]:
            for old in keep_last(options["folder"], options["keep"]):
                self.stdout.write(f"已删除旧备份 {old.name}")
