"""Deriving the eleven tables and the text, by the size of the ledger."""

import csv
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import disclosures.sample
from disclosures.budget.classification import FUNDING_SOURCES, Catalogue, ThreePublicItem
from disclosures.budget.document import compose
from disclosures.budget.entries import LineItem, Submission, Unit

from .measuring import Figure, at_most, medians
from .options import Options

SIZES = (100, 1_000, 10_000, 100_000)
COMPARED_WITH = 1_000
PER_LINE = 10e-6
UNITS = tuple(Unit(f"9990{number:02}", f"第{number}单位", number == 1) for number in range(1, 21))


def measure(options: Options) -> Iterator[Figure]:
    """The time a line takes, half of the lines this year's, against that at 1,000."""
    catalogue = _catalogue()
    entered = [_submission(size, catalogue) for size in SIZES]
    taken = dict(
        zip(SIZES, medians((partial(compose, one) for one in entered), options.rounds), strict=True)
    )
    base = taken[COMPARED_WITH] / COMPARED_WITH
    for size, median in taken.items():
        each = median / size
        what, result = (
            f"tables and text of {size:,} lines",
            f"{median:.4f} s, {each * 1e6:.2f} µs a line",
        )
        if size == SIZES[-1]:
            yield at_most(1.3, what, result, f"a line at {COMPARED_WITH:,}", each / base)
            yield Figure(
                f"a line at {size:,}", f"{each * 1e6:.2f} µs", "", None, "≤ 10 µs", each <= PER_LINE
            )
        else:
            yield Figure(what, result, f"a line at {COMPARED_WITH:,}", each / base)


def _submission(size: int, catalogue: Catalogue) -> Submission:
    """A ledger of so many lines, half of them last year's, over 20 units."""
    source = random.Random(size)
    return Submission(
        year=2026,
        kind="department",
        code="9990",
        name="测量部门",
        region="测量地区",
        units=UNITS,
        catalogue=catalogue,
        lines=_lines(source, size // 2, catalogue),
        last_lines=_lines(source, size - size // 2, catalogue),
    )


def _lines(source: random.Random, count: int, catalogue: Catalogue) -> tuple[LineItem, ...]:
    functions = [code for code in catalogue.functional if len(code) == 7]
    sections = [code for code in catalogue.economic if len(code) == 5]
    projects = [None, *(f"项目{number}" for number in range(10))]
    return tuple(
        LineItem(
            source.choice(UNITS).code,
            source.choice(functions),
            source.choice(sections),
            source.choice(FUNDING_SOURCES),
            source.choice(projects),
            Decimal(source.randrange(1, 10**9)) / 100,
        )
        for _ in range(count)
    )


def _catalogue() -> Catalogue:
    functional, economic = _names("functional_codes.csv"), _names("economic_codes.csv")
    classes = tuple(sorted(code for code in functional if len(code) == 3))
    return Catalogue(functional, economic, classes, {"30231": ThreePublicItem.VEHICLE_OPERATION})


def _names(file: str) -> Mapping[str, str]:
    path = Path(disclosures.sample.__path__[0]) / file
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}
