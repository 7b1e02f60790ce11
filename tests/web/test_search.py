"""Finding disclosures by what stands in them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures import search
from disclosures.models import Publication

from .library import PAGE, another_department, chosen, read, texts

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def hits(words: str) -> list[tuple[str, str]]:
    """Each text that was found with the place it leads to."""
    links = chosen(read(f"/disclosures/?q={words}"), ".found ul a")
    return [(link.text_content(), link.get("href")) for link in links]


@pytest.mark.parametrize(
    ("words", "text", "place"),
    [
        ("工资", "301 工资福利支出", "t6-301"),
        ("养老", "20805 行政事业单位养老支出", "t3-20805"),
        ("工作经费", "工作经费", "s7"),
        ("基本 工资", "30101 基本工资", "t6-30101"),
        ("２０８０５", "20805 行政事业单位养老支出", "t3-20805"),
    ],
)
def test_everyday_words_lead_to_the_place(words: str, text: str, place: str) -> None:
    assert (text, f"{PAGE}#{place}") in hits(words)


def test_what_is_looked_for_is_marked() -> None:
    marks = texts(read("/disclosures/?q=住房公积金"), ".found mark")

    assert marks
    assert set(marks) == {"住房公积金"}


def test_all_words_must_be_found() -> None:
    assert hits("住房公积金 没有这个词") == []


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "<b>", "公", "%00", "（）", "x" * 400])
def test_odd_words_find_nothing_and_fail_nothing(words: str) -> None:
    assert Client().get("/disclosures/", {"q": words}).status_code == 200


def test_a_name_stands_before_a_text(published: Publication) -> None:
    another_department(published, "653022002", "阿克陶县公务接待中心")

    names = texts(read("/disclosures/?q=公务接待"), ".found h2 a")

    assert names[0].startswith("阿克陶县公务接待中心")


def test_a_search_asks_the_same_number_of_questions_however_much_is_published(
    published: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def questions() -> None:
        Client().get("/disclosures/?q=工资")

    with django_assert_num_queries(7):
        questions()
    for number in range(8):
        another_department(published, f"65309{number:04}", f"部门{number:02}")
    with django_assert_num_queries(7):
        questions()


def test_a_long_text_is_cut_around_the_word() -> None:
    text = "开头" * 100 + "公车" + "结尾" * 100

    parts = search.marked(text, ["公车"])

    assert parts[1] == "公车"
    assert parts[0].startswith("…")
    assert parts[2].endswith("…")
    assert len("".join(parts)) < 140
