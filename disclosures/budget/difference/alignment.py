"""Which members of two lists are the same: matched by what identifies them, and in order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

Member = TypeVar("Member")
Pair = tuple[Member | None, Member | None]


def aligned(
    before: Sequence[Member], after: Sequence[Member], identity: Callable[[Member], Hashable]
) -> Iterator[Pair[Member]]:
    """Pairs of the old and the new member, in the new order; who is gone stands where it stood.

    A member that changed its place among the others is one that left and one that came. The
    cost is that of sorting, however much changed.
    """
    old_places = {key: place for place, key in enumerate(_told_apart(map(identity, before)))}
    partners = [old_places.get(key) for key in _told_apart(map(identity, after))]
    old = new = 0
    for old_end, new_end in (*_in_order(partners), (len(before), len(after))):
        yield from ((gone, None) for gone in before[old:old_end])
        yield from ((None, come) for come in after[new:new_end])
        if old_end < len(before):
            yield before[old_end], after[new_end]
        old, new = old_end + 1, new_end + 1


def gathered(pairs: Iterable[Pair[Member]]) -> Iterator[Pair[Member]]:
    """What left and what came between two that stayed, side by side as far as both go."""
    gone: list[Member] = []
    come: list[Member] = []
    for old, new in pairs:
        if old is not None and new is not None:
            yield from zip_longest(gone, come)
            gone, come = [], []
            yield old, new
        elif old is not None:
            gone.append(old)
        elif new is not None:
            come.append(new)
    yield from zip_longest(gone, come)


def _told_apart(identities: Iterable[Hashable]) -> Iterator[tuple[Hashable, int]]:
    """Equal identities told apart by which of them comes first."""
    seen: Counter[Hashable] = Counter()
    for identity in identities:
        seen[identity] += 1
        yield identity, seen[identity]


def _in_order(partners: Sequence[int | None]) -> list[tuple[int, int]]:
    """The most pairs of old and new places that rise on both sides."""
    ends: list[int] = []  # by length, the lowest old place that a rising sequence ends with
    places: list[int] = []  # the new place of each of these
    previous: dict[int, int | None] = {}
    for new, old in enumerate(partners):
        if old is None:
            continue
        length = bisect_left(ends, old)
        previous[new] = places[length - 1] if length else None
        ends[length : length + 1] = [old]
        places[length : length + 1] = [new]
    pairs: list[tuple[int, int]] = []
    last = places[-1] if places else None
    while last is not None:
        pairs.append((partners[last] or 0, last))
        last = previous[last]
    return pairs[::-1]
