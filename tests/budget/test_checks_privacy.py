"""Numbers and names of persons: found however they are spelled, and not seen where none are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from disclosures.budget.checks.identifiers import CHECK_DIGITS, WEIGHTS, identifiers
from disclosures.budget.checks.privacy import is_name
from disclosures.budget.entries import OverallTarget, Submission, Term

from .findings import changed, explained, found, with_project
from .reference import reference

MOBILE = "13800138000"
ID_NUMBER = "11010519491231002X"
CARD = "6222020200112233446"
SEEDS = 500
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
IN_WORDS = str.maketrans("0123456789", "〇一二三四五六七八九")
Spelling = Callable[[str], str]
SPELLINGS: tuple[Spelling, ...] = (
    str,
    lambda number: number.translate(WIDE),
    " ".join,
    "-".join,
    lambda number: f"{number[:3]} {number[3:7]} {number[7:]}",
    lambda number: f"{number[:3]}-{number[3:7]}-{number[7:]}",
    lambda number: f"{number[:3]}－{number[3:7]}－{number[7:]}".translate(WIDE),
    lambda number: f"{number[:3]}\u3000{number[3:7]}\u3000{number[7:]}",
    lambda number: f"{number[:6]}\u200b{number[6:]}",
    lambda number: f"{number[:6]} {number[6:14]} {number[14:]}".strip(),
)
OF_MOBILE: tuple[Spelling, ...] = (
    lambda number: f"+86 {number}",
    lambda number: f"+86-{number[:3]}-{number[3:7]}-{number[7:]}",
    lambda number: f"86{number}",
    lambda number: f"{number[:3]}.{number[3:7]}.{number[7:]}",
    lambda number: number.translate(IN_WORDS),
    lambda number: f"0{number}",
)
SENTENCES = (
    "{}",
    "联系人张三{}",
    "联系电话：{}。",
    "（手机{}）",
    "请拨打{}，或0991-1234567",
    "tel{}，",
)


def seeded() -> Random:
    """The same numbers in every run."""
    return Random(2026)  # noqa: S311 - nothing secret


def a_mobile(random: Random) -> str:
    return f"1{random.randint(3, 9)}{random.randrange(10**9):09}"


def an_id_number(random: Random) -> str:
    birth = f"{random.randint(1940, 2015)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    first = f"{random.choice(('653001', '110105', '510107'))}{birth}{random.randrange(1000):03}"
    checksum = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + CHECK_DIGITS[checksum % 11]


def spelled(random: Random) -> Iterator[tuple[str, str]]:
    """A number as it is, and as somebody typed it into a sentence."""
    for at in range(SEEDS):
        is_mobile = at % 2 == 0
        number = (a_mobile if is_mobile else an_id_number)(random)
        spelling = random.choice(SPELLINGS + OF_MOBILE if is_mobile else SPELLINGS)
        yield number, random.choice(SENTENCES).format(spelling(number))


def innocent(random: Random) -> Iterator[str]:
    """Amounts, dates, document numbers, codes, landlines, areas: what budgets are full of."""
    for _ in range(SEEDS // 5):
        yuan = random.randrange(10 ** random.randint(4, 14))
        wan = f"{yuan / 10000:,.2f}"
        day = f"{random.randint(1, 12)}月{random.randint(1, 28)}日"
        code = f"2{random.randrange(10**6):06}"
        yield f"安排{yuan}.{random.randrange(100):02}元，其中{wan} 万元、{yuan:,} 元"
        yield f"1{random.randint(3, 9)}{random.randrange(10**9):09} 元；{yuan / 100:.2f}"
        yield f"{random.randint(1949, 2030)}年{day}，2025-12-31 至 2026-01-01，20260101"
        yield f"财预〔{random.randint(2010, 2026)}〕{random.randint(1, 999)}号，科目 {code} {code}"
        yield f"电话 0991-{random.randrange(10**7):07}、010-{random.randrange(10**8):08}"
        yield f"房屋 {yuan / 100:,.2f} 平方米，{random.randrange(10**11)}㎡，编码 653000301001"


def test_at_least_99_in_100_numbers_are_found_however_they_are_spelled() -> None:
    cases = list(spelled(seeded()))

    missed = [
        sentence
        for number, sentence in cases
        if number not in [what.upper() for _, what in identifiers(sentence)]
    ]

    assert len(cases) == SEEDS
    assert len(missed) <= SEEDS // 100, missed


def test_at_most_1_in_100_innocent_texts_raises_a_false_alarm() -> None:
    texts = list(innocent(seeded()))

    alarms = [text for text in texts if list(identifiers(text))]

    assert len(texts) > SEEDS
    assert len(alarms) <= len(texts) // 100, alarms


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (f"身份证{ID_NUMBER.lower()}", "身份证号码"),
        (f"卡号 {CARD}", "银行卡号"),
        ("6222 0202 0011 2233 446", "银行卡号"),
        ("邮箱 zhang.san@qq.com", "个人电子邮箱"),
        ("ZHANGSAN＠163.COM", "个人电子邮箱"),
        ("13800138000 13900139000", "手机号码"),
        ("13800138000 人事科", "手机号码"),
    ],
)
def test_other_numbers_and_addresses_are_found(words: str, kind: str) -> None:
    assert {one for one, _ in identifiers(words)} == {kind}


@pytest.mark.parametrize(
    "words",
    [
        "110105194912310021",
        "6222020200112233445",
        "11 位数字 12345678901",
        "czj@xjkz.gov.cn",
        "91653000MA138001380",
        "项目编码 65300026T000000123456",
    ],
)
def test_numbers_that_are_wrong_or_an_office_s_are_none(words: str) -> None:
    assert list(identifiers(words)) == []


FIRST = reference().projects[0].indicators[0]
PLACES: tuple[tuple[Submission, str], ...] = (
    (changed(duties=(f"值班电话{MOBILE}。",)), "duties/1"),
    (changed(offices=(f"办公室{MOBILE}",)), "offices/1"),
    (changed(other_matters=f"咨询请拨 {MOBILE}。"), "other_matters"),
    (changed(target=replace(reference().target, goal=f"目标{MOBILE}。")), "target/goal"),
    (changed(target=replace(reference().target, telephone=MOBILE)), "target/telephone"),
    (changed(terms=(Term("热线", f"指 {MOBILE}。"),)), "terms/1"),
    (explained("general/2080505", f"联系 {MOBILE} 核实缴费基数"), "s五/14/general/2080505"),
    (explained("use/general/201", f"详询 {MOBILE}"), "s四/4/use/general/201"),
    *(
        (with_project(**{name: f"{MOBILE}。"}), f"project/653000301001/工作经费/{name}")
        for name in ("policy_basis", "allocation", "goal", "contact", "undertaken_by")
    ),
    *(
        (
            with_project(indicators=(indicator,)),
            "project/653000301001/工作经费/indicators/1",
        )
        for indicator in (
            replace(FIRST, level3=MOBILE),
            replace(FIRST, target=MOBILE),
            replace(FIRST, basis=MOBILE),
            replace(FIRST, last_year=MOBILE),
            replace(FIRST, scoring=MOBILE),
            replace(FIRST, evidence=MOBILE),
        )
    ),
)


@pytest.mark.parametrize(("entered", "place"), PLACES)
def test_p1_a_mobile_number_is_found_in_any_text_and_not_repeated(
    entered: Submission, place: str
) -> None:
    (finding,) = found("P1", entered)

    assert (finding.severity, finding.place) == ("error", place)
    assert MOBILE not in finding.message
    assert "138****8000" in finding.message


def test_p1_is_silent_on_the_sample() -> None:
    assert found("P1", reference()) == []


@pytest.mark.parametrize(
    "words",
    [
        "张三",
        "欧阳明",
        "买买提·艾山",
        "李晓明 0991-1234567",
        "财务科王五",
        "赵六（财务科）",
        "联系人：孙七",
        "财务科科长张三",
        "周八同志",
    ],
)
def test_p2_a_person_as_contact_is_found_and_not_repeated(words: str) -> None:
    entered = changed(target=OverallTarget("目标。", words, "", reference().target.indicators))

    (finding,) = found("P2", entered)

    assert (finding.severity, finding.place) == ("warning", "target/contact")
    assert words not in finding.message
    assert [one.place for one in found("P2", with_project(contact=words))] == [
        "project/653000301001/工作经费/contact"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "财务科",
        "办公室 0991-1234567",
        "党政办",
        "规划财务处",
        "文化中心",
        "计财股",
        "安全生产科",
        "文化体育科",
        "办公室主任",
        "人事处、财务处",
    ],
)
def test_p2_is_silent_on_offices(words: str) -> None:
    assert found("P2", with_project(contact=words)) == []


@pytest.mark.parametrize("words", ["", "张", "于田县财政局", "Zhang", "13800138000"])
def test_what_is_no_name_is_none(words: str) -> None:
    assert not is_name(words)
