"""What is compared, in words: the measure, the way, the unit; and what a reader may choose."""

from collections.abc import Iterator

from disclosures.budget.measures import MEASURE_BY_KEY, MEASURES
from disclosures.models import EconomicCode, FunctionalCode

from .choice import WAYS, Choice

Options = list[tuple[str, str]]


def unit_of(choice: Choice) -> str:
    """The unit of measure of the cells."""
    if choice.way == "share":
        return "%"
    if choice.way == "per_head":
        return "万元/人"
    return "万元" if choice.is_of_money else "人"


def measure_name(choice: Choice) -> str:
    """The measure as the tables call it; of a code the newest name, or none."""
    kind, code = choice.classification
    if not code:
        return MEASURE_BY_KEY[choice.measure].label
    model = FunctionalCode if kind == "function" else EconomicCode
    names = model.objects.filter(code=code).order_by("-year").values_list("name", flat=True)
    return f"{code} {names.first() or '（没有这个科目）'}"


def described(choice: Choice) -> str:
    """The way and the unit, e.g. 比上年增减，单位：万元."""
    return f"{WAYS[choice.way]}，单位：{unit_of(choice)}。“未公开”表示该年度预算没有公开，不是零。"


def measures() -> Iterator[tuple[str, Options]]:
    """What may be compared: the key figures, then the classes of both classifications."""
    yield "主要指标", [(one.key, one.label) for one in MEASURES]
    for label, kind, model in (
        ("支出功能分类", "function", FunctionalCode),
        ("支出经济分类", "economic", EconomicCode),
    ):
        classes = model.objects.filter(code__regex=r"^[0-9]{3}$").order_by("code", "-year")
        rows = classes.distinct("code").values_list("code", "name")
        yield label, [(f"{kind}-{code}", f"{code} {name}") for code, name in rows]
