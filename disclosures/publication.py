"""Publishing a disclosure, and proving afterwards that what is public is what was published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from . import ledger, pdf
from .budget import snapshot
from .budget.checks import check
from .budget.checks.finding import Finding
from .budget.document import Document, compose
from .models import Artefact, Budget, Disclosure, Publication, Review, User
from .presentation import presented

PDF_NAME = "disclosure.pdf"
PDF_TYPE = "application/pdf"


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
    """A disclosure as entered now, with what the rules find in it."""

    document: Document
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being published."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def drafted(disclosure: Disclosure) -> Draft:
    """The disclosure composed and checked from what is entered now."""
    entered = ledger.submission(disclosure)
    document = compose(entered)
    return Draft(document, check(entered, document))


def publish(review: Review, by: User, permission: str = "publish_disclosure") -> Publication:
    """Freeze what was approved as the next version, with its PDF; all of it or nothing.

    The work is done before the transaction, which only writes rows; two people publishing at
    once get one version and one refusal. ``permission`` is what the person needs for it. Raises
    ``PublicationRefused`` where the content is not the approved one, on errors of the rule-book,
    without a note on a correction, or where nothing changed, and ``pdf.RenderingFailed`` where
    the PDF cannot be made.
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
    rendered = pdf.render(presented(document, imprint), digest)
    artefact = Artefact(
        name=PDF_NAME,
        media_type=PDF_TYPE,
        sha256=sha256(rendered).hexdigest(),
        size=len(rendered),
    )
    _store(artefact.path, rendered)
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
    return _committed(publication, artefact, review)


def require_soundness(disclosure: Disclosure, draft: Draft) -> None:
    """Refuse what the rule-book finds wrong."""
    if draft.errors:
        message = f"{disclosure} 有 {len(draft.errors)} 处错误，请逐条改正后再送审、发布。"
        raise PublicationRefused(message, draft.errors)


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


def content_sha256(document: Document) -> str:
    """The hash of a document whatever version it becomes: what is approved is published."""
    content = json.dumps(snapshot.content(document), ensure_ascii=False, sort_keys=True)
    return sha256(content.encode()).hexdigest()


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
    return snapshot.write(draft.document, imprint, draft.findings), imprint


def _same_content(publication: Publication, document: Document) -> bool:
    published = json.loads(publication.snapshot)
    # Through JSON once, so that tuples and lists compare alike.
    content = json.loads(json.dumps(snapshot.content(document)))
    return all(published[name] == value for name, value in content.items())


def _store(path: str, content: bytes) -> None:
    """Write bytes under their hash; equal bytes are there already."""
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))


@transaction.atomic
def _committed(publication: Publication, artefact: Artefact, review: Review) -> Publication:
    """Write the rows while nobody else publishes or returns the same disclosure."""
    locked = Disclosure.objects.select_for_update(of=("self",)).get(pk=publication.disclosure_id)
    approved = locked.reviews.filter(pk=review.pk, state=Review.State.APPROVED).first()
    last = newest(locked)
    if approved is None or publication.version != (last.version + 1 if last else 1):
        raise PublicationRefused(
            f"{publication.disclosure} 刚刚已由他人发布或退回，请刷新后查看最新状态。"
        )
    publication.save(force_insert=True)
    artefact.publication = publication
    artefact.save(force_insert=True)
    approved.state, approved.publication = Review.State.PUBLISHED, publication
    approved.save(update_fields=["state", "publication"])
    Budget.objects.behind(locked).reopen()
    return publication


def rerendered(publication: Publication) -> bytes:
    """The PDF made once more from the record alone."""
    document, imprint = snapshot.read(publication.snapshot)
    return pdf.render(presented(document, imprint), publication.sha256)


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
        previous = digest_of.get((publication.disclosure_id, publication.version - 1))
        if publication.sha256_of_previous != previous:
            yield Fault(publication, "与上一版本的哈希链不符")
        for artefact in publication.artefacts.all():
            yield from _file_faults(publication, artefact)


def _file_faults(publication: Publication, artefact: Artefact) -> Iterator[Fault]:
    if not default_storage.exists(artefact.path):
        yield Fault(publication, f"文件 {artefact.name} 不存在：{artefact.path}")
        return
    with default_storage.open(artefact.path) as file:
        content = file.read()
    actual = sha256(content).hexdigest()
    if actual != artefact.sha256:
        yield Fault(
            publication, f"文件 {artefact.name} 的 SHA-256 为 {actual}，登记为 {artefact.sha256}"
        )
