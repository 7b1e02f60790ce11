"""The shape of a difference: what was printed, what is printed, and where."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["added", "removed", "changed"]
Mark = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a text: kept as they were, gone, or new."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph, or another piece of text, with its changes marked.

    ``position`` counts from 1 where the text stands now, or stood if it is gone; 0 is a title.
    """

    kind: Kind
    position: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell as it was and is printed; ``yuan`` is the exact difference of an amount."""

    path: tuple[str, ...]
    before: str
    after: str
    yuan: Decimal | None = None

    @property
    def is_unrounded(self) -> bool:
        """Whether only the exact amount differs, and what is printed stays."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row with its changed cells; of a new or a lost row all that are not empty."""

    kind: Kind
    key: str
    name: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """One of the eleven tables: title, headings and note as texts, and its rows."""

    number: int
    title: str
    texts: tuple[TextChange, ...]
    rows: tuple[RowChange, ...]

    @property
    def figures(self) -> int:
        """How many amounts changed."""
        return sum(cell.yuan is not None for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of the text; ``position`` counts from 1."""

    position: int
    number: str
    title: str
    paragraphs: tuple[TextChange, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its name and its marked text."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A target table or a project: its changed fields and indicators.

    ``position`` counts from 1 where it stands now, or stood if it is gone.
    """

    kind: Kind
    position: int
    title: str
    name: str
    fields: tuple[FieldChange, ...]
    rows: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line item with its exact yuan before and after; absent is ``None``.

    The names are those that the tables print beside the codes, empty where none does.
    """

    kind: Kind
    unit: str
    functional: str
    functional_name: str
    economic: str
    economic_name: str
    source: str
    project: str | None
    before: Decimal | None
    after: Decimal | None

    @property
    def yuan(self) -> Decimal:
        """What it has more than before."""
        return (self.after or Decimal()) - (self.before or Decimal())


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that one document has otherwise than another; nothing where they are alike."""

    fields: tuple[FieldChange, ...]
    duties: tuple[TextChange, ...]
    organisation: tuple[TextChange, ...]
    tables: tuple[TableChange, ...]
    sections: tuple[SectionChange, ...]
    targets: tuple[RecordChange, ...]
    glossary: tuple[TextChange, ...]
    line_items: tuple[LineChange, ...]
    projects: tuple[RecordChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(getattr(self, name) for name in self.__slots__)
