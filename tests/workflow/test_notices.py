"""Letters: to whom each step matters, sent by the background worker."""

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures import workflow
from disclosures.models import Disclosure, User
from disclosures.publication import StepRefused
from disclosures.tasks import mail as send


def waiting() -> list[tuple[str, list[str]]]:
    """Subject and receivers of the letters that wait for the worker."""
    jobs = ProcrastinateJob.objects.filter(task_name="mail").order_by("pk")
    return [(job.args["subject"], job.args["to"]) for job in jobs]


@pytest.fixture(autouse=True)
def _addresses(clerk: User, reviewer: User, publisher: User, officer: User) -> None:
    for user in (clerk, reviewer, publisher, officer):
        user.email = f"{user.username}@example.cn"
        user.save()


def test_each_step_tells_the_next_person(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User, officer: User
) -> None:
    returned = workflow.submit(disclosure, clerk)
    workflow.send_back(returned, reviewer, "请改")
    workflow.approve(workflow.submit(disclosure, clerk), reviewer)
    workflow.publish(disclosure, publisher)

    subjects = [subject.partition("：")[0] for subject, _ in waiting()]
    assert subjects == ["请审核", "已退回", "请审核", "可以发布", "已公开"]
    receivers = [to for _, to in waiting()]
    assert receivers[:4] == [[reviewer.email], [clerk.email], [reviewer.email], [publisher.email]]
    assert sorted(receivers[4]) == sorted([clerk.email, officer.email])


def test_a_refused_step_tells_nobody(disclosure: Disclosure, clerk: User) -> None:
    disclosure.explanations.get(key="operating").delete()

    with pytest.raises(StepRefused):
        workflow.submit(disclosure, clerk)

    assert waiting() == []


def test_who_left_or_has_no_address_gets_no_letter(
    disclosure: Disclosure, clerk: User, reviewer: User
) -> None:
    User.objects.filter(pk=reviewer.pk).update(is_active=False)

    workflow.submit(disclosure, clerk)

    assert waiting() == []


def test_a_letter_hides_its_receivers_from_each_other() -> None:
    send("请审核", "内容", ["a@example.cn", "b@example.cn"])

    assert [letter.recipients() for letter in mail.outbox] == [["a@example.cn", "b@example.cn"]]
    assert "b@example.cn" not in str(mail.outbox[0].message())
