"""What is written at the text desk: saved place by place, mended and said, nobody's words lost."""

import pytest

from disclosures.models import Disclosure, LineItem
from disclosures.publication import drafted
from tests.web.library import chosen

from .people import Entered, page
from .writing import (
    BASIC,
    OPERATING,
    PROJECT,
    as_shown,
    owed,
    parsed,
    sent_by,
    sent_by_script,
    target,
    wordings,
)

pytestmark = pytest.mark.django_db


def test_a_wording_is_written_changed_and_emptied(ours: Entered) -> None:
    client = ours.clerk()
    ours.disclosure.explanations.filter(key=BASIC).delete()
    sent, before = as_shown(client, target(ours)), wordings(ours)
    typed = {owed(BASIC): "本年人员增加", owed(PROJECT): "项目压减", owed("income/general"): " "}

    response = client.post(target(ours), {**sent, **typed}, follow=True)

    assert "已保存 3 处" in response.content.decode()
    assert "还有 1 处未填写" in response.content.decode()
    after = wordings(ours)
    assert (after[BASIC], after[PROJECT]) == ("本年人员增加", "项目压减")
    assert "income/general" not in after
    history = client.get(page(Disclosure, "history", ours.disclosure.pk)).content.decode()
    assert "本年人员增加" in history
    others = before.keys() - {BASIC, PROJECT, "income/general"}
    assert {key: before[key] for key in others} == {key: after[key] for key in others}


def test_duties_offices_and_other_matters_are_written_where_they_stand(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    typed = {
        owed("duties"): " 第一项职能。\r\n\r\n第二项职能。 ",
        owed("offices"): "办公室\r\n财务科",
        owed("other_matters"): "一件事。\r\n\r\n另一件事。",
    }

    response = client.post(target(ours), {**sent, **typed}, follow=True)

    disclosure = Disclosure.objects.get(pk=ours.disclosure.pk)
    assert disclosure.duties == "第一项职能。\n第二项职能。"
    assert disclosure.other_matters == "一件事。\n另一件事。"
    assert '下设 <strong class="figure">2 个</strong>科室，分别是：办公室、财务科。' in (
        response.content.decode()
    )
    assert [one.text for one in drafted(disclosure).document.sections[-1].paragraphs[-2:]] == [
        "一件事。",
        "另一件事。",
    ]


def test_a_page_left_open_overwrites_nothing_that_was_not_touched(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    ours.disclosure.explanations.filter(key=BASIC).update(wording="同事刚改")

    client.post(target(ours), {**sent, owed(PROJECT): "我的修改"})

    assert wordings(ours)[BASIC] == "同事刚改"
    assert wordings(ours)[PROJECT] == "我的修改"


def test_two_who_write_at_one_place_see_both_texts_and_choose(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    ours.disclosure.explanations.filter(key=BASIC).update(wording="同事刚改")
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(duties="同事写的职能。")
    mine = {owed(BASIC): "我的说法", owed(PROJECT): "另一处", owed("duties"): "我写的职能。"}

    stale = client.post(target(ours), {**sent, **mine})

    assert stale.status_code == 409
    assert wordings(ours)[BASIC] == "同事刚改"
    assert wordings(ours)[PROJECT] == "另一处"
    root = parsed(stale)
    boxes = {one.getparent().get("data-live"): one for one in chosen(root, ".conflict")}
    assert boxes.keys() == {f"at {BASIC}", "at duties"}
    assert "同事刚改" in boxes[f"at {BASIC}"].text_content()
    assert "同事写的职能。" in boxes["at duties"].text_content()
    again = sent_by(root)
    assert again[owed(BASIC)].strip() == "我的说法"
    assert again[owed("duties")].strip() == "我写的职能。"
    assert client.post(target(ours), again).status_code == 302
    assert wordings(ours)[BASIC] == "我的说法"


def test_the_words_of_the_other_are_taken_without_a_script(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    ours.disclosure.explanations.filter(key=BASIC).update(wording="同事刚改")
    mine = {**sent, owed(BASIC): "我的说法", owed(PROJECT): "还没保存"}

    filled = client.post(target(ours), {**mine, "fill": f"stored/{BASIC}"})

    root = parsed(filled)
    fields = {one.get("data-key"): one.text.strip() for one in chosen(root, "textarea")}
    assert (fields[BASIC], fields[PROJECT]) == ("同事刚改", "还没保存")
    assert wordings(ours)[PROJECT] != "还没保存"


def test_a_script_is_told_of_a_conflict_and_its_other_places_are_saved(ours: Entered) -> None:
    client, seen = ours.clerk(), wordings(ours)
    ours.disclosure.explanations.filter(key=BASIC).update(wording="同事刚改")

    stale = sent_by_script(client, target(ours), {BASIC: "我的", OPERATING: "另一处说明"}, seen)

    assert stale.status_code == 409
    told = stale.json()
    assert told["texts"][BASIC] == {
        "stored": "同事刚改",
        "is_conflict": True,
        "is_refused": True,
    }
    assert "同事刚改" in told["live"][f"at {BASIC}"]
    assert told["texts"][OPERATING]["stored"] == "另一处说明"
    assert (wordings(ours)[BASIC], wordings(ours)[OPERATING]) == ("同事刚改", "另一处说明")


def test_the_same_words_twice_are_no_conflict(ours: Entered) -> None:
    seen = wordings(ours)
    ours.disclosure.explanations.filter(key=BASIC).update(wording="同样的话")

    response = sent_by_script(ours.clerk(), target(ours), {BASIC: "同样的话。"}, seen)

    assert response.status_code == 200
    assert response.json()["texts"][BASIC]["stored"] == "同样的话"


def test_a_wording_that_is_no_longer_owed_is_kept_and_shown(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    typed = owed("general/2080501")
    assert typed in sent
    LineItem.objects.filter(budget__unit=ours.unit, functional__code="2080501").delete()

    response = client.post(target(ours), {**sent, typed: "刚写好的说明"}, follow=True)

    assert wordings(ours)["general/2080501"] == "刚写好的说明"
    root = parsed(response)
    assert "general/2080501" not in {one.get("data-key") for one in chosen(root, "textarea")}
    (obsolete,) = chosen(root, "#obsolete")
    assert "已不再需要的说明" in obsolete.text_content()
    assert "刚写好的说明" in obsolete.text_content()


def test_a_text_that_is_refused_at_a_place_that_is_gone_stays_in_a_field(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    LineItem.objects.filter(budget__unit=ours.unit, functional__code="2080501").delete()

    response = client.post(target(ours), {**sent, owed("general/2080501"): "长" * 1001})

    root = parsed(response)
    (field,) = chosen(root, "#obsolete textarea")
    assert field.text.strip() == "长" * 1001


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("本年人员增加。", "本年人员增加", "已去掉末尾的标点"),
        ("本年人员增加\r\n并调整基数", "本年人员增加并调整基数", "换行已合并"),
        ("主要原因是人员增加较多", "人员增加较多", "已去掉开头的“主要原因是”"),
        ("人员\x07增加\u200b较多", "人员增加较多", "已去掉不可见的控制字符"),
    ],
)
def test_what_is_mended_is_said(typed: str, kept: str, said: str, ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))

    response = client.post(target(ours), {**sent, owed(BASIC): typed}, follow=True)

    assert wordings(ours)[BASIC] == kept
    assert said in response.content.decode()


def test_an_overlong_text_is_not_cut_but_refused_and_stays(ours: Entered) -> None:
    client = ours.clerk()
    sent, before = as_shown(client, target(ours)), wordings(ours)[BASIC]

    response = client.post(
        target(ours), {**sent, owed(BASIC): "长" * 1001, owed(PROJECT): "短的照样保存"}
    )

    assert response.status_code == 200
    assert "有 1001 字，超过 1000 字，没有保存" in response.content.decode()
    assert "长" * 1001 in response.content.decode()
    assert (wordings(ours)[BASIC], wordings(ours)[PROJECT]) == (before, "短的照样保存")


def test_what_looks_like_html_is_plain_text(ours: Entered) -> None:
    client, text = ours.clerk(), "<b>人员</b>增加</textarea><script>alert(1)</script>"
    sent = as_shown(client, target(ours))

    shown_again = client.post(target(ours), {**sent, owed(BASIC): text}, follow=True)
    told = sent_by_script(client, target(ours), {BASIC: f"{text}了"}, wordings(ours))

    assert wordings(ours)[BASIC] == f"{text}了"
    assert "<script>alert" not in shown_again.content.decode() + "".join(
        told.json()["live"].values()
    )


@pytest.mark.parametrize(
    "seen",
    ["", "[]", "[" * 100_000, '{"operating": 1}', "{"],
    ids=["nothing", "a list", "too deep", "a number", "torn"],
)
def test_what_no_page_sends_is_refused_whole(seen: str, ours: Entered) -> None:
    before = wordings(ours)

    response = ours.clerk().post(target(ours), {owed(BASIC): "改", "seen": seen})

    assert response.status_code == 400
    assert wordings(ours) == before


def test_a_name_that_is_no_place_is_passed_over(ours: Entered) -> None:
    response = sent_by_script(ours.clerk(), target(ours), {"A b": "改", "k" * 81: "改"}, {})

    assert response.json()["texts"] == {}


def test_what_cannot_be_written_down_is_no_obstacle(ours: Entered) -> None:
    sent = {"seen": '{"operating": "\\ud800"}', owed(OPERATING): "改", "fill": "last/A b"}

    assert ours.clerk().post(target(ours), sent).status_code == 200
