"""What the database refuses, whoever writes: forms, imports or a shell."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from disclosures.models import (
    Appointment,
    Artefact,
    Assets,
    Budget,
    Disclosure,
    EconomicCode,
    EntrySheet,
    Explanation,
    FunctionalCode,
    GlossaryEntry,
    LineItem,
    OverallIndicator,
    Procurement,
    Project,
    ProjectIndicator,
    Region,
    Unit,
    VehicleHolding,
    Withdrawal,
)

from . import rows

pytestmark = pytest.mark.django_db
CONSTRAINTS = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_app_config("disclosures").get_models()
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS)
def test_a_constraint_is_a_sentence_and_says_in_chinese_what_is_wrong(
    model: type[models.Model], constraint: models.BaseConstraint
) -> None:
    assert constraint.name.count("_") >= 3, f"{model.__name__}: {constraint.name}"
    assert re.search("[\u4e00-\u9fff]", str(constraint.violation_error_message))


def refused(write: Callable[[], object]) -> str:
    """The name of the constraint that refuses a write."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    cause = caught.value.__cause__
    return str(cause.diag.constraint_name)  # type: ignore[union-attr]  # psycopg's own error


def line(**values: object) -> Callable[[], object]:
    """A line item that differs from a good one in the given values."""

    def write() -> LineItem:
        rows.a_catalogue(2026)
        budget = rows.a_budget(rows.a_unit(rows.a_department()))
        item = rows.a_line(budget)
        LineItem.objects.filter(pk=item.pk).update(**values)
        return item

    return write


def line_twice() -> None:
    rows.a_catalogue(2026)
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    rows.a_line(budget)
    rows.a_line(budget)


def two_heads() -> None:
    department = rows.a_department()
    rows.a_unit(department, 1, is_head=True)
    rows.a_unit(department, 2, is_head=True)


def budget_twice() -> None:
    unit = rows.a_unit(rows.a_department())
    rows.a_budget(unit)
    rows.a_budget(unit)


def disclosure_twice() -> None:
    rows.a_disclosure(rows.a_department())
    rows.a_disclosure(rows.a_department())


def budget() -> Budget:
    """A budget to hang a faulty row on."""
    return rows.a_budget(rows.a_unit(rows.a_department()))


def project(**values: object) -> Project:
    return Project.objects.create(**{"budget": budget(), "name": "项目", **values})


def vehicles(**values: object) -> VehicleHolding:
    assets = Assets.objects.create(budget=budget())
    return VehicleHolding.objects.create(**{"assets": assets, "kind": "other", **values})


def functional(**values: object) -> FunctionalCode:
    return FunctionalCode.objects.create(**{"year": 2026, "code": "201", "name": "类", **values})


def economic(**values: object) -> EconomicCode:
    return EconomicCode.objects.create(**{"year": 2026, "code": "301", "name": "类", **values})


def disclosure() -> Disclosure:
    return rows.a_disclosure(rows.a_department())


def explanation_twice() -> None:
    whose = disclosure()
    for _ in range(2):
        Explanation.objects.create(disclosure=whose, key="operating")


def term_twice() -> None:
    whose = disclosure()
    for _ in range(2):
        GlossaryEntry.objects.create(disclosure=whose, name="名词", definition="解释")


def acknowledged(**given: str) -> Callable[[], object]:
    """A reason that differs from a good one in the given values."""
    return lambda: rows.an_acknowledgement(disclosure(), rows.a_user(), **given)


def acknowledged_twice() -> None:
    whose = disclosure()
    rows.an_acknowledgement(whose, rows.a_user())
    rows.an_acknowledgement(whose, rows.a_user())


def excused(year: int = 2026, ground: str = "撤并") -> Callable[[], object]:
    """An excuse of that year with that ground."""
    unit = rows.a_unit
    return lambda: rows.an_excuse(unit(rows.a_department()), rows.a_user(), year, ground)


def excused_twice() -> None:
    unit = rows.a_unit(rows.a_department())
    rows.an_excuse(unit, rows.a_user())
    rows.an_excuse(unit, rows.a_user())


def artefact(**values: object) -> Artefact:
    publication = rows.a_publication(rows.a_disclosure(rows.a_department()))
    given = {"name": "data.json", "media_type": "application/json", "sha256": "a" * 64, "size": 1}
    return Artefact.objects.create(**{"publication": publication, **given, **values})


def withdrawal(**values: object) -> Withdrawal:
    return rows.a_withdrawal(rows.a_publication(disclosure()), **values)


FAULTY: tuple[tuple[str, Callable[[], object]], ...] = (
    (
        "region_code_has_2_to_12_digits",
        lambda: Region.objects.create(code="65A", name="地区"),
    ),
    ("department_code_has_digits_and_letters_only", lambda: rows.a_department("653/1")),
    (
        "unit_code_has_digits_and_letters_only",
        lambda: Unit.objects.create(department=rows.a_department(), code="6 1", name="单位"),
    ),
    ("unit_is_of_a_known_kind", lambda: rows.a_unit(rows.a_department(), kind="other")),
    ("department_has_at_most_one_head_unit", two_heads),
    ("functional_code_has_3_5_or_7_digits", lambda: functional(code="2010")),
    ("functional_code_has_3_5_or_7_digits", lambda: functional(code="20A")),
    ("functional_code_year_is_between_2000_and_2100", lambda: functional(year=1999)),
    ("functional_code_belongs_to_a_known_fund", lambda: functional(fund="private")),
    ("functional_code_has_a_known_status", lambda: functional(status="guessed")),
    ("economic_code_has_3_or_5_digits", lambda: economic(code="3010")),
    ("economic_code_counts_for_a_known_row_of_table_10", lambda: economic(three_public="CAR")),
    ("unit_has_one_budget_of_a_role_a_year", budget_twice),
    (
        "budget_has_a_known_role",
        lambda: rows.a_budget(rows.a_unit(rows.a_department()), role="draft"),
    ),
    (
        "budget_year_is_between_2000_and_2100",
        lambda: rows.a_budget(rows.a_unit(rows.a_department()), year=2101),
    ),
    ("line_item_is_unique_by_codes_source_and_project", line_twice),
    ("line_item_has_a_known_funding_source", line(source="pocket")),
    ("line_item_amount_is_below_100_trillion_yuan", line(amount=Decimal(10) ** 14)),
    ("line_item_amount_is_below_100_trillion_yuan", line(amount=-(Decimal(10) ** 14))),
    ("project_has_a_name", lambda: project(name="")),
    (
        "project_does_not_end_before_it_starts",
        lambda: project(starts_on=date(2026, 12, 31), ends_on=date(2026, 1, 1)),
    ),
    (
        "project_indicator_weight_is_between_0_and_100",
        lambda: ProjectIndicator.objects.create(project=project(), weight=Decimal("100.01")),
    ),
    (
        "overall_indicator_weight_is_between_0_and_100",
        lambda: OverallIndicator.objects.create(disclosure=disclosure(), weight=Decimal(-1)),
    ),
    (
        "procurement_amounts_are_not_negative",
        lambda: Procurement.objects.create(budget=budget(), works=Decimal("-0.01")),
    ),
    (
        "asset_areas_and_values_are_not_negative",
        lambda: Assets.objects.create(budget=budget(), house_area=Decimal(-1)),
    ),
    ("vehicles_are_of_a_known_kind", lambda: vehicles(kind="boat")),
    ("vehicle_value_is_not_negative", lambda: vehicles(value=Decimal(-1))),
    ("department_or_unit_has_one_disclosure_a_year", disclosure_twice),
    (
        "disclosure_year_is_between_2000_and_2100",
        lambda: rows.a_disclosure(rows.a_department(), year=1999),
    ),
    ("explanation_is_unique_by_its_place", explanation_twice),
    ("term_is_explained_once_in_a_disclosure", term_twice),
    ("finding_is_acknowledged_once_at_its_place", acknowledged_twice),
    ("acknowledgement_names_rule_and_place", acknowledged(place="")),
    ("acknowledgement_has_a_reason_of_8_characters", acknowledged(reason="如原件所示")),
    ("acknowledgement_has_a_reason_of_8_characters", acknowledged(reason="         ")),
    ("unit_is_excused_once_a_year", excused_twice),
    ("excuse_has_a_ground", excused(ground="")),
    ("excuse_year_is_between_2000_and_2100", excused(year=1999)),
    (
        "ground_of_a_secret_line_item_stands_beside_its_mark",
        line(secrecy_ground="国家秘密范围第 3 条"),
    ),
    (
        "ground_of_a_secret_project_stands_beside_its_mark",
        lambda: project(secrecy_ground="国家秘密范围第 3 条"),
    ),
    (
        "entry_sheet_is_of_one_budget_project_or_disclosure",
        lambda: EntrySheet.objects.create(budget=budget(), disclosure=disclosure()),
    ),
    ("entry_sheet_is_of_one_budget_project_or_disclosure", EntrySheet.objects.create),
    ("file_sha256_is_64_hexadecimal_digits", lambda: artefact(sha256="A" * 64)),
    ("withdrawal_names_its_legal_ground", lambda: withdrawal(ground="　")),
)


@pytest.mark.parametrize(("constraint", "write"), FAULTY)
def test_the_database_refuses(constraint: str, write: Callable[[], object]) -> None:
    assert refused(write) == constraint


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("entry", ()),
        ("entry", ("department", "unit")),
        ("entry", ("region",)),
        ("review", ("unit",)),
        ("review", ()),
        ("publish", ("region", "department")),
        ("finance", ("department",)),
        ("finance", ()),
        ("system", ("region",)),
        ("audit", ("department",)),
        ("minister", ()),
    ],
)
def test_an_appointment_whose_scope_does_not_fit_its_role_is_refused(
    role: str, scope: tuple[str, ...]
) -> None:
    department = rows.a_department()
    places = {
        "region": department.region,
        "department": department,
        "unit": rows.a_unit(department),
    }
    given = {name: places[name] for name in scope}

    assert (
        refused(lambda: Appointment.objects.create(user=rows.a_user(), role=role, **given))
        == "appointment_scope_fits_its_role"
    )


@pytest.mark.parametrize(
    ("version", "previous"), [(0, None), (1, "0" * 64), (2, None), (2, "short")]
)
def test_only_a_first_version_names_no_previous_hash(version: int, previous: str | None) -> None:
    whose = rows.a_disclosure(rows.a_department())

    assert (
        refused(lambda: rows.a_publication(whose, version, sha256_of_previous=previous))
        == "every_version_but_the_first_names_the_hash_of_the_previous"
    )


def test_a_unit_s_disclosure_belongs_to_the_unit_s_department() -> None:
    unit = rows.a_unit(rows.a_department("653000301"))
    other = rows.a_department("653000302")
    disclosure = rows.a_disclosure(other)
    disclosure.unit = unit

    with pytest.raises(ValidationError, match="请选择本部门的单位"):
        disclosure.full_clean()

    def write() -> None:
        disclosure.save()
        connection.check_constraints()  # deferred ones speak now, not at the end of the test

    assert refused(write) == "unit_of_disclosure_is_of_the_same_department"
