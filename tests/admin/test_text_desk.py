"""The text desk is the whole document, with a field exactly where a wording is owed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.budget.narrative.text import Figure, Written
from disclosures.models import Appointment, Disclosure, LineItem
from tests.models import rows
from tests.web.library import chosen

from .people import Entered, page
from .writing import (
    BASIC,
    LINES,
    OPERATING,
    PROJECT,
    as_shown,
    owed,
    paragraphs,
    sent_by_script,
    shown,
    target,
    wordings,
)

pytestmark = pytest.mark.django_db


def test_the_page_is_the_document_with_a_field_exactly_where_a_wording_is_owed(
    ours: Entered,
) -> None:
    root = shown(ours.clerk(), target(ours))
    told = {one.get("data-place"): one for one in chosen(root, "p[data-place], h4[data-place]")}

    for place, paragraph in paragraphs(ours):
        if place.startswith("s十二/") and place not in told:
            continue  # what staff write as a whole has a field of its own
        fields = [field.get("data-key") for field in chosen(told[place], "textarea")]
        figures = [figure.text for figure in chosen(told[place], ".figure")]
        computed = [run for run in paragraph.runs if not isinstance(run, Written)]
        assert fields == [written.key for written in paragraph.owed]
        assert figures == [run.text for run in computed if isinstance(run, Figure)]
        for field in chosen(told[place], "textarea"):
            field.text = ""
        words = "".join(run if isinstance(run, str) else run.text for run in computed)
        assert told[place].text_content().strip() == words


def test_nothing_but_wording_can_be_typed(ours: Entered) -> None:
    keys = [written.key for _, one in paragraphs(ours) for written in one.owed]
    assert len(keys) == len(set(keys)) > 10

    sent = as_shown(ours.clerk(), target(ours))

    names = {owed(key) for key in (*keys, *LINES)}
    assert sent.keys() == names | {"seen", "csrfmiddlewaretoken"}


def test_every_paragraph_has_a_place_and_every_section_the_anchor_of_the_preview(
    ours: Entered,
) -> None:
    client = ours.clerk()
    root = shown(client, target(ours))
    preview = shown(client, page(Disclosure, "preview", ours.disclosure.pk))

    ids = [one.get("id") for one in chosen(root, "[id]")]
    places = [one.get("data-place") for one in chosen(root, "[data-place]")]

    assert len(ids) == len(set(ids))
    assert len(places) == len(set(places))
    assert {place for place, _ in paragraphs(ours)} <= set(places)
    anchors = {one.get("id") for one in chosen(preview, ".section")}
    assert anchors == {one.get("id") for one in chosen(root, ".chapter")}
    assert chosen(root, "#s5-2")[0].get("data-place") == "s五/2"
    links = [one.get("href").partition("#")[2] for one in chosen(root, ".tables a")]
    assert {f"t{number}" for number in range(1, 12)} | {"g1", "g2", "g3"} == set(links)
    assert set(links) <= {one.get("id") for one in chosen(preview, "[id]")}


def test_who_may_not_write_reads_the_same_page_without_fields(ours: Entered) -> None:
    client, before = ours.publisher(), wordings(ours)
    writers = shown(ours.clerk(), target(ours))

    root = shown(client, target(ours))
    by_form = client.post(target(ours), {owed(BASIC): "改", "seen": "{}"})
    by_script = sent_by_script(client, target(ours), {BASIC: "改"}, before)

    assert chosen(root, "textarea, #text button, script[src*=text-desk]") == []
    assert before[BASIC] in root.text_content()
    places = [one.get("data-place") for one in chosen(writers, "[data-place]")]
    read = [one.get("data-place") for one in chosen(root, "[data-place]")]
    assert set(places) <= set(read)
    assert (by_form.status_code, by_script.status_code) == (403, 403)
    assert wordings(ours) == before


def test_a_person_without_any_right_there_gets_nothing(theirs: Entered, ours: Entered) -> None:
    client = theirs.somebody(Appointment.Role.ENTRY)

    assert client.get(target(ours)).status_code == 404
    assert sent_by_script(client, target(ours), {BASIC: "改"}, {}).status_code == 404


def test_the_disclosure_leads_to_the_first_place_that_is_missing(ours: Entered) -> None:
    ours.disclosure.explanations.exclude(key="income/own").delete()

    response = ours.clerk().get(page(Disclosure, "change", ours.disclosure.pk))

    count = response.context["owed"] - 1
    assert count > 10
    way = f'<a href="{target(ours)}#id_owed-income/general" class="write">还有 {count} 处未填写</a>'
    assert way in response.content.decode()


def test_each_text_is_entered_in_one_place(ours: Entered) -> None:
    form = ours.clerk().get(page(Disclosure, "change", ours.disclosure.pk)).context["adminform"]

    assert set(form.form.fields).isdisjoint(LINES)


def test_a_disclosure_without_any_line_can_be_written(ours: Entered) -> None:
    unit = rows.a_unit(ours.disclosure.department, 7)
    empty = Entered(rows.a_disclosure(ours.disclosure.department, unit))
    client = ours.clerk()

    response = sent_by_script(client, target(empty), {"duties": "承担本单位职能。"}, {})

    assert response.status_code == 200
    (duties,) = chosen(shown(client, target(empty)), "[data-key=duties]")
    assert duties.text.strip() == "承担本单位职能。"


def test_a_save_brings_the_findings_anew(ours: Entered) -> None:
    client, seen = ours.clerk(), wordings(ours)
    ours.disclosure.explanations.filter(key=BASIC).delete()
    place = next(place for place, one in paragraphs(ours) if BASIC in {w.key for w in one.owed})
    root = shown(client, target(ours))
    (region,) = chosen(root, f"[data-live='{place}']")
    assert "N1" in region.text_content()
    (listed,) = chosen(root, "[data-live=findings]")
    assert f"#id_owed-{BASIC}" in {one.get("href") for one in chosen(listed, "a")}

    mended = sent_by_script(client, target(ours), {BASIC: "本年人员工资调增较多"}, {}).json()
    wrong = sent_by_script(
        client, target(ours), {"other_matters": "咨询请拨 13812345678。"}, seen
    ).json()

    assert mended["live"][place] == ""
    assert f"#id_owed-{BASIC}" not in mended["live"]["findings"]
    assert "P1" in wrong["live"]["other_matters"]
    assert "138****5678" in wrong["live"]["findings"]


def test_a_save_tells_whether_the_sentences_are_still_those_that_were_shown(ours: Entered) -> None:
    client = ours.clerk()
    (form,) = chosen(shown(client, target(ours)), "form#text")
    stamp, seen = form.get("data-stamp"), wordings(ours)

    same = sent_by_script(client, target(ours), {BASIC: "改过的原因说明"}, seen).json()
    LineItem.objects.filter(budget__unit=ours.unit, functional__code="2080505").delete()
    other = sent_by_script(client, target(ours), {PROJECT: "再改一处原因说明"}, seen).json()

    assert same["stamp"] == stamp
    assert other["stamp"] != stamp


def queries(client: Client, address: str, texts: dict[str, str], seen: dict[str, str]) -> int:
    """What a save takes, or the page itself where nothing is sent."""
    with CaptureQueriesContext(connection) as captured:
        if texts:
            assert sent_by_script(client, address, texts, seen).status_code == 200
        else:
            assert client.get(address).status_code == 200
    return len(captured)


def test_what_reviewers_said_stands_beside_the_text_until_it_is_answered(ours: Entered) -> None:
    clerk, reviewer = ours.clerk(), ours.somebody(Appointment.Role.REVIEW)
    assert chosen(shown(clerk, target(ours)), "#said-in-review") == []
    review = page(Disclosure, "review", ours.disclosure.pk)
    for place, words in (("s五/2", "原因过于笼统"), ("t3/2010301/2", "与批复数不符"), ("", "缺项")):
        reviewer.post(review, {"step": "comment", "place": place, "words": words})

    root = shown(clerk, target(ours))
    (summary,) = chosen(root, "#said-in-review summary")
    said = chosen(root, "#said-in-review li")
    ways = [one.get("href") for one in chosen(root, "#said-in-review li a")]

    assert summary.text_content() == "审核意见（3 条待处理）"
    assert [" ".join(one.text_content().split()) for one in said] == [
        "情况说明 五 · 第 2 段 原因过于笼统",
        "表 3 · 2010301 · 第 2 栏 与批复数不符",
        "全文 缺项",
    ]
    preview = page(Disclosure, "preview", ours.disclosure.pk)
    assert ways == [f"{target(ours)}#s5-2", f"{preview}#t3-2010301"]

    keys = list(ours.disclosure.comments.values_list("pk", flat=True))
    clerk.post(review, {"step": "answer", "comment": keys, "answer": "已改"})
    assert chosen(shown(clerk, target(ours)), "#said-in-review") == []


def test_page_and_save_take_as_many_queries_for_many_places_as_for_one(ours: Entered) -> None:
    client, address = ours.clerk(), target(ours)
    last = rows.a_disclosure(ours.disclosure.department, year=2025)
    last.explanations.create(key=OPERATING, wording="去年的原因")
    keys = [key for key in wordings(ours) if key != OPERATING]
    few = queries(client, address, {}, {})
    seen = wordings(ours) | {"duties": ours.disclosure.duties}
    one = queries(
        client, address, {OPERATING: "改一处的原因说明", keys[0]: "", "duties": "甲。"}, seen
    )
    for code in ("2010302", "2010303", "2010350", "2080501", "2080506", "2101102"):
        rows.a_line(ours.budget, functional=code, economic="30205")
        last.explanations.create(key=f"general/{code}", wording="去年的原因")

    many = queries(client, address, {}, {})
    seen = wordings(ours) | {"duties": "甲。"}
    texts = {key: f"第 {number} 处原因说明" for number, key in enumerate(keys[2:])}
    all_of_them = queries(client, address, {**texts, keys[1]: "", "duties": "乙。"}, seen)

    assert many == few <= 48
    assert all_of_them == one <= 48
