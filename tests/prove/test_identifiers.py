"""S11: numbers of persons are found however they are spelled, and nothing else is taken for one."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import disclosures.sample
from disclosures.budget.checks.identifiers import identifiers
from tests.budget.test_checks_privacy import SEEDS, seeded, spelled

TEXTS = 5_000
AMOUNTS = 5_000
PRINTED = Path(__file__).parents[1] / "published" / "reference" / "sections.json"
SAMPLE = Path(disclosures.sample.__path__[0]) / "reference-2026.json"
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
TITLES = ("关于批复部门预算的通知", "关于提前下达资金的通知", "部门预算管理办法")
AREAS = ("010", "021", "0571", "0908", "0991", "0998")
STREETS = ("友谊路", "光明路", "帕米尔路")


def strings(value: object) -> Iterator[str]:
    """Every text in JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def sentences() -> list[str]:
    """What a real disclosure says, sentence by sentence."""
    texts = [
        text
        for file in (PRINTED, SAMPLE)
        for text in strings(json.loads(file.read_text(encoding="utf-8")))
    ]
    parts = (part for text in texts for part in re.split("(?<=[。；])", text))
    return sorted({part for part in parts if len(part) > 8})


def digits(random: Random, count: int) -> str:
    return f"{random.randrange(10**count):0{count}}"


def a_figure(random: Random) -> str:
    """A figure as budgets print it: 万元, shares, counts, areas."""
    value = random.randrange(10 ** random.randint(1, 11)) / 100
    return random.choice((f"{value:,.2f}", f"{value:.2f}", f"{value:,.0f}", f"{value:.0f}"))


def with_other_figures(random: Random, sentence: str) -> str:
    """A real sentence with other figures, as another department would print it."""
    return FIGURE.sub(lambda found: found[0] if len(found[0]) == 4 else a_figure(random), sentence)


OFFICIAL: tuple[Callable[[Random], str], ...] = (
    lambda r: f"依据财预〔{r.randint(2010, 2026)}〕{r.randint(1, 999)}号《{r.choice(TITLES)}》。",
    lambda r: f"电话：{r.choice(AREAS)}-{digits(r, r.choice((7, 8)))}，传真 {digits(r, 8)}。",
    lambda r: f"统一社会信用代码 11{digits(r, 6)}MB{digits(r, 7)}{r.choice('0123456789XY')}。",
    lambda r: (
        f"项目编码 {digits(r, 6)}{r.randint(20, 27)}T{digits(r, 12)}，单位编码 {digits(r, 12)}。"
    ),
    lambda r: f"采购编号 XJ-{r.randint(2020, 2026)}-{digits(r, 4)}，预算编号 {digits(r, 9)}。",
    lambda r: f"期限 {r.randint(2020, 2026)}-0{r.randint(1, 9)}-{r.randint(10, 28)} 至 20271231。",
    lambda r: f"房屋 {a_figure(r)} 平方米，价值 {a_figure(r)} 万元；车辆 {r.randint(0, 99)} 辆。",
    lambda r: (
        f"科目 2{digits(r, 6)} 安排 {a_figure(r)} 元，科目 3{digits(r, 4)} 安排 {a_figure(r)} 元。"
    ),
    lambda r: f"地址：{r.choice(STREETS)}{r.randint(1, 999)}号，邮编 {digits(r, 6)}。",
    lambda r: (
        f"热线 12345、{r.choice(('96', '12'))}{digits(r, 3)}，网址 www.xj{digits(r, 2)}.gov.cn。"
    ),
    lambda r: f"邮箱 czj{digits(r, 2)}@xjkz.gov.cn，QQ群号不公布。",
    lambda r: (
        f"编制 {r.randint(1, 999)} 名，在职 {r.randint(1, 999)} 人，退休 {r.randint(1, 999)} 人。"
    ),
    lambda r: f"合同金额 {r.randrange(10**11)} 元，分 {r.randint(2, 12)} 期支付。",
    lambda r: f"道路 {a_figure(r)} 公里，绿化 {a_figure(r)} 亩，惠及 {r.randrange(10**7)} 人次。",
)


def realistic(random: Random) -> Iterator[str]:
    """Texts as staff write them, half of them from a real disclosure."""
    real = sentences()
    for number in range(TEXTS):
        if number % 2:
            yield with_other_figures(random, random.choice(real))
        else:
            yield "".join(one(random) for one in random.sample(OFFICIAL, random.randint(1, 3)))


def an_amount(random: Random) -> str:
    """An amount of any length, written in any way, also one that looks like a number."""
    if random.random() < 0.3:
        yuan = f"1{random.randint(3, 9)}{digits(random, 9)}"
    else:
        yuan = str(random.randrange(10 ** random.randint(1, 15)))
    unit = random.choice(("元", " 元", "万元", " 万元", "亿元"))
    cents = random.choice(("", f".{digits(random, 2)}"))
    return random.choice((f"安排 {yuan}{cents}{unit}", f"共{yuan}{cents}{unit}，用于运转。"))


def test_numbers_of_persons_are_found() -> None:
    cases = list(spelled(seeded()))

    found = [
        number
        for number, sentence in cases
        if number in [what.upper() for _, what in identifiers(sentence)]
    ]

    print(f"S11: {len(found)} of {len(cases)} mobile and ID numbers found")
    assert len(cases) == SEEDS
    assert len(found) >= SEEDS * 99 // 100


def test_realistic_texts_raise_no_alarm() -> None:
    texts = list(realistic(Random(11)))

    alarms = [text for text in texts if list(identifiers(text))]

    share = len(alarms) / len(texts)
    print(f"S11: {len(alarms)} false alarms on {len(texts):,} realistic texts ({share:.2%})")
    assert len(texts) == TEXTS
    assert len(alarms) <= TEXTS // 100, alarms[:10]


def test_no_amount_is_taken_for_a_number_of_a_person() -> None:
    random = Random(111)

    alarms = [
        text for text in (an_amount(random) for _ in range(AMOUNTS)) if list(identifiers(text))
    ]

    print(f"S11: {len(alarms)} false alarms on {AMOUNTS:,} amounts")
    assert alarms == []
