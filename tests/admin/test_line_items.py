"""Entering and correcting budgets, line items and projects over HTTP."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from disclosures.models import (
    Assets,
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Procurement,
    Project,
    Staffing,
)
from disclosures.publication import drafted
from tests.models import rows

from .people import Entered, economic, first_line, functional, page, superuser

pytestmark = pytest.mark.django_db


def offered(client: Client, field: str, term: str, **within: int) -> list[str]:
    """What autocomplete offers in the form of a line item."""
    form: dict[str, str | int] = {
        "app_label": "disclosures",
        "model_name": "lineitem",
        "field_name": field,
    }
    response = client.get("/admin/autocomplete/", {**form, **within, "term": term})
    assert response.status_code == 200
    return [choice["text"] for choice in response.json()["results"]]


def a_line(budget: Budget, **changed: object) -> dict[str, Any]:
    """What the form of a line item sends."""
    return {
        "budget": budget.pk,
        "functional": functional("2010302").pk,
        "economic": economic("30201").pk,
        "source": "general",
        "project": "",
        "amount": "12345.67",
        **changed,
    }


def errors_of(context: Any) -> dict[str, list[str]]:  # noqa: ANN401 - Django leaves it untyped
    return dict(context["adminform"].form.errors)


def test_a_line_item_is_added_within_its_budget_and_the_next_one_too(ours: Entered) -> None:
    client, target = ours.clerk(), f"{page(LineItem, 'add')}?budget={ours.budget.pk}"
    form = client.get(target)
    assert form.context["adminform"].form.initial["budget"] == str(ours.budget.pk)

    saved = client.post(target, {**a_line(ours.budget), "_addanother": "1"})

    line = LineItem.objects.get(budget=ours.budget, functional__code="2010302")
    assert line.amount == Decimal("12345.67")
    assert saved.status_code == 302
    assert saved.headers["Location"] == target


def test_a_saved_line_item_leads_back_to_the_list_of_its_budget(ours: Entered) -> None:
    target = f"{page(LineItem, 'add')}?budget={ours.budget.pk}"

    response = ours.clerk().post(target, a_line(ours.budget), follow=True)

    assert response.redirect_chain[-1][0].endswith(f"?budget__id__exact={ours.budget.pk}")
    assert response.context["sums"]["total"] == "4,913,896.67"


def test_the_form_offers_codes_of_the_budgets_year_and_level_only(ours: Entered) -> None:
    client, year = ours.clerk(), ours.budget.year
    functional_codes = offered(client, "functional", "20103", year=year)
    economic_codes = offered(client, "economic", "302", year=year)

    assert "2010301 行政运行" in functional_codes
    assert "30201 办公费" in economic_codes
    assert {len(text.split()[0]) for text in functional_codes} == {7}
    assert {len(text.split()[0]) for text in economic_codes} == {5}
    assert len(functional_codes) == len(set(functional_codes))


def test_the_form_finds_codes_by_name_and_projects_of_the_budget(ours: Entered) -> None:
    client = ours.clerk()
    comparison = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    assert offered(client, "functional", "2210201", year=2026) == ["2210201 住房公积金"]
    assert "2210201 住房公积金" in offered(client, "functional", "住房公积金", year=2026)
    assert "2026 年 2210201 住房公积金" in offered(client, "functional", "住房公积金")
    of_budget = offered(client, "project", "", budget=ours.budget.pk)
    assert sorted(of_budget) == sorted(ours.budget.projects.values_list("name", flat=True))
    assert len(offered(client, "project", "", budget=comparison.pk)) == 2


def test_the_form_of_a_budget_confines_its_choices(ours: Entered) -> None:
    response = ours.clerk().get(f"{page(LineItem, 'add')}?budget={ours.budget.pk}")

    confined = f"/admin/autocomplete/?budget={ours.budget.pk}&amp;year=2026"
    assert response.content.decode().count(confined) == 3


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"amount": "1.005"}, "amount", "2"),
        ({"amount": "十元"}, "amount", "数字"),
        ({"source": "unknown"}, "source", "unknown"),
        ({"functional": "class"}, "functional", "不是 2026 年的项级（7 位）科目"),
        ({"functional": "last year"}, "functional", "不是 2026 年的项级（7 位）科目"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_refused_beside_its_field(
    changed: dict[str, Any], field: str, said: str, ours: Entered
) -> None:
    codes: dict[Any, Model] = {
        "class": FunctionalCode.objects.get(year=2026, code="201"),
        "last year": functional("2010301", 2025),
    }
    sent = {name: codes[value].pk if value in codes else value for name, value in changed.items()}

    response = ours.clerk().post(page(LineItem, "add"), a_line(ours.budget, **sent))

    assert response.status_code == 200
    assert said in "".join(errors_of(response.context)[field])


def test_the_same_line_a_second_time_is_refused_with_what_to_do(ours: Entered) -> None:
    line = first_line(ours)
    again = a_line(
        ours.budget,
        functional=line.functional_id,
        economic=line.economic_id,
        source=line.source,
        project=line.project_id or "",
    )

    response = ours.clerk().post(page(LineItem, "add"), again)

    assert "请合并金额" in response.content.decode()


def test_a_line_item_is_corrected_but_stays_in_its_budget(ours: Entered) -> None:
    line = first_line(ours)
    other = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)
    sent = a_line(
        other, functional=line.functional_id, economic=line.economic_id, source=line.source
    )

    response = ours.clerk().post(page(LineItem, "change", line.pk), {**sent, "amount": "7.00"})

    line.refresh_from_db()
    assert response.status_code == 302
    assert (line.amount, line.budget_id) == (Decimal("7.00"), ours.budget.pk)


def test_a_budget_leads_to_everything_that_hangs_on_it(ours: Entered) -> None:
    text = ours.clerk().get(page(Budget, "change", ours.budget.pk)).content.decode()

    assert "收支明细（30 条，合计 4,901,551.00 元）" in text
    assert f"{page(LineItem, 'add')}?budget={ours.budget.pk}" in text
    assert "项目（2 个）" in text
    assert page(Assets, "change", ours.budget.assets.pk) in text
    assert "上年对比账（2025 年）" in text


def test_a_comparison_ledger_asks_for_line_items_only(ours: Entered) -> None:
    comparison = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    response = ours.clerk().get(page(Budget, "change", comparison.pk))

    assert response.context["inline_admin_formsets"] == []
    assert "只用于计算增减变化，不公开" in response.content.decode()


def test_the_fields_of_staffing_and_procurement_stand_open_before_they_are_filled(
    ours: Entered,
) -> None:
    budget = rows.a_budget(ours.unit, 2031)

    shown = ours.clerk().get(page(Budget, "change", budget.pk)).content.decode()

    assert 'id="id_staffing-0-posts"' in shown
    assert 'id="id_procurement-0-goods"' in shown


def test_a_budget_is_made_with_its_staffing_and_procurement(ours: Entered) -> None:
    client = ours.clerk()
    made = client.post(page(Budget, "add"), {"unit": ours.unit.pk, "year": 2027, "role": "budget"})
    budget = Budget.objects.get(unit=ours.unit, year=2027)
    assert made.headers["Location"] == page(Budget, "change", budget.pk)
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0}
    sent: dict[str, Any] = {"unit": ours.unit.pk, "year": 2027, "role": "budget"}
    sent |= {f"staffing-{name}": value for name, value in counts.items()}
    sent |= {f"procurement-{name}": value for name, value in counts.items()}
    sent |= {f"staffing-0-{field.name}": 3 for field in Staffing._meta.fields[2:]}
    sent |= {f"procurement-0-{field.name}": "5.50" for field in Procurement._meta.fields[2:]}

    response = client.post(made.headers["Location"], sent)

    assert response.status_code == 302
    assert Staffing.objects.get(budget=budget).posts == 3
    assert Procurement.objects.get(budget=budget).works == Decimal("5.50")


def test_a_budget_with_line_items_keeps_its_unit_year_and_role(ours: Entered) -> None:
    response = ours.clerk().get(page(Budget, "change", ours.budget.pk))

    assert list(response.context["adminform"].form.fields) == ["approved_total"]


def test_deleting_a_budget_counts_its_lines_and_takes_them_with_it(ours: Entered) -> None:
    budget = ours.budget
    client, target = ours.clerk(), page(Budget, "delete", budget.pk)

    asked = client.get(target)
    response = client.post(target, {"post": "yes"})

    assert dict(asked.context["model_count"])["收支明细"] == 30
    assert response.status_code == 302
    assert not Budget.objects.filter(pk=budget.pk).exists()


def test_a_project_that_line_items_use_is_not_deleted(ours: Entered) -> None:
    project = ours.budget.projects.order_by("pk")[0]

    response = ours.clerk().post(page(Project, "delete", project.pk), {"post": "yes"})

    assert Project.objects.filter(pk=project.pk).exists()
    assert response.context["protected"]


@pytest.mark.usefixtures("ours")
def test_a_code_in_use_keeps_its_number_and_an_unused_one_may_be_corrected() -> None:
    client = superuser()
    used, unused = economic("30201"), economic("39999")
    sent = {"year": 2026, "name": "改", "status": "unconfirmed", "three_public": ""}

    refused = client.post(page(EconomicCode, "change", used.pk), {**sent, "code": "30298"})
    moved = client.post(page(EconomicCode, "change", unused.pk), {**sent, "code": "39998"})

    assert "已有收支明细使用" in "".join(errors_of(refused.context)["code"])
    assert moved.status_code == 302
    assert EconomicCode.objects.get(pk=unused.pk).code == "39998"


def test_a_line_is_marked_secret_in_its_form_and_its_ground_needs_the_mark(ours: Entered) -> None:
    client, line = ours.clerk(), first_line(ours)
    target = page(LineItem, "change", line.pk)
    sent = {
        "functional": line.functional_id,
        "economic": line.economic_id,
        "source": line.source,
        "project": line.project_id or "",
        "amount": str(line.amount),
    }

    alone = client.post(target, {**sent, "secrecy_ground": "国家秘密范围第 3 条"})
    marked = client.post(
        target, {**sent, "is_secret": "on", "secrecy_ground": "国家秘密范围第 3 条"}
    )

    assert "填写了涉密依据而没有标记涉密" in alone.content.decode()
    assert marked.status_code == 302
    line.refresh_from_db()
    assert (line.is_secret, line.secrecy_ground) == (True, "国家秘密范围第 3 条")
    listed = client.get(page(LineItem, "changelist"), {"is_secret__exact": "1"})
    assert listed.context["cl"].result_count == 1
    form = client.get(page(Disclosure, "change", ours.disclosure.pk)).content.decode()
    assert "有涉密内容，不公开" in form


def test_a_project_is_marked_secret_with_all_that_it_spends(ours: Entered) -> None:
    client, project = ours.clerk(), ours.budget.projects.order_by("pk")[0]
    before = drafted(ours.disclosure).document

    Project.objects.filter(pk=project.pk).update(is_secret=True, secrecy_ground="第 3 条")

    after = drafted(ours.disclosure).document
    spent = sum(line.amount for line in before.line_items if line.project == project.name)
    assert before.total - after.total == spent
    shown = client.get(page(Project, "change", project.pk)).content.decode()
    assert 'value="第 3 条"' in shown
    listed = client.get(page(LineItem, "changelist"), {"budget__id__exact": ours.budget.pk})
    assert listed.content.decode().count('<td class="field-secrecy">涉密</td>') == 11
