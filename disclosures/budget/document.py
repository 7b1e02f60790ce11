"""The whole disclosure, composed from what was entered: the one thing all outputs show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .amounts import total
from .classification import THREE_PUBLIC_CODES, ThreePublicItem
from .comparison import restated
from .entries import SUBJECTS, DisclosureKind, LineItem, Project, Reclassification, Submission, Term
from .narrative import told
from .narrative.account import Account
from .narrative.glossary import STANDARD_TERMS
from .narrative.organisation import organisation
from .narrative.restatement import moved
from .narrative.text import Paragraph, Section
from .statements import derived
from .statements.form import Heading, Statement
from .targets import Target, targets
from .tree import summed


@dataclass(frozen=True, slots=True)
class Document:
    """A disclosure as it is read, whoever renders it; draft and publication alike.

    ``three_public`` are the economic 款 of table 10, the standard ones unless a locality has more.
    ``has_secret_content`` says that something is left out as secret, nothing more about it.
    """

    year: int
    kind: DisclosureKind
    code: str
    name: str
    region: str
    duties: tuple[str, ...]
    organisation: tuple[Paragraph, ...]
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    glossary: tuple[Term, ...]
    line_items: tuple[LineItem, ...]
    projects: tuple[Project, ...]
    approved_on: date | None
    dated_on: date | None
    reclassifications: tuple[Reclassification, ...] = ()
    has_secret_content: bool = False
    three_public: Mapping[str, ThreePublicItem] = field(default_factory=lambda: THREE_PUBLIC_CODES)

    @property
    def total(self) -> Decimal:
        """All expenditure in yuan, which is all income."""
        return total(line.amount for line in self.line_items)

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """What its four parts are called."""
        whose = f"{self.year} 年{SUBJECTS[self.kind]}"
        return f"{whose}概况", f"{whose}预算公开表", f"{whose}预算情况说明", "名词解释"

    @property
    def dated(self) -> str:
        """Its date as documents write it: 2026年2月5日."""
        day = self.dated_on
        return f"{day.year}年{day.month}月{day.day}日" if day else ""


def compose(entered: Submission) -> Document:
    """Derive the document from the entries; line items are put in one fixed order."""
    totals = summed(entered.lines)
    heading = Heading(entered.name, entered.year, entered.units)
    statements = derived(totals, entered.catalogue, heading)
    moves = tuple(sorted(entered.reclassifications, key=_move_order))
    last = summed(restated(entered.last_lines, moves))
    account = Account(entered, totals, last, statements, moved(entered.catalogue, moves))
    return Document(
        year=entered.year,
        kind=entered.kind,
        code=entered.code,
        name=entered.name,
        region=entered.region,
        duties=entered.duties,
        organisation=tuple(organisation(entered)),
        statements=statements,
        sections=told(account),
        targets=tuple(targets(entered, totals)),
        glossary=(*STANDARD_TERMS, *entered.terms),
        line_items=tuple(sorted(entered.lines, key=_line_order)),
        projects=tuple(sorted(entered.projects, key=lambda project: (project.unit, project.name))),
        approved_on=entered.approved_on,
        dated_on=entered.dated_on,
        reclassifications=moves,
        has_secret_content=entered.has_secret_content,
        three_public=entered.catalogue.three_public,
    )


def _line_order(line: LineItem) -> tuple[str, str, str, str, str]:
    return (line.unit, line.functional, line.economic, line.source.key, line.project or "")


def _move_order(move: Reclassification) -> tuple[tuple[str, ...], ...]:
    return tuple(_line_order(line) for line in move.bookings)
