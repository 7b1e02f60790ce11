"""The texts of a disclosure: what is still empty may be taken from last year's."""

from decimal import Decimal

import pytest

from disclosures.last_year.texts import before, taken, texts
from disclosures.models import Disclosure, GlossaryEntry, OverallIndicator
from tests.models import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Disclosure:
    """A disclosure of which only the offices are written; last year's has most."""
    department = rows.a_department()
    last = rows.a_disclosure(
        department,
        year=2025,
        duties="上年职能",
        offices="上年科室",
        target_goal="上年目标",
        target_contact="财务科",
    )
    for position, name in ((2, "后"), (1, "先")):
        OverallIndicator.objects.create(
            disclosure=last, position=position, level3=name, weight=Decimal(5)
        )
    GlossaryEntry.objects.create(disclosure=last, name="名词", definition="解释")
    return rows.a_disclosure(department, offices="本年科室")


def test_each_part_says_whether_it_may_be_taken(ours: Disclosure) -> None:
    last = before(ours)
    assert last is not None

    found = {one.label: (one.words, one.said) for one in texts(ours, last)}

    assert found == {
        "主要职能": ("上年职能", "本年未填写，可以复制"),
        "内设科室": ("上年科室", "本年已填写，保持不变"),
        "其他需说明的事项": ("", "上年没有"),
        "年度绩效目标": ("上年目标", "本年未填写，可以复制"),
        "联系科室": ("财务科", "本年未填写，可以复制"),
        "联系电话": ("", "上年没有"),
        "整体绩效指标": ("先\n后", "本年未填写，可以复制"),
        "名词解释": ("名词", "本年未填写，可以复制"),
    }


def test_what_is_asked_for_and_still_empty_is_taken(ours: Disclosure) -> None:
    labels = taken(ours, ["duties", "offices", "target_goal", "indicators", "glossary_entries"])

    assert labels == ("主要职能", "年度绩效目标", "整体绩效指标", "名词解释")
    ours.refresh_from_db()
    assert (ours.duties, ours.offices, ours.target_goal) == ("上年职能", "本年科室", "上年目标")
    assert ours.target_contact == ""
    indicators = ours.indicators.order_by("position").values_list("position", "level3", "weight")
    assert list(indicators) == [(1, "先", Decimal(5)), (2, "后", Decimal(5))]
    assert ours.glossary_entries.get().definition == "解释"


def test_taking_again_takes_nothing(ours: Disclosure) -> None:
    every = [one.name for one in texts(ours, before(ours) or ours)]
    taken(ours, every)

    assert taken(ours, every) == ()
    assert ours.indicators.count() == 2


def test_a_unit_takes_from_its_own_and_without_last_year_nothing_comes(ours: Disclosure) -> None:
    unit = rows.a_unit(ours.department)
    own = rows.a_disclosure(ours.department, unit)

    assert before(own) is None
    assert taken(own, ["duties"]) == ()
