"""``restore FOLDER [--name NAME]``: a backup into an empty database, and verified there."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.management.backups import BackupFailed, backups, restore
from disclosures.management.ownership import as_owner, grant


class Command(BaseCommand):
    """Restore, grant the application its rights, verify every hash."""

    help = "把备份恢复到空数据库，并核对全部哈希"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup."""
        parser.add_argument("folder", type=Path, metavar="目录")
        parser.add_argument("--name", help="备份名称，默认为最近一份")

    def handle(self, *_: str, **options: Any) -> None:
        """All of it, or a message that says why not."""
        there = {one.name: one for one in backups(options["folder"])}
        name = options["name"] or max(there, default="")
        if name not in there:
            raise CommandError(f"{options['folder']} 中没有备份 {name or '（目录为空）'}。")
        try:
            with as_owner():
                told = restore(there[name])
                grant()
        except (BackupFailed, OSError) as error:
            raise CommandError(f"没有恢复：{error}") from error
        self.stdout.write(f"已恢复 {name}（{told['publications']} 个已公开版本），正在核对：")
        call_command("verify_publications", stdout=self.stdout, stderr=self.stderr)
