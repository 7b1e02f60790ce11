"""Where findings are worked off: the way to each, a reason for what stays, and who said so."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from disclosures.admin.findings import Shown
from disclosures.admin.reasons import CHOSEN, PREFIX, REASON, SHARED, token_of
from disclosures.models import Acknowledgement, Appointment, Disclosure, LineItem
from disclosures.publication import drafted

from .people import Entered, economic, functional, page

pytestmark = pytest.mark.django_db
WHY = "与公开原件一致，原件如此，示例照录。"
ROLE = Appointment.Role


def target(whose: Entered) -> str:
    return page(Disclosure, "findings", whose.disclosure.pk)


def rows_of(response: Any) -> list[Shown]:  # noqa: ANN401 - a test response
    """The findings that the page lists, from top to bottom."""
    return [one for group in response.context["groups"] for of in group.rules for one in of.rows]


def row(client: Client, whose: Entered, rule: str, at: int = 0) -> Shown:
    return [one for one in rows_of(client.get(target(whose))) if one.found.first.rule == rule][at]


def as_shown(client: Client, whose: Entered, query: str = "") -> dict[str, Any]:
    """What the browser sends back if nobody types anything: no tick is sent."""
    sent: dict[str, Any] = {}
    for field in client.get(target(whose) + query).context["form"]:
        if REASON in field.html_name:
            sent[field.html_name] = sent[field.html_initial_name] = field.initial
    return sent


def reason_of(one: Shown) -> str:
    """The name of its field."""
    return f"{PREFIX}-{REASON}-{token_of(one.found)}"


def choice_of(one: Shown) -> str:
    return f"{PREFIX}-{CHOSEN}-{token_of(one.found)}"


def kept(whose: Entered) -> dict[tuple[str, str], str]:
    rows = whose.disclosure.acknowledgements.values_list("rule", "place", "reason")
    return {(rule, place): reason for rule, place, reason in rows}


@pytest.fixture
def unanswered(ours: Entered) -> Entered:
    """The sample before anybody answered for its warnings, with two more without full stop."""
    ours.disclosure.acknowledgements.all().delete()
    ours.disclosure.approved_on = timezone.localdate()
    lines = ours.disclosure.duties.splitlines()
    ours.disclosure.duties = "\n".join([lines[0].rstrip("。"), lines[1].rstrip("。"), *lines[2:]])
    ours.disclosure.save()
    return ours


def test_the_findings_say_what_where_and_lead_there(ours: Entered) -> None:
    ours.disclosure.explanations.filter(key="expenditure/basic").delete()
    LineItem.objects.create(
        budget=ours.budget,
        functional=functional("2010302"),
        economic=economic("30901"),
        source="general",
        amount=Decimal("1.00"),
    )

    response = ours.clerk().get(target(ours))

    found = {one.found.first.rule: one for one in rows_of(response)}
    targets = [one.target for one in rows_of(response) if one.found.first.rule == "N1"]
    explanations = page(Disclosure, "explanations", ours.disclosure.pk)
    assert f"{explanations}#id_owed-expenditure/basic" in targets
    assert (
        found["L6"].place
        == f"收支明细 · {ours.unit.code} · 2010302 · 30901 · 一般公共预算（一般财力）"
    )
    lines = ours.clerk().get(found["L6"].target)
    assert lines.context["cl"].result_count == 1
    assert found["L6"].found.message in response.content.decode()


def test_what_is_to_be_done_stands_before_what_is_answered_and_what_informs(
    unanswered: Entered,
) -> None:
    unanswered.disclosure.explanations.filter(key="operating").delete()
    client = unanswered.clerk()
    first = row(client, unanswered, "N2")
    client.post(target(unanswered), {**as_shown(client, unanswered), reason_of(first): WHY})

    groups = client.get(target(unanswered)).context["groups"]

    assert [(group.title, group.count) for group in groups] == [
        ("错误", 1),
        ("待确认的警告", 4),
        ("已说明理由", 1),
        ("提示", 10),
    ]


def test_a_reason_is_kept_with_who_gave_it_when_and_for_what(unanswered: Entered) -> None:
    client = unanswered.clerk()
    one = row(client, unanswered, "N4")

    response = client.post(
        target(unanswered),
        {**as_shown(client, unanswered), reason_of(one): f" {WHY}\r\n"},
        follow=True,
    )

    assert "已保存 1 处理由" in response.content.decode()
    made = Acknowledgement.objects.get(disclosure=unanswered.disclosure)
    assert (made.rule, made.place, made.message) == (*one.found.key, one.found.message)
    assert made.reason == WHY
    assert made.acknowledged_by.appointments.get().role == ROLE.ENTRY
    assert timezone.now() - made.acknowledged_at < timedelta(minutes=5)
    text = response.content.decode()
    assert str(made.acknowledged_by) in text
    history = client.get(page(Disclosure, "history", unanswered.disclosure.pk)).content.decode()
    assert made.place in history
    assert WHY in history


def test_one_reason_answers_for_several_findings_of_a_rule(unanswered: Entered) -> None:
    client = unanswered.clerk()
    chosen = [row(client, unanswered, "N7", at) for at in (0, 2)]
    typed = {choice_of(one): "on" for one in chosen} | {f"{PREFIX}-{SHARED}-N7": WHY}

    client.post(target(unanswered), {**as_shown(client, unanswered), **typed})

    assert kept(unanswered) == {("N7", "duties/1"): WHY, ("N7", "duties/7"): WHY}
    assert {one.first.place for one in drafted(unanswered.disclosure).open_warnings} > {"duties/2"}


def test_a_reason_is_changed_and_taken_back(ours: Entered) -> None:
    client = ours.clerk()
    second, seventh = row(client, ours, "N2"), row(client, ours, "N7")
    typed = {reason_of(second): "经核对，单位资金与财政拨款同项列支。", reason_of(seventh): ""}

    client.post(target(ours), {**as_shown(client, ours), **typed})

    assert kept(ours)[second.found.key] == "经核对，单位资金与财政拨款同项列支。"
    assert seventh.found.key not in kept(ours)
    assert [one.first.rule for one in drafted(ours.disclosure).open_warnings] == ["N7"]


@pytest.mark.parametrize("word", ["照录。", "        ", "　原件如此　"])
def test_a_reason_that_says_too_little_is_not_kept_and_stays_in_its_field(
    word: str, unanswered: Entered
) -> None:
    client = unanswered.clerk()
    one = row(client, unanswered, "N2")
    typed = {reason_of(one): word, choice_of(one): "on"}

    response = client.post(target(unanswered), {**as_shown(client, unanswered), **typed})

    text = response.content.decode()
    assert "有理由未保存" in text
    assert ("不得少于 8 个字" in text) == bool(word.strip())
    assert word.strip() in text
    assert kept(unanswered) == {}


def test_what_is_chosen_needs_a_reason_and_a_shared_reason_something_chosen(
    unanswered: Entered,
) -> None:
    client = unanswered.clerk()
    shown = as_shown(client, unanswered)
    one = row(client, unanswered, "N7")

    lacking = client.post(target(unanswered), {**shown, choice_of(one): "on"})
    alone = client.post(target(unanswered), {**shown, f"{PREFIX}-{SHARED}-N7": WHY})

    assert "已勾选而没有理由" in lacking.content.decode()
    assert "请先勾选要用此理由的发现" in alone.content.decode()
    assert kept(unanswered) == {}


def test_a_page_left_open_overwrites_nothing_that_its_reader_did_not_touch(
    unanswered: Entered,
) -> None:
    first, second = unanswered.clerk(), unanswered.clerk()
    left_open = as_shown(first, unanswered)
    seventh, other = row(first, unanswered, "N7"), row(first, unanswered, "N2")
    second.post(target(unanswered), {**as_shown(second, unanswered), reason_of(seventh): WHY})

    first.post(target(unanswered), {**left_open, reason_of(other): WHY})

    assert kept(unanswered) == {seventh.found.key: WHY, other.found.key: WHY}


def test_nobody_answers_for_what_they_have_not_seen(unanswered: Entered) -> None:
    client = unanswered.clerk()
    left_open = as_shown(client, unanswered)
    one = row(client, unanswered, "N2")
    unanswered.disclosure.explanations.filter(key="general/2010301").update(
        wording="本年其他收入减少较多"
    )

    response = client.post(target(unanswered), {**left_open, reason_of(one): WHY}, follow=True)

    assert kept(unanswered) == {}
    text = response.content.decode()
    assert "在您填写期间，所对应的发现已有变化" in text
    assert f"“{WHY}”" in text


def test_a_warning_whose_figures_changed_shows_both_and_still_counts(ours: Entered) -> None:
    before = row(ours.clerk(), ours, "N2").found.message
    ours.disclosure.explanations.filter(key="general/2010301").update(
        wording="本年其他收入项目资金减少较多"
    )

    text = ours.somebody(ROLE.REVIEW).get(target(ours)).content.decode()

    assert "确认后数字有变" in text
    now = row(ours.clerk(), ours, "N2").found
    assert before != now.message
    assert before in text
    assert now.message in text
    assert drafted(ours.disclosure).blockers == ()


def test_a_changed_finding_is_confirmed_anew_by_choosing_it(ours: Entered) -> None:
    ours.disclosure.explanations.filter(key="general/2010301").update(
        wording="本年其他收入项目资金减少较多"
    )
    client = ours.clerk()
    one = row(client, ours, "N2")
    assert one.found.has_changed

    client.post(target(ours), {**as_shown(client, ours), choice_of(one): "on"})

    assert not row(client, ours, "N2").found.has_changed
    assert kept(ours)[one.found.key].startswith("与公开原件一致")


def test_a_reason_outlives_its_finding_and_is_listed_as_not_needed(ours: Entered) -> None:
    lines = ours.disclosure.duties.splitlines()
    lines[6] += "。"
    ours.disclosure.duties = "\n".join(lines)
    ours.disclosure.save()

    response = ours.clerk().get(target(ours))

    assert [one.key for _, one in response.context["unused"]] == [("N7", "duties/7")]
    text = response.content.decode()
    assert "不再需要的理由（1 处）" in text
    assert "主要职能（第 7 条）" in text


@pytest.mark.parametrize("role", [ROLE.REVIEW, ROLE.PUBLISH])
def test_who_does_not_enter_reads_the_reasons_and_gives_none(
    role: Appointment.Role, ours: Entered
) -> None:
    client = ours.somebody(role)
    before = kept(ours)
    one = row(client, ours, "N2")

    shown = client.get(target(ours))
    response = client.post(target(ours), {reason_of(one): WHY})

    assert one.reason is None
    assert "<textarea" not in shown.content.decode()
    assert kept(ours)["N2", "s五/general/2010301"] in shown.content.decode()
    assert response.status_code == 403
    assert kept(ours) == before


def test_a_mobile_number_is_mended_or_published_for_a_reason_that_holds_for_it_alone(
    ours: Entered,
) -> None:
    disclosure = ours.disclosure
    disclosure.target_telephone = "13800138000"
    disclosure.save()
    client = ours.clerk()
    one = row(client, ours, "P1")
    assert "确须公开的，说明理由" in client.get(target(ours)).content.decode()

    client.post(
        target(ours), {**as_shown(client, ours), reason_of(one): "值班公用手机，非个人号码。"}
    )
    assert drafted(disclosure).blockers == ()

    disclosure.target_telephone = "13900139000"
    disclosure.save()
    assert [found.rule for found in drafted(disclosure).blockers] == ["P1"]
    assert "原来的理由不再适用" in client.get(target(ours)).content.decode()


def test_no_other_error_has_a_field(ours: Entered) -> None:
    ours.disclosure.explanations.filter(key="operating").delete()

    one = row(ours.clerk(), ours, "N1")

    assert (one.reason, one.chosen) == (None, None)


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ("?rule=N7", {"N7"}),
        ("?part=主要职能", {"N7"}),
        ("?part=表 3", {"T13"}),
        ("?open=1", {"N2", "N4", "N7"}),
        ("?open=1&rule=T13", set()),
    ],
)
def test_findings_are_filtered_by_rule_part_and_what_is_open(
    query: str, rules: set[str], unanswered: Entered
) -> None:
    response = unanswered.clerk().get(target(unanswered) + query)

    assert {one.found.first.rule for one in rows_of(response)} == rules
    assert ("没有符合条件的发现" in response.content.decode()) == (not rules)


def test_saving_within_a_filter_leaves_the_rest_alone_and_stays_there(
    unanswered: Entered,
) -> None:
    client, query = unanswered.clerk(), "?rule=N7"
    one = row(client, unanswered, "N7")
    sent = {**as_shown(client, unanswered, query), reason_of(one): WHY}

    response = client.post(target(unanswered) + query, sent)

    assert response.headers["Location"].endswith(query)
    assert kept(unanswered) == {one.found.key: WHY}


def test_more_findings_than_a_request_may_carry_come_in_pages(unanswered: Entered) -> None:
    unanswered.disclosure.duties = "\n".join(f"第{number}项职能" for number in range(450))
    unanswered.disclosure.save()
    client = unanswered.clerk()

    first = client.get(target(unanswered))
    last = client.get(target(unanswered) + "?page=5")
    shown = as_shown(client, unanswered)
    one = rows_of(first)[20]
    answer = client.post(target(unanswered), {**shown, reason_of(one): WHY})

    assert len(rows_of(first)) == 100
    assert first.context["groups"][0].count == 452
    assert "第 5 页，共 5 页" in last.content.decode()
    assert answer.status_code == 302
    assert list(kept(unanswered)) == [one.found.key]


def test_a_reason_typed_as_markup_is_shown_as_text(unanswered: Entered) -> None:
    client = unanswered.clerk()
    one = row(client, unanswered, "N2")
    typed = '<script>alert("8 个字")</script>\0'

    client.post(target(unanswered), {**as_shown(client, unanswered), reason_of(one): typed[:-1]})
    response = client.get(target(unanswered))

    assert "<script>alert" not in response.content.decode()
    assert "&lt;script&gt;alert" in response.content.decode()
    refused = client.post(
        target(unanswered), {**as_shown(client, unanswered), reason_of(one): typed}
    )
    assert refused.status_code == 200
