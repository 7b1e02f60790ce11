"""``rerender [CODE YEAR] --check``: does the record still give the same files, byte for byte?"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import CommandError, CommandParser

from disclosures.commission import RenderingFailed
from disclosures.management.addressed import DisclosureCommand
from disclosures.models import Artefact, Publication
from disclosures.publication import PDF_NAME, files_of, stored
from disclosures.signing import is_same


class Command(DisclosureCommand):
    """Make the files of publications again; compare them, or write the PDF to a file."""

    help = "由已公开的数据重新生成全部文件；不指明编码和年度时核对所有已公开版本"
    given = "?"

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the version and what to do with the result."""
        super().add_arguments(parser)
        parser.add_argument("--version-number", type=int, help="版本号，默认为最新版本")
        task = parser.add_mutually_exclusive_group(required=True)
        task.add_argument("--check", action="store_true", help="与已公开的文件逐字节比较")
        task.add_argument("--output", type=Path, metavar="FILE", help="PDF 写入文件")

    def handle(self, *_: str, **options: Any) -> None:
        """Make the files, then compare or write."""
        if options["output"]:
            publication = self._publication(options)
            content = _files(publication)[PDF_NAME]
            options["output"].write_bytes(content)
            self.stdout.write(f"{publication}已写入 {options['output']}（{len(content)} 字节）")
            return
        differing = [line for one in self._chosen(options) for line in self._compared(one)]
        if differing:
            raise CommandError("\n".join(differing))

    def _compared(self, publication: Publication) -> list[str]:
        """The files that differ; what agrees is printed."""
        again = _files(publication)
        artefacts = publication.artefacts.order_by("name")
        differing = [
            f"{publication}的 {one.name} 不一致：重新生成 {_digest(again[one.name])}，"
            f"已公开 {one.sha256}"
            for one in artefacts
            if not _is_same(one, again[one.name])
        ]
        if not differing:
            self.stdout.write(
                f"{publication}的 {len(artefacts)} 个文件逐字节一致（签名之外），"
                f"PDF SHA-256 {_digest(again[PDF_NAME])}"
            )
        return differing

    def _chosen(self, options: dict[str, Any]) -> Iterable[Publication]:
        if options["code"] is None:
            return Publication.objects.order_by("disclosure", "version").iterator(chunk_size=20)
        return [self._publication(options)]

    def _publication(self, options: dict[str, Any]) -> Publication:
        if options["code"] is None or options["year"] is None:
            raise CommandError("请同时给出编码和年度。")
        disclosure = self.found(options)
        versions = disclosure.publications.order_by("-version")
        if options["version_number"]:
            versions = versions.filter(version=options["version_number"])
        publication = versions.first()
        if publication is None:
            raise CommandError(f"{disclosure} 没有这样的已公开版本。")
        return publication


def _files(publication: Publication) -> dict[str, bytes]:
    try:
        return files_of(publication.snapshot)
    except RenderingFailed as error:
        raise CommandError(f"{publication}重新生成失败：{error}") from error


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _is_same(artefact: Artefact, again: bytes) -> bool:
    """Whether it has the same bytes; a signed PDF has its signature after them."""
    if _digest(again) == artefact.sha256:
        return True
    is_kept = artefact.name == PDF_NAME and default_storage.exists(artefact.path)
    return is_kept and is_same(stored(artefact), again)
