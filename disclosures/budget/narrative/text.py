"""The shape of the text: paragraphs of plain words, computed figures and staff's wording."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import Literal

Style = Literal["body", "heading", "item", "lead-in"]
UNWRITTEN = "【待填】"
# What a reason or use does not end in: the sentence around it has its own.
CLOSING = "。；，;,"


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure as printed, with its unit: it cannot be typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A reason or use that staff owe at this place.

    ``key`` is stable for years; ``label`` says in Chinese what is asked; an empty
    ``wording`` is still owed and prints as 【待填】 in drafts. Without a key it is what staff
    entered elsewhere, and is not owed here.
    """

    key: str
    label: str
    wording: str

    @property
    def text(self) -> str:
        """The wording as printed."""
        return self.wording or UNWRITTEN


Run = str | Figure | Written
Piece = Run | tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``lead-in`` is a body paragraph that the target tables follow."""

    runs: tuple[Run, ...]
    style: Style = "body"

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)

    @property
    def owed(self) -> tuple[Written, ...]:
        """The reasons and uses that stand in it, written or not."""
        return tuple(run for run in self.runs if isinstance(run, Written) and run.key)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the twelve sections of 第三部分, numbered 一 to 十二."""

    number: str
    title: str
    paragraphs: tuple[Paragraph, ...]


def paragraph(template: str, *, style: Style = "body", **pieces: Piece) -> Paragraph:
    """A paragraph from a sentence with ``{names}``, each replaced by its piece."""
    runs: list[Run] = []
    for words, name, _, _ in Formatter().parse(template):
        runs.append(words)
        if name:
            runs.extend(_flat(pieces[name]))
    return Paragraph(_joined(runs), style)


def listed(pieces: Iterable[Piece], separator: str = "、") -> Piece:
    """Pieces one after the other, with the separator between them."""
    parts: list[Piece] = []
    for piece in pieces:
        parts.extend((separator, piece) if parts else (piece,))
    return tuple(parts)


def _flat(piece: Piece) -> Iterable[Run]:
    if isinstance(piece, tuple):
        for part in piece:
            yield from _flat(part)
    else:
        yield piece


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        elif run:
            joined.append(run)
    return tuple(joined)
