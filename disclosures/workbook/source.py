"""A file as it was handed in: its hash, its sheets, and which budget it says it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from disclosures.models import Budget, Unit

from . import layout
from .reader import Grid, grids
from .refusal import RefusedError
from .sheets import ABOUT
from .values import spelled, tidy

LABELS: Final = (layout.UNIT_CODE, layout.YEAR, layout.ROLE, layout.TEXTS, layout.FINGERPRINT)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read; ``about`` has the value and the place of each label on 说明."""

    filename: str
    sha256: str
    grids: tuple[Grid, ...]
    about: Mapping[str, tuple[str, str]]

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook of this portal; else it may be a flat ledger."""
        return bool(self.about)

    def said(self, label: str) -> str:
        """What the sheet 说明 says of itself under a label."""
        return self.about.get(label, ("", ""))[0]


def opened(filename: str, content: bytes) -> Source:
    """Read a file; raises ``RefusedError`` for one that cannot be taken in at all."""
    found = grids(filename, content)
    about = next((grid for grid in found if grid.name == ABOUT), None)
    return Source(filename, sha256(content).hexdigest(), found, _about(about) if about else {})


def _about(grid: Grid) -> dict[str, tuple[str, str]]:
    labels = {spelled(label): label for label in LABELS}
    found: dict[str, tuple[str, str]] = {}
    for number, cells in grid.rows:
        label = labels.get(spelled(cells[0])) if isinstance(cells[0], str) else None
        value = cells[1] if len(cells) > 1 else None
        if label and label not in found:
            found[label] = (tidy(value) if isinstance(value, str) else "", f"{ABOUT}!B{number}")
    return found if layout.UNIT_CODE in found else {}


def budget_of(source: Source, unit: str | None, year: int | None, role: Budget.Role) -> Budget:
    """The budget that a file is of, saved or not; what the file says of itself goes first."""
    code = source.said(layout.UNIT_CODE) or unit
    said_year = source.said(layout.YEAR) or str(year or "")
    if not code:
        raise RefusedError("文件没有“说明”表，请指明预算单位编码和年度。")
    if not (said_year.isascii() and said_year.isdigit() and 2000 <= int(said_year[:9]) <= 2100):
        raise RefusedError(f"预算年度“{said_year[:20]}”不是 2000 至 2100 之间的年份，请核对。")
    owner = Unit.objects.select_related("department").filter(code=code).first()
    if owner is None:
        raise RefusedError(f"没有编码为 {code[:40]} 的预算单位，请先登记单位或核对编码。")
    named = {label: value for value, label in Budget.Role.choices}
    label = source.said(layout.ROLE)
    if label and label not in named:
        raise RefusedError(f"用途“{label[:20]}”只能是{'或'.join(named)}。")
    wanted = {
        "unit": owner,
        "year": int(said_year),
        "role": named[label] if label else role.value,
    }
    return Budget.objects.filter(**wanted).first() or Budget(**wanted)
