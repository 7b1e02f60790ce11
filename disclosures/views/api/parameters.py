"""What an address of the interface may ask for: read, judged, and described in one place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

MOST_ROWS = 1000
USUAL_ROWS = 100
Value = str | int
Wanted = Mapping[str, Any]


class UnfitError(ValueError):
    """A parameter that cannot be understood; ``parameter`` is its name."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; its JSON schema is both the published description and the judge."""

    name: str
    meaning: str
    schema: Mapping[str, Any]
    place: Literal["query", "path"] = "query"

    def read(self, text: str) -> Value:
        """The value that the text stands for; raises ``UnfitError``."""
        if self.schema["type"] == "integer":
            return self._number(text)
        choices, pattern = self.schema.get("enum"), self.schema.get("pattern")
        if choices and text not in choices:
            raise UnfitError(self.name, f"{self.name} 只能是 {'、'.join(choices)}。")
        if pattern and not re.fullmatch(pattern.strip("^$"), text):
            raise UnfitError(self.name, f"{self.name} 应为{self.meaning}，收到的是“{text}”。")
        return text

    def _number(self, text: str) -> int:
        low, high = self.schema["minimum"], self.schema["maximum"]
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        raise UnfitError(self.name, f"{self.name} 应为 {low} 至 {high} 的整数，收到的是“{text}”。")


def text(name: str, meaning: str, pattern: str) -> Parameter:
    """A parameter whose text has a form."""
    return Parameter(name, meaning, {"type": "string", "pattern": f"^{pattern}$"})


def number(name: str, meaning: str, low: int, high: int, **more: Any) -> Parameter:  # noqa: ANN401
    """A whole number within bounds; ``more`` goes into its schema."""
    return Parameter(name, meaning, {"type": "integer", "minimum": low, "maximum": high, **more})


def choice(name: str, meaning: str, *values: str) -> Parameter:
    """One of a few words."""
    return Parameter(name, meaning, {"type": "string", "enum": list(values)})


def in_path(parameter: Parameter) -> Parameter:
    """The same as a part of the address."""
    return Parameter(parameter.name, parameter.meaning, parameter.schema, "path")


LIMIT = number("limit", "每页条数", 1, MOST_ROWS, default=USUAL_ROWS)
CURSOR = text("cursor", "翻页标记，取自上一页的 next，不必理解其内容", "[0-9a-z]{1,11}")
NOTHING: Wanted = MappingProxyType({})


def wanted(parameters: tuple[Parameter, ...], given: Mapping[str, list[str]]) -> Wanted:
    """The values of the query; raises ``UnfitError`` at an unknown or repeated parameter."""
    known = {one.name: one for one in parameters if one.place == "query"}
    found = {}
    for name, values in given.items():
        if name not in known:
            names = "、".join(known) or "（无）"
            raise UnfitError(name, f"没有参数“{name}”，可用的参数：{names}。")
        if len(values) > 1:
            raise UnfitError(name, f"参数 {name} 只能出现一次。")
        found[name] = known[name].read(values[0])
    return found
