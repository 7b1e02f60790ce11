"""The grids of indicators over HTTP: those of a project, and those of the overall target."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    EntrySheet,
    OverallIndicator,
    Project,
    ProjectIndicator,
)

from .people import SECRET, Entered, page
from .test_grid import opened, request, sent
from .test_grid_form import plain

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kind:
    """One of the two sheets of indicators: whose rows, and how many cells a row has."""

    owner: type[Model]
    rows: type[Model]
    link: str
    width: int

    def of(self, whose: Entered) -> Any:  # noqa: ANN401 - a project or a disclosure
        """The department's row that has indicators."""
        if self.owner is Disclosure:
            return whose.disclosure
        return Project.objects.filter(budget=whose.budget).order_by("pk")[0]

    def target(self, whose: Entered) -> str:
        """The address of its grid."""
        return page(self.owner, "grid", self.of(whose).pk)

    def kept(self, whose: Entered) -> list[tuple[Any, ...]]:
        """What the database holds, in the order in which it is published."""
        rows = self.rows._default_manager.filter(**{self.link: self.of(whose)})
        return list(rows.order_by("position", "pk").values_list("level3", "weight"))

    def row(self, key: str, name: str, weight: str = "5") -> tuple[str, ...]:
        """A row as the grid sends it; the weight stands in the column of its own."""
        texts = ["产出指标", "数量指标", name, ">=1", *[""] * (self.width - 4)]
        texts[6 if self.owner is Project else 5] = weight
        return (key, *texts)


KINDS = [
    Kind(Project, ProjectIndicator, "project", 9),
    Kind(Disclosure, OverallIndicator, "disclosure", 6),
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=["project", "overall"])


@every_kind
def test_indicators_are_saved_in_their_order_with_one_request(kind: Kind, ours: Entered) -> None:
    client, target, before = ours.clerk(), kind.target(ours), kind.kept(ours)
    data = opened(client, target)
    order = ["n1", *(row[0] for row in data["rows"]), "n2"]
    body = request(data, kind.row("n1", "先"), kind.row("n2", "后", "2.50"), order=order)

    with CaptureQueriesContext(connection) as queries:
        response = sent(client, target, body)

    assert (response.json()["faults"], response.json()["right"]) == ([], len(before) + 2)
    statements = [one["sql"][:90] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= 10, statements
    assert kind.kept(ours) == [("先", 5), *before, ("后", 2.5)]
    assert [row[0] for row in opened(client, target)["rows"]] == [
        response.json()["rows"]["n1"][0],
        *order[1:-1],
        response.json()["rows"]["n2"][0],
    ]


@every_kind
def test_a_row_that_stays_where_it_is_is_not_written_again(kind: Kind, ours: Entered) -> None:
    client, target = ours.clerk(), kind.target(ours)
    rows = kind.rows._default_manager.filter(**{kind.link: kind.of(ours)})
    for number, row in enumerate(rows.order_by("position", "pk"), 1):
        rows.filter(pk=row.pk).update(position=number)
    data = opened(client, target)
    last = data["rows"][-1]

    with CaptureQueriesContext(connection) as queries:
        sent(client, target, request(data, (*last[:3], "改", *last[4:]), order=[]))

    (gone,) = [one["sql"] for one in queries if one["sql"].startswith("DELETE")]
    assert f" IN ({last[0]})" in gone


@every_kind
@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (2, "", "“三级指标”不能为空"),
        (0, "长" * 61, "超过 60 字"),
        (-1, "101", "不在 0 至 100 之间"),
        (-1, "十分", "不是数字"),
    ],
)
def test_a_wrong_indicator_is_kept_told_at_its_cell_and_not_published(
    kind: Kind, column: int, text: str, said: str, ours: Entered
) -> None:
    client, target, before = ours.clerk(), kind.target(ours), kind.kept(ours)
    row = list(kind.row("n1", "新指标"))
    place = (6 if kind.owner is Project else 5) if column < 0 else column
    row[place + 1] = text

    answer = sent(client, target, request(opened(client, target), tuple(row))).json()

    names = [one["key"] for one in opened(client, target)["columns"]]
    assert [fault[:2] for fault in answer["faults"]] == [["n1", names[place]]]
    assert said in answer["faults"][0][2]
    assert kind.kept(ours) == before
    assert opened(client, target)["rows"][-1][place + 1] == text
    (kept,) = EntrySheet.objects.filter(**{kind.link: kind.of(ours)})
    assert len(kept.unfinished) == 1


@every_kind
def test_a_weight_is_read_as_forms_write_it(kind: Kind, ours: Entered) -> None:
    client, target = ours.clerk(), kind.target(ours)

    answer = sent(client, target, request(opened(client, target), kind.row("n1", "甲", "１０％")))

    assert answer.json()["faults"] == []
    assert kind.kept(ours)[-1] == ("甲", 10)


@every_kind
def test_an_indicator_imported_incomplete_stays_until_somebody_changes_it(
    kind: Kind, ours: Entered
) -> None:
    owner = {kind.link: kind.of(ours)}
    kind.rows._default_manager.filter(**owner).delete()
    kind.rows._default_manager.create(**owner, position=1, level1="产出指标")
    client, target = ours.clerk(), kind.target(ours)
    data = opened(client, target)
    old = data["rows"][0]

    added = request(data, kind.row("n1", "新"), order=["n1", old[0]])
    assert sent(client, target, added).json()["faults"] == []
    assert kind.kept(ours) == [("新", 5), ("", None)]
    touched = request(opened(client, target), (old[0], "效益指标", *old[2:]), order=[])

    assert {fault[1] for fault in sent(client, target, touched).json()["faults"]} == {
        "level2",
        "level3",
        "target",
    }


@every_kind
def test_the_second_of_two_clerks_is_told_and_nothing_is_lost(kind: Kind, ours: Entered) -> None:
    first, second, target = ours.clerk(), ours.clerk(), kind.target(ours)
    data = opened(first, target)
    mine = request(data, kind.row("n1", "我的"))
    sent(first, target, request(data, kind.row("n1", "别人的")))

    response = sent(second, target, mine)

    assert response.status_code == 409
    (change,) = response.json()["changed"]
    assert (change["kind"], change["after"]["level3"]) == ("added", "别人的")
    merged = {**mine, "version": response.json()["version"]}
    assert sent(second, target, merged).status_code == 200
    assert {name for name, _ in kind.kept(ours)} >= {"我的", "别人的"}


@every_kind
def test_the_plain_form_enters_indicators(kind: Kind, ours: Entered) -> None:
    client, target, before = ours.clerk(), kind.target(ours), kind.kept(ours)
    fields = plain(client, target)
    fields.pop("approved_total")
    names = [one["key"] for one in opened(client, target)["columns"]]
    row = dict(zip(names, kind.row("", "新指标", "4")[1:], strict=True))
    fields |= {f"row-{len(before)}-{name}": text for name, text in row.items()}

    response = client.post(target, fields, follow=True)

    assert kind.kept(ours) == [*before, ("新指标", 4)]
    total = sum(weight or 0 for _, weight in kind.kept(ours))
    assert f"权重合计 {total:.2f}" in response.content.decode()


@every_kind
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_departments_indicators_do_not_open(
    kind: Kind, method: str, ours: Entered, theirs: Entered
) -> None:
    response = getattr(ours.clerk(), method)(kind.target(theirs))

    assert response.status_code in {400, 404}
    assert SECRET not in response.content.decode()


@every_kind
def test_another_departments_indicators_are_not_written(
    kind: Kind, ours: Entered, theirs: Entered
) -> None:
    data = opened(theirs.clerk(), kind.target(theirs))
    before = kind.kept(theirs)

    answer = sent(ours.clerk(), kind.target(theirs), request(data, kind.row("n1", "新")))

    assert answer.status_code == 404
    assert kind.kept(theirs) == before


@every_kind
def test_who_only_reads_sees_indicators_and_writes_none(kind: Kind, ours: Entered) -> None:
    client, target = ours.somebody(Appointment.Role.REVIEW), kind.target(ours)
    before, data = kind.kept(ours), opened(client, target)

    assert data["may_write"] is False
    assert sent(client, target, request(data, kind.row("n1", "新"))).status_code == 404
    assert kind.kept(ours) == before


def test_a_project_that_is_only_compared_with_has_no_indicators(ours: Entered) -> None:
    compared = Project.objects.filter(budget__role=Budget.Role.COMPARISON).order_by("pk")[0]
    client = ours.clerk()

    assert client.get(page(Project, "grid", compared.pk)).status_code == 404
    form = client.get(page(Project, "change", compared.pk)).content.decode()
    assert "绩效指标录入表" not in form
    assert "#findings" not in form


@every_kind
def test_the_form_leads_to_the_indicators_and_says_what_they_weigh(
    kind: Kind, ours: Entered
) -> None:
    form = ours.clerk().get(page(kind.owner, "change", kind.of(ours).pk)).content.decode()

    count, weight = len(kind.kept(ours)), sum(weight or 0 for _, weight in kind.kept(ours))
    link = (
        f'<a href="{kind.target(ours)}">绩效指标录入表（{count} 条，分值权重合计 {weight:.0f}）</a>'
    )
    assert link in form
    assert "indicators-TOTAL_FORMS" not in form


def test_no_project_is_made_from_a_sheet_of_indicators(ours: Entered) -> None:
    kind = KINDS[0]
    client, target, before = ours.clerk(), kind.target(ours), Project.objects.count()

    sent(client, target, request(opened(client, target), new_projects=["新项目"]))

    assert Project.objects.count() == before
