"""The entry grid over HTTP: one request to save, wrong rows kept, nobody's work lost."""

import json
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.models import (
    Appointment,
    Budget,
    EconomicCode,
    EntrySheet,
    FunctionalCode,
    LineItem,
    Project,
)

from .people import SECRET, Entered, page

pytestmark = pytest.mark.django_db
GOOD = ("2010302", "30201", "一般公共预算（一般财力）", "", "12345.67")
WRONG = ("2010388", "30201", "一般公共预算（一般财力）", "", "5")


def grid(whose: Entered | Budget) -> str:
    """The address of the grid."""
    budget = whose if isinstance(whose, Budget) else whose.budget
    return page(Budget, "grid", budget.pk)


def opened(client: Client, target: str) -> dict[str, Any]:
    """What the page gives its script."""
    response = client.get(target)
    assert response.status_code == 200
    data: dict[str, Any] = response.context["data"]
    return data


def request(data: dict[str, Any], *rows: tuple[str, ...], **more: object) -> dict[str, Any]:
    """What the script sends: the rows given, everything else as it was seen."""
    seen = [list(row) for row in data["rows"]]
    order = [row[0] for row in (*seen, *rows)]
    base = {"version": data["version"], "seen": seen, "removed": [], "order": order}
    return {**base, "rows": [list(row) for row in rows], **more}


def sent(client: Client, target: str, body: object) -> Any:  # noqa: ANN401 - a test response
    return client.post(target, json.dumps(body), content_type="application/json")


def lines(whose: Entered) -> dict[str, tuple[str, ...]]:
    """The ledger as the grid writes it, by id."""
    rows = LineItem.objects.filter(budget=whose.budget).values_list(
        "pk", "functional__code", "economic__code", "source", "project__name", "amount"
    )
    return {str(pk): (f, e, s, p or "", f"{a:.2f}") for pk, f, e, s, p, a in rows}


def empty(ours: Entered) -> None:
    LineItem.objects.filter(budget=ours.budget).delete()


def many(count: int) -> list[tuple[str, ...]]:
    """Rows that all differ, in their order."""
    functional = FunctionalCode.objects.items(2026).order_by("code")[:20]
    economic = EconomicCode.objects.items(2026).order_by("code")[:10]
    names = [source.name for source in FUNDING_SOURCES]
    codes = product(functional, economic, names)
    return [
        (f"n{number}", one.code, two.code, name, "", f"{number}.25")
        for number, (one, two, name) in zip(range(count), codes, strict=False)
    ]


def test_a_thousand_rows_are_saved_with_one_request_and_ten_queries(ours: Entered) -> None:
    empty(ours)
    client, target = ours.clerk(), grid(ours)
    body = request(opened(client, target), *many(1000))

    with CaptureQueriesContext(connection) as queries:
        response = sent(client, target, body)

    assert response.status_code == 200
    assert (response.json()["right"], response.json()["faults"]) == (1000, [])
    assert len(queries) <= 10, [one["sql"][:90] for one in queries]
    kept = list(LineItem.objects.filter(budget=ours.budget).order_by("pk"))
    assert [line.amount for line in kept] == [Decimal(f"{one}.25") for one in range(1000)]


def test_rows_changed_removed_and_added_at_once_take_ten_statements_too(ours: Entered) -> None:
    empty(ours)
    client, target = ours.clerk(), grid(ours)
    sent(client, target, request(opened(client, target), *many(1000)))
    data = opened(client, target)
    rows = [tuple(row) for row in data["rows"]]
    changed = [(*row[:5], "9.00") for row in rows[:400]]
    removed = [row[0] for row in rows[400:500]]
    added = [("m" + row[0], *row[1:]) for row in many(1100)[1000:]]

    with CaptureQueriesContext(connection) as queries:
        response = sent(client, target, request(data, *changed, *added, removed=removed))

    assert response.json()["right"] == 1000
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 10
    nines = LineItem.objects.filter(budget=ours.budget, amount=9)
    assert {str(line.pk) for line in nines} >= {row[0] for row in changed}


def test_a_wrong_row_is_kept_told_and_stays_out_of_the_ledger(ours: Entered) -> None:
    client, target, before = ours.clerk(), grid(ours), lines(ours)

    body = request(opened(client, target), ("n1", *GOOD), ("n2", *WRONG))
    answer = sent(client, target, body).json()

    assert set(lines(ours).values()) - set(before.values()) == {
        ("2010302", "30201", "general", "", "12345.67")
    }
    assert [(key, column) for key, column, _ in answer["faults"]] == [("n2", "functional")]
    assert "本年度没有此功能分类项级编码" in answer["faults"][0][2]
    again = opened(client, target)
    assert again["rows"][-1][1:] == ["2010388", *WRONG[1:4], "5.00"]
    assert [fault[:2] for fault in again["faults"]] == [[again["rows"][-1][0], "functional"]]
    form = client.get(page(Budget, "change", ours.budget.pk)).content.decode()
    assert "1 行有误未入账" in form


def test_a_mended_row_goes_into_the_ledger_and_keeps_its_place(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    data = opened(client, target)
    order = ["n1", *(row[0] for row in data["rows"])]
    sent(client, target, request(data, ("n1", *WRONG), order=order))
    data = opened(client, target)
    assert data["rows"][0][1] == "2010388"

    order = [row[0] for row in data["rows"]]
    answer = sent(client, target, request(data, (order[0], *GOOD), order=order)).json()

    assert (answer["faults"], answer["unfinished"]) == ([], 0)
    assert tuple(opened(client, target)["rows"][0][1:]) == GOOD
    assert EntrySheet.objects.get(budget=ours.budget).unfinished == []


def test_a_line_item_made_wrong_leaves_the_ledger_and_comes_back_as_itself(ours: Entered) -> None:
    client, target, before = ours.clerk(), grid(ours), lines(ours)
    data = opened(client, target)
    row = tuple(data["rows"][0])
    sent(client, target, request(data, (*row[:5], "十元"), order=[]))
    assert row[0] not in lines(ours)

    sent(client, target, request(opened(client, target), row, order=[]))

    assert lines(ours) == before


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (0, "201", "应为 7 位数字"),
        (0, "", "不能为空"),
        (1, "301", "应为 5 位数字"),
        (2, "财政的钱", "不是规定的资金来源"),
        (3, "没有这个项目", "没有项目“没有这个项目”"),
        (4, "1.005", "不足一分"),
        (4, "100000000000000", "100 万亿元"),
        (4, "1,23", "不是数字"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    column: int, text: str, said: str, ours: Entered
) -> None:
    client, target = ours.clerk(), grid(ours)
    cells = list(GOOD)
    cells[column] = text

    answer = sent(client, target, request(opened(client, target), ("n1", *cells))).json()

    assert len(answer["faults"]) == 1
    key, name, message = answer["faults"][0]
    columns = ("functional", "economic", "source", "project", "amount")
    assert (key, name) == ("n1", columns[column])
    assert said in message


def test_amounts_and_codes_are_read_as_people_write_them(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    row = (
        "n1",
        "2010302 一般行政管理事务",
        "［30201］",
        "一般公共预算(一般财力)",
        "",
        "１２，３４５．６７",
    )

    answer = sent(client, target, request(opened(client, target), row)).json()

    assert answer["faults"] == []
    assert tuple(answer["rows"]["n1"][1:]) == GOOD


def test_of_two_equal_rows_the_ledgers_own_stays(ours: Entered) -> None:
    client, target, before = ours.clerk(), grid(ours), lines(ours)
    data = opened(client, target)
    twin = ("n1", *data["rows"][0][1:])

    order = ["n1", *(row[0] for row in data["rows"])]
    answer = sent(client, target, request(data, twin, order=order)).json()

    assert lines(ours) == before
    assert answer["faults"] == [["n1", "functional", answer["faults"][0][2]]]
    assert "与第 2 行的科目、资金来源和项目都相同" in answer["faults"][0][2]


def test_a_row_that_comes_right_by_itself_is_told_with_its_new_id(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    twins = (("n1", *GOOD), ("n2", *GOOD))
    first = sent(client, target, request(opened(client, target), *twins)).json()
    waiting = first["rows"]["n2"][0]

    removed = [first["rows"]["n1"][0]]
    answer = sent(client, target, request(opened(client, target), removed=removed)).json()

    assert set(answer["rows"]) == {waiting}
    key, *cells = answer["rows"][waiting]
    assert lines(ours)[key] == (*GOOD[:2], "general", *GOOD[3:])
    assert tuple(cells) == GOOD


def test_rows_may_swap_what_they_hold(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    data = opened(client, target)
    one, two = (tuple(row) for row in data["rows"][:2])

    swapped = ((one[0], *two[1:]), (two[0], *one[1:]))
    answer = sent(client, target, request(data, *swapped, order=[])).json()

    assert answer["faults"] == []
    assert lines(ours)[one[0]][:2] == two[1:3]


def test_projects_are_made_only_where_the_clerk_asks_for_them(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    row = ("n1", *GOOD[:3], "新项目", "1")

    body = request(opened(client, target), row, new_projects=["新项目"])
    answer = sent(client, target, body).json()

    assert answer["faults"] == []
    project = Project.objects.get(budget=ours.budget, name="新项目")
    assert LineItem.objects.get(project=project).amount == 1


def test_the_second_of_two_clerks_is_told_what_the_first_changed(ours: Entered) -> None:
    first, second, target = ours.clerk(), ours.clerk(), grid(ours)
    data = opened(first, target)
    a, b, c = (tuple(row) for row in data["rows"][:3])
    stale = request(data, (*a[:5], "7.00"), order=[])
    removed = [b[0]]
    sent(first, target, request(data, (*c[:5], "8.00"), ("n1", *GOOD), removed=removed, order=[]))
    kept = lines(ours)

    response = sent(second, target, stale)

    assert response.status_code == 409
    assert lines(ours) == kept
    changed = {one["kind"]: one for one in response.json()["changed"]}
    assert set(changed) == {"added", "changed", "removed"}
    assert changed["changed"]["before"]["amount"] == c[5]
    assert changed["changed"]["after"]["amount"] == "8.00"
    assert changed["removed"]["key"] == b[0]
    assert changed["added"]["after"]["amount"] == "12345.67"
    assert response.json()["by"]
    merged = {**stale, "version": response.json()["version"]}
    assert sent(second, target, merged).status_code == 200
    assert lines(ours) == {**kept, a[0]: (*kept[a[0]][:4], "7.00")}


def test_a_change_by_another_way_makes_the_grid_stale_too(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    data = opened(client, target)
    LineItem.objects.filter(pk=data["rows"][0][0]).update(amount=1)

    response = sent(client, target, request(data, ("n1", *GOOD)))

    assert response.status_code == 409
    assert [one["kind"] for one in response.json()["changed"]] == ["changed"]
    assert response.json()["by"] == ""


def test_another_budgets_id_is_not_taken_over(ours: Entered, theirs: Entered) -> None:
    client, target, before = ours.clerk(), grid(ours), lines(theirs)
    stolen = next(iter(before))

    answer = sent(client, target, request(opened(client, target), (stolen, *WRONG))).json()
    key = answer["rows"][stolen][0]
    answer = sent(client, target, request(opened(client, target), (key, *GOOD))).json()

    assert not key.isdigit()
    assert answer["faults"] == []
    assert lines(theirs) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_grid_of_another_department_does_not_open(
    method: str, ours: Entered, theirs: Entered
) -> None:
    response = getattr(ours.clerk(), method)(grid(theirs))

    assert response.status_code in {400, 404}
    assert SECRET not in response.content.decode()


def test_another_departments_grid_is_not_written(ours: Entered, theirs: Entered) -> None:
    data = opened(theirs.clerk(), grid(theirs))
    before = lines(theirs)

    assert sent(ours.clerk(), grid(theirs), request(data, ("n1", *GOOD))).status_code == 404
    assert lines(theirs) == before


@pytest.mark.parametrize("role", [Appointment.Role.REVIEW, Appointment.Role.PUBLISH])
def test_who_only_reads_sees_the_grid_and_writes_nothing(
    role: Appointment.Role, ours: Entered
) -> None:
    client, target, before = ours.somebody(role), grid(ours), lines(ours)
    data = opened(client, target)

    assert data["may_write"] is False
    assert 'data-do="save"' not in client.get(target).content.decode()
    assert sent(client, target, request(data, ("n1", *GOOD))).status_code == 404
    assert lines(ours) == before


def test_the_approved_total_is_kept_with_the_rows(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    data = opened(client, target)

    wrong = sent(client, target, request(data, approved_total="约 490 万")).json()
    right = sent(client, target, request(data, approved_total="4，901，600")).json()

    assert [fault[:2] for fault in wrong["faults"]] == [["", "approved_total"]]
    assert right["approved_total"] == "4901600.00"
    assert ours.budget.approved_total == Decimal("4901600")


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '{"version": 1}', '{"version": "", "seen": [["1"]], "rows": []}'],
)
def test_what_no_grid_sends_is_refused(body: str, ours: Entered) -> None:
    client = ours.clerk()

    response = client.post(grid(ours), body, content_type="application/json")

    assert response.status_code == 400
    assert "没有写入" in response.json()["message"]


def test_texts_that_the_database_cannot_keep_are_tidied(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    body = json.dumps(request(opened(client, target), ("n1", "a\0b", "\ud800", *GOOD[2:])))

    response = client.post(target, body, content_type="application/json")

    assert response.status_code == 200
    assert response.json()["rows"]["n1"][1:3] == ["ab", "?"]


def test_the_initials_cover_every_character_of_the_codes(ours: Entered) -> None:  # noqa: ARG001
    table = json.loads((Path(settings.BASE_DIR) / "static/js/pinyin-initials.json").read_text())
    known = set("".join(table.values()))
    names = [
        *FunctionalCode.objects.values_list("name", flat=True),
        *EconomicCode.objects.values_list("name", flat=True),
        *(source.name for source in FUNDING_SOURCES),
    ]

    assert {one for one in "".join(names) if "\u4e00" <= one <= "\u9fff"} <= known
    assert "行" in table["x"]
    assert "行" in table["h"]
