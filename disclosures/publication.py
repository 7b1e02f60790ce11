"""Publishing a disclosure, and proving afterwards that what is public is what was published."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from errno import errorcode
from hashlib import sha256

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from . import index, kept, ledger, pdf, signing, storage
from .acknowledgement import acknowledgements
from .budget import snapshot
from .budget.checks import check
from .budget.checks.acknowledgement import Acknowledgement, Judged, judged, unused
from .budget.checks.finding import Finding
from .budget.deadline import Deadline, deadline
from .budget.document import Document, compose
from .budget.snapshot import content_sha256
from .bundle import tables_of
from .commission import made
from .models import Artefact, Budget, Disclosure, Publication, Review, User
from .presentation import presented
from .rereading import reread

PDF_NAME = "disclosure.pdf"
BOOK_NAME = "tables.xlsx"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class StepRefused(Exception):  # noqa: N818 - named as what staff read
    """Why a step towards publication is not taken; ``findings`` are what stands in the way."""

    def __init__(self, reason: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.findings = findings


class PublicationRefused(StepRefused):
    """Why a disclosure is not published."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something stored that is not what was published."""

    publication: Publication
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A disclosure as entered now, with what the rules find in it and the reasons kept for it."""

    document: Document
    findings: tuple[Finding, ...]
    reasons: tuple[Acknowledgement, ...] = ()

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The findings by rule and place, each with the reason given for it."""
        return judged(self.findings, self.reasons)

    @property
    def acknowledged(self) -> tuple[Finding, ...]:
        """Warnings acknowledged and errors overridden, each with a reason."""
        answered = (one for one in self.judged if one.is_acknowledged)
        return tuple(finding for one in answered for finding in one.findings)

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """What keeps it from being submitted and published: errors, and open warnings."""
        return tuple(finding for one in self.judged if one.is_open for finding in one.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The blockers that are to be mended."""
        return tuple(finding for finding in self.blockers if finding.severity == "error")

    @property
    def open_warnings(self) -> tuple[Judged, ...]:
        """The blockers for which a reason would do."""
        return tuple(one for one in self.judged if one.is_open and one.severity == "warning")

    @property
    def unused(self) -> tuple[Acknowledgement, ...]:
        """Reasons for what is no longer found."""
        return unused(self.judged, self.reasons)


def drafted(disclosure: Disclosure) -> Draft:
    """The disclosure composed and checked from what is entered now."""
    entered = ledger.submission(disclosure)
    document = compose(entered)
    findings = check(entered, document, disclosed_on(disclosure))
    return Draft(document, findings, acknowledgements(disclosure))


def disclosed_on(disclosure: Disclosure) -> date:
    """The day of its first version; today while it has none."""
    versions = Publication.objects.filter(disclosure=disclosure.pk).order_by("version")
    first = versions.values_list("published_at").first()
    return timezone.localdate(first[0]) if first else timezone.localdate()


def deadline_of(disclosure: Disclosure) -> Deadline | None:
    """The clock of the 20 days, stopped on the day it was disclosed; none without an approval."""
    approved_on = disclosure.approved_on
    return deadline(approved_on, disclosed_on(disclosure)) if approved_on else None


def publish(review: Review, by: User, permission: str = "publish_disclosure") -> Publication:
    """Freeze what was approved as the next version, with its PDF; all of it or nothing.

    The work is done before the transaction, which only writes rows; two people publishing at
    once get one version and one refusal. ``permission`` is what the person needs for it. Raises
    ``PublicationRefused`` where the content is not the approved one, on errors of the rule-book,
    without a note on a correction, or where nothing changed, and ``RenderingFailed`` where a
    file cannot be made or read.
    """
    disclosure = review.disclosure
    if not by.has_perm(f"disclosures.{permission}", disclosure):
        raise PublicationRefused(f"用户 {by.get_username()} 没有发布 {disclosure} 的权限。")
    draft = drafted(disclosure)
    require_soundness(disclosure, draft)
    require_same_content(review, draft)
    previous = newest(disclosure)
    require_correction(previous, draft, review.note)
    record, imprint = _record(draft, previous, review.note)
    digest = sha256(record.encode()).hexdigest()
    document, _ = snapshot.read(record)
    files = files_of(record)
    files[PDF_NAME] = _signed(files[PDF_NAME])
    require_same_cells(read_back(record, files))
    artefacts = [artefact_of(name, content) for name, content in files.items()]
    for artefact in artefacts:
        _store(artefact.path, files[artefact.name])
    publication = Publication(
        disclosure=disclosure,
        version=imprint.version,
        published_at=timezone.now(),
        published_by=by,
        note=imprint.note,
        total=document.total,
        snapshot=record,
        sha256=digest,
        sha256_of_previous=imprint.sha256_of_previous,
    )
    return _committed(publication, artefacts, review, document)


def require_soundness(disclosure: Disclosure, draft: Draft) -> None:
    """Refuse what the rule-book finds wrong."""
    if draft.errors:
        message = f"{disclosure} 有 {len(draft.errors)} 处错误，请逐条改正后再送审、发布。"
        raise PublicationRefused(message, draft.blockers)


def require_reasons(disclosure: Disclosure, draft: Draft) -> None:
    """Refuse warnings that nobody has given a reason for."""
    if draft.blockers:
        count = len(draft.open_warnings)
        message = f"{disclosure} 有 {count} 处警告未确认，请改正，或逐条说明理由后再送审。"
        raise PublicationRefused(message, draft.blockers)


def require_correction(previous: Publication | None, draft: Draft, note: str) -> None:
    """Refuse a correction without a public note, or one that changes nothing."""
    if previous is None:
        return
    if not note.strip():
        raise PublicationRefused("更正已公开的内容须填写更正说明，说明将随新版本一并公开。")
    if _same_content(previous, draft.document):
        message = f"内容与已公开的第 {previous.version} 版相同，没有需要重新发布的更正。"
        raise PublicationRefused(message)


def require_same_content(review: Review, draft: Draft) -> None:
    """Refuse what is not what was submitted (rule D3)."""
    actual = content_sha256(draft.document)
    if actual != review.content_sha256:
        raise PublicationRefused(
            f"D3：{review}之后内容有变化（送审时 {review.content_sha256[:12]}…，"
            f"现在 {actual[:12]}…），不能继续；请退回，核对后重新送审。"
        )


def newest(disclosure: Disclosure) -> Publication | None:
    """The last version that was published."""
    return disclosure.publications.order_by("-version").first()


def _record(draft: Draft, previous: Publication | None, note: str) -> tuple[str, snapshot.Imprint]:
    """The canonical record of the next version."""
    imprint = snapshot.Imprint(
        previous.version + 1 if previous else 1,
        timezone.localdate(),
        note.strip(),
        previous.sha256 if previous else None,
    )
    record = snapshot.write(draft.document, imprint, draft.findings, draft.acknowledged)
    require_same_cells(reread(draft.document, record))
    return record, imprint


def require_same_cells(differing: tuple[Finding, ...]) -> None:
    """Refuse files that say otherwise than the document when they are read back (rule D4)."""
    if differing:
        message = f"读回的文件有 {len(differing)} 处与草稿不一致，未发布，请联系系统管理员。"
        raise PublicationRefused(message, differing)


def _same_content(publication: Publication, document: Document) -> bool:
    published = json.loads(publication.snapshot)
    # Through JSON once, so that tuples and lists compare alike.
    content = json.loads(json.dumps(snapshot.content(document)))
    # Earlier records lack what nobody entered then.
    return all((published.get(name) or None) == (value or None) for name, value in content.items())


def _store(path: str, content: bytes) -> None:
    """Keep a file under its hash; nothing is published where that fails."""
    try:
        storage.keep(path, content)
    except OSError as error:
        reason = "磁盘空间不足" if error.errno in storage.FULL else errorcode.get(error.errno or 0)
        message = f"公开文件无法写入存储（{reason}），没有发布。请联系系统管理员处理后重试。"
        raise PublicationRefused(message) from error


@transaction.atomic
def _committed(
    publication: Publication, artefacts: list[Artefact], review: Review, document: Document
) -> Publication:
    """Write the rows while nobody else publishes or returns the same disclosure."""
    locked = Disclosure.objects.select_for_update(of=("self",)).get(pk=publication.disclosure_id)
    approved = locked.reviews.filter(pk=review.pk, state=Review.State.APPROVED).first()
    last = newest(locked)
    if approved is None or publication.version != (last.version + 1 if last else 1):
        raise PublicationRefused(
            f"{publication.disclosure} 刚刚已由他人发布或退回，请刷新后查看最新状态。"
        )
    publication.save(force_insert=True)
    for artefact in artefacts:
        artefact.publication = publication
    Artefact.objects.bulk_create(artefacts)
    index.write(publication, document)
    approved.state, approved.publication = Review.State.PUBLISHED, publication
    approved.save(update_fields=["state", "publication"])
    Budget.objects.behind(locked).reopen()
    _forget_pages(locked)
    return publication


def _forget_pages(disclosure: Disclosure) -> None:
    """Take away the pages that the new version makes stale; nothing changes where that fails."""
    try:
        kept.forget(disclosure.department)
    except OSError as error:
        message = f"已公开网页的副本无法更换（{error.strerror}），没有发布。请联系系统管理员处理。"
        raise PublicationRefused(message) from error


def files_of(record: str) -> dict[str, bytes]:
    """Every file of a publication by its name, made from the record alone."""
    document, imprint = snapshot.read(record)
    order = {
        "record": record,
        "site": settings.PORTAL_URL,
        "licence": settings.DATA_LICENCE["title"],
    }
    book = made("book", json.dumps(order).encode())
    digest = sha256(record.encode()).hexdigest()
    rendered = pdf.render(presented(document, imprint), digest, inside(record, book))
    return {PDF_NAME: rendered, BOOK_NAME: book, **tables_of(record)}


def read_back(record: str, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Where files, parsed in a process of its own, say otherwise than the record (rule D4)."""
    coded = {name: b64encode(content).decode() for name, content in files.items()}
    found = made("reading", json.dumps({"record": record, "files": coded}).encode())
    return tuple(Finding(**one) for one in json.loads(found))


def artefact_of(name: str, content: bytes) -> Artefact:
    """The row of a file."""
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    digest = sha256(content).hexdigest()
    return Artefact(name=name, media_type=media_type, sha256=digest, size=len(content))


def inside(record: str, book: bytes) -> tuple[pdf.Attached, ...]:
    """The files that the PDF carries: what it shows, for a program and a spreadsheet to read."""
    return (
        pdf.Attached("data.json", "本文件所公开的数据", record.encode()),
        pdf.Attached(BOOK_NAME, "各表的电子表格", book),
    )


def _signed(rendered: bytes) -> bytes:
    """The PDF with its signature where a certificate is configured."""
    try:
        return signing.signed(rendered)
    except signing.SigningFailed as failed:
        raise PublicationRefused(str(failed)) from failed


def stored(artefact: Artefact) -> bytes:
    """The bytes of a file as they were published."""
    with default_storage.open(artefact.path) as file:
        return bytes(file.read())


def faults() -> Iterator[Fault]:
    """Every stored record and file against its hash, and the chain of versions."""
    digest_of: dict[tuple[int, int], str] = {}
    publications = Publication.objects.select_related("disclosure__department", "disclosure__unit")
    in_order = publications.prefetch_related("artefacts").order_by("disclosure", "version", "pk")
    for publication in in_order.iterator(chunk_size=100):
        digest_of[publication.disclosure_id, publication.version] = publication.sha256
        actual = sha256(publication.snapshot.encode()).hexdigest()
        if actual != publication.sha256:
            yield Fault(publication, f"数据快照的 SHA-256 为 {actual}，登记为 {publication.sha256}")
        elif not index.is_true(publication):
            yield Fault(publication, "检索索引与数据快照不符")
        previous = digest_of.get((publication.disclosure_id, publication.version - 1))
        if publication.sha256_of_previous != previous:
            yield Fault(publication, "与上一版本的哈希链不符")
        for artefact in publication.artefacts.all():
            yield from _file_faults(publication, artefact)


def _file_faults(publication: Publication, artefact: Artefact) -> Iterator[Fault]:
    if not default_storage.exists(artefact.path):
        yield Fault(publication, f"文件 {artefact.name} 不存在：{artefact.path}")
        return
    actual = sha256(stored(artefact)).hexdigest()
    if actual != artefact.sha256:
        yield Fault(
            publication, f"文件 {artefact.name} 的 SHA-256 为 {actual}，登记为 {artefact.sha256}"
        )
