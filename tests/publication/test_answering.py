"""Warnings keep a disclosure from being published until somebody answers for them."""

import json
from typing import Any

import pytest
from django.core.management import CommandError

from disclosures.acknowledgement import UnfitReasonError, acknowledge
from disclosures.models import Appointment, Disclosure, Publication, User
from disclosures.publication import PublicationRefused, drafted
from tests.models import rows
from tests.publishing import publish, somebody_of

from .test_commands import CODE, said

WHY = "与公开原件一致，原件如此，示例照录。"


@pytest.fixture
def unanswered(disclosure: Disclosure) -> Disclosure:
    disclosure.acknowledgements.all().delete()
    return disclosure


def rules(findings: Any) -> list[str]:  # noqa: ANN401 - findings or plain ones
    return sorted({one["rule"] if isinstance(one, dict) else one.rule for one in findings})


def test_open_warnings_refuse_it_and_are_handed_over(
    unanswered: Disclosure, publisher: User
) -> None:
    with pytest.raises(PublicationRefused, match="4 处警告未确认") as caught:
        publish(unanswered, publisher)

    assert rules(caught.value.findings) == ["D1", "N2", "N4", "N7"]
    assert not Publication.objects.exists()


def test_a_draft_tells_what_blocks_it_what_is_answered_and_what_is_wrong(
    disclosure: Disclosure,
) -> None:
    disclosure.acknowledgements.get(rule="N4").delete()
    disclosure.explanations.get(key="operating").delete()

    draft = drafted(disclosure)

    assert rules(draft.blockers) == ["N1", "N4"]
    assert rules(draft.errors) == ["N1"]
    assert [one.first.rule for one in draft.open_warnings] == ["N4"]
    assert rules(draft.acknowledged) == ["D1", "N2", "N7"]


def test_the_record_tells_that_there_is_a_reason_and_never_which(
    disclosure: Disclosure, publisher: User
) -> None:
    record = json.loads(publish(disclosure, publisher).snapshot)

    answered = [one for one in record["checks"] if one["acknowledged"]]
    assert rules(answered) == ["D1", "N2", "N4", "N7"]
    assert {one["severity"] for one in answered} == {"warning"}
    keys = {"rule", "severity", "place", "message", "acknowledged"}
    assert all(one.keys() == keys for one in record["checks"])
    reasons = disclosure.acknowledgements.values_list("reason", flat=True)
    assert not [reason for reason in reasons if reason in json.dumps(record, ensure_ascii=False)]


def test_the_ground_of_an_excuse_stays_at_the_desk(disclosure: Disclosure, publisher: User) -> None:
    unit = rows.a_unit(disclosure.department, 9)
    rows.an_excuse(unit, publisher, ground="内部掌握的事由")

    record = publish(disclosure, publisher).snapshot

    assert f"预算单位 {unit.code}" in record
    assert "内部掌握的事由" not in record
    assert "内部掌握的事由" in {one.aside[3:] for one in drafted(disclosure).findings}


@pytest.mark.usefixtures("staff")
def test_publish_answers_for_what_is_open_in_the_name_of_who_submits(
    unanswered: Disclosure,
) -> None:
    said("publish", CODE, 2026, acknowledge=WHY)

    assert Publication.objects.count() == 1
    kept = unanswered.acknowledgements.values_list("rule", "reason", "acknowledged_by")
    clerk = somebody_of(unanswered, Appointment.Role.ENTRY)
    assert {(reason, by) for _, reason, by in kept} == {(WHY, clerk.pk)}
    assert sorted(rule for rule, _, _ in kept) == ["D1", "N2", "N4", "N7"]


def test_a_short_reason_is_refused_and_an_error_is_not_talked_away(
    unanswered: Disclosure, staff: User
) -> None:
    with pytest.raises(CommandError, match="理由不得少于 8 个字，现有 4 个字"):
        said("publish", CODE, 2026, acknowledge="就是这样")
    unanswered.target_telephone = "13800138000"
    unanswered.save()
    with pytest.raises(PublicationRefused, match="1 处错误"):
        publish(unanswered, staff, reason=WHY)

    assert not unanswered.acknowledgements.exists()
    assert not Publication.objects.exists()


def test_nobody_answers_by_command_who_may_not_publish(unanswered: Disclosure) -> None:
    clerk = User.objects.create_user("clerk")

    with pytest.raises(CommandError, match="没有发布"):
        said("publish", CODE, 2026, user=clerk.username, acknowledge=WHY)

    assert not unanswered.acknowledgements.exists()


def test_an_error_that_must_be_mended_takes_no_reason(
    disclosure: Disclosure, publisher: User
) -> None:
    disclosure.explanations.get(key="operating").delete()
    (owed,) = (one for one in drafted(disclosure).judged if one.first.rule == "N1")

    with pytest.raises(UnfitReasonError, match="N1 的错误必须改正"):
        acknowledge(disclosure, [(owed, WHY)], publisher)

    assert not disclosure.acknowledgements.filter(rule="N1").exists()


def test_check_prints_which_warnings_are_open_and_fails_on_errors_alone(
    disclosure: Disclosure,
) -> None:
    disclosure.acknowledgements.get(rule="N7").delete()

    lines = said("check_disclosure", CODE, 2026)

    assert lines.count("→ 待确认") == 1
    assert "→ 示例数据：与公开原件一致" in lines
    assert "有 1 处警告未确认，确认后方可公开" in lines


def test_check_in_json_carries_severity_and_reason(disclosure: Disclosure) -> None:
    disclosure.acknowledgements.get(rule="N7").delete()
    disclosure.explanations.filter(key="general/2010301").update(wording="本年其他收入减少较多")

    found = {
        one["rule"]: one for one in json.loads(said("check_disclosure", CODE, 2026, json=True))
    }

    assert (found["N7"]["acknowledged"], found["N7"]["reason"]) == (False, None)
    assert found["N2"]["acknowledged"]
    assert found["N2"]["reason"].startswith("与公开原件一致")
    assert found["N2"]["reason_by"] == "示例数据"
    assert found["N2"]["found_when_acknowledged"] != found["N2"]["message"]
    assert found["T13"]["severity"] == "hint"
