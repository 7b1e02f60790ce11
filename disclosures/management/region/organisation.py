"""The made-up departments and their units, the same ones at every size."""

from dataclasses import dataclass
from typing import Final

from .kinds import BUREAUS, SUBDISTRICT, TOWN, Kind

# Begins as no real code does (``templatetags.portal.is_invented``).
REGION_CODE: Final = "009900"
REGION_NAME: Final = "演示市"
DISTRICTS: Final = (
    *("青禾区", "望川区", "云屏县", "松陂县", "南薰区", "玉带县", "澄湖区", "丰穗县", "鹭洲区"),
    *("枕霞县", "听涛区", "栖梧县", "知津区", "漱石县", "采薇县", "归雁县", "映雪县", "流萤县"),
    *("晴岚县", "拾翠县", "拂云县", "问渠县", "扶摇县", "沐风县", "含章县"),
)
TOWNS: Final = (
    *("上桥镇", "下渡镇", "白沙镇", "石坪乡", "柳湾镇", "新塘镇", "双溪镇", "黄坡乡", "龙口镇"),
    *("大岭乡", "东关街道", "西园街道"),
)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A budget unit: its code and name, the 项 of its staff, about how many people it has."""

    code: str
    name: str
    short_name: str
    item: str
    people: int
    is_head: bool
    own_source: str | None = None

    @property
    def is_administrative(self) -> bool:
        """Whether its people are civil servants."""
        return self.is_head


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """A department: the ``number``-th of the region, of one kind, in the city or a district."""

    number: int
    code: str
    name: str
    short_name: str
    kind: Kind
    units: tuple[UnitPlan, ...]


def departments(size: int) -> tuple[DepartmentPlan, ...]:
    """The first departments of the region: those of the city, then district by district."""
    return tuple(_department(number) for number in range(1, size + 1))


def largest() -> int:
    """How many departments there are names for."""
    return len(BUREAUS) + len(DISTRICTS) * _per_district()


def _per_district() -> int:
    return len(BUREAUS) + len(TOWNS)


def _department(number: int) -> DepartmentPlan:
    place, kind, short = _called(number)
    code = f"0099{number:05}"
    is_city = number <= len(BUREAUS)
    name = f"{REGION_NAME}{place}{kind.name}"
    return DepartmentPlan(number, code, name, short, kind, _units(code, name, kind, is_city))


def _called(number: int) -> tuple[str, Kind, str]:
    """Where the department is, what it is, and what it is called for short."""
    if number <= len(BUREAUS):
        kind = BUREAUS[number - 1]
        return "", kind, f"市{kind.name}"
    district, position = divmod(number - len(BUREAUS) - 1, _per_district())
    where = DISTRICTS[district]
    if position < len(BUREAUS):
        kind = BUREAUS[position]
        return where, kind, f"{where}{kind.name}"
    town = TOWNS[position - len(BUREAUS)]
    if town.endswith("街道"):
        return f"{where}{town.removesuffix('街道')}", SUBDISTRICT, f"{where}{town}"
    return f"{where}{town}", TOWN, f"{where}{town}"


def _units(code: str, name: str, kind: Kind, is_city: bool) -> tuple[UnitPlan, ...]:
    """The department's own office and the units below it; the city's are larger."""
    more = 2 if is_city else 1
    head = UnitPlan(f"{code}001", name, f"{kind.name}本级", kind.item, kind.size * more, True)
    below = (
        UnitPlan(
            f"{code}{number:03}",
            f"{name.removesuffix(kind.name)}{unit.name}",
            unit.name,
            unit.item,
            unit.size * more,
            False,
            unit.own_source,
        )
        for number, unit in enumerate(kind.units, 2)
    )
    return (head, *below)
