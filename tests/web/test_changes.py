"""What a correction changed, as the public reads it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.test import Client

from disclosures.budget.statements.form import Row
from disclosures.models import Publication, Unit

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    Html,
    another_department,
    chosen,
    correction,
    document_of,
    next_version,
    read,
    texts,
    unit_s_own,
    withdrawn,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
CHANGES = f"{PAGE}changes/"


@pytest.fixture
def second(published: Publication) -> Publication:
    return correction(published)


def row(page: Html, table: int, name: str) -> list[list[str]]:
    """The changed cells of a row: column, before, after, difference."""
    for body in chosen(page, ".figures tbody"):
        (head, *_) = chosen(body, "th")
        (link, *_) = [*chosen(head, "a"), head]
        if link.text_content() == name and link.get("href", "").partition("#t")[2].startswith(
            f"{table}-"
        ):
            return [[cell.text_content() for cell in chosen(tr, "td")] for tr in chosen(body, "tr")]
    raise AssertionError(f"no row {name} of table {table}")


def test_a_first_version_says_that_nothing_was_corrected() -> None:
    page = read(CHANGES)

    assert "没有更正" in texts(page, ".facts")[0]
    assert texts(page, "h2") == ["第 1 版，首次公开"]
    assert not chosen(page, ".figures, del, ins")
    assert json.loads(Client().get(f"{PAGE}changes.json").content)["corrections"] == []


def test_every_changed_cell_is_shown_before_and_after(second: Publication) -> None:
    page = read(CHANGES)

    assert row(page, 3, "2010301 行政运行") == [
        ["支出预算 › 合计", "412.26", "413.49", "+12,341.67"],
        ["支出预算 › 基本支出", "192.26", "193.49", "+12,341.67"],
    ]
    assert second.note in page.text_content()


@pytest.mark.usefixtures("second")
def test_a_figure_that_rounds_to_the_same_is_said_to() -> None:
    cells = row(read(CHANGES), 6, "30229 福利费")

    assert [cell[1:] for cell in cells] == [["2.49", "2.49", "-4.00四舍五入后相同"]] * 2


@pytest.mark.usefixtures("second")
def test_changed_words_are_marked_in_words() -> None:
    page = read(CHANGES)

    reasons = [text for text in texts(page, ".text") if "社保缴费调增" in text]
    figures = chosen(page, ".text del")
    assert len(reasons) == 1
    assert "原385.16现386.39" in reasons[0]
    assert {text_[:1] for text_ in texts(page, ".text del b")} <= {"原", "删"}
    assert {text_[:1] for text_ in texts(page, ".text ins b")} <= {"现", "增"}
    assert figures


@pytest.mark.usefixtures("second")
def test_what_is_gone_is_said_to_be_deleted() -> None:
    page = read(CHANGES)

    gone = [text for text in texts(page, ".text") if text.split()[:2] == ["原第", "2"]]
    assert len(gone) == 1
    assert "删除" in gone[0]


@pytest.mark.usefixtures("second")
def test_every_change_leads_to_its_place() -> None:
    page = read(CHANGES)

    targets = {link.get("href") for link in chosen(page, ".step a") if "#" in link.get("href")}

    assert len(targets) > 40
    for path in {urlsplit(target).path for target in targets}:
        ids = {element.get("id") for element in chosen(read(path), "[id]")}
        assert {urlsplit(t).fragment for t in targets if urlsplit(t).path == path} <= ids
    assert {urlsplit(target).path for target in targets} == {f"{PAGE}v1/", f"{PAGE}v2/"}


def cells(pair: tuple[Row, Row]) -> Iterator[tuple[object, object]]:
    """The cells of a row in two versions, side by side."""
    return zip(*(row.cells for row in pair), strict=True)


def test_what_changed_is_counted_and_both_records_are_named(
    published: Publication, second: Publication
) -> None:
    page = read(CHANGES)

    facts = " ".join(texts(page, ".step .facts-list dd"))
    before, after = document_of(published), document_of(second)
    figures = [
        sum(one != other for pair in zip(a.rows, b.rows, strict=True) for one, other in cells(pair))
        for a, b in zip(before.statements, after.statements, strict=True)
    ]
    words = sum(
        one.text != other.text
        for a, b in zip(before.sections, after.sections, strict=True)
        for one, other in zip(a.paragraphs, b.paragraphs, strict=True)
    )
    assert (
        f"{sum(map(bool, figures))} 张表 {sum(figures)} 个数，正文 {words} 段，概况 7 段" in facts
    )
    assert "收支明细 2 条" in facts
    assert published.sha256 in facts
    assert second.sha256 in facts


def test_all_versions_are_listed_newest_first_and_one_by_its_own_address(
    second: Publication,
) -> None:
    third = next_version(second, "再次更正")

    assert texts(read(CHANGES), "h2") == [
        "第 3 版更正第 2 版",
        "第 2 版更正第 1 版",
        "第 1 版，首次公开",
    ]
    assert texts(read(f"{PAGE}v2/changes/"), "h2") == ["第 2 版更正第 1 版"]
    assert texts(read(f"{PAGE}v1/changes/"), "h2") == ["第 1 版，首次公开"]
    assert third.note in texts(read(f"{PAGE}v3/changes/"), ".facts-list")[0]
    facts = [texts(read(f"{PAGE}{version}changes/"), ".facts")[0] for version in ("v1/", "v2/")]
    assert facts == ["第 1 版为首次公开。数据 JSON", "第 2 版更正的内容。数据 JSON"]


def test_a_newer_version_is_seen_at_once(second: Publication) -> None:
    before = Client().get(CHANGES)

    next_version(second)

    after = Client().get(CHANGES, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    known = Client().get(CHANGES, headers={"If-None-Match": after.headers["ETag"]})
    assert known.status_code == 304


def test_programs_read_the_same_changes_as_data(
    published: Publication, second: Publication
) -> None:
    response = Client().get(f"{PAGE}changes.json")

    record = json.loads(response.content)
    (told,) = record["corrections"]
    assert response.headers["Content-Type"] == "application/json"
    assert record["department"] == {"code": CODE, "name": published.disclosure.name}
    assert (told["version"], told["previous"], told["note"]) == (2, 1, second.note)
    assert (told["sha256"], told["previous_sha256"]) == (second.sha256, published.sha256)
    (line, _) = told["changes"]["line_items"]
    assert Decimal(line["after"]) - Decimal(line["before"]) == Decimal("12345.67")
    total = next(
        cell
        for table in told["changes"]["tables"]
        for row_ in table["rows"]
        for cell in row_["cells"]
        if (table["number"], row_["key"], cell["path"][-1]) == (3, "total", "合计")
    )
    assert total == {
        "path": ["支出预算", "合计"],
        "before": "490.16",
        "after": "491.39",
        "yuan": "12341.67",
    }
    assert Client().get(f"{PAGE}v2/changes.json").json() == record


@pytest.mark.usefixtures("second")
def test_lists_mark_what_was_corrected_and_lead_to_it(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局")

    for path in ("/", "/disclosures/", f"/departments/{CODE}/"):
        marks = chosen(read(path), ".listing small a")
        assert [(mark.text_content(), mark.get("href")) for mark in marks] == [("已更正", CHANGES)]


def test_a_unit_s_changes_are_the_unit_s(published: Publication) -> None:
    own = unit_s_own(published, Unit.objects.get(code=UNIT_CODE))
    next_version(own, "单位更正")

    page = read(f"/departments/{UNIT_CODE}/2026/changes/?kind=unit")

    links = [link.get("href") for link in chosen(page, ".corrections a")]
    assert "单位更正" in page.text_content()
    assert all("?kind=unit" in link for link in links if f"{UNIT_CODE}/2026" in link)


def test_words_of_staff_are_text_and_never_markup(published: Publication) -> None:
    duties = ("<script>alert(1)</script>",)
    next_version(published, "<b>粗体</b>", replace(document_of(published), duties=duties))

    body = Client().get(CHANGES).content.decode()

    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert "&lt;b&gt;粗体" in body


def test_after_a_withdrawal_no_change_shows_what_was_withdrawn(
    published: Publication, second: Publication
) -> None:
    withdrawn(published)

    page = read(f"{PAGE}v2/changes/")

    assert not chosen(page, ".figures, del, ins")
    assert texts(page, ".tombstone") == ["第 1 版已依法撤下，不再列出两版之间的差异。"]
    assert published.sha256 not in page.text_content()
    assert "412.26" not in page.text_content()
    assert second.sha256 in page.text_content()
    assert Client().get(f"{PAGE}v2/changes.json").json()["corrections"] == []
