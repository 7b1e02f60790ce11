"""When two printed texts are the same: figures and words count, layout does not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

Row = Mapping[str, Any]
WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", ",": "，"})


def comparable(text: str) -> str:
    """The text without layout: no bullet, no white space, full-width punctuation.

    The original was extracted from a PDF, which mixes half- and full-width brackets, breaks lines
    inside words and spaces figures unevenly. A comma or colon between two digits belongs to a
    figure and stays as it is.
    """
    unspaced = re.sub(r"\s+", "", text.removeprefix("- "))
    return re.sub(r"(?<!\d)[,:]|[,:](?!\d)|[();]", lambda mark: mark[0].translate(WIDE), unspaced)


def table_differences(
    title: str, columns: Sequence[Sequence[str]], rows: Sequence[Row], expected: Sequence[Row]
) -> list[str]:
    """Every cell that differs, named by table, row and column, with both texts.

    Rows are compared in order; an exact amount that is missing counts as zero, since both are
    an empty cell. Expectations without exact amounts are compared as they are displayed.
    """
    found: list[str] = []
    for number, (ours, golden) in enumerate(zip_longest(rows, expected), start=1):
        name = " ".join(filter(None, (golden or ours or {"cells": ()})["cells"][:5]))
        place = f"{title}, row {number} ({name})"
        if ours is None or golden is None:
            found.append(f"{place}: {'missing' if ours is None else 'not in the original'}")
            continue
        found += [
            f"{place}, {difference}" for difference in _row_differences(columns, ours, golden)
        ]
    return found


def _row_differences(columns: Sequence[Sequence[str]], ours: Row, golden: Row) -> Iterator[str]:
    if ours["level"] != golden["level"]:
        yield f"level: {ours['level']}, expected {golden['level']}"
    for what in ("cells", "yuan") if "yuan" in golden else ("cells",):
        for path, got, wanted in zip_longest(columns, ours[what], golden[what]):
            if _value(what, got) != _value(what, wanted):
                yield f"column {' / '.join(path or ['?'])}, {what}: {got!r}, expected {wanted!r}"


def _value(what: str, text: str | None) -> str | Decimal | None:
    return Decimal(text or 0) if what == "yuan" else text


def text_differences(place: str, texts: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Every paragraph that differs but for layout, with both wordings."""
    return [
        f"{place}, paragraph {number}:\n  ours     {ours}\n  expected {golden}"
        for number, (ours, golden) in enumerate(zip_longest(texts, expected), start=1)
        if ours is None or golden is None or comparable(ours) != comparable(golden)
    ]
