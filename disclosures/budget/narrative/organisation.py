"""第一部分 二、机构设置及人员情况: units, internal offices, posts and people."""

from collections.abc import Iterator

from disclosures.budget.entries import Staffing, Submission

from .text import Figure, Paragraph, Piece, listed, paragraph


def organisation(entered: Submission) -> Iterator[Paragraph]:
    """The subordinate units and offices, then the people with the change of each group."""
    yield paragraph(
        "{who}{units}{offices}。",
        who=entered.name,
        units=_units(entered),
        offices=_offices(entered),
    )
    yield _people(entered.name, entered.staffing)


def _units(entered: Submission) -> Piece:
    subordinate = [unit.name for unit in entered.units if not unit.is_head]
    if entered.kind == "unit" or len(entered.units) == 1 or not subordinate:
        return "无下属预算单位"
    return f"下属预算单位 {len(subordinate)} 个，分别是：{'、'.join(subordinate)}"


def _offices(entered: Submission) -> Piece:
    if not entered.offices:
        return ""
    return (
        "，下设 ",
        Figure(f"{len(entered.offices)} 个"),
        "科室，分别是：",
        listed(entered.offices),
    )


def _people(who: str, staffing: Staffing) -> Paragraph:
    groups = (
        ("在职", staffing.active, staffing.active_change),
        ("退休", staffing.retired, staffing.retired_change),
        ("离休", staffing.veteran, staffing.veteran_change),
    )
    return paragraph(
        "{who}编制数 {posts}，实有人数 {people}，其中：{groups}。",
        who=who,
        posts=Figure(str(staffing.posts)),
        people=Figure(f"{staffing.people} 人"),
        groups=listed((_group(*group) for group in groups), "；"),
    )


def _group(name: str, count: int, change: int) -> Piece:
    verb = "减少" if change < 0 else "增加"
    return (f"{name} ", Figure(f"{count} 人"), f"，{verb} ", Figure(f"{abs(change)} 人"))
