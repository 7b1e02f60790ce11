"""Sections 四, 五, 八 and 九: fiscal appropriation as a whole and fund by fund."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO, Change, total
from disclosures.budget.classification import Fund
from disclosures.budget.tree import Totals

from .account import BASIC_AND_PROJECT, Account, money, portion
from .numerals import numeral
from .restatement import restatement
from .text import Paragraph, Piece, listed, paragraph

TABLE_OF = {Fund.GENERAL: 5, Fund.GOVERNMENT_FUND: 8, Fund.STATE_CAPITAL: 9}


def fiscal(account: Account) -> Iterator[Paragraph]:
    """四: fiscal income by fund, and per fund the classes with amount and use."""
    sums = {fund: _by_class(account.totals, fund) for fund in Fund}
    by_fund = {fund: total(classes.values()) for fund, classes in sums.items()}
    funded = [fund for fund in Fund if by_fund[fund]]
    yield paragraph(
        "{year} 年财政拨款收支总预算 {total}。",
        year=str(account.year),
        total=money(total(by_fund.values())),
    )
    if not funded:
        yield from account.empty_note(4)
        return
    yield paragraph("收入{funds}。", funds=_composition(funded))
    yield paragraph(
        "收入预算包括：{funds}。",
        funds=listed((f"{fund.value}拨款 ", money(by_fund[fund])) for fund in funded),
    )
    for fund in funded:
        yield _uses(account, fund, sums[fund])


def _composition(funded: list[Fund]) -> str:
    missing = [fund for fund in Fund if fund not in funded]
    has = f"全部为{funded[0].value}拨款" if len(funded) == 1 else f"包括{_appropriations(funded)}"
    # The official wording leaves 拨款 off the last name of a list of missing funds.
    lacks = f"，无{_appropriations(missing).removesuffix('拨款')}" if missing else ""
    return has + lacks


def _appropriations(funds: list[Fund]) -> str:
    names = [f"{fund.value}拨款" for fund in funds]
    return "和".join(filter(None, ("、".join(names[:-1]), names[-1])))


def _uses(account: Account, fund: Fund, by_class: Mapping[str, Decimal]) -> Paragraph:
    uses: list[Piece] = []
    for code in sorted(by_class):
        if by_class[code]:
            name = account.entered.catalogue.function_name(code)
            use = account.owed(f"use/{fund.name.lower()}/{code}", f"{fund.value}，{name}：主要用途")
            uses.append((f"{name} ", money(by_class[code]), "，主要用于", use))
    return paragraph("{fund}支出包括：{uses}。", fund=fund.value, uses=listed(uses, "；"))


def general(account: Account) -> Iterator[Paragraph]:
    """五: 一般公共预算当年拨款."""
    return _fund(account, Fund.GENERAL)


def government_fund(account: Account) -> Iterator[Paragraph]:
    """八: 政府性基金预算拨款."""
    return _fund(account, Fund.GOVERNMENT_FUND)


def state_capital(account: Account) -> Iterator[Paragraph]:
    """九: 国有资本经营预算拨款."""
    return _fund(account, Fund.STATE_CAPITAL)


def _fund(account: Account, fund: Fund) -> Iterator[Paragraph]:
    this, last = (totals.items(fund) for totals in (account.totals, account.last))
    if not any(this.values()):
        yield from account.empty_note(TABLE_OF[fund])
    if any(this.values()) or any(last.values()):
        parts = (
            ("规模变化情况", tuple(_scale(account, fund, total(this.values())))),
            ("结构情况", tuple(_structure(account, fund))),
            ("具体使用情况", tuple(_items(account, fund, this, last))),
        )
        for number, (title, paragraphs) in enumerate((part for part in parts if part[1]), 1):
            heading = f"（{numeral(number)}）{fund.value}当年拨款{title}"
            yield paragraph("{heading}", style="heading", heading=heading)
            yield from paragraphs


def _scale(account: Account, fund: Fund, whole: Decimal) -> Iterator[Paragraph]:
    yield paragraph(
        "{who} {year} 年{fund}拨款合计 {total}，其中：",
        who=account.who,
        year=str(account.year),
        fund=fund.value,
        total=money(whole),
    )
    for key, name, kinds in BASIC_AND_PROJECT:
        change = account.change(kinds, fund)
        yield paragraph(
            "{name} {amount}，比上年预算{change}。{restated}",
            name=name,
            amount=money(change.this_year),
            change=account.explained(change, f"{fund.name.lower()}/{key}", f"{fund.value}，{name}"),
            restated=restatement(account, f"{fund.name.lower()}/{key}"),
        )


def _structure(account: Account, fund: Fund) -> Iterator[Paragraph]:
    by_class = _by_class(account.totals, fund)
    whole = total(by_class.values())
    funded = [code for code in sorted(by_class) if by_class[code]]
    for number, code in enumerate(funded, 1):
        yield paragraph(
            "{number}、{name}（类）{amount}，占 {share}。",
            style="item",
            number=str(number),
            name=account.entered.catalogue.function_name(code),
            amount=money(by_class[code]),
            share=portion(by_class[code], whole),
        )


def _items(
    account: Account, fund: Fund, this: Mapping[str, Decimal], last: Mapping[str, Decimal]
) -> Iterator[Paragraph]:
    of_either = (code for code in sorted({*this, *last}) if this.get(code) or last.get(code))
    name_of = account.entered.catalogue.function_name
    for number, code in enumerate(of_either, 1):
        change = Change(this.get(code, ZERO), last.get(code, ZERO))
        label = f"{fund.value}，{code} {name_of(code)}"
        yield paragraph(
            "{number}、{name}：{year} 年预算数为 {amount}，比上年预算{change}。{restated}",
            style="item",
            number=str(number),
            name=f"{name_of(code[:3])}（类）{name_of(code[:5])}（款）{name_of(code)}（项）",
            year=str(account.year),
            amount=money(change.this_year),
            change=account.explained(change, f"{fund.name.lower()}/{code}", label),
            restated=restatement(account, f"{fund.name.lower()}/{code}"),
        )


def _by_class(totals: Totals, fund: Fund) -> dict[str, Decimal]:
    return totals.by(lambda code, source, _: code if source.fund is fund else None)
