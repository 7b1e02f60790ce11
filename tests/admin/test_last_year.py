"""The desk's pages about last year: copied, compared, and to nobody else."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.models import (
    Appointment,
    AuditEntry,
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Project,
    Reclassification,
)
from tests.last_year.years import filled, published
from tests.models import rows

from .people import SECRET, Entered, desk_of, page

pytestmark = pytest.mark.django_db
PAGES = ("copy", "comparison", "reclassify")


def next_year(whose: Entered) -> Budget:
    """The unit's empty budget of the year after, whose codes are there but for one."""
    FunctionalCode.objects.bulk_create(
        FunctionalCode(year=2027, code=one.code, name=one.name)
        for one in FunctionalCode.objects.filter(year=2026).exclude(code="2101103")
    )
    EconomicCode.objects.bulk_create(
        EconomicCode(year=2027, code=one.code, name=one.name)
        for one in EconomicCode.objects.filter(year=2026)
    )
    return rows.a_budget(whose.unit, 2027)


def ways(client: Client, budget: Budget) -> dict[str, str]:
    """The links of a budget's page, by their words."""
    found = client.get(page(Budget, "change", budget.pk)).context["ways"]
    return {title: target for title, target, _ in found}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_opens_a_page_of_another_departments_budget(
    name: str, method: str, ours: Entered, theirs: Entered
) -> None:
    target = page(Budget, name, theirs.budget.pk)

    for client in (ours.clerk(), ours.publisher()):
        response = getattr(client, method)(target)
        assert response.status_code == 404
        assert SECRET not in response.content.decode()
    assert getattr(Client(), method)(target).status_code == 302


@pytest.mark.parametrize(
    ("name", "status"), [("copy", 403), ("comparison", 200), ("reclassify", 403)]
)
def test_who_only_reads_compares_and_neither_copies_nor_reclassifies(
    name: str, status: int, ours: Entered
) -> None:
    for role in (Appointment.Role.REVIEW, Appointment.Role.PUBLISH):
        assert ours.somebody(role).get(page(Budget, name, ours.budget.pk)).status_code == status
    assert ours.publisher().post(page(Budget, name, ours.budget.pk)).status_code in {403, 405}
    assert ways(ours.publisher(), ours.budget).keys() >= {"与上年对照"}
    assert "复制上年" not in ways(ours.publisher(), ours.budget)


def test_the_administrator_of_accounts_sees_no_budget(ours: Entered) -> None:
    client = desk_of(Appointment.Role.SYSTEM)

    for name in PAGES:
        assert client.get(page(Budget, name, ours.budget.pk)).status_code in {403, 404}


def test_copying_is_shown_first_and_then_written_as_it_was_shown(ours: Entered) -> None:
    budget = next_year(ours)
    clerk = ours.clerk()
    target = ways(clerk, budget)["复制上年"]

    shown = clerk.get(target, {"lines": "structure", "projects": "texts", "period": "shifted"})

    text = shown.content.decode()
    plan = shown.context["plan"]
    assert "29 条，0.00 元" in text
    assert "2027 年没有功能分类科目 2101103" in text
    assert not LineItem.objects.filter(budget=budget).exists()
    sent = {**shown.context["hidden"], "fingerprint": plan.fingerprint}
    sent = {name: value for name, value in sent.items() if value}
    done = clerk.post(target, sent, follow=True)
    assert "收支明细 29 条，合计 0.00 元；项目 2 个。" in done.content.decode()
    assert LineItem.objects.filter(budget=budget).count() == 29
    assert Project.objects.filter(budget=budget).count() == 2
    copied = AuditEntry.objects.filter(table="disclosures_lineitem").latest("pk")
    assert len(copied.keys) == 29


def test_a_plan_that_is_no_longer_the_one_shown_is_shown_anew(ours: Entered) -> None:
    budget = next_year(ours)
    target = page(Budget, "copy", budget.pk)
    sent = {"lines": "amounts", "projects": "texts", "period": "shifted", "fingerprint": "0" * 64}

    response = ours.clerk().post(target, sent)

    assert "没有复制任何数据" in response.content.decode()
    assert response.context["plan"].added
    assert not LineItem.objects.filter(budget=budget).exists()


def test_a_choice_that_is_none_copies_nothing(ours: Entered) -> None:
    budget = next_year(ours)

    response = ours.clerk().post(page(Budget, "copy", budget.pk), {"lines": "everything"})

    assert response.status_code == 200
    assert response.context["form"].errors["lines"]
    assert not LineItem.objects.filter(budget=budget).exists()


def test_a_comparison_ledger_is_taken_from_the_publication(ours: Entered) -> None:
    unit = rows.a_unit(ours.disclosure.department, 9)
    filled(rows.a_budget(unit, 2025))
    published(rows.a_disclosure(ours.disclosure.department, year=2025))
    ledger = rows.a_budget(unit, 2025, Budget.Role.COMPARISON)
    clerk = ours.clerk()
    target = ways(clerk, ledger)["取自上年公开"]

    shown = clerk.get(target)
    clerk.post(target, {"fingerprint": shown.context["plan"].fingerprint})

    assert "2025 年已公开的第 1 版" in shown.content.decode()
    assert ledger.line_items.count() == 3


def test_the_comparison_marks_what_became_of_each_line(ours: Entered) -> None:
    response = ours.clerk().get(page(Budget, "comparison", ours.budget.pk))

    summary = {name: count for _, name, count, _ in response.context["summary"]}
    assert summary == {"未变": 5, "已变": 14, "新增": 11, "已取消": 4}
    first = response.context["rows"][0]
    assert (first.functional, first.name, first.side.rate) == ("2010101", "已取消", "-100.00%")
    assert (first.side.last_year, first.side.difference) == ("6,649.00", "-6,649.00")
    assert "4,923,847.00" in response.content.decode()


def test_the_comparison_is_filtered_with_its_sums(ours: Entered) -> None:
    asked = {"standing": "gone", "fund": "general", "q": "行政运行 公积金"}

    response = ours.clerk().get(page(Budget, "comparison", ours.budget.pk), asked)

    assert [row.economic for row in response.context["rows"]] == ["30113"]
    assert response.context["sum"].last_year == "244,721.00"
    assert "筛选合计" in response.content.decode()


def test_a_line_that_is_gone_leads_to_its_reclassification_and_a_new_one_to_its_entry(
    ours: Entered,
) -> None:
    shown = ours.clerk().get(page(Budget, "comparison", ours.budget.pk)).context["rows"]
    read = ours.publisher().get(page(Budget, "comparison", ours.budget.pk)).context["rows"]

    gone, new = (next(row for row in shown if row.name == name) for name in ("已取消", "新增"))
    reclassify = page(Budget, "reclassify", ours.budget.pk)
    assert gone.moving == f"{reclassify}?from=2010101&fund=general"
    assert gone.lines == ""
    assert f"budget__id__exact={ours.budget.pk}" in new.lines
    assert not any(row.moving for row in read)


def test_a_comparison_ledger_itself_is_compared_with_nothing(ours: Entered) -> None:
    ledger = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    response = ours.clerk().get(page(Budget, "comparison", ledger.pk), follow=True)

    assert "上年对比数没有对照" in response.content.decode()


def test_a_disclosure_of_either_kind_is_compared_as_its_text_is(ours: Entered) -> None:
    own = rows.a_disclosure(ours.disclosure.department, ours.unit)
    clerk = ours.clerk()

    whole, unit = (
        clerk.get(page(Disclosure, "comparison", one.pk)) for one in (ours.disclosure, own)
    )

    assert whole.context["whole"] == unit.context["whole"]
    assert whole.context["whole"].last_year == "4,923,847.00"
    assert whole.context["basis"].name == "2025 年对比台账"


def test_a_disclosure_says_what_it_is_compared_with(ours: Entered) -> None:
    clerk, target = ours.clerk(), page(Disclosure, "change", ours.disclosure.pk)
    ledger = Budget.objects.get(unit=ours.unit, role=Budget.Role.COMPARISON)

    with_ledger = clerk.get(target).content.decode()
    published(rows.a_disclosure(ours.disclosure.department, year=2025))
    with_both = clerk.get(target).content.decode()

    assert f'<a href="{page(Budget, "change", ledger.pk)}">2025 年对比台账</a>' in with_ledger
    assert "2025 年公开第 1 版</a>。已公开的数据优先" in with_both


def test_a_disclosure_without_anything_to_compare_with_says_so(theirs: Entered) -> None:
    response = theirs.clerk().get(page(Disclosure, "change", theirs.disclosure.pk))

    assert "<strong>无</strong>。各项增减变化均按 2025 年为零计算" in response.content.decode()


def test_texts_are_taken_from_last_year(ours: Entered) -> None:
    disclosure = rows.a_disclosure(ours.disclosure.department, year=2027)
    next_year(ours)
    clerk, target = ours.clerk(), page(Disclosure, "last_texts", disclosure.pk)

    shown = clerk.get(target).content.decode()
    done = clerk.post(target, {"part": ["duties", "indicators"]}, follow=True)

    assert "保卫物业科" in shown
    assert "已从上年复制：主要职能、整体绩效指标。" in done.content.decode()
    disclosure.refresh_from_db()
    assert disclosure.duties == ours.disclosure.duties
    assert disclosure.offices == ""


def test_texts_are_not_taken_by_who_only_reads(ours: Entered) -> None:
    target = page(Disclosure, "last_texts", ours.disclosure.pk)

    assert ours.publisher().get(target).status_code == 403
    assert ours.publisher().post(target, {"part": ["duties"]}).status_code == 403


def grown(department_code: str, lines: int) -> tuple[Client, Budget]:
    """A clerk and a budget with so many lines in both years, projects and reclassifications."""
    department = rows.a_department(department_code)
    unit = rows.a_unit(department)
    last, this = rows.a_budget(unit, 2025, "comparison"), rows.a_budget(unit)
    for number in range(lines):
        for budget in (last, this):
            project = Project.objects.create(budget=budget, name=f"项目{number}")
            rows.a_line(budget, functional="2010301", project=project)
        rows.a_move(
            this,
            "1.00",
            from_project=f"项目{number}",
            to_project=Project.objects.get(budget=this, name=f"项目{number}"),
        )
    return desk_of(Appointment.Role.ENTRY, department=department), this


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_queries_at_any_size(name: str) -> None:
    counts = []

    for code, lines in (("1", 1), ("2", 15)):
        client, budget = grown(code, lines)
        with CaptureQueriesContext(connection) as queries:
            asked = {"from": "2010301", "to": "2010301"}
            assert client.get(page(Budget, name, budget.pk), asked).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 28


@pytest.mark.usefixtures("sample")
def test_the_list_of_reclassifications_costs_the_same_queries_at_any_size() -> None:
    counts = []

    for code, lines in (("1", 1), ("2", 15)):
        client, budget = grown(code, lines)
        with CaptureQueriesContext(connection) as queries:
            found = client.get(
                page(Reclassification, "changelist"), {"budget__id__exact": budget.pk}
            )
        assert len(found.context["cl"].result_list) == lines
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_amounts_of_both_years_keep_their_cents(ours: Entered) -> None:
    LineItem.objects.filter(budget=ours.budget, amount=Decimal("660851.00")).update(
        amount=Decimal("660851.01")
    )

    response = ours.clerk().get(page(Budget, "comparison", ours.budget.pk), {"q": "30101"})

    assert response.context["rows"][0].side.difference == "10,851.01"
