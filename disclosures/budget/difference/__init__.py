"""What a correction changed: two documents compared figure by figure and word by word."""

from collections.abc import Iterator

from disclosures.budget.document import Document

from . import figures, records, texts
from .shape import Difference, FieldChange


def difference(before: Document, after: Document) -> Difference:
    """Everything that a reader of the second document finds otherwise than in the first."""
    targets = tuple(records.targets(before.targets, after.targets))
    return Difference(
        fields=tuple(_fields(before, after)),
        duties=texts.plain(before.duties, after.duties),
        organisation=texts.paragraphs(before.organisation, after.organisation),
        tables=tuple(figures.tables(before.statements, after.statements)),
        sections=tuple(texts.sections(before.sections, after.sections)),
        targets=targets,
        glossary=texts.terms(before.glossary, after.glossary),
        line_items=tuple(figures.line_items(before, after)),
        projects=tuple(records.projects(before.projects, after.projects, targets)),
    )


def _fields(before: Document, after: Document) -> Iterator[FieldChange]:
    """Who discloses, and the dates of the document."""
    yield from texts.field("名称", before.name, after.name)
    yield from texts.field("地区", before.region, after.region)
    days = (records.day(one.approved_on) for one in (before, after))
    yield from texts.field("批复日期", *days)
    days = (records.day(one.dated_on) for one in (before, after))
    yield from texts.field("成文日期", *days)
