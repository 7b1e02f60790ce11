"""What keeps a file from being taken in: the whole of it, or one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHOWN: Final = 60
LISTED: Final = 500


class RefusedError(Exception):
    """A file that is not taken in: why, and what to do."""


class StaleError(RefusedError):
    """What a plan was made against is no longer what the database holds."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty cell: where it is, what stands there, why it is refused, what to do."""

    place: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        return " | ".join((self.place, " ".join(value.split()), self.reason, self.remedy))


def listed(faults: tuple[Fault, ...]) -> str:
    """The faults one under the other, under their number."""
    lines = [f"共 {len(faults)} 处错误，未导入任何数据：", "位置 | 值 | 原因 | 怎么办"]
    lines.extend(map(str, faults[:LISTED]))
    if len(faults) > LISTED:
        lines.append(f"……另有 {len(faults) - LISTED} 处，请改正以上错误后再试。")
    return "\n".join(lines)
