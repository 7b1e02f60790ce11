"""Sections 一, 二 and 三: the whole budget, its income and its expenditure."""

from collections.abc import Iterator

from disclosures.budget.amounts import ZERO, Change, total
from disclosures.budget.classification import SourceGroup

from .account import BASIC_AND_PROJECT, Account, money, portion
from .restatement import restatement
from .secrecy import IN_TEXT
from .text import Paragraph, Piece, listed, paragraph

TRANSFERS = (
    SourceGroup.GENERAL_TRANSFER,
    SourceGroup.GOVERNMENT_FUND_TRANSFER,
    SourceGroup.STATE_CAPITAL_TRANSFER,
)
# Groups the text passes over in silence when neither year has money of them.
SILENT = (
    SourceGroup.DEDICATED_ACCOUNT,
    SourceGroup.OWN,
    SourceGroup.FISCAL_CARRY_OVER,
    SourceGroup.OTHER_CARRY_OVER,
)


def overall(account: Account) -> Iterator[Paragraph]:
    """一: the total, the sources and the classes that have money, and what is left out."""
    by_group = account.totals.by(lambda _code, source, _spending: source.group)
    by_class = account.totals.by(lambda code, _source, _spending: code)
    names = account.entered.catalogue
    yield paragraph(
        "按照全口径预算的原则，{who} {year} 年所有收入和支出均纳入{subject}预算管理。"
        "收支总预算 {total}。",
        who=account.who,
        year=str(account.year),
        subject=account.subject,
        total=money(total(by_class.values())),
    )
    groups = [group.value for group in SourceGroup if by_group.get(group)]
    if groups:
        yield paragraph("收入预算包括：{groups}。", groups=listed(groups))
    classes = [names.function_name(code) for code in sorted(by_class) if by_class[code]]
    if classes:
        yield paragraph("支出预算包括：{classes}。", classes=listed(classes))
    if account.entered.has_secret_content:
        yield paragraph(IN_TEXT)


def income(account: Account) -> Iterator[Paragraph]:
    """二: every group of sources in the order of table 2."""
    whole = total(account.totals.functional.values())
    this, last = (
        totals.by(lambda _code, source, _spending: source.group)
        for totals in (account.totals, account.last)
    )
    yield paragraph(
        "{who}{subject}收入预算 {total}，其中：",
        who=account.who,
        subject=account.subject,
        total=money(whole),
    )
    for group in SourceGroup:
        change = Change(this.get(group, ZERO), last.get(group, ZERO))
        if change.this_year:
            yield paragraph(
                "{group} {amount}，占 {share}，比上年预算{change}。{restated}",
                group=_name(group),
                amount=money(change.this_year),
                share=portion(change.this_year, whole),
                change=_explained(account, group, change),
                restated=restatement(account, _key(group)),
            )
        elif change.last_year or group not in SILENT:
            yield _unplanned(account, group, change)


def _unplanned(account: Account, group: SourceGroup, change: Change) -> Paragraph:
    fall = ("，比上年预算", _explained(account, group, change)) if change.last_year else ""
    return paragraph(
        "{name}未安排{fall}。{restated}",
        name=_name(group),
        fall=fall,
        restated=restatement(account, _key(group)),
    )


def _name(group: SourceGroup) -> str:
    return f"{group.value}资金" if group in TRANSFERS else group.value


def _explained(account: Account, group: SourceGroup, change: Change) -> Piece:
    return account.explained(change, _key(group), f"收入预算，{group.value}")


def _key(group: SourceGroup) -> str:
    return f"income/{group.name.lower()}"


def expenditure(account: Account) -> Iterator[Paragraph]:
    """三: basic and project expenditure."""
    whole = total(account.totals.functional.values())
    yield paragraph(
        "{who} {year} 年支出预算 {total}，其中：",
        who=account.who,
        year=str(account.year),
        total=money(whole),
    )
    for key, name, kinds in BASIC_AND_PROJECT:
        change = account.change(kinds)
        yield paragraph(
            "{name} {amount}，占 {share}，比上年预算{change}。{restated}",
            name=name,
            amount=money(change.this_year),
            share=portion(change.this_year, whole),
            change=account.explained(change, f"expenditure/{key}", f"支出预算，{name}"),
            restated=restatement(account, f"expenditure/{key}"),
        )
