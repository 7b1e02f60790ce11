"""Lists cost the same for five departments as for fifty, and the desk obeys its own policy."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.admin import desk
from disclosures.models import (
    Assets,
    AuditEntry,
    Budget,
    Disclosure,
    FailedLogin,
    LineItem,
    Login,
    Project,
    Publication,
    User,
)

from .people import Entered, another, page, superuser

REGISTERS = list(desk._registry)
ONLY_READ = {Publication, Login, FailedLogin, AuditEntry}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ours")]
SCRIPT = r"<script(?![^>]*\s(?:src=|type=\"application/json\"))"
AGAINST_THE_POLICY = re.compile(rf"<style|\sstyle=|\son[a-z]+=|{SCRIPT}", re.I)


def queries(client: Client, model: type[Model]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page(model, "changelist")).status_code == 200
    return len(captured)


def test_every_list_takes_as_many_queries_for_fifty_rows_as_for_five() -> None:
    client = superuser()
    for number in range(5):
        another(f"90000{number}001")
    few = {model: queries(client, model) for model in REGISTERS}

    for number in range(5, 50):
        another(f"9000{number:02}001")
    many = {model: queries(client, model) for model in REGISTERS}

    assert many == few
    assert max(many.values()) <= 20


def pages_of(whose: Entered) -> list[str]:
    budget, disclosure = whose.budget, whose.disclosure
    return [
        "/admin/",
        *(page(model, "changelist") for model in REGISTERS),
        *(page(model, "add") for model in REGISTERS if model not in ONLY_READ),
        page(AuditEntry, "change", AuditEntry.objects.order_by("pk")[0].pk),
        page(Budget, "change", budget.pk),
        page(LineItem, "add") + f"?budget={budget.pk}",
        page(LineItem, "changelist") + f"?budget__id__exact={budget.pk}",
        page(Project, "change", budget.projects.order_by("pk")[0].pk),
        page(Assets, "change", Assets.objects.get(budget=budget).pk),
        page(User, "change", User.objects.order_by("pk")[0].pk),
        page(Disclosure, "change", disclosure.pk),
        *(
            page(Disclosure, name, disclosure.pk)
            for name in ("history", "preview", "findings", "changes", "review", "explanations")
        ),
    ]


def test_no_page_of_the_desk_has_style_or_script_in_its_text(ours: Entered) -> None:
    client = superuser()

    for address in pages_of(ours):
        response: Any = client.get(address)
        assert response.status_code == 200, address
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"], address
        assert AGAINST_THE_POLICY.findall(response.content.decode()) == [], address


def test_the_index_groups_the_registers(ours: Entered) -> None:
    response = ours.clerk().get("/admin/")

    groups = [group["name"] for group in response.context["app_list"]]
    assert groups == ["公开", "预算数据", "收支分类科目", "组织机构"]
    assert "部门预算公开 · 财务工作台" in response.content.decode()


def test_a_list_of_line_items_sums_up_what_it_filters(ours: Entered) -> None:
    target = page(LineItem, "changelist")
    of_budget: dict[str, int | str] = {"budget__id__exact": ours.budget.pk}

    whole = ours.clerk().get(target, of_budget)
    basic = ours.clerk().get(target, {**of_budget, "spending": "basic"})

    assert whole.context["sums"] == {
        "total": "4,901,551.00",
        "basic": "2,701,551.00",
        "projects": "2,200,000.00",
    }
    assert basic.context["sums"]["total"] == "2,701,551.00"
    assert "4,901,551.00" in whole.content.decode()


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({"class": "208"}, 5),
        ({"fund": "OWN"}, 4),
        ({"fund": "GENERAL", "spending": "project"}, 11),
        ({"q": "办公费"}, 2),
        ({"q": "30113"}, 1),
        ({"year": "2025"}, 23),
    ],
    ids=str,
)
def test_line_items_are_found_and_filtered(
    query: dict[str, str], lines: int, ours: Entered
) -> None:
    response = ours.clerk().get(page(LineItem, "changelist"), {"year": "2026", **query})

    assert response.context["cl"].result_count == lines


def test_refusals_are_in_chinese(ours: Entered) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "页面已失效，没有保存" in response.content.decode()
    assert ours.clerk().get(page(User, "changelist")).content.decode().count("没有权限") >= 1


@pytest.mark.parametrize(
    ("model", "field"), [(LineItem, "budget"), (LineItem, "project"), (Disclosure, "unit")]
)
def test_choices_take_as_many_queries_for_many_rows_as_for_one(
    model: type[Model], field: str
) -> None:
    client = superuser()
    asked = {"app_label": "disclosures", "model_name": str(model._meta.model_name)}
    asked |= {"field_name": field, "term": "不可见"}
    another("900001001")
    with CaptureQueriesContext(connection) as few:
        assert len(client.get("/admin/autocomplete/", asked).json()["results"]) == 1

    for number in range(2, 12):
        another(f"9000{number:02}001")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/admin/autocomplete/", asked).json()["results"]) == 11

    assert len(many) == len(few)
