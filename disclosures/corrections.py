"""Corrections as pages and data show them: what a version changed against the one before."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from .budget import snapshot
from .budget.difference import difference
from .budget.difference.shape import Difference
from .budget.document import Document
from .budget.provenance.corrected import corrected
from .models import Publication
from .models.publications import PublicationQuerySet

SCHEMA = "budget-disclosure-changes/1"


@dataclass(frozen=True, slots=True)
class Correction:
    """One version against the version before it; with the hashes anyone can check both records."""

    version: int
    published_on: date
    note: str
    sha256: str
    previous: int
    previous_published_on: date
    previous_sha256: str
    changes: Difference

    @property
    def summary(self) -> str:
        """How much changed, in words."""
        return counted(self.changes)


def corrections(versions: Iterable[Publication]) -> Iterator[Correction]:
    """What each version changed whose predecessor is among the given ones too, in their order."""
    in_order = sorted(versions, key=lambda one: one.version)
    records = ((one, *snapshot.read(one.snapshot)) for one in in_order)
    for (old, before, first), (new, after, second) in pairwise(records):
        if old.version + 1 == new.version:
            yield Correction(
                version=new.version,
                published_on=second.published_on,
                note=second.note,
                sha256=new.sha256,
                previous=old.version,
                previous_published_on=first.published_on,
                previous_sha256=old.sha256,
                changes=difference(before, after),
            )


def corrected_by(
    publication: Publication, document: Document, public: PublicationQuerySet
) -> frozenset[str]:
    """The amounts that a version changed; none where the version before is withdrawn."""
    if publication.version == 1:
        return frozenset()
    before = public.published().filter(
        disclosure=publication.disclosure_id, version=publication.version - 1
    )
    previous = before.defer(None).first()
    return corrected(snapshot.read(previous.snapshot)[0], document) if previous else frozenset()


def counted(changes: Difference) -> str:
    """How much changed, in words: 3 张表 12 个数，正文 4 段."""
    figures = sum(table.figures for table in changes.tables)
    parts = (
        (f"{{}} 张表 {figures} 个数", len(changes.tables)),
        ("正文 {} 段", sum(len(section.paragraphs) for section in changes.sections)),
        ("概况 {} 段", len(changes.duties) + len(changes.organisation)),
        ("绩效目标 {} 张", len(changes.targets)),
        ("名词解释 {} 条", len(changes.glossary)),
        ("名称和日期 {} 项", len(changes.fields)),
        ("收支明细 {} 条", len(changes.line_items)),
        ("项目资料 {} 个", len(changes.projects)),
    )
    return "，".join(words.format(count) for words, count in parts if count) or "没有差异"


def record(publication: Publication, found: Iterable[Correction]) -> str:
    """The corrections of a disclosure as canonical JSON (``changes.json``), newest first."""
    disclosure = publication.disclosure
    content = {
        "schema": SCHEMA,
        "department": {"code": disclosure.code, "name": disclosure.name},
        "year": disclosure.year,
        "kind": disclosure.kind,
        "corrections": [asdict(one) for one in found],
    }
    # Amounts are decimal strings in yuan and days ISO dates, as in the record itself.
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
