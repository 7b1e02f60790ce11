"""Entering reclassifications at the desk: by item, one by one, and from the finding that asks."""

from typing import Any

import pytest
from django.db.models import Model

from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Project,
    Reclassification,
)
from tests.models import rows

from .people import Entered, economic, functional, page

pytestmark = pytest.mark.django_db
NOTE = "上年编报时列错科目，本年更正"


def by_item(whose: Entered) -> str:
    """The page on which an item is moved, with the sample's own misplaced line."""
    return f"{page(Budget, 'reclassify', whose.budget.pk)}?from=2010101&to=2010301"


def filled(response: Any, **changed: str) -> dict[str, str]:  # noqa: ANN401 - a test response
    """What the page would send as it stands, with some fields filled in otherwise."""
    sent = {"note": NOTE}
    for row in response.context["shown"]:
        for field in row.form:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else str(value)
    return {**sent, **changed}


def test_an_item_is_moved_line_by_line_with_one_note(ours: Entered) -> None:
    clerk = ours.clerk()
    shown = clerk.get(by_item(ours))

    done = clerk.post(by_item(ours), filled(shown), follow=True)

    assert "已登记科目调整 1 条，合计 6,649.00 元。" in done.content.decode()
    move = Reclassification.objects.get(budget=ours.budget)
    assert (str(move), str(move.amount)) == ("2010101 30229 → 2010301 30229", "6649.00")
    assert move.note == NOTE
    preview = clerk.get(page(Disclosure, "preview", ours.disclosure.pk)).content.decode()
    assert f"（项）”调入 0.66 万元，{NOTE}。" in preview
    assert "人大事务（款）行政运行（项）：2026 年预算数为" not in preview


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"row-1-amount": "6649.01"}, "该明细只有 6,649.00 元，多调 0.01 元"),
        ({"row-1-amount": "0"}, "没有保存；请按提示改正"),
        ({"row-1-amount": "许多"}, "输入一个数字。"),
        ({"row-1-economic": "12345"}, "2026 年没有部门经济分类款级编码 12345"),
        ({"row-1-project": "没有的项目"}, "本预算没有项目“没有的项目”"),
        ({"row-1-source": "other", "to": ""}, "2010301（其他收入）的明细"),
        ({"row-1-place": "30101|general|"}, "上年数据在打开页面之后有改动"),
        ({"row-1-is_moved": ""}, "没有勾选要调整的明细"),
        ({"note": " "}, "这个字段是必填项"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(
    changed: dict[str, str], said: str, ours: Entered
) -> None:
    clerk = ours.clerk()
    if changed.get("row-1-source"):
        LineItem.objects.filter(budget=ours.budget, source="other").delete()
    sent = filled(clerk.get(by_item(ours)), **changed)

    response = clerk.post(by_item(ours), {name: text for name, text in sent.items() if text})

    assert said in response.content.decode()
    assert not Reclassification.objects.filter(budget=ours.budget).exists()


def test_without_the_two_items_the_page_asks_for_them(ours: Entered) -> None:
    response = ours.clerk().get(page(Budget, "reclassify", ours.budget.pk))

    offered = dict(response.context["last_items"])
    assert offered["2010101"] == "2010101 行政运行（6,649.00 元，只有一年有）"
    assert response.context["shown"] == []
    assert ours.clerk().post(page(Budget, "reclassify", ours.budget.pk)).status_code == 200


def test_a_comparison_ledger_has_no_reclassifications(ours: Entered) -> None:
    ledger = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    assert ours.clerk().get(page(Budget, "reclassify", ledger.pk)).status_code == 403


def test_the_finding_that_asks_leads_to_the_page_filled_in(ours: Entered) -> None:
    rows.a_line(ours.budget, "6700.00", functional="2010399", economic="30229")
    findings = page(Disclosure, "findings", ours.disclosure.pk)

    groups = ours.clerk().get(findings).context["groups"]
    found = [one for group in groups for of in group.rules for one in of.rows]
    asked = [one for one in found if one.found.key[0] == "N5"]

    ways = {one.place: one.target for one in asked}
    target = ways["科目调整 · 2010101 → 2010399"]
    assert target.startswith(page(Budget, "reclassify", ours.budget.pk))
    shown = ours.clerk().get(target)
    assert shown.context["asked"].is_complete
    assert [row.form["is_moved"].value() for row in shown.context["shown"]] == [True]


def one(whose: Entered, **changed: object) -> dict[str, object]:
    """What the form of one reclassification sends."""
    keys: dict[str, Model] = {
        "budget": whose.budget,
        "from_functional": functional("2010101", 2025),
        "from_economic": economic("30229", 2025),
        "to_functional": functional("2010301"),
        "to_economic": economic("30229"),
    }
    return {
        **{name: row.pk for name, row in keys.items()},
        "from_source": "general",
        "to_source": "general",
        "amount": "6649.00",
        "note": NOTE,
        **changed,
    }


def test_one_is_entered_alone_and_listed_with_its_budget(ours: Entered) -> None:
    clerk = ours.clerk()

    listed = clerk.post(page(Reclassification, "add"), one(ours), follow=True)

    assert listed.redirect_chain[-1][0].endswith(f"budget__id__exact={ours.budget.pk}")
    text = listed.content.decode()
    assert "2010101 行政运行、30229 福利费（一般公共预算（一般财力），基本支出）" in text
    assert "6,649.00" in text


def test_one_takes_no_more_than_last_year_has(ours: Entered) -> None:
    rows.a_move(ours.budget, "6000.00", before="2010101", after="2010301", economic="30229")
    another = {"to_economic": economic("30201").pk, "amount": "650.00"}

    response = ours.clerk().post(page(Reclassification, "add"), one(ours, **another))

    (said,) = response.context["adminform"].form.errors["amount"]
    assert "调出 6,650.00 元，而 2025 年该明细只有 6,649.00 元，多调 1.00 元" in said
    assert Reclassification.objects.filter(budget=ours.budget).count() == 1


def test_one_takes_nothing_from_where_last_year_has_none(ours: Entered) -> None:
    wrong = {"from_economic": economic("30101", 2025).pk}

    response = ours.clerk().post(page(Reclassification, "add"), one(ours, **wrong))

    (said,) = response.context["adminform"].form.errors["amount"]
    assert "而 2025 年没有这条明细" in said


def test_it_is_not_put_into_another_departments_budget(ours: Entered, theirs: Entered) -> None:
    before = Reclassification.objects.count()

    response = ours.clerk().post(page(Reclassification, "add"), one(ours, budget=theirs.budget.pk))

    assert "budget" in response.context["adminform"].form.errors
    assert Reclassification.objects.count() == before


def test_codes_are_offered_of_the_year_of_each_side(ours: Entered) -> None:
    form = ours.clerk().get(page(Reclassification, "add"), {"budget": ours.budget.pk})
    html = form.content.decode()

    assert f"?budget={ours.budget.pk}&amp;year=2025" in html
    assert f"?budget={ours.budget.pk}&amp;year=2026" in html
    for field, model, year in (
        ("from_functional", FunctionalCode, 2025),
        ("to_economic", EconomicCode, 2026),
    ):
        asked: dict[str, str | int] = {
            "app_label": "disclosures",
            "model_name": "reclassification",
            "field_name": field,
            "term": "",
            "year": year,
        }
        found = ours.clerk().get("/admin/autocomplete/", asked).json()["results"]
        keys = [int(choice["id"]) for choice in found]
        codes = model._default_manager.filter(pk__in=keys).values_list("year", "code")
        assert {(of, len(code)) for of, code in codes} == {
            (year, 7 if model is FunctionalCode else 5)
        }


def test_projects_are_offered_of_the_budget_alone(ours: Entered, theirs: Entered) -> None:
    asked: dict[str, str | int] = {
        "app_label": "disclosures",
        "model_name": "reclassification",
        "field_name": "to_project",
        "term": "",
        "budget": ours.budget.pk,
    }

    found = ours.clerk().get("/admin/autocomplete/", asked).json()["results"]

    offered = {int(choice["id"]) for choice in found}
    assert offered == set(Project.objects.filter(budget=ours.budget).values_list("pk", flat=True))
    assert theirs.budget.projects.exists()


def test_who_only_reads_sees_them_and_changes_none(ours: Entered) -> None:
    move = rows.a_move(ours.budget, before="2010101", after="2010301", economic="30229")
    reader = ours.somebody(Appointment.Role.REVIEW)

    listed = reader.get(page(Reclassification, "changelist"), {"budget__id__exact": ours.budget.pk})

    assert "科目修订" in listed.content.decode()
    assert "按科目登记" not in listed.content.decode()
    target = page(Reclassification, "change", move.pk)
    assert reader.post(target, {"amount": "1.00"}).status_code == 403
    assert reader.post(page(Reclassification, "add"), one(ours)).status_code == 403
