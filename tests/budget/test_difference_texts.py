"""What a correction changed in the text: paragraph by paragraph, word by word."""

import time
from dataclasses import replace

import pytest

from disclosures.budget.difference import difference
from disclosures.budget.difference.shape import Run, SectionChange, TextChange
from disclosures.budget.difference.texts import paragraphs, plain
from disclosures.budget.difference.wording import AT_MOST, marked
from disclosures.budget.document import Document
from disclosures.budget.entries import Term
from disclosures.budget.narrative.text import Figure, Paragraph, Written, paragraph

from .ledgers import document, line

OPENING = {"kept": "", "removed": "[-", "added": "[+"}


def read(runs: tuple[Run, ...]) -> str:
    """Marked words as a reader of plain text sees them."""
    return "".join(
        run.text if run.mark == "kept" else f"{OPENING[run.mark]}{run.text}]" for run in runs
    )


def told(changes: tuple[TextChange, ...]) -> list[tuple[str, int, str]]:
    return [(one.kind, one.position, read(one.runs)) for one in changes]


def section(before: Document, after: Document, number: str) -> SectionChange:
    (found,) = (one for one in difference(before, after).sections if one.number == number)
    return found


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        ("收入 385.16 万元。", "收入 1,386.39 万元。", "收入 [-385.16][+1,386.39] 万元。"),
        ("增长 3.54%。", "增长 3.87%。", "增长 [-3.54%][+3.87%]。"),
        ("人员工资调增", "人员工资、社保调增", "人员工资[+、社保]调增"),
        ("两年晋档工资", "晋级晋档工资", "[-两年][+晋级]晋档工资"),
        ("用于甲的事", "用于乙的物", "用于[-甲的事][+乙的物]"),
        ("甲，乙", "丙，丁", "[-甲][+丙]，[-乙][+丁]"),
        ("", "新写的话", "[+新写的话]"),
        ("旧的话", "", "[-旧的话]"),
        ("照旧", "照旧", "照旧"),
        ("", "", ""),
    ],
)
def test_words_are_marked_so_that_both_texts_can_be_read(
    before: str, after: str, marks: str
) -> None:
    runs = marked(before, after)

    assert read(runs) == marks
    assert "".join(run.text for run in runs if run.mark != "added") == before
    assert "".join(run.text for run in runs if run.mark != "removed") == after


def test_texts_too_long_to_search_are_shown_whole_and_soon() -> None:
    before, after = "甲乙" * 20_000, "乙丙" * 20_000

    start = time.perf_counter()
    runs = marked(f"开头{before}结尾", f"开头{after}结尾")

    assert len(before) * len(after) > AT_MOST
    assert [run.mark for run in runs] == ["kept", "removed", "added", "kept"]
    assert time.perf_counter() - start < 5


def test_a_sentence_with_other_figures_is_the_same_sentence() -> None:
    before = document(line("2010301", "30101", "100000.00"))
    after = document(line("2010301", "30101", "120000.00"))

    found = section(before, after, "一")

    assert (found.position, found.title) == (1, "关于某局 2026 年收支预算情况总体说明")
    assert [one.kind for one in found.paragraphs] == ["changed"]
    assert "[-10.00][+12.00] 万元" in read(found.paragraphs[0].runs)


def test_a_rise_that_becomes_a_fall_is_the_same_sentence() -> None:
    last = (line("2010301", "30101", "110000.00"),)
    before = document(line("2010301", "30101", "120000.00"), last=last)
    after = document(line("2010301", "30101", "100000.00"), last=last)

    changes = section(before, after, "二").paragraphs

    assert {one.kind for one in changes} == {"changed"}


def test_a_reason_written_anew_is_marked_at_its_place() -> None:
    lines = (line("2010301", "30101", "120000.00"),)
    before = document(*lines, explanations={"income/general": "工资调增"})
    after = document(*lines, explanations={"income/general": "工资和社保缴费调增"})

    (change,) = section(before, after, "二").paragraphs

    assert "主要原因是工资[+和社保缴费]调增。" in read(change.runs)


def test_a_new_project_adds_its_paragraphs_and_renumbers_the_next() -> None:
    repair = line("2010302", "30213", "50000.00", project="维修")
    clean = line("2010302", "30209", "10000.00", project="保洁")

    changes = section(document(repair), document(repair, clean), "七").paragraphs

    kinds = [one.kind for one in changes]
    assert kinds == ["added"] * 6 + ["changed"]
    assert read(changes[-1].runs) == "（[-一][+二]）项目名称：维修"


def test_sentences_alike_in_different_projects_are_not_mixed_up() -> None:
    def block(name: str, amount: str) -> list[Paragraph]:
        heading = paragraph("（一）项目名称：{name}", style="heading", name=name)
        return [heading, paragraph("规模：{amount}", amount=Figure(amount))]

    before = (*block("甲", "1.00 万元"), *block("乙", "2.00 万元"))
    after = (*block("乙", "2.00 万元"), *block("丙", "3.00 万元"))

    assert told(paragraphs(before, after)) == [
        ("removed", 1, "[-（一）项目名称：甲]"),
        ("removed", 2, "[-规模：1.00 万元]"),
        ("added", 3, "[+（一）项目名称：丙]"),
        ("added", 4, "[+规模：3.00 万元]"),
    ]


def test_a_sentence_whose_list_grew_is_shown_as_changed() -> None:
    before = (paragraph("主要包括：办公费、差旅费。"),)
    after = (paragraph("主要包括：办公费、水费、差旅费。"),)

    assert told(paragraphs(before, after)) == [
        ("changed", 1, "主要包括：办公费、[+水费、]差旅费。")
    ]


def test_sentences_that_have_little_in_common_are_not_laid_over_each_other() -> None:
    before, after = (paragraph("没有下属单位。"),), (paragraph("编制数 14，实有 12 人。"),)

    assert [one.kind for one in paragraphs(before, after)] == ["removed", "added"]


def test_a_reason_owed_is_known_by_its_key_whatever_is_written() -> None:
    was = Paragraph(("原因是", Written("operating", "原因", "工资调增")))
    now = Paragraph(("原因是", Written("operating", "原因", "另一回事完全不同")))

    assert [one.kind for one in paragraphs((was,), (now,))] == ["changed"]


def test_duties_that_change_places_are_told() -> None:
    assert told(plain(("甲职能", "乙职能"), ("乙职能", "甲职能"))) == [
        ("added", 1, "[+乙职能]"),
        ("removed", 2, "[-乙职能]"),
    ]


def test_a_term_is_known_by_its_name() -> None:
    one, other = Term("术语", "解释"), Term("别的", "说法")
    before = document(terms=(one, other))
    after = document(terms=(replace(one, definition="新的解释"), other))

    (change,) = difference(before, after).glossary

    assert read(change.runs) == "术语：[+新的]解释"


def test_a_title_that_names_another_is_told_in_its_section() -> None:
    found = section(document(), document(name="某委"), "一")

    assert found.paragraphs[0].position == 0
    assert read(found.paragraphs[0].runs) == "关于某[-局][+委] 2026 年收支预算情况总体说明"
