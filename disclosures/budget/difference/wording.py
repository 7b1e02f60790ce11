"""Two texts as one text with marks: what was kept, what is gone, what is new.

Compared by characters, since Chinese has no spaces, with figures and Latin words as wholes.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from .shape import Run

PIECES = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?|[A-Za-z]+|.", re.DOTALL)
PUNCTUATION = frozenset("，。；：、！？“”《》（）\n")
# Beyond so many pairs of pieces the search would take long; the middle is then shown whole.
AT_MOST = 1_000_000
ALIKE = 0.5


def marked(before: str, after: str) -> tuple[Run, ...]:
    """The text with its changes; equal texts are one kept run."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    blocks = [
        (old[:start], new[:start]),
        *_middle(old[start : len(old) - end], new[start : len(new) - end]),
        (old[len(old) - end :], new[len(new) - end :]),
    ]
    return tuple(_runs(blocks))


def is_alike(before: str, after: str) -> bool:
    """Whether one text reads as the other one changed, by the characters that both have."""
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio() >= ALIKE


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


Block = tuple[list[str], list[str]]


def _middle(old: list[str], new: list[str]) -> Iterator[Block]:
    """The old and the new pieces in turn of what is alike and what is not."""
    if len(old) * len(new) > AT_MOST:
        yield old, new
        return
    for _, *(a, b, c, d) in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[a:b], new[c:d]


def _runs(blocks: list[Block]) -> Iterator[Run]:
    """Changes side by side become one, also across a single character kept between them."""
    gone: list[str] = []
    come: list[str] = []
    for place, (old, new) in enumerate(blocks):
        is_kept = old == new and not _is_islet(old, is_inside=0 < place < len(blocks) - 1)
        if is_kept and old:
            yield from _change(gone, come)
            gone, come = [], []
            yield Run("kept", "".join(old))
        elif not is_kept:
            gone += old
            come += new
    yield from _change(gone, come)


def _is_islet(pieces: list[str], *, is_inside: bool) -> bool:
    return is_inside and len(pieces) == 1 and len(pieces[0]) == 1 and pieces[0] not in PUNCTUATION


def _change(gone: list[str], come: list[str]) -> Iterator[Run]:
    if gone:
        yield Run("removed", "".join(gone))
    if come:
        yield Run("added", "".join(come))
