"""Whatever a grid sends: saved, or refused in words, and nothing written by what is refused."""

import json
from random import Random

import pytest

from disclosures.models import EntrySheet, LineItem, Project
from tests.prove.mutations import a_body

from .people import Entered
from .test_grid import GOOD, grid, opened, request

pytestmark = pytest.mark.django_db
BODIES = 60


def kept(whose: Entered) -> list[object]:
    """Everything that a grid writes."""
    return [
        list(LineItem.objects.filter(budget=whose.budget).order_by("pk").values_list()),
        list(EntrySheet.objects.filter(budget=whose.budget).values_list("order", "unfinished")),
        list(Project.objects.filter(budget=whose.budget).order_by("pk").values_list("name")),
        whose.budget.approved_total,
    ]


def test_no_broken_request_fails_or_is_written_by_halves(ours: Entered) -> None:
    random = Random(3)  # noqa: S311 - the same requests in every run
    client, target = ours.clerk(), grid(ours)
    client.raise_request_exception = False
    answers = []
    for _ in range(BODIES):
        data = opened(client, target)
        good = request(data, ("n1", *GOOD), removed=[data["rows"][0][0]])
        before = kept(ours)

        answer = client.post(target, a_body(random, good), content_type="application/json")

        answers.append(answer.status_code)
        assert answer.status_code in {200, 400, 409}, answer.content[:200]
        assert answer.status_code == 200 or kept(ours) == before
        assert json.loads(answer.content)
    assert {200, 400} <= set(answers)
