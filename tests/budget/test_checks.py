"""The rule-book as a whole: complete, right about the sample, and not wrong about any ledger."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures.budget.checks import CHECKS, NOT_YET, check
from disclosures.budget.checks.titles import TITLES
from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.budget.document import compose
from disclosures.budget.entries import Indicator, LineItem, Project, Submission

from .ledgers import HEAD, SCHOOL, submission
from .reference import reference
from .test_properties import ANY, BASIC, ITEMS

RULES = [
    *(f"L{number}" for number in range(1, 14)),
    *(f"T{number}" for number in range(1, 14)),
    *(f"N{number}" for number in range(1, 14)),
    *(f"P{number}" for number in range(1, 3)),
    "S1",
    "D1",
]


def test_every_rule_is_in_the_book_once_or_named_with_what_it_waits_for() -> None:
    ours = [rule.__name__.upper() for rule in CHECKS]
    waiting = dict(NOT_YET)

    assert sorted(ours) == sorted(RULES)
    assert list(waiting) == ["D2", "D3"]
    assert all(waiting.values())
    assert {*RULES, "D4"} == set(TITLES)


def test_rules_are_told_in_their_families() -> None:
    families = [rule.__name__[0] for rule in CHECKS]

    assert families == sorted(families, key="ltnpsd".index)


def test_the_sample_has_no_error_and_just_these_remarks() -> None:
    entered = reference()

    findings = check(entered, compose(entered), date(2026, 2, 5))

    assert Counter((one.rule, one.severity, one.place) for one in findings) == Counter(
        [
            *(("L2", "hint", f"line/653000301001/{code}") for code in ("30208", "30305", "30906")),
            *(("T13", "hint", f"t{place}/1") for place in ("2/20805", "3/20805", "5/20805")),
            ("T13", "hint", "t6/301/1"),
            ("N2", "warning", "s五/12/general/2010301"),
            ("N4", "warning", "project/653000301001/工作经费/indicators/5"),
            ("N5", "hint", "s五/15/general/2101101"),
            ("N5", "hint", "s五/16/general/2101103"),
            ("N5", "hint", "s五/17/general/2210201"),
            ("N7", "warning", "duties/7"),
        ]
    )


def faulty() -> Submission:
    """The sample with faults in many texts, as those of the published original."""
    sample = reference()
    items = {"overseas": "因公出国（境）费用", "vehicle_purchase": "公务用车购置"}
    items["reception"] = "公务接待费"
    reasons = {
        f"three_public/{key}": f"2024年与2026年均未安排{words}" for key, words in items.items()
    }
    target = replace(sample.target, contact="张三", telephone="13800138000")
    first, second = sample.projects
    return replace(
        sample,
        explanations={**sample.explanations, **reasons},
        target=target,
        projects=(replace(first, contact="李晓明 138-0013-8001"), second),
        other_matters="当年预算安排项目共 3 个，具体情况见绩效目标表。",
    )


def test_every_message_says_what_is_wrong_in_whole_sentences() -> None:
    entered = faulty()

    findings = check(replace(entered, unbudgeted=entered.units), compose(entered))

    assert len({one.rule for one in findings}) > 8
    assert all(one.place and one.message.endswith(("。", "？")) for one in findings)


INDICATOR = Indicator("产出指标", "数量指标", "次数", ">=1 次", "计划标准", Decimal(90))
DESCRIBED = Project(
    HEAD.code,
    "项目",
    "批复。",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    indicators=(INDICATOR,),
)


@st.composite
def budgets(draw: st.DrawFn) -> Submission:
    """A budget in which every line is entered once and every project is described."""
    units, projects = (HEAD.code, SCHOOL.code), (None, "甲", "乙")
    keys = st.tuples(
        st.sampled_from(units),
        st.sampled_from(ITEMS),
        st.sampled_from(projects),
        st.sampled_from(FUNDING_SOURCES),
        st.integers(0, len(BASIC) * len(ANY) - 1),
    )
    amounts = st.decimals(Decimal("0.01"), Decimal("1e12"), places=2)
    lines = {
        (
            unit,
            item,
            (ANY if project else BASIC)[at % len(ANY if project else BASIC)],
            source,
            project,
        )
        for unit, item, project, source, at in draw(st.lists(keys, max_size=25))
    }
    described = dict.fromkeys((key[0], key[4]) for key in sorted(lines, key=str) if key[4])
    return submission(
        *(LineItem(*key, draw(amounts)) for key in sorted(lines, key=str)),
        projects=tuple(replace(DESCRIBED, unit=unit, name=name) for unit, name in described),
    )


@settings(deadline=None, max_examples=60)
@given(budgets())
def test_no_error_of_ledger_or_tables_is_found_where_none_is(entered: Submission) -> None:
    findings = check(entered, compose(entered))

    wrong = [one for one in findings if one.rule[0] in "LT" and one.severity == "error"]
    assert wrong == []
