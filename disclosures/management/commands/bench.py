"""``bench``: time a line item takes to become tables and text, by the size of the ledger."""

import csv
import gc
import random
import statistics
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import disclosures.sample
from disclosures.budget.classification import FUNDING_SOURCES, Catalogue, ThreePublicItem
from disclosures.budget.document import compose
from disclosures.budget.entries import LineItem, Submission, Unit

SIZES = (100, 1_000, 10_000, 100_000)
COMPARED_WITH = 1_000
UNITS = tuple(Unit(f"9990{number:02}", f"第{number}单位", number == 1) for number in range(1, 21))


class Command(BaseCommand):
    """Derive ledgers of growing size side by side; print medians and ratios."""

    help = "测量由明细生成全部表格和文字所需的时间"

    def add_arguments(self, parser: CommandParser) -> None:
        """How often each size is measured."""
        parser.add_argument("--rounds", type=int, default=5, help="每种规模测量次数")

    def handle(self, *_: str, **options: Any) -> None:
        """Measure all sizes in turn, so that a busy moment meets every one of them."""
        catalogue = _catalogue()
        entered = {size: _submission(size, catalogue) for size in SIZES}
        seconds: dict[int, list[float]] = {size: [] for size in SIZES}
        for _round in range(options["rounds"]):
            for size in SIZES:
                seconds[size].append(_seconds(entered[size]))
        medians = {size: statistics.median(seconds[size]) for size in SIZES}
        base = medians[COMPARED_WITH] / COMPARED_WITH
        self.stdout.write("deriving eleven tables and text, half of the lines this year's")
        self.stdout.write(f"{'lines':>8} {'median s':>10} {'µs a line':>10} {'× 1,000':>8}")
        for size, median in medians.items():
            each = median / size
            self.stdout.write(f"{size:>8,} {median:>10.4f} {each * 1e6:>10.2f} {each / base:>8.2f}")


def _seconds(entered: Submission) -> float:
    gc.collect()
    start = time.perf_counter()
    compose(entered)
    return time.perf_counter() - start


def _submission(size: int, catalogue: Catalogue) -> Submission:
    """A ledger of so many lines, half of them last year's, over 20 units."""
    source = random.Random(size)  # noqa: S311 - repeatable, not secret
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
