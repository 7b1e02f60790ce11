"""What the text is written from: the entries, this year's totals and last year's."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from disclosures.budget.amounts import ZERO, Change, figure, share, written
from disclosures.budget.classification import Fund, FundingSource, Spending
from disclosures.budget.entries import SUBJECTS, Reclassification, Submission
from disclosures.budget.statements.form import Statement
from disclosures.budget.tree import Totals

from .text import CLOSING, Figure, Paragraph, Piece, Written, paragraph

# Key, words and kinds of the two halves that sections 三 and 五 compare.
BASIC_AND_PROJECT: tuple[tuple[str, str, tuple[Spending, ...]], ...] = (
    ("basic", "基本支出", (Spending.STAFF, Spending.OPERATING)),
    ("project", "项目支出", (Spending.PROJECT,)),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a reclassification brings to last year's figure of one comparison, or takes from it."""

    move: Reclassification
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """The material of the twelve sections; ``statements`` are the tables of this year.

    ``last`` are last year's totals as reclassified; ``moved`` says by the keys of the reasons
    which comparisons rest on that.
    """

    entered: Submission
    totals: Totals
    last: Totals
    statements: tuple[Statement, ...]
    moved: Mapping[str, tuple[Moved, ...]] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """The name of the department (or unit) whose budget it is."""
        return self.entered.name

    @property
    def year(self) -> int:
        """The budget year."""
        return self.entered.year

    @property
    def subject(self) -> str:
        """What the text calls whose budget it is: 部门 or 单位."""
        return SUBJECTS[self.entered.kind]

    def owed(self, key: str, label: str) -> Written:
        """The reason or use that staff wrote for the key, without its own full stop."""
        return Written(key, label, unstopped(self.entered.explanations.get(key, "")))

    def change(self, kinds: Collection[Spending], fund: Fund | None = None) -> Change:
        """Expenditure of these kinds, of one fund or of all sources, against last year."""

        def counts(source: FundingSource, spending: Spending) -> bool:
            return spending in kinds and (fund is None or source.fund is fund)

        return Change(self.totals.of(counts), self.last.of(counts))

    def explained(self, change: Change, key: str, label: str) -> Piece:
        """The words "增加 … 万元，增长 …%，主要原因是…" with the reason owed under the key."""
        return (compared(change), "，主要原因是", self.owed(key, f"{label}：增减变化的主要原因"))

    def empty_note(self, number: int) -> Iterator[Paragraph]:
        """The note of a table as a paragraph, where the table is empty and bears one."""
        if note := self.statements[number - 1].note:
            yield paragraph("{note}", note=note)


def unstopped(words: str) -> str:
    """What staff wrote to stand inside a sentence, without a stop of its own."""
    return words.strip().rstrip(CLOSING)


def money(yuan: Decimal) -> Figure:
    """An amount: "385.16 万元"."""
    return Figure(f"{figure(yuan)} 万元")


def percent(value: Decimal | None) -> Figure:
    """A share or rate: "78.58%"; the share of nothing reads 0.00%."""
    return Figure(f"{written(value or ZERO)}%")


def portion(part: Decimal, whole: Decimal) -> Figure:
    """The share of a part in the whole."""
    return percent(share(part, whole))


def compared(change: Change) -> Piece:
    """The words "增加 13.17 万元，增长 3.54%" or "减少 …，下降 …", in absolute values."""
    verb, rate = ("减少", "下降") if change.is_fall else ("增加", "增长")
    return (f"{verb} ", money(abs(change.difference)), f"，{rate} ", percent(change.rate))
