"""``rerender CODE YEAR --check``: does the record still give the same PDF, byte for byte?"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import CommandError, CommandParser

from disclosures.management.addressed import DisclosureCommand
from disclosures.models import Publication
from disclosures.pdf import RenderingFailed
from disclosures.publication import PDF_NAME, rerendered, stored
from disclosures.signing import is_same


class Command(DisclosureCommand):
    """Render a publication again; compare it, or write it to a file."""

    help = "由已公开的数据重新生成 PDF"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the version and what to do with the result."""
        super().add_arguments(parser)
        parser.add_argument("--version-number", type=int, help="版本号，默认为最新版本")
        task = parser.add_mutually_exclusive_group(required=True)
        task.add_argument("--check", action="store_true", help="与已公开的 PDF 逐字节比较")
        task.add_argument("--output", type=Path, metavar="FILE", help="写入文件")

    def handle(self, *_: str, **options: Any) -> None:
        """Render, then compare or write."""
        publication = self._publication(options)
        try:
            again = rerendered(publication)
        except RenderingFailed as error:
            raise CommandError(f"{publication}重新生成失败：{error}") from error
        if options["output"]:
            options["output"].write_bytes(again)
            self.stdout.write(f"{publication}已写入 {options['output']}（{len(again)} 字节）")
            return
        artefact = publication.artefacts.get(name=PDF_NAME)
        digest = sha256(again).hexdigest()
        if digest == artefact.sha256:
            self.stdout.write(f"{publication}的 PDF 逐字节一致，SHA-256 {digest}")
        elif default_storage.exists(artefact.path) and is_same(stored(artefact), again):
            self.stdout.write(f"{publication}的 PDF 除其后的签名外逐字节一致，SHA-256 {digest}")
        else:
            raise CommandError(
                f"{publication}的 PDF 不一致：重新生成 {digest}，已公开 {artefact.sha256}"
            )

    def _publication(self, options: dict[str, Any]) -> Publication:
        disclosure = self.found(options)
        versions = disclosure.publications.order_by("-version")
        if options["version_number"]:
            versions = versions.filter(version=options["version_number"])
        publication = versions.first()
        if publication is None:
            raise CommandError(f"{disclosure} 没有这样的已公开版本。")
        return publication
