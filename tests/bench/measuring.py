"""Medians and ratios, and the table in which they are printed."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Action = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, the result, what it is measured against, and the ratio.

    ``goal`` is the target as printed, ``is_met`` whether the ratio reaches it; nothing where
    the figure is only for the record.
    """

    what: str
    result: str
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    is_met: bool | None = None


def at_most(limit: float, what: str, result: str, against: str, ratio: float) -> Figure:
    """A figure whose ratio must not be above the limit."""
    return Figure(what, result, against, ratio, f"≤ {limit:g} ×", ratio <= limit)


def at_least(limit: float, what: str, result: str, against: str, ratio: float) -> Figure:
    """A figure whose ratio must not be below the limit."""
    return Figure(what, result, against, ratio, f"≥ {limit:g} ×", ratio >= limit)


def seconds(action: Action) -> float:
    """How long it takes once, the collector's work of before not counted."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def medians(actions: Iterable[Action], rounds: int) -> list[float]:
    """The median of each; all take turns, so that a busy moment meets every one of them."""
    each = list(actions)
    taken = [[seconds(action) for action in each] for _ in range(rounds)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown."""
    rows = [
        (
            one.what,
            one.result,
            one.against,
            "" if one.ratio is None else f"{one.ratio:.2f} ×",
            one.goal,
            {True: "yes", False: "NO", None: ""}[one.is_met],
        )
        for one in figures
    ]
    head = ("what", "result", "against", "ratio", "target", "met")
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
