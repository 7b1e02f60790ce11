"""``verify FILE…``: a bundle, and files beside it, verified without database or network."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosures.bundle import faults, hashes, is_bundle


class Command(BaseCommand):
    """Say of each file whether it is what its bundle says; exit 1 where one is not."""

    help = "离线核验：核验包（bundle.zip）自身，以及其余文件是否与核验包中的相同"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *_: Any, **options: Any) -> None:
        """Verify bundles first, then the other files against what they hold."""
        contents = {file: _read(file) for file in options["files"]}
        bundles = {file for file, content in contents.items() if is_bundle(content)}
        known: dict[str, str] = {}
        found = []
        for file in bundles:
            wrong = faults(contents[file])
            found += [f"{file}：{fault}" for fault in wrong]
            if not wrong:
                known |= {digest: name for name, digest in hashes(contents[file]).items()}
                self.stdout.write(
                    f"{file}：核验包完好，{len(hashes(contents[file]))} 个文件全部相符。"
                )
        for file, content in contents.items():
            if file in bundles:
                continue
            digest = sha256(content).hexdigest()
            if digest in known:
                self.stdout.write(f"{file}：与核验包中的 {known[digest]} 相同。SHA-256 {digest}")
            else:
                found.append(f"{file}：与所给核验包中的任何文件都不同。SHA-256 {digest}")
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"发现 {len(found)} 处不符。")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}：无法读取（{error.strerror}）") from error
