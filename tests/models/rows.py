"""The smallest rows that a test can stand on."""

from decimal import Decimal
from hashlib import sha256

from django.utils import timezone

from disclosures.models import (
    Acknowledgement,
    Appointment,
    Budget,
    Department,
    Disclosure,
    EconomicCode,
    Excuse,
    FunctionalCode,
    LineItem,
    Project,
    Publication,
    Reclassification,
    Region,
    Unit,
    User,
    Withdrawal,
)

FUNCTIONAL = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
}
ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30231": "公务用车运行维护费",
}


def a_catalogue(year: int, suffix: str = "") -> None:
    """The codes of a year; the suffix tells its names from another year's."""
    FunctionalCode.objects.bulk_create(
        FunctionalCode(year=year, code=code, name=name + suffix)
        for code, name in FUNCTIONAL.items()
    )
    EconomicCode.objects.bulk_create(
        EconomicCode(
            year=year,
            code=code,
            name=name + suffix,
            three_public="VEHICLE_OPERATION" if code == "30231" else None,
        )
        for code, name in ECONOMIC.items()
    )


def a_region(code: str = "653000") -> Region:
    """A region."""
    return Region.objects.get_or_create(code=code, defaults={"name": f"地区{code}"})[0]


def a_department(code: str = "653000301", region: Region | None = None) -> Department:
    """A department without units."""
    whose = region or a_region()
    return Department.objects.get_or_create(
        code=code, defaults={"name": f"部门{code}", "region": whose}
    )[0]


def a_unit(department: Department, number: int = 1, **values: object) -> Unit:
    """A unit of the department."""
    code = f"{department.code}{number:03}"
    return Unit.objects.create(department=department, code=code, name=f"单位{code}", **values)


def a_budget(unit: Unit, year: int = 2026, role: str = "budget") -> Budget:
    """A budget without lines."""
    return Budget.objects.create(unit=unit, year=year, role=role)


def a_line(
    budget: Budget,
    amount: str = "100.00",
    *,
    functional: str = "2010301",
    economic: str = "30101",
    source: str = "general",
    project: Project | None = None,
    **marks: object,
) -> LineItem:
    """A line item with codes of its budget's year."""
    return LineItem.objects.create(
        budget=budget,
        functional=FunctionalCode.objects.get(year=budget.year, code=functional),
        economic=EconomicCode.objects.get(year=budget.year, code=economic),
        source=source,
        project=project,
        amount=Decimal(amount),
        **marks,
    )


def an_excuse(unit: Unit, by: User, year: int = 2026, ground: str = "撤并") -> Excuse:
    """Why a unit makes no budget in a year."""
    return Excuse.objects.create(
        unit=unit, year=year, ground=ground, excused_by=by, excused_at=timezone.now()
    )


def an_acknowledgement(disclosure: Disclosure, by: User, **given: str) -> Acknowledgement:
    """A reason for a finding."""
    told = {
        "rule": "N7",
        "place": "duties/1",
        "message": "标点",
        "reason": "与公开原件一致，照录。",
    }
    return Acknowledgement.objects.create(
        disclosure=disclosure,
        acknowledged_by=by,
        acknowledged_at=timezone.now(),
        **{**told, **given},
    )


def a_move(
    budget: Budget,
    amount: str = "100.00",
    *,
    before: str = "2010301",
    after: str = "2010302",
    economic: str = "30101",
    note: str = "科目修订",
    **values: object,
) -> Reclassification:
    """A reclassification from an item of last year to another of the budget's year."""
    functional, economics = FunctionalCode.objects, EconomicCode.objects
    given: dict[str, object] = {"from_source": "general", "to_source": "general", **values}
    return Reclassification.objects.create(
        budget=budget,
        from_functional=functional.get(year=budget.year - 1, code=before),
        from_economic=economics.get(year=budget.year - 1, code=economic),
        to_functional=functional.get(year=budget.year, code=after),
        to_economic=economics.get(year=budget.year, code=economic),
        amount=Decimal(amount),
        note=note,
        **given,
    )


def a_disclosure(
    department: Department, unit: Unit | None = None, year: int = 2026, **texts: object
) -> Disclosure:
    """A disclosure of the department, or of its unit."""
    return Disclosure.objects.create(department=department, unit=unit, year=year, **texts)


def a_user(username: str = "somebody", **values: object) -> User:
    """An account without any appointment, and without a password to hash."""
    return User.objects.get_or_create(username=username, defaults=values)[0]


def an_appointed(role: Appointment.Role, **scope: object) -> User:
    """An account that holds one role."""
    user = a_user(f"{role.value}-{User.objects.count()}")
    Appointment.objects.create(user=user, role=role, **scope)
    return user


def a_publication(
    disclosure: Disclosure, version: int = 1, snapshot: str = "{}", **values: object
) -> Publication:
    """A published version, whatever its snapshot says."""
    return Publication.objects.create(
        disclosure=disclosure,
        version=version,
        published_by=a_user("publisher"),
        total=Decimal(0),
        snapshot=snapshot,
        sha256=sha256(snapshot.encode()).hexdigest(),
        **{
            "published_at": timezone.now(),
            "sha256_of_previous": None if version == 1 else "0" * 64,
            **values,
        },
    )


def a_withdrawal(publication: Publication, **values: object) -> Withdrawal:
    """The withdrawal of a version by law."""
    given = {"ground": "《中华人民共和国保守国家秘密法》", **values}
    return Withdrawal.objects.create(
        publication=publication,
        withdrawn_by=a_user("finance"),
        withdrawn_at=timezone.now(),
        **given,
    )
