"""What a writer typed or pasted, as the plain text that is kept, and what was left out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from disclosures.budget.narrative.text import CLOSING

REASON_LIMIT: Final = 1_000
LINES_LIMIT: Final = 20_000
TOO_LONG: Final = "有 {length} 字，超过 {limit} 字，没有保存。请缩短到 {limit} 字以内。"

# A word processor's own line and page breaks are line breaks too.
BREAK: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, and marks that nobody sees but that hide or turn round what stands beside them.
INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
APART: Final = re.compile("[0-9A-Za-z]{2}")
LEAD: Final = re.compile("^主要(?:原因(?:是|为|：|:)|用于)\\s*")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is kept, what its writer is told, and the fault for which it is not kept."""

    text: str
    notes: tuple[str, ...] = ()
    fault: str = ""


def reason(typed: str) -> Plain:
    """A reason or use: one run of words that stands inside a sentence."""
    return _plain(typed, REASON_STEPS, REASON_LIMIT)


def lines(typed: str) -> Plain:
    """A text of several lines, such as the duties: each its own item, none of them empty."""
    return _plain(typed, LINES_STEPS, LINES_LIMIT)


def tidy(typed: str) -> str:
    """The same words whoever's line breaks they have: what two texts are compared by."""
    return BREAK.sub("\n", typed).replace("\t", " ").strip()


Steps = tuple[tuple[Callable[[str], str], str], ...]


def _plain(typed: str, steps: Steps, limit: int) -> Plain:
    text, notes = tidy(typed), []
    for step, note in steps:
        before, text = text, step(text)
        if note and text != before:
            notes.append(note)
    too_long = len(text) > limit
    fault = TOO_LONG.format(length=len(text), limit=limit) if too_long else ""
    return Plain(text, tuple(notes), fault)


def _visible(text: str) -> str:
    return INVISIBLE.sub("", text)


def _joined(text: str) -> str:
    """Chinese needs nothing between two lines; two numbers or words stay two."""
    joined = ""
    for line in _lines(text):
        joined += " " * bool(APART.fullmatch(joined[-1:] + line[:1])) + line
    return joined


def _without_lead(text: str) -> str:
    return LEAD.sub("", text)


def _without_close(text: str) -> str:
    return text.rstrip(CLOSING + " \u3000")


def _filled(text: str) -> str:
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.split("\n")))


NO_INVISIBLE: Final = (_visible, "已去掉不可见的控制字符。")
REASON_STEPS: Final[Steps] = (
    NO_INVISIBLE,
    (_joined, "换行已合并，原因或用途写成一段。"),
    (_without_lead, "已去掉开头的“主要原因是”或“主要用于”，句中已有。"),
    (_without_close, "已去掉末尾的标点，句末已有。"),
)
LINES_STEPS: Final[Steps] = (NO_INVISIBLE, (_filled, ""))
