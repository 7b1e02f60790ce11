"""Full search: official and everyday words, marks, kinds, odd questions, and where it leads."""

from urllib.parse import quote

import pytest
from django.test import Client

from disclosures.models import Publication, Unit

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    another_department,
    chosen,
    next_version,
    read,
    texts,
    unit_s_own,
    withdrawn,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def found(words: str, more: str = "") -> list[str]:
    """The names of whose disclosures are found."""
    return texts(read(f"/disclosures/?q={quote(words)}{more}"), ".listing tbody th a")


def hits(words: str) -> list[str]:
    return texts(read(f"/disclosures/?q={quote(words)}"), ".hits li a")


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("工资福利支出", "301 工资福利支出"),
        ("30102", "30102 津贴补贴"),
        ("公车", "公务用车运行费"),
        ("吃喝", "公务接待费"),
        ("招待", "公务接待费"),
        ("出国", "因公出国（境）费"),
        ("三公", "公务用车购置及运行费（小计）"),
        ("养老", "20805 行政事业单位养老支出"),
        ("社保", "208 社会保障和就业支出"),
    ],
)
def test_everyday_and_official_words_find_the_row(words: str, hit: str) -> None:
    assert hit in " ".join(hits(words))


def test_a_hit_marks_the_words_and_leads_to_their_place() -> None:
    root = read(f"/disclosures/?q={quote('公车')}")

    first = chosen(root, ".hits li")[0]
    (link,) = chosen(first, "a")
    assert texts(first, "mark") == ["公务用车"]
    assert texts(first, ".of-hit") == ["20.00 万元"]
    address, place = str(link.get("href")).split("#")
    assert address == PAGE
    assert chosen(read(address), f"#{place}")


def test_every_hit_leads_to_a_place_that_is_there(published: Publication) -> None:
    there = {element.get("id") for element in chosen(read(PAGE), "[id]")}

    places = set(published.passages.exclude(kind="name").values_list("place", flat=True))
    assert places - there == set()


def test_words_of_the_name_and_of_the_text_are_found_together(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", region="653022")

    assert found("阿克陶 公车") == ["阿克陶县财政局"]
    assert len(found("公车")) == 2
    assert found("阿克陶 没有这样的事") == []


def test_whose_name_has_the_words_comes_first(published: Publication) -> None:
    another_department(published, "653099001", "养老服务中心")

    assert found("养老")[0] == "养老服务中心"


@pytest.mark.parametrize(
    "words",
    ["３０１０２", "“津贴补贴”", "津贴　补贴", " 津贴补贴 ", "津贴补贴%", "津贴_补贴"],
)
def test_widths_quotes_and_marks_make_no_difference(words: str, published: Publication) -> None:
    assert found(words) == [published.disclosure.name]


@pytest.mark.parametrize("words", ["%", "_", "'\"", "“”", "龘龘龘", "公" * 90, "x' OR 1=1 --"])
def test_nonsense_finds_nothing(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize("words", ["词 " * 3000, "长" * 5000, "工资 " * 50])
def test_a_long_question_is_cut_and_says_so(words: str) -> None:
    page = Client().get("/disclosures/", {"q": words}).content.decode()

    assert "只按前 100 字查找" in page


def test_departments_are_told_from_units_and_by_their_nature(published: Publication) -> None:
    unit = Unit.objects.get(code=UNIT_CODE)
    unit_s_own(published, unit)

    assert len(found("", "&kind=department")) == len(found("", "&kind=unit")) == 1
    assert len(found("", f"&nature={unit.kind}")) == 2
    assert found("", "&nature=public_institution") == []


def test_the_list_is_sorted_by_name(published: Publication) -> None:
    another_department(published, "653099009", "一局")

    names = [published.disclosure.name, "一局"]
    assert found("") == names
    assert found("", "&sort=name") == sorted(names)


def test_only_what_is_public_and_current_is_found(published: Publication) -> None:
    first = another_department(published, "653099001", "撤下的部门")
    second = next_version(first)
    assert found("撤下的部门 工资") == ["撤下的部门"]

    withdrawn(second)

    assert found("撤下的部门 工资") == []


@pytest.mark.parametrize("page", ["99999", "-1", "0", "x", "9" * 400])
def test_a_page_that_is_not_there_is_answered(page: str, published: Publication) -> None:
    assert found("工资", f"&page={page}") == [published.disclosure.name]


def test_a_department_is_found_by_a_part_of_its_code() -> None:
    assert found(CODE[:7])
