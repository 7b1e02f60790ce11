"""Money from where it comes to what it is for: bands as thick as their amounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from .lettering import LINE, wrapped
from .shapes import WIDTH, Band, Bar, Box, Drawing, Words

COLUMN = 124.0  # room for the names on either side
SPACE = 6.0
POST = 8.0
THICKNESS = 190.0  # of everything together
BETWEEN = 10.0

Money = Mapping[tuple[str, str], Decimal]  # (from, to) -> amount above zero


@dataclass(frozen=True, slots=True)
class Post:
    """One name of a side: its words, and the post that its bands start or end at."""

    lines: tuple[str, ...]
    top: float
    thickness: float

    @property
    def room(self) -> float:
        """The height that it needs: of its words or of its post, whichever is more."""
        return max(self.thickness, LINE * len(self.lines))


def drawn(money: Money, said: Mapping[str, str]) -> Drawing:
    """The picture; ``said`` is what is written below a name. Names are drawn as they first come."""
    per_yuan = Decimal(THICKNESS) / sum(money.values(), Decimal(0))
    thick = {way: float(amount * per_yuan) for way, amount in money.items()}
    sides = [_thickness(thick, side) for side in (0, 1)]
    rooms = [_room(_posts(side, said)) for side in sides]
    height = max(rooms)
    placed = [
        dict(zip(side, _placed(_posts(side, said), (height - room) / 2), strict=True))
        for side, room in zip(sides, rooms, strict=True)
    ]
    return Drawing(
        height,
        bars=tuple(_bar(post, side) for side in (0, 1) for post in placed[side].values()),
        bands=tuple(_bands(thick, placed[0], placed[1])),
        words=tuple(_words(post, side) for side in (0, 1) for post in placed[side].values()),
    )


def _thickness(thick: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    """How thick each name of a side is: all its bands together."""
    sums: dict[str, float] = {}
    for way, one in thick.items():
        sums[way[side]] = sums.get(way[side], 0.0) + one
    return sums


def _posts(side: Mapping[str, float], said: Mapping[str, str]) -> list[Post]:
    return [Post(_lines(name, said[name]), 0.0, thickness) for name, thickness in side.items()]


def _lines(name: str, said: str) -> tuple[str, ...]:
    """What is written at a post; the space at which a line ends takes no room."""
    return tuple(line.strip() for line in (*wrapped(name, COLUMN), *wrapped(said, COLUMN)))


def _room(posts: Sequence[Post]) -> float:
    return sum(post.room for post in posts) + BETWEEN * (len(posts) - 1)


def _placed(posts: Sequence[Post], start: float) -> Iterator[Post]:
    """The posts one below the other, each in the middle of its room."""
    tops = accumulate((post.room + BETWEEN for post in posts), initial=start)
    for post, top in zip(posts, tops, strict=False):
        yield Post(post.lines, top + (post.room - post.thickness) / 2, post.thickness)


def _bar(post: Post, side: int) -> Bar:
    x = WIDTH - COLUMN - SPACE - POST if side else COLUMN + SPACE
    return Bar(Box(x, post.top, POST, post.thickness))


def _words(post: Post, side: int) -> Words:
    middle = post.top + post.thickness / 2
    top = middle - LINE * len(post.lines) / 2 + 2  # letters stand low in their line
    if side:
        return Words(WIDTH - COLUMN, top, post.lines)
    return Words(COLUMN, top, post.lines, "end")


def _bands(
    thick: Mapping[tuple[str, str], float], sources: Mapping[str, Post], uses: Mapping[str, Post]
) -> Iterator[Band]:
    """Bands leave and arrive in the order of the other side, so that few of them cross."""
    left, right = COLUMN + SPACE + POST, WIDTH - COLUMN - SPACE - POST
    leaving = {name: post.top for name, post in sources.items()}
    arriving = {name: post.top for name, post in uses.items()}
    for source in sources:
        for use in uses:
            thickness = thick.get((source, use), 0.0)
            if thickness:
                yield Band(left, leaving[source], right, arriving[use], thickness)
                leaving[source] += thickness
                arriving[use] += thickness
