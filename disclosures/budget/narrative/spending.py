"""Sections 六, 七, 十 and 十一: basic expenditure, projects, 三公, carry-over."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from disclosures.budget.amounts import ZERO, Change, total
from disclosures.budget.classification import Fund, SourceGroup, Spending, ThreePublicItem
from disclosures.budget.entries import Project, Unit
from disclosures.budget.statements.three_public import three_public_sums
from disclosures.budget.tree import Totals

from .account import Account, compared, money
from .numerals import numeral
from .restatement import restatement
from .text import UNWRITTEN, Paragraph, Piece, listed, paragraph

# The order of the text, and what the sentence says was planned in neither year.
THREE_PUBLIC: tuple[tuple[ThreePublicItem, str], ...] = (
    (ThreePublicItem.OVERSEAS, "因公出国（境）费用"),
    (ThreePublicItem.VEHICLE_PURCHASE, "公务用车购置"),
    (ThreePublicItem.VEHICLE_OPERATION, "公务用车运行费"),
    (ThreePublicItem.RECEPTION, "公务接待费"),
)


def basic(account: Account) -> Iterator[Paragraph]:
    """六: 人员经费 and 公用经费, each with the economic 款 that have money."""
    table = account.statements[5]
    if table.note:
        yield from account.empty_note(6)
        return
    sums = {
        spending: {
            code: amount
            for (code, fund, of), amount in sorted(
                account.totals.economic.items(), key=lambda entry: entry[0][0]
            )
            if fund is Fund.GENERAL and of is spending and amount
        }
        for spending in (Spending.STAFF, Spending.OPERATING)
    }
    yield paragraph(
        "{who} {year} 年一般公共预算基本支出 {total}，其中：",
        who=account.who,
        year=str(account.year),
        total=money(total(total(codes.values()) for codes in sums.values())),
    )
    for spending, codes in sums.items():
        names = [account.entered.catalogue.economic_name(code) for code in codes]
        yield paragraph(
            "{spending} {amount}{names}。",
            spending=spending.value,
            amount=money(total(codes.values())),
            names=("，主要包括：", listed(names)) if names else "",
        )


def projects(account: Account) -> Iterator[Paragraph]:
    """七: each project of table 7 with its basis, amount, undertaker, allocation, period."""
    sums: dict[tuple[str, str], Decimal] = {}
    for (unit, _, name, _), amount in sorted(account.totals.projects.items()):
        sums[unit, name] = sums.get((unit, name), ZERO) + amount
    entered = {(project.unit, project.name): project for project in account.entered.projects}
    units = {unit.code: unit for unit in account.entered.units}
    funded = [key for key, amount in sums.items() if amount]
    if not funded:
        yield from account.empty_note(7)
    for number, (unit, name) in enumerate(funded, 1):
        project = entered.get((unit, name), Project(unit, name))
        yield from _project(number, project, sums[unit, name], units[unit])


def _project(number: int, project: Project, amount: Decimal, unit: Unit) -> Iterator[Paragraph]:
    yield paragraph(
        "（{number}）项目名称：{name}", style="heading", number=numeral(number), name=project.name
    )
    yield paragraph("设立的政策依据：{basis}", basis=project.policy_basis or UNWRITTEN)
    yield paragraph("预算安排规模：{amount}", amount=money(amount))
    yield paragraph("项目承担单位：{unit}", unit=project.undertaken_by or unit.name)
    yield paragraph("资金分配情况：{allocation}", allocation=project.allocation or UNWRITTEN)
    yield paragraph(
        "资金执行时间：{start}至 {end}",
        start=_month(project.starts_on),
        end=_month(project.ends_on),
    )


def _month(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月" if day else UNWRITTEN


def three_public(account: Account) -> Iterator[Paragraph]:
    """十: every item of 三公 this year, then the change of each with its reason."""
    this, last = (_three_public(totals, account) for totals in (account.totals, account.last))
    amounts = [(f"{item.value} ", money(this[item])) for item, _ in THREE_PUBLIC]
    yield paragraph(
        "{who} {year} 年财政拨款“三公”经费数为 {total}，其中：{amounts}。",
        who=account.who,
        year=str(account.year),
        total=money(total(this.values())),
        amounts=listed(amounts, "，"),
    )
    changes = [
        _item_change(account, item, words, Change(this[item], last[item]))
        for item, words in THREE_PUBLIC
    ]
    yield paragraph(
        "{year} 年财政拨款“三公”经费预算比上年预算{change}，其中：{changes}。{restated}",
        year=str(account.year),
        change=compared(Change(total(this.values()), total(last.values()))),
        changes=listed(changes, "；"),
        restated=tuple(_restated(account)),
    )


def _restated(account: Account) -> Iterator[Piece]:
    for item, _ in THREE_PUBLIC:
        told = restatement(account, _key(item))
        if told:
            yield (item.value, told)


def _key(item: ThreePublicItem) -> str:
    return f"three_public/{item.name.lower()}"


def _item_change(account: Account, item: ThreePublicItem, words: str, change: Change) -> Piece:
    key = _key(item)
    asks = key in account.entered.explanations or key in account.moved
    if not change.this_year and not change.last_year and not asks:
        reason: Piece = f" {account.year - 1} 年与 {account.year} 年均未安排{words}"
        return (item.value, compared(change), "，主要原因是", reason)
    return (item.value, account.explained(change, key, f"“三公”经费，{item.value}"))


def _three_public(totals: Totals, account: Account) -> Mapping[ThreePublicItem, Decimal]:
    sums = three_public_sums(totals, account.entered.catalogue)
    return {item: total(sums[item, fund] for fund in Fund) for item in ThreePublicItem}


def carry_over(account: Account) -> Iterator[Paragraph]:
    """十一: what is spent from carried-over money, or the note."""
    if account.statements[10].note:
        yield from account.empty_note(11)
        return
    groups = (SourceGroup.FISCAL_CARRY_OVER, SourceGroup.OTHER_CARRY_OVER)
    sums = account.totals.by(
        lambda _, source, spending: (
            (source.group, spending is Spending.PROJECT) if source.is_carried_over else None
        )
    )
    parts = [
        (
            f"{group.value} ",
            money(sums.get((group, False), ZERO) + sums.get((group, True), ZERO)),
            "（基本支出 ",
            money(sums.get((group, False), ZERO)),
            "，项目支出 ",
            money(sums.get((group, True), ZERO)),
            "）",
        )
        for group in groups
    ]
    yield paragraph(
        "{who} {year} 年上年结转结余预算安排的支出 {total}，其中：{parts}。",
        who=account.who,
        year=str(account.year),
        total=money(total(sums.values())),
        parts=listed(parts, "；"),
    )
