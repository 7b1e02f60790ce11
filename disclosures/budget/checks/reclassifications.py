"""Rule L12: what moves in last year's ledger (科目调整) is there, and fits this year's."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.entries import LineItem, Posting, Reclassification

from .case import Case
from .finding import Finding


def l12(case: Case) -> Iterator[Finding]:
    """A reclassification takes what last year has, to where this year has something, and why."""
    entered = case.entered
    moves = entered.reclassifications
    for posting, message in unfit(moves, entered.lines, entered.last_lines, entered.year):
        yield Finding("L12", "error", f"reclassification/{posting.unit}", message)


def unfit(
    moves: Sequence[Reclassification],
    lines: Iterable[LineItem],
    last_lines: Iterable[LineItem],
    year: int,
) -> Iterator[tuple[Posting, str]]:
    """What does not fit the ledgers of the year and of the year before, in words."""
    if not moves:
        return
    there = {(line.unit, line.functional, line.source) for line in lines}
    for move in moves:
        for fault in _faults(move, there, year):
            yield move.before, f"{in_words(move)}{fault}"
    yield from overdrawn(moves, last_lines, year - 1)


def _faults(move: Reclassification, there: Container[object], year: int) -> Iterator[str]:
    before, after = move.before, move.after
    if not move.note.strip():
        yield "没有填写调整说明，说明随正文公开，请补充。"
    if before == after:
        yield "调整前后的科目、资金来源和项目都相同，请删除或改正。"
    if before.source.is_carried_over != after.source.is_carried_over:
        yield (
            f"从“{before.source.name}”调到“{after.source.name}”："
            "结转结余与当年资金不是同一口径，不能互相调整，请改正资金来源。"
        )
    if (after.unit, after.functional, after.source) not in there:
        yield (
            f"：{year} 年没有科目 {after.functional}（{after.source.name}）的明细，"
            "请改正调整后的科目或先录入本年明细。"
        )


def overdrawn(
    moves: Iterable[Reclassification], last_lines: Iterable[LineItem], year: int
) -> Iterator[tuple[Posting, str]]:
    """Places of last year that more is moved out of than stands there, with both figures."""
    held = {line.posting: line.amount for line in last_lines}
    for posting, amount in _taken(moves).items():
        out = f"科目调整从单位 {posting.unit} {posting_in_words(posting)}调出 {amount:,.2f} 元"
        if posting not in held:
            remedy = "请改正调整前的科目、资金来源和项目。"
            yield posting, f"{out}，而 {year} 年没有这条明细，{remedy}"
        elif amount > held[posting]:
            has, over = held[posting], amount - held[posting]
            difference = f"{has:,.2f} 元，多调 {over:,.2f} 元，请减少调整金额。"
            yield posting, f"{out}，而 {year} 年该明细只有 {difference}"


def _taken(moves: Iterable[Reclassification]) -> Mapping[Posting, Decimal]:
    sums: dict[Posting, Decimal] = {}
    for move in moves:
        sums[move.before] = sums.get(move.before, ZERO) + move.amount
    return sums


def in_words(move: Reclassification) -> str:
    """A reclassification in a few words: which money, whereto."""
    return (
        f"单位 {move.before.unit} 的科目调整（{posting_in_words(move.before)} → "
        f"{posting_in_words(move.after)}，{move.amount:,.2f} 元）"
    )


def posting_in_words(posting: Posting) -> str:
    """A place in a ledger in words, without the unit."""
    of = f"项目“{posting.project}”" if posting.project else "基本支出"
    return f"科目 {posting.functional}、{posting.economic}（{posting.source.name}，{of}）"
