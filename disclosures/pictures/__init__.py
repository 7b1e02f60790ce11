"""Pictures of a budget, drawn from its published tables: geometry first, SVG last."""

from collections.abc import Callable, Iterable, Mapping

from disclosures.budget.statements.form import Statement

from .economic import by_economic_class
from .purposes import by_class
from .shapes import Picture
from .sources import from_source_to_use
from .three_public import three_public

Drawer = Callable[[Mapping[int, Statement]], Picture | None]
PICTURES: tuple[Drawer, ...] = (from_source_to_use, by_class, by_economic_class, three_public)


def pictures(statements: Iterable[Statement]) -> tuple[Picture, ...]:
    """The pictures of a disclosure, in reading order; none of a budget without money."""
    numbered = {one.number: one for one in statements}
    if not numbered[3].rows:
        return ()
    return tuple(picture for draw in PICTURES if (picture := draw(numbered)))
