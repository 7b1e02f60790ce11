"""What the rule-book finds beside the grid: about which rows, in which cell, for whose eyes."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    FunctionalCode,
    LineItem,
    OverallIndicator,
    Project,
    ProjectIndicator,
    Unit,
)
from tests.models import rows

from .people import SECRET, Entered, desk_of, economic, functional, page
from .test_grid import grid, many, opened, request, sent

pytestmark = pytest.mark.django_db


def found(client: Client, target: str) -> dict[str, Any]:
    """What the grid's script is told of the rows at an address."""
    response = client.get(f"{target}findings")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def of_rule(answer: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [one for one in answer["found"] if one["rule"] == rule]


def a_line(budget: Budget, item: str, section: str, yuan: str, **more: object) -> LineItem:
    return LineItem.objects.create(
        budget=budget,
        functional=functional(item, budget.year),
        economic=economic(section, budget.year),
        source="general",
        amount=Decimal(yuan),
        **more,
    )


@pytest.mark.parametrize(
    ("item", "section", "yuan", "rule", "column"),
    [
        ("2010302", "30901", "10000.00", "L6", "economic"),
        ("2010302", "30201", "-10000.00", "L4", "amount"),
        ("2010302", "30201", "9000000000.00", "L13", "amount"),
        ("2230105", "30201", "10000.00", "L7", "source"),
        ("2010102", "30201", "10000.00", "L2", "functional"),
        ("2010302", "30208", "10000.00", "L2", "economic"),
    ],
)
def test_a_finding_names_its_row_and_cell(
    item: str, section: str, yuan: str, rule: str, column: str, ours: Entered
) -> None:
    line = a_line(ours.budget, item, section, yuan)

    answer = found(ours.clerk(), grid(ours))

    (one,) = [one for one in of_rule(answer, rule) if str(line.pk) in one["keys"]]
    assert one["column"] == column
    assert one["message"]


def test_of_two_lines_that_differ_by_their_project_only_one_is_named(ours: Entered) -> None:
    project = Project.objects.filter(budget=ours.budget).order_by("pk")[0]
    a_line(ours.budget, "2010302", "30201", "10000.00")
    suspect = a_line(ours.budget, "2010302", "30201", "9000000000.00", project=project)

    (one,) = of_rule(found(ours.clerk(), grid(ours)), "L13")

    assert one["keys"] == [str(suspect.pk)]


def test_findings_are_bound_to_the_version_that_a_save_told(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    wrong = ("n1", "2010302", "30901", "其他收入", "", "1.00")
    saved = sent(client, target, request(opened(client, target), wrong)).json()

    answer = found(client, target)

    assert answer["version"] == saved["version"]
    (one,) = of_rule(answer, "L6")
    assert one["keys"] == [saved["rows"]["n1"][0]]
    assert answer["summary"].startswith("错误 1 条")
    assert answer["found"][0]["rule"] == "L6"


def test_what_no_row_is_about_leads_to_where_it_is_mended(ours: Entered) -> None:
    project = Project.objects.create(budget=ours.budget, name="没有明细的项目")
    client = ours.clerk()

    (one,) = of_rule(found(client, grid(ours)), "L9")

    assert one["keys"] == []
    assert one["target"] == page(Project, "change", project.pk)
    assert client.get(one["target"]).status_code == 200


def test_texts_of_the_disclosure_do_not_concern_the_ledger(ours: Entered) -> None:
    ours.disclosure.explanations.all().delete()

    answer = found(ours.clerk(), grid(ours))

    assert of_rule(answer, "N1") == []


def test_a_unit_among_others_is_judged_alone_and_without_any_disclosure(ours: Entered) -> None:
    department = ours.disclosure.department
    other = rows.a_unit(department, 8, is_head=False)
    own = Budget.objects.create(unit=rows.a_unit(department, 9), year=2026)
    a_line(Budget.objects.create(unit=other, year=2026), "2010302", "30201", "-1.00")
    mine = a_line(own, "2010302", "30201", "-2.00")

    answer = found(ours.clerk(), grid(own))

    (negative,) = of_rule(answer, "L4")
    assert negative["keys"] == [str(mine.pk)]
    assert "1 条明细，合计 -2.00 元" in negative["message"]
    assert all(other.code not in one["message"] for one in answer["found"])
    assert not Disclosure.objects.filter(unit=own.unit).exists()


def test_a_comparison_ledger_is_said_not_to_be_checked(ours: Entered) -> None:
    compared = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    answer = found(ours.clerk(), grid(compared))

    assert (answer["found"], answer["summary"]) == ([], "上年对比账不单独检查")


def test_what_cannot_be_checked_is_said_not_to_be(ours: Entered) -> None:
    FunctionalCode.objects.filter(year=2031).delete()
    budget = Budget.objects.create(unit=ours.unit, year=2031)

    answer = found(ours.clerk(), grid(budget))

    assert answer["found"] == []
    assert answer["summary"].startswith("未检查：2031 年没有收支分类科目")


def test_a_cost_indicator_over_the_budget_is_found_at_its_row(ours: Entered) -> None:
    project = Project.objects.get(budget=ours.budget, name="工作经费")
    costs = ProjectIndicator.objects.filter(project=project, level1="成本指标")
    first = costs.order_by("position", "pk")[0]
    ProjectIndicator.objects.filter(pk=first.pk).update(target="<=900 万元")

    answer = found(ours.clerk(), page(Project, "grid", project.pk))

    (one,) = of_rule(answer, "N8")
    assert (one["keys"], one["column"]) == ([str(first.pk)], "target")


def test_weights_of_the_overall_target_are_checked_beside_its_grid(ours: Entered) -> None:
    target = page(Disclosure, "grid", ours.disclosure.pk)
    assert found(ours.clerk(), target)["summary"] == "没有发现问题"
    first = OverallIndicator.objects.filter(disclosure=ours.disclosure).order_by("pk")[0]
    OverallIndicator.objects.filter(pk=first.pk).update(weight=1, level3="见 ××")

    answer = found(ours.clerk(), target)

    assert "应为 100" in of_rule(answer, "N8")[0]["message"]
    assert of_rule(answer, "N3")[0]["keys"] == [str(first.pk)]


def test_rows_that_wait_are_found_and_keep_the_target_from_being_published(ours: Entered) -> None:
    client, target = ours.clerk(), page(Disclosure, "grid", ours.disclosure.pk)
    row = ("n1", "产出指标", "", "", "", "", "200")

    sent(client, target, request(opened(client, target), row))

    (one,) = of_rule(found(client, target), "L11")
    assert (one["severity"], one["keys"]) == ("error", [])
    assert "1 行有误未入账" in one["message"]


def test_the_plain_page_lists_the_findings_with_their_ways(ours: Entered) -> None:
    a_line(ours.budget, "2010302", "30901", "10000.00")

    content = ours.clerk().get(grid(ours)).content.decode()

    assert '<details id="findings"' in content
    assert "基本支出只能使用 301、302、303、310 类" in content
    assert '<li class="error"><strong>错误 L6</strong> <a href="/admin/' in content


@pytest.mark.parametrize("model", [LineItem, Project])
def test_the_lists_of_a_budget_lead_to_its_checks(model: type[LineItem], ours: Entered) -> None:
    link = f'href="{grid(ours)}#findings">检查'
    compared = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)
    client = ours.clerk()

    def listed(budget: Budget) -> str:
        asked = {"budget__id__exact": budget.pk}
        return client.get(page(model, "changelist"), asked).content.decode()

    assert link in listed(ours.budget)
    assert "#findings" not in listed(compared)


def test_the_form_of_a_project_leads_to_its_checks(ours: Entered) -> None:
    project = Project.objects.filter(budget=ours.budget).order_by("pk")[0]

    form = ours.clerk().get(page(Project, "change", project.pk)).content.decode()

    assert f'href="{page(Project, "grid", project.pk)}#findings">检查' in form


@pytest.mark.parametrize("owner", ["budget", "project", "disclosure"])
def test_findings_of_another_department_are_told_to_nobody(
    owner: str, ours: Entered, theirs: Entered
) -> None:
    targets = {
        "budget": grid(theirs),
        "project": page(Project, "grid", Project.objects.get(budget=theirs.budget).pk),
        "disclosure": page(Disclosure, "grid", theirs.disclosure.pk),
    }

    response = ours.clerk().get(f"{targets[owner]}findings")

    assert response.status_code == 404
    assert SECRET not in response.content.decode()


def test_the_clerk_of_a_unit_is_told_of_that_unit_only(ours: Entered) -> None:
    unit = rows.a_unit(ours.disclosure.department, 9)
    own = Budget.objects.create(unit=unit, year=2026)
    Unit.objects.filter(pk=ours.unit.pk).update(name=SECRET)
    client = desk_of(Appointment.Role.ENTRY, unit=unit)

    answer = client.get(f"{grid(own)}findings")

    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert client.get(f"{grid(ours)}findings").status_code == 404


def test_findings_are_read_and_not_written(ours: Entered) -> None:
    assert ours.clerk().post(f"{grid(ours)}findings").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_ledger(
    ours: Entered,
    django_assert_max_num_queries: Any,  # noqa: ANN401 - the plugin's
) -> None:
    client, target = ours.clerk(), grid(ours)
    sent(client, target, request(opened(client, target), *many(1000)))

    with django_assert_max_num_queries(42):
        found(client, target)
