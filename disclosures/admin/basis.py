"""What a disclosure is compared with (上年对照依据), in words and with the way there."""

from __future__ import annotations

from dataclasses import dataclass

from disclosures.models import Budget, Disclosure, Publication
from disclosures.templatetags.addresses import page_of

from .columns import address


@dataclass(frozen=True, slots=True)
class Basis:
    """Last year's publication, else the comparison ledgers, else nothing."""

    name: str
    target: str
    note: str
    is_missing: bool = False


def basis(disclosure: Disclosure) -> Basis:
    """What the disclosure, opened or not, is compared with; a publication goes before ledgers."""
    year = disclosure.year - 1
    ledgers = Budget.objects.comparisons().filter(
        unit__department=disclosure.department_id, year=year
    )
    if disclosure.unit_id:
        ledgers = ledgers.filter(unit=disclosure.unit_id)
    keys = list(ledgers.order_by("unit__code").values_list("pk", flat=True))
    before = Publication.objects.before(
        disclosure.department_id, disclosure.unit_id, disclosure.year
    )
    found = (
        before.defer("snapshot")
        .select_related("disclosure__department", "disclosure__unit")
        .first()
    )
    if found:
        whose = "" if found.disclosure.unit_id == disclosure.unit_id else "部门预算"
        note = "已公开的数据优先，系统中的上年对比台账只供查阅，不参与对比。" if keys else ""
        name = f"{year} 年{whose}公开第 {found.version} 版"
        return Basis(name, page_of(found, version=found.version), note)
    if keys:
        return Basis(f"{year} 年对比台账", _ledgers(disclosure, keys), "")
    note = f"各项增减变化均按 {year} 年为零计算；请导入或录入 {year} 年的上年对比台账。"
    return Basis("无", "", note, is_missing=True)


def _ledgers(disclosure: Disclosure, keys: list[int]) -> str:
    if len(keys) == 1:
        return address(Budget, "change", keys[0])
    query = {
        "unit__department__id__exact": disclosure.department_id,
        "year": disclosure.year - 1,
        "role__exact": Budget.Role.COMPARISON.value,
    }
    return address(Budget, "changelist", **query)
