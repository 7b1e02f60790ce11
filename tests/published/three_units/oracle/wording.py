"""What the text must say: figures worked out from two years' lines, worded as in the reference.

Each expectation is a group of fragments that must stand together in one paragraph.
"""

from collections.abc import Sequence

from .sums import (
    CAPITAL,
    CARRIED_FISCAL,
    CARRIED_OTHER,
    EDUCATION_FEES,
    EVERY,
    FISCAL,
    FUND,
    GENERAL,
    OPERATING,
    STAFF,
    UNIT_MONEY,
    Line,
    Names,
    Test,
    anything,
    basic,
    both,
    paid_from,
    project,
    spent_on,
    total,
    under,
    wan,
)

Groups = list[list[str]]

INCOME_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一般公共预算", GENERAL[:1]),
    ("上级一般公共预算安排的转移支付资金", GENERAL[1:]),
    ("政府性基金预算", FUND[:1]),
    ("上级政府性基金安排的转移支付资金", FUND[1:]),
    ("国有资本经营预算", CAPITAL[:1]),
    ("上级国有资本经营预算安排的转移支付资金", CAPITAL[1:]),
)
OTHER_INCOME_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("财政专户", EDUCATION_FEES),
    ("单位资金", UNIT_MONEY),
    ("财政拨款结转", CARRIED_FISCAL),
    ("非财政拨款结转结余", CARRIED_OTHER),
)
FUND_NAMES = (("一般公共预算", GENERAL), ("政府性基金预算", FUND), ("国有资本经营预算", CAPITAL))
THREE_PUBLIC = (
    ("因公出国（境）费", "30212"),
    ("公务用车购置费", "31013"),
    ("公务用车运行费", "30231"),
    ("公务接待费", "30217"),
)


def percent(part: int, whole: int) -> str:
    """A ratio as a percentage with two decimals, rounded half up."""
    hundredths = (abs(part) * 20_000 + abs(whole)) // (2 * abs(whole))
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def change(now: int, last: int) -> str:
    """A change in words; from nothing counts as 100.00%."""
    more = now >= last
    rate = percent(now - last, last) if last else ("100.00%" if now else "0.00%")
    verb, growth = ("增加", "增长") if more else ("减少", "下降")
    return f"{verb} {wan(abs(now - last))} 万元，{growth} {rate}"


class Comparison:
    """The lines of the budget year beside those of the year before."""

    def __init__(self, lines: Sequence[Line], before: Sequence[Line], names: Names) -> None:
        self.lines, self.before, self.names = lines, before, names

    def now(self, *tests: Test) -> int:
        """The sum in the budget year."""
        return total(self.lines, *tests)

    def amount(self, *tests: Test) -> str:
        """The sum in the budget year, in words."""
        return f"{wan(self.now(*tests))} 万元"

    def against(self, *tests: Test) -> str:
        """The comparison of a sum with last year's, in words."""
        return f"比上年预算{self.change(*tests)}"

    def change(self, *tests: Test) -> str:
        """The change of a sum in words."""
        return change(self.now(*tests), total(self.before, *tests))

    def share(self, part: Test, whole: Test) -> str:
        """The share of one sum in another, in words."""
        return f"占 {percent(self.now(part), self.now(whole))}"

    def codes(self, length: int, *tests: Test, both_years: bool = False) -> list[str]:
        """Functional codes of this length with an amount, in order."""
        lines = [*self.lines, *(self.before if both_years else ())]
        return sorted({line.item[:length] for line in lines if all(test(line) for test in tests)})

    def item_name(self, code: str) -> str:
        """类（类）款（款）项（项）."""
        kinds = (("类", 3), ("款", 5), ("项", 7))
        return "".join(f"{self.names[code[:length]]}（{kind}）" for kind, length in kinds)


def income(facts: Comparison) -> Groups:
    """Section 二."""
    groups = [[f"部门收入预算 {facts.amount()}，其中："]]
    for label, sources in INCOME_GROUPS:
        groups.append([f"{label} {_line_with_share(facts, paid_from(*sources))}"])
    for label, sources in OTHER_INCOME_GROUPS:
        groups.append([label, _line_with_share(facts, paid_from(*sources))])
    return groups


def _line_with_share(facts: Comparison, test: Test) -> str:
    return f"{facts.amount(test)}，{facts.share(test, anything)}，{facts.against(test)}，主要原因是"


def overview(facts: Comparison) -> Groups:
    """Section 一."""
    classes = "、".join(facts.names[code] for code in facts.codes(3, paid_from(*EVERY)))
    sources = ["政府性基金预算", "国有资本经营预算", "财政专户", "单位资金", "结转"]
    return [
        [f"收支总预算 {facts.amount()}。"],
        ["收入预算包括：一般公共预算、", *sources],
        [f"支出预算包括：{classes}。"],
    ]


def expenditure(facts: Comparison) -> Groups:
    """Section 三."""
    return [
        [f"支出预算 {facts.amount()}，其中："],
        [f"基本支出 {_line_with_share(facts, basic)}"],
        [f"项目支出 {_line_with_share(facts, project)}"],
    ]


def fiscal(facts: Comparison) -> Groups:
    """Section 四."""
    groups = [[f"财政拨款收支总预算 {facts.amount(paid_from(*FISCAL))}。"]]
    groups.append(["收入预算包括："])
    for label, sources in FUND_NAMES:
        test = paid_from(*sources)
        groups[1].append(f"{label}拨款 {facts.amount(test)}")
        uses = [
            f"{facts.names[code]} {facts.amount(test, under(code))}，主要用于"
            for code in facts.codes(3, test)
        ]
        groups.append([f"{label}支出包括：", *uses])
    return groups


def fund(facts: Comparison, label: str, sources: tuple[str, ...]) -> Groups:
    """Sections 五, 八 and 九: size, structure, every 项 of either year."""
    test = paid_from(*sources)
    groups = [[f"{label}拨款合计 {facts.amount(test)}，其中："]]
    for kind, kind_test in (("基本支出", basic), ("项目支出", project)):
        figures = f"{facts.amount(test, kind_test)}，{facts.against(test, kind_test)}"
        groups.append([f"{kind} {figures}，主要原因是"])
    for number, code in enumerate(facts.codes(3, test), start=1):
        part = both(test, under(code))
        line = f"{facts.names[code]}（类）{facts.amount(part)}，{facts.share(part, test)}。"
        groups.append([f"{number}、{line}"])
    for number, code in enumerate(facts.codes(7, test, both_years=True), start=1):
        groups.append([f"{number}、{item(facts, code, test)}"])
    return groups


def item(facts: Comparison, code: str, test: Test) -> str:
    """The sentence on one 项; that of a negative 项 is given up to its amount."""
    part = both(test, under(code))
    start = f"{facts.item_name(code)}：2026 年预算数为 {facts.amount(part)}，"
    return f"{start}{facts.against(part)}，主要原因是" if facts.now(part) >= 0 else start


def basic_expenditure(facts: Comparison) -> Groups:
    """Section 六."""
    general = both(paid_from(*GENERAL), basic)
    groups = [[f"一般公共预算基本支出 {facts.amount(general)}，其中："]]
    for label, kind in (("人员经费", STAFF), ("公用经费", OPERATING)):
        part = both(general, kind)
        codes = sorted({line.economic for line in facts.lines if part(line)})
        listed = "、".join(facts.names[code] for code in codes)
        groups.append([f"{label} {facts.amount(part)}，主要包括：{listed}。"])
    return groups


def projects(facts: Comparison) -> Groups:
    """Section 七: the projects that only one unit has."""
    general = [line for line in facts.lines if line.source in GENERAL and project(line)]
    groups: Groups = []
    for name in dict.fromkeys(line.project for line in general):
        own = [line for line in general if line.project == name]
        if len({line.unit for line in own}) == 1:
            groups.append([f"项目名称：{name}"])
            groups.append([f"预算安排规模：{wan(total(own))} 万元"])
    return groups


def three_public(facts: Comparison) -> Groups:
    """Section 十."""
    money = both(paid_from(*FISCAL), spent_on(*(code for _, code in THREE_PUBLIC)))
    parts = [(label, both(money, spent_on(code))) for label, code in THREE_PUBLIC]
    listed = "，".join(f"{label} {facts.amount(part)}" for label, part in parts)
    changes = [f"{label}{facts.change(part)}" for label, part in parts]
    return [
        [f"“三公”经费数为 {facts.amount(money)}，其中：{listed}。"],
        [f"“三公”经费预算{facts.against(money)}，其中：", *changes],
    ]


def carried_over(facts: Comparison) -> Groups:
    """Section 十一: the amounts, which the reference has no wording for."""
    return [
        [facts.amount(paid_from(*CARRIED_FISCAL, *CARRIED_OTHER))],
        [facts.amount(paid_from(*CARRIED_FISCAL))],
        [facts.amount(paid_from(*CARRIED_OTHER))],
    ]


def other_matters(facts: Comparison) -> Groups:
    """Section 十二: running costs, and the money under performance targets."""
    running = both(paid_from(*GENERAL), OPERATING)
    return [
        [f"机关运行经费财政拨款预算 {facts.amount(running)}，{facts.against(running)}，主要原因是"],
        [f"整体预算绩效目标 1 个，涉及预算金额 {facts.amount()}；"],
    ]


def sections(lines: Sequence[Line], before: Sequence[Line], names: Names) -> dict[str, Groups]:
    """What each of the twelve sections must say."""
    facts = Comparison(lines, before, names)
    return {
        "一": overview(facts),
        "二": income(facts),
        "三": expenditure(facts),
        "四": fiscal(facts),
        "五": fund(facts, "一般公共预算", GENERAL),
        "六": basic_expenditure(facts),
        "七": projects(facts),
        "八": fund(facts, "政府性基金预算", FUND),
        "九": fund(facts, "国有资本经营预算", CAPITAL),
        "十": three_public(facts),
        "十一": carried_over(facts),
        "十二": other_matters(facts),
    }
