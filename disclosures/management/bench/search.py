"""Measuring full search: every kind of question many times, the slowest of twenty told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from disclosures.models import Publication
from disclosures.search import matching
from disclosures.search.words import asked

# What people ask: everyday and official words, names, codes, two words, nothing to be found.
QUESTIONS: Final = (
    "工资",
    "公车",
    "三公",
    "公务接待费",
    "养老",
    "财政局",
    "财政局 公车",
    "教育 培训",
    "30201",
    "维修 改造",
    "龘龘龘",
    "上一年度一般公共预算拨款结转",
)
ROUNDS: Final = 10
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Timing:
    """How long searches took, in milliseconds."""

    median: float
    p95: float


def measured(questions: Sequence[str] = QUESTIONS, rounds: int = ROUNDS) -> Timing:
    """The time of finding the publications and the passages of a first page."""
    times = [_milliseconds(one) for _ in range(rounds) for one in questions]
    return Timing(median(times), quantiles(times, n=20)[-1])


def _milliseconds(question: str) -> float:
    start = perf_counter()
    words = asked(question)
    current = Publication.objects.published().current()
    rows = matching.matching(current, words).order_by("-disclosure__year", "pk")
    keys = list(rows.values_list("pk", flat=True))
    shown = Publication.objects.filter(pk__in=keys[:SHOWN])
    list(matching.passages(shown, words))
    return (perf_counter() - start) * 1000
