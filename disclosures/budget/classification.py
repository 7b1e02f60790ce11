"""How money is classified: funds, funding sources, functional and economic codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Fund(Enum):
    """The three fiscal budgets whose current-year money tables 4 to 9 show."""

    __hash__ = object.__hash__  # sums are keyed by members; Enum's own hash runs in Python

    GENERAL = "一般公共预算"
    GOVERNMENT_FUND = "政府性基金预算"
    STATE_CAPITAL = "国有资本经营预算"


class SourceGroup(Enum):
    """The ten columns of table 2 in which income is shown, in their order."""

    GENERAL = "一般公共预算"
    GENERAL_TRANSFER = "上级一般公共预算安排的转移支付"
    GOVERNMENT_FUND = "政府性基金预算"
    GOVERNMENT_FUND_TRANSFER = "上级政府性基金安排的转移支付"
    STATE_CAPITAL = "国有资本经营预算"
    STATE_CAPITAL_TRANSFER = "上级国有资本经营预算安排的转移支付"
    DEDICATED_ACCOUNT = "财政专户（教育收费）"
    OWN = "单位资金"
    FISCAL_CARRY_OVER = "财政拨款结转"
    OTHER_CARRY_OVER = "非财政拨款结转结余"


# Compared by identity: sums are keyed by sources, and identity hashes in C.
@dataclass(frozen=True, slots=True, eq=False)
class FundingSource:
    """One leaf of the income tree: where the money of a line item comes from."""

    key: str
    name: str
    group: SourceGroup
    fund: Fund | None
    is_carried_over: bool = False
    is_transfer: bool = False

    @property
    def is_fiscal(self) -> bool:
        """Whether it is fiscal appropriation (财政拨款), carried over or of the year."""
        return self.fund is not None or self.group is SourceGroup.FISCAL_CARRY_OVER


GENERAL = FundingSource("general", "一般公共预算（一般财力）", SourceGroup.GENERAL, Fund.GENERAL)
GENERAL_TRANSFER = FundingSource(
    "general_transfer",
    "上级一般公共预算安排转移支付",
    SourceGroup.GENERAL_TRANSFER,
    Fund.GENERAL,
    is_transfer=True,
)
GOVERNMENT_FUND = FundingSource(
    "government_fund", "政府性基金收入", SourceGroup.GOVERNMENT_FUND, Fund.GOVERNMENT_FUND
)
GOVERNMENT_FUND_TRANSFER = FundingSource(
    "government_fund_transfer",
    "上级政府性基金安排转移支付",
    SourceGroup.GOVERNMENT_FUND_TRANSFER,
    Fund.GOVERNMENT_FUND,
    is_transfer=True,
)
STATE_CAPITAL = FundingSource(
    "state_capital", "国有资本经营收入", SourceGroup.STATE_CAPITAL, Fund.STATE_CAPITAL
)
STATE_CAPITAL_TRANSFER = FundingSource(
    "state_capital_transfer",
    "上级国有资本经营预算安排转移支付",
    SourceGroup.STATE_CAPITAL_TRANSFER,
    Fund.STATE_CAPITAL,
    is_transfer=True,
)
DEDICATED_ACCOUNT = FundingSource(
    "dedicated_account", "财政专户核拨（教育收费）", SourceGroup.DEDICATED_ACCOUNT, None
)
OPERATIONS = FundingSource("operations", "事业收入", SourceGroup.OWN, None)
SUPERIOR_SUBSIDY = FundingSource("superior_subsidy", "上级补助收入", SourceGroup.OWN, None)
SUBORDINATE_REMITTANCE = FundingSource(
    "subordinate_remittance", "附属单位上缴收入", SourceGroup.OWN, None
)
BUSINESS = FundingSource("business", "事业单位经营收入", SourceGroup.OWN, None)
OTHER = FundingSource("other", "其他收入", SourceGroup.OWN, None)
GENERAL_CARRY_OVER = FundingSource(
    "general_carry_over",
    "一般公共预算拨款结转",
    SourceGroup.FISCAL_CARRY_OVER,
    None,
    is_carried_over=True,
)
GOVERNMENT_FUND_CARRY_OVER = FundingSource(
    "government_fund_carry_over",
    "政府性基金预算拨款结转",
    SourceGroup.FISCAL_CARRY_OVER,
    None,
    is_carried_over=True,
)
STATE_CAPITAL_CARRY_OVER = FundingSource(
    "state_capital_carry_over",
    "国有资本经营预算拨款结转",
    SourceGroup.FISCAL_CARRY_OVER,
    None,
    is_carried_over=True,
)
DEDICATED_ACCOUNT_CARRY_OVER = FundingSource(
    "dedicated_account_carry_over",
    "财政专户核拨结转结余",
    SourceGroup.OTHER_CARRY_OVER,
    None,
    is_carried_over=True,
)
OWN_CARRY_OVER = FundingSource(
    "own_carry_over",
    "单位资金结转结余",
    SourceGroup.OTHER_CARRY_OVER,
    None,
    is_carried_over=True,
)

FUNDING_SOURCES: tuple[FundingSource, ...] = (
    GENERAL,
    GENERAL_TRANSFER,
    GOVERNMENT_FUND,
    GOVERNMENT_FUND_TRANSFER,
    STATE_CAPITAL,
    STATE_CAPITAL_TRANSFER,
    DEDICATED_ACCOUNT,
    OPERATIONS,
    SUPERIOR_SUBSIDY,
    SUBORDINATE_REMITTANCE,
    BUSINESS,
    OTHER,
    GENERAL_CARRY_OVER,
    GOVERNMENT_FUND_CARRY_OVER,
    STATE_CAPITAL_CARRY_OVER,
    DEDICATED_ACCOUNT_CARRY_OVER,
    OWN_CARRY_OVER,
)
SOURCE_BY_KEY: Mapping[str, FundingSource] = {source.key: source for source in FUNDING_SOURCES}
SOURCE_BY_NAME: Mapping[str, FundingSource] = {source.name: source for source in FUNDING_SOURCES}


class Spending(Enum):
    """What expenditure is: 基本支出 for staff or for operation, or 项目支出."""

    __hash__ = object.__hash__

    STAFF = "人员经费"
    OPERATING = "公用经费"
    PROJECT = "项目支出"


STAFF_CLASSES = frozenset({"301", "303"})
OPERATING_CLASSES = frozenset({"302", "310"})


class ThreePublicItem(Enum):
    """The leaf rows of table 10; which economic codes count is the catalogue's."""

    OVERSEAS = "因公出国（境）费"
    RECEPTION = "公务接待费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_OPERATION = "公务用车运行费"


# The economic 款 that count for table 10 everywhere; a locality may add others.
THREE_PUBLIC_CODES: Mapping[str, ThreePublicItem] = {
    "30212": ThreePublicItem.OVERSEAS,
    "30217": ThreePublicItem.RECEPTION,
    "31013": ThreePublicItem.VEHICLE_PURCHASE,
    "30231": ThreePublicItem.VEHICLE_OPERATION,
}


class UnknownCodeError(LookupError):
    """A code that the year's catalogue does not have."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One year's codes and names (政府收支分类科目).

    ``classes`` are the functional 类 of the year in code order, as tables 1 and 4 list them;
    ``three_public`` says which economic 款 count for which row of table 10. In the words of the
    list: ``funds`` is the budget that a functional code of the year is meant for, ``doubts``
    says how sure a code is whose name nobody has seen published yet.
    """

    functional: Mapping[str, str]
    economic: Mapping[str, str]
    classes: tuple[str, ...]
    three_public: Mapping[str, ThreePublicItem]
    funds: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)

    def function_name(self, code: str) -> str:
        """The name of a functional 类, 款 or 项."""
        return _name(self.functional, code, "功能分类科目")

    def economic_name(self, code: str) -> str:
        """The name of an economic 类 or 款."""
        return _name(self.economic, code, "部门经济分类科目")


def _name(names: Mapping[str, str], code: str, kind: str) -> str:
    try:
        return names[code]
    except KeyError:
        raise UnknownCodeError(f"{kind}编码 {code} 不在本年度科目中") from None
