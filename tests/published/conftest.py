"""Two disclosures as the outside sees them: the sample published, and three units composed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from disclosures.budget import snapshot
from disclosures.management.sample import CODE_LISTS
from disclosures.models import Department, Disclosure, Region, Unit
from disclosures.publication import drafted
from tests.publishing import Role, somebody_of

THREE_UNITS = Path(__file__).parent / "three_units"
Data = dict[str, Any]


@pytest.fixture(scope="module")
def passing_database(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database for one module, left as it was found."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference_data(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Data:
    """data.json of the sample, loaded and published by the commands, read at its address."""
    request.getfixturevalue("passing_database")
    artefacts, assets = map(tmp_path_factory.mktemp, ("artefacts", "assets"))
    with override_settings(MEDIA_ROOT=artefacts, STATIC_ROOT=assets):
        call_command("load_sample", verbosity=0)
        disclosure = Disclosure.objects.get(department__code="653000301", unit=None)
        for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH):
            somebody_of(disclosure, role)
        call_command("publish", "653000301", "2026", verbosity=0)
        response = Client().get("/departments/653000301/2026/data.json")
    assert response.status_code == 200
    record: Data = json.loads(response.content)
    return record


@pytest.fixture(scope="module")
def three_units_data(request: pytest.FixtureRequest) -> Data:
    """The record of the three units as imported; their staff have written no reasons."""
    request.getfixturevalue("passing_database")
    department = json.loads((THREE_UNITS / "department.json").read_text(encoding="utf-8"))
    code, year = department["code"], department["year"]
    for codes in CODE_LISTS:
        for of in (year - 1, year):
            call_command("load_codes", str(codes), year=of, verbosity=0)
    disclosure = registered(department)
    ledger = str(THREE_UNITS / "ledger.csv")
    call_command("import_ledger", ledger, department=code, year=year)
    call_command("import_ledger", ledger, department=code, year=year - 1, comparison=True)
    draft = drafted(disclosure)
    imprint = snapshot.Imprint(1, date(year, 2, 5))
    record: Data = json.loads(snapshot.write(draft.document, imprint, draft.findings))
    return record


def registered(entered: Data) -> Disclosure:
    """The department with its units, the first of them its own office."""
    region = Region.objects.create(code="653000", name="示例自治州")
    department = Department.objects.create(
        region=region, code=entered["code"], name=entered["name"]
    )
    kinds = {label: value for value, label in Unit.Kind.choices}
    for unit in entered["units"]:
        Unit.objects.create(
            department=department,
            code=unit["code"],
            name=unit["name"],
            kind=kinds[unit["kind"]],
            is_head=unit is entered["units"][0],
        )
    return Disclosure.objects.create(department=department, year=entered["year"])
