"""Writers and renderers that are broken, each in one place, as a mistake would break them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings

from disclosures import bundle, commission, presentation
from disclosures.budget import snapshot
from disclosures.budget.document import Document
from disclosures.open_data import csv_of
from disclosures.tables import StatementTable

from .spoils import spoiled

OFFICIAL = "disclosures/official.html"


@contextmanager
def pdf(*names: str) -> Iterator[None]:
    """What the PDF shows is not what the record holds."""

    def tables(document: Document) -> tuple[StatementTable, ...]:
        return tuple(
            StatementTable(spoiled(one, names), document.name) for one in document.statements
        )

    with patch.object(presentation, "statement_tables", tables):
        yield


@contextmanager
def book(*names: str) -> Iterator[None]:
    """The process that writes the workbook is a broken one."""
    with patch.object(commission, "WORKSHOP", ("-m", "tests.publication.workshop", *names)):
        yield


@contextmanager
def csv(*names: str) -> Iterator[None]:
    """The tables are written otherwise as CSV."""
    with patch.object(bundle, "csv_of", lambda one: csv_of(spoiled(one, names))):
        yield


@contextmanager
def json(*names: str) -> Iterator[None]:
    """The tables are written otherwise into the record."""
    written = snapshot._table
    with patch.object(snapshot, "_table", lambda one: written(spoiled(one, names))):
        yield


@dataclass(frozen=True, slots=True)
class Style:
    """A rule of a style sheet that hides something, and where that is found, and how said."""

    rule: str
    place: str
    said: str


# Everything is in the structure of the document, and a reader does not see it.
STYLES: Mapping[str, Style] = {
    "a row is left out": Style("#t3 tbody tr:nth-child(3) { display: none }", "t3/", "读回为"),
    "columns run from the right": Style("#t5 table { direction: rtl }", "t5/", "不在本行本列"),
    "a long cell is cut": Style(
        "#t2 .name { white-space: nowrap; overflow: hidden }", "t2/", "被裁去"
    ),
    "a long cell runs into the next": Style(
        "#t7 .name { white-space: nowrap }", "t7/", "越出单元格"
    ),
    "figures are white": Style("#t10 td { color: white }", "t10/", "看不见"),
    "figures are transparent": Style("#t1 td { opacity: 0 }", "t1/", "读回为"),
    "a figure is beside its column": Style(
        "#t4 td:nth-child(5) { text-align: left; text-indent: 300mm }", "t4/", "在纸面之外"
    ),
    "a heading is lost": Style("#t6 thead tr:first-child th:last-child { visibility: hidden }",
        "t6/head/", "读回为"),
    "a note is lost": Style("#t8 .note { display: none }", "t8/note", "读不到"),
    "a title is lost": Style("#t9 .plate h3 { display: none }", "t9/title", "读不到"),
    "a paragraph is cut": Style(
        "#s1 p:nth-of-type(2) { height: 1pt; overflow: hidden }", "text", "被裁去"
    ),
    "a duty is lost": Style("#o1 p:nth-of-type(2) { display: none }", "o1/2", "读不到"),
    "a goal is lost": Style("#g1 .fields tr:nth-child(4) td { display: none }", "g1/", "读回为"),
    "an indicator is lost": Style(
        "#g2 .indicators tbody tr:last-child { display: none }", "g2/indicators/", "读回为"
    ),
    "a term is lost": Style(".glossary p:nth-of-type(3) { display: none }", "term-3", "读不到"),
}  # fmt: skip


@contextmanager
def styled(folder: Path, *names: str) -> Iterator[None]:
    """The template of the official document brings rules of its own."""
    source = (settings.BASE_DIR / "templates" / OFFICIAL).read_text(encoding="utf-8")
    rules = "\n".join(STYLES[name].rule for name in names)
    place = folder / OFFICIAL
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(source.replace("</head>", f"<style>{rules}</style></head>"), encoding="utf-8")
    (engine,) = settings.TEMPLATES
    with override_settings(
        TEMPLATES=[{**engine, "DIRS": [folder, settings.BASE_DIR / "templates"]}]
    ):
        yield


WRITERS: Mapping[str, Callable[..., AbstractContextManager[None]]] = {
    "pdf": pdf,
    "book": book,
    "csv": csv,
    "json": json,
}
