"""Amounts as staff type them in sentences: "59.2 万元", in exact yuan."""

import re
from collections.abc import Iterator
from decimal import Decimal

UNITS = {"亿元": Decimal(100_000_000), "万元": Decimal(10_000), "元": Decimal(1)}
AMOUNT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)")
# An amount for each of something is no part of a sum.
EACH_BEFORE = re.compile(r"(?:每|人均|户均|标准|单价|按)[^，。；、]{0,6}$")
EACH_AFTER = re.compile(r"\s*(?:[/／]|每)")
BARE = re.compile(r"(\d[\d,]*(?:\.\d+)?)")


def amounts(words: str) -> Iterator[Decimal]:
    """The amounts in a text, without those for each person, month or piece."""
    for found in AMOUNT.finditer(words):
        if not EACH_BEFORE.search(words[: found.start()]) and not EACH_AFTER.match(
            words, found.end()
        ):
            yield _yuan(found[1], found[2])


def indicated(target: str, measure: str) -> Decimal | None:
    """The amount of an indicator: "<=20 万元", or "<=20" where the name says （万元）."""
    typed = next(amounts(target), None)
    if typed is not None or any(unit in target for unit in UNITS):
        return typed
    unit = re.search(r"[（(](亿元|万元|元)[）)]", measure)
    number = BARE.search(target)
    return _yuan(number[1], unit[1]) if unit and number else None


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number.replace(",", "")) * UNITS[unit]
