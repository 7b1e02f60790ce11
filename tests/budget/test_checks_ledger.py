"""The rules of the ledger: each finds its fault, names both figures, and is silent without it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from disclosures.budget.checks import CHECKS
from disclosures.budget.checks.case import case
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import compose
from disclosures.budget.entries import LineItem

from .findings import found
from .ledgers import GENERAL, HEAD, SCHOOL, catalogue, line, submission

FUND, CAPITAL = "政府性基金收入", "国有资本经营收入"
SALARY = line("2010301", "30101", "10000.00")


def lines_found(rule: str, *lines: LineItem) -> list[str]:
    """The messages of a rule on lines that no document can be composed of."""
    ready = case(submission(*lines), compose(submission(SALARY)))
    (of_rule,) = (one for one in CHECKS if one.__name__.upper() == rule)
    return [finding.message for finding in of_rule(ready)]


def lines_hinted(*lines: LineItem) -> list[Finding]:
    """What rule L13 finds in lines."""
    return found("L13", submission(*lines))


@pytest.mark.parametrize(
    ("functional", "economic", "words"),
    [
        ("20103", "30101", "功能分类科目 20103 不是项级（7 位）"),
        ("2019999999", "30101", "功能分类科目 2019999999 不是项级"),
        ("2980101", "30101", "功能分类科目 2980101 不在 2026 年科目中"),
        ("2010301", "301", "部门经济分类科目 301 不是款级（5 位）"),
        ("2010301", "30198", "部门经济分类科目 30198 不在 2026 年科目中"),
    ],
)
def test_l1_a_code_of_another_level_or_year_is_found_once(
    functional: str, economic: str, words: str
) -> None:
    wrong = line(functional, economic, "100.50"), line(functional, economic, "200.00", FUND)

    (message,) = lines_found("L1", *wrong)

    assert message.startswith(words)
    assert "2 条明细，合计 300.50 元" in message


def test_l1_is_silent_on_codes_of_the_year() -> None:
    assert lines_found("L1", SALARY) == []


def test_l2_a_code_that_is_not_sure_is_one_hint_however_many_lines() -> None:
    doubtful = [line("2010102", "30305", f"{yuan}.00") for yuan in (100, 200)]

    hints = found("L2", submission(SALARY, *doubtful))

    assert [hint.place for hint in hints] == ["line/100001/2010102", "line/100001/30305"]
    assert all(hint.severity == "hint" and "合计 300.00 元" in hint.message for hint in hints)
    assert "见于公开目录" in hints[1].message


def test_l2_is_silent_on_codes_seen_in_published_documents() -> None:
    assert found("L2", submission(SALARY)) == []


def test_l3_the_same_line_twice_is_found_and_another_project_s_is_not() -> None:
    twice = line("2010301", "30201", "1.00", project="甲")
    other = line("2010301", "30201", "1.00", project="乙")

    (finding,) = found("L3", submission(twice, twice, other))

    assert finding.severity == "error"
    assert finding.place == "line/100001/2010301/30201/general/甲"
    assert "重复录入 2 条" in finding.message
    assert found("L3", submission(twice, other)) == []


def test_l4_negative_amounts_are_one_warning_a_code() -> None:
    negative = [line("2010301", f"3010{n}", f"-{n}.00") for n in (1, 2, 3)]

    (finding,) = found("L4", submission(*negative, line("2010302", "30101", "5.00")))

    assert finding.severity == "warning"
    assert "3 条明细，合计 -6.00 元" in finding.message
    assert found("L4", submission(SALARY)) == []


@pytest.mark.parametrize("yuan", ["0.001", "100000000000000.01", "-100000000000000.01"])
def test_l5_a_fraction_of_a_cent_and_too_much_money_are_found(yuan: str) -> None:
    (message,) = lines_found("L5", line("2010301", "30101", yuan))

    assert f"{Decimal(yuan):,f} 元" in message


@pytest.mark.parametrize("yuan", ["0.01", "100000000000000", "100.0000"])
def test_l5_is_silent_on_cents_and_up_to_the_limit(yuan: str) -> None:
    assert lines_found("L5", line("2010301", "30101", yuan)) == []


def test_l6_basic_expenditure_of_a_project_class_is_found() -> None:
    (finding,) = found("L6", submission(line("2010301", "30901", "10000.00")))

    assert finding.severity == "error"
    assert "30901" in finding.message
    assert "10,000.00 元" in finding.message


def test_l6_a_project_may_use_any_class() -> None:
    assert found("L6", submission(line("2010301", "30901", "10000.00", project="修缮"))) == []


@pytest.mark.parametrize(
    ("functional", "source"),
    [
        ("2230105", GENERAL),
        ("2230105", FUND),
        ("2010301", CAPITAL),
        ("2010301", FUND),
        ("2010301", "政府性基金预算拨款结转"),
        ("2120801", GENERAL),
        ("2120801", "其他收入"),
    ],
)
def test_l7_money_of_one_budget_on_a_code_of_another_is_found(functional: str, source: str) -> None:
    (finding,) = found("L7", submission(line(functional, "30201", "10.00", source)))

    assert finding.severity == "warning"
    assert functional in finding.message
    assert source in finding.message
    assert "10.00 元" in finding.message


@pytest.mark.parametrize(
    ("functional", "source"),
    [
        ("2010301", GENERAL),
        ("2010301", "单位资金结转结余"),
        ("2230105", CAPITAL),
        ("2230105", "国有资本经营预算拨款结转"),
        ("2120801", "上级政府性基金安排转移支付"),
    ],
)
def test_l7_is_silent_where_the_money_belongs(functional: str, source: str) -> None:
    assert found("L7", submission(line(functional, "30201", "10.00", source))) == []


TWINS = [
    ("30108", ("2080505",)),
    ("30109", ("2080506",)),
    ("30110", ("2101101", "2101102")),
    ("30111", ("2101103",)),
    ("30113", ("2210201",)),
]


@pytest.mark.parametrize(("section", "items"), TWINS)
def test_l8_twins_that_differ_in_a_unit_are_found_with_both_figures(
    section: str, items: tuple[str, ...]
) -> None:
    whole = submission(
        line("2010301", section, "100.00"),
        *(line(item, "30199", "50.00", unit=SCHOOL.code) for item in items),
    )

    head, school = found("L8", whole)

    assert f"经济分类 {section} 100.00 元，功能分类 {'、'.join(items)} 0.00 元" in head.message
    assert f"单位 {SCHOOL.code}" in school.message
    assert f"{50 * len(items)}.00 元" in school.message
    assert head.severity == "warning"


@pytest.mark.parametrize(("section", "items"), TWINS)
def test_l8_is_silent_on_equal_twins_and_on_projects(section: str, items: tuple[str, ...]) -> None:
    equal = [line(item, section, "100.00") for item in items]

    assert found("L8", submission(*equal, line("2010301", section, "7.00", project="甲"))) == []


def test_l10_a_unit_without_a_budget_is_found() -> None:
    (finding,) = found("L10", submission(SALARY, unbudgeted=(SCHOOL,)))

    assert (finding.severity, finding.place) == ("error", f"unit/{SCHOOL.code}")
    assert SCHOOL.name in finding.message


def test_l10_a_unit_excused_with_a_ground_is_a_hint_that_names_it_at_the_desk_alone() -> None:
    entered = submission(SALARY, unbudgeted=(SCHOOL,), excused={SCHOOL.code: "2025 年撤并"})

    (finding,) = found("L10", entered)

    assert (finding.severity, finding.place) == ("hint", f"unit/{SCHOOL.code}")
    assert "经登记不编制 2026 年预算" in finding.message
    assert finding.aside == "依据：2025 年撤并"
    assert "撤并" not in finding.message


def test_l10_is_silent_where_every_unit_has_one() -> None:
    assert found("L10", submission(SALARY)) == []
    assert HEAD.code == SALARY.unit


def test_l11_rows_that_wait_outside_the_ledger_are_counted() -> None:
    (finding,) = found("L11", submission(SALARY, unfinished={SCHOOL.code: 3}))

    assert (finding.severity, finding.place) == ("error", f"unit/{SCHOOL.code}")
    assert "3 行有误未入账" in finding.message


def test_l11_is_silent_where_every_row_is_in_the_ledger() -> None:
    assert found("L11", submission(SALARY)) == []


def test_l11_indicators_that_wait_outside_the_targets_are_counted() -> None:
    waiting = {f"project/{HEAD.code}/修缮": 2, "target": 1}

    of_project, overall = found("L11", submission(SALARY, unfinished_indicators=waiting))

    assert of_project.place == f"project/{HEAD.code}/修缮"
    assert "项目“修缮”的绩效指标录入表还有 2 行有误未入账" in of_project.message
    assert (overall.severity, overall.place) == ("error", "target")
    assert "整体绩效指标录入表还有 1 行" in overall.message


def usual(count: int) -> list[LineItem]:
    """Lines of about 100,000 yuan each."""
    sections = [code for code in catalogue().economic if len(code) == 5][:count]
    amounts = range(90_000, 10**6, 1_000)
    return [
        line("2010301", one, f"{yuan}.00") for one, yuan in zip(sections, amounts, strict=False)
    ]


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1000000000.00", "中位数 96,000.00 元的 10,417 倍，请核对是否把元当作万元录入"),
        ("-1000000000.00", "中位数 96,000.00 元的 10,417 倍，请核对是否把元当作万元录入"),
        ("10.50", "中位数 95,000.00 元的 1/9,048，请核对是否把万元当作元录入"),
    ],
)
def test_l13_an_amount_10_000_times_off_is_a_hint_with_both_figures(yuan: str, words: str) -> None:
    suspect = line("2010302", "30201", yuan, project="修缮")

    (hint,) = lines_hinted(*usual(12), suspect)

    assert hint.severity == "hint"
    assert hint.place == "line/100001/2010302/30201/general/修缮"
    assert f"{Decimal(yuan):,.2f} 元" in hint.message
    assert words in hint.message


@pytest.mark.parametrize("yuan", ["150000000.00", "200.00", "0.00"])
def test_l13_is_silent_on_large_and_small_amounts_of_the_usual_kind(yuan: str) -> None:
    assert lines_hinted(*usual(11), line("2010302", "30201", yuan)) == []


def test_l13_is_silent_where_lines_are_few_or_of_another_unit() -> None:
    few = line("2010302", "30201", "1.00")
    abroad = [replace(one, unit=SCHOOL.code, amount=Decimal(5)) for one in usual(11)]

    assert lines_hinted(*usual(8), few) == []
    assert lines_hinted(*usual(11), *abroad) == []
