"""The sentence that a comparison rests on reclassifications (科目调整): what came, what went, why.

Figures of the year before may be shown by the codes of the year, if it is said (按可比口径).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.classification import Catalogue
from disclosures.budget.entries import Posting, Reclassification
from disclosures.budget.tree import summed

from .account import Account, Moved, money, unstopped
from .changes import amounts
from .text import Piece, Written, listed

NOTE = "科目调整说明"


def moved(
    catalogue: Catalogue, moves: Iterable[Reclassification]
) -> Mapping[str, tuple[Moved, ...]]:
    """What reclassifications do to the comparisons of the text, by the keys of their reasons."""
    found: dict[str, tuple[Moved, ...]] = {}
    for move in moves:
        for key, amount in amounts(catalogue, summed(move.bookings)):
            if amount:
                found[key] = (*found.get(key, ()), Moved(move, amount))
    return found


def restatement(account: Account, key: str) -> Piece:
    """Last year's figure under the key was restated; nothing where it was not.

    An item names the items that its money came from or went to.
    """
    parts = list(_parts(account, key))
    if not parts:
        return ""
    return (f"上年预算数已按 {account.year} 年科目口径调整：", listed(parts, "；"), "。")


def _parts(account: Account, key: str) -> Iterator[Piece]:
    is_item = key.rpartition("/")[2].isdigit()
    sums: dict[tuple[bool, str, str], Decimal] = {}
    for one in account.moved.get(key, ()):
        came = one.amount > 0
        there, here = one.move.before, one.move.after
        other = (there, here) if came else (here, there)
        name = _named(account.entered.catalogue, *other) if is_item else ""
        part = (came, name, unstopped(one.move.note))
        sums[part] = sums.get(part, ZERO) + abs(one.amount)
    for (came, name, note), amount in sums.items():
        prefix, verb = ("由", "调入 ") if came else ("向", "调出 ")
        yield (
            f"{prefix}{name}{verb}" if name else verb,
            money(amount),
            "，",
            Written("", NOTE, note),
        )


def _named(catalogue: Catalogue, posting: Posting, other: Posting) -> str:
    """The item of a place, with its source where the other place has another one."""
    code, name_of = posting.functional, catalogue.function_name
    item = f"“{name_of(code[:3])}（类）{name_of(code[:5])}（款）{name_of(code)}（项）”"
    return item if posting.source is other.source else f"{item}（{posting.source.name}）"
