"""The part of a passage that a reader is shown, with what was found marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from disclosures.index import folded

# So much of a passage is shown whole; of a longer one the sentence around what was found.
SHORT: Final = 60
AROUND: Final = 36
STOPS: Final = "。；！？\n"
ELLIPSIS: Final = "…"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an excerpt; what was found is marked."""

    text: str
    is_marked: bool = False


def excerpt(text: str, terms: Iterable[str]) -> tuple[Piece, ...]:
    """The sentence of a text around the first term in it, every term in it marked."""
    spans = _merged(sorted(_spans(text, terms)))
    start, end = _sentence(text, spans[0] if spans else (0, 0))
    within = [span for span in spans if start <= span[0] and span[1] <= end]
    return tuple(_pieces(text, start, end, within))


def _spans(text: str, terms: Iterable[str]) -> Iterator[Span]:
    """Where terms stand in a text, however it writes them."""
    plain, places = "", []
    for place, character in enumerate(text):
        written = _written(character)
        plain += written
        places += [place] * len(written)
    for term in terms:
        for found in re.finditer(re.escape(term), plain):
            yield places[found.start()], places[found.end() - 1] + 1


# Texts are made of few different characters, and folding one takes a microsecond.
_written: Final = lru_cache(maxsize=10_000)(folded)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _sentence(text: str, span: Span) -> Span:
    """The sentence around a span, cut where it is long."""
    if len(text) <= SHORT:
        return 0, len(text)
    start = 1 + max(text.rfind(stop, 0, span[0]) for stop in STOPS)
    ends = (text.find(stop, span[1]) for stop in STOPS)
    end = min((place + 1 for place in ends if place >= 0), default=len(text))
    return max(start, span[0] - AROUND), min(end, span[1] + AROUND)


def _pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> Iterator[Piece]:
    if start > 0 and text[start - 1] not in STOPS:
        yield Piece(ELLIPSIS)
    at = start
    for found, after in spans:
        if at < found:
            yield Piece(text[at:found])
        yield Piece(text[found:after], is_marked=True)
        at = after
    if at < end:
        yield Piece(text[at:end])
    if end < len(text) and text[end - 1] not in STOPS:
        yield Piece(ELLIPSIS)
