"""Small ledgers for the tests of the core: a line is written as a clerk would say it."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import disclosures.sample
from disclosures.budget.classification import (
    SOURCE_BY_NAME,
    Catalogue,
    ThreePublicItem,
)
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import LineItem, Submission, Unit
from disclosures.budget.statements.form import Statement

GENERAL = "一般公共预算（一般财力）"
STATUSES = {"older list": "见于往年目录", "unconfirmed": "未经核实", "public list": "见于公开目录"}
HEAD = Unit("100001", "某局本级", is_head=True)
SCHOOL = Unit("100002", "某局学校")


def line(
    functional: str,
    economic: str,
    yuan: str,
    source: str = GENERAL,
    project: str | None = None,
    unit: str = HEAD.code,
) -> LineItem:
    """A line item; the source by its official name."""
    return LineItem(unit, functional, economic, SOURCE_BY_NAME[source], project, Decimal(yuan))


def submission(
    *lines: LineItem,
    last: tuple[LineItem, ...] = (),
    **entered: Any,  # noqa: ANN401 - whatever fields the test gives
) -> Submission:
    """A department's entries with these lines, compared with those of last year."""
    given: dict[str, Any] = {
        "year": 2026,
        "kind": "department",
        "code": "100",
        "name": "某局",
        "region": "某市",
        "units": (HEAD, SCHOOL),
        "catalogue": catalogue(),
        **entered,
    }
    return Submission(lines=lines, last_lines=last, **given)


def document(
    *lines: LineItem,
    last: tuple[LineItem, ...] = (),
    **entered: Any,  # noqa: ANN401 - as above
) -> Document:
    """The document of these lines."""
    return compose(submission(*lines, last=last, **entered))


def shown(statement: Statement) -> list[str]:
    """A table as printed, one string a row with cells joined by |."""
    return ["|".join(row.shown) for row in statement.rows]


def text(of: Document, number: int) -> list[str]:
    """The paragraphs of a section by its number from 1."""
    return [paragraph.text for paragraph in of.sections[number - 1].paragraphs]


@cache
def catalogue() -> Catalogue:
    """The codes that the project carries."""
    codes, sections = _rows("functional_codes.csv"), _rows("economic_codes.csv")
    functional, economic = _column(codes, "name"), _column(sections, "name")
    return Catalogue(
        functional,
        economic,
        tuple(sorted(code for code in functional if len(code) == 3)),
        {
            "30212": ThreePublicItem.OVERSEAS,
            "30217": ThreePublicItem.RECEPTION,
            "31013": ThreePublicItem.VEHICLE_PURCHASE,
            "30231": ThreePublicItem.VEHICLE_OPERATION,
        },
        funds=_column(codes, "fund"),
        doubts={
            row["code"]: STATUSES[row["status"]]
            for row in (*codes, *sections)
            if row["status"] != "published"
        },
    )


def _column(rows: list[dict[str, str]], name: str) -> Mapping[str, str]:
    return {row["code"]: row[name] for row in rows}


def _rows(file: str) -> list[dict[str, str]]:
    path = Path(disclosures.sample.__path__[0]) / file
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
