"""What a presentation arranges itself, beyond what the document says."""

from dataclasses import replace

from disclosures.budget.targets import Target
from disclosures.presentation import SHEETFUL, Presentation, presented
from tests.budget.ledgers import document


def shown(*rows: tuple[str, str, str]) -> Presentation:
    """A document whose only target has these indicators."""
    columns = ("一级指标", "二级指标", "三级指标")
    target = Target("项目支出绩效目标表", "项目", (), columns, rows)
    return presented(replace(document(), targets=(target,)), None)


def groups(presentation: Presentation) -> list[list[tuple[str, int]]]:
    """The spanning cells of each row of the target: text and rows."""
    (target,) = (
        target
        for section in presentation.sections
        for block in section.blocks
        for target in block.targets
    )
    return [[(cell.text, cell.rowspan) for cell in row if cell.is_group] for row in target.rows]


def test_the_levels_of_indicators_are_written_once_for_what_they_cover() -> None:
    rows = [
        ("产出", "数量", "甲"),
        ("产出", "数量", "乙"),
        ("产出", "质量", "丙"),
        ("效益", "社会", "丁"),
    ]

    assert groups(shown(*rows)) == [
        [("产出", 3), ("数量", 2)],
        [],
        [("质量", 1)],
        [("效益", 1), ("社会", 1)],
    ]


def test_a_group_longer_than_a_sheet_is_named_again() -> None:
    rows = [("产出", "数量", f"第 {number} 项") for number in range(SHEETFUL + 2)]

    spanning = [row for row in groups(shown(*rows)) if row]

    assert spanning == [
        [("产出", SHEETFUL), ("数量", SHEETFUL)],
        [("产出", 2), ("数量", 2)],
    ]
