"""What the text owes is asked in its order, and nothing that was written gets lost."""

import pytest
from django.test import Client

from disclosures.admin.explanations import PREFIX
from disclosures.models import Disclosure, LineItem
from disclosures.publication import drafted

from .people import Entered, page

pytestmark = pytest.mark.django_db


def target(whose: Entered) -> str:
    return page(Disclosure, "explanations", whose.disclosure.pk)


def as_shown(client: Client, address: str) -> dict[str, str]:
    """What the browser sends back if nobody types anything."""
    sent: dict[str, str] = {}
    for field in client.get(address).context["form"]:
        sent[field.html_name] = sent[field.html_initial_name] = field.initial
    return sent


def wordings(whose: Entered) -> dict[str, str]:
    return dict(whose.disclosure.explanations.values_list("key", "wording"))


def test_the_page_asks_exactly_what_the_text_owes_in_its_order(ours: Entered) -> None:
    document = drafted(ours.disclosure).document
    owed = [
        written.key
        for section in document.sections
        for paragraph in section.paragraphs
        for written in paragraph.owed
    ]

    form = ours.clerk().get(target(ours)).context["form"]

    assert list(form.fields) == list(dict.fromkeys(owed))
    assert all(field.label and "［此处］" in field.help_text for field in form.fields.values())


def test_a_wording_is_written_changed_and_emptied(ours: Entered) -> None:
    client = ours.clerk()
    ours.disclosure.explanations.filter(key="expenditure/basic").delete()
    sent = as_shown(client, target(ours))
    before = wordings(ours)
    typed = {
        f"{PREFIX}-expenditure/basic": "本年人员增加\r\n并调整基数",
        f"{PREFIX}-expenditure/project": "项目压减",
        f"{PREFIX}-income/general": " ",
    }

    response = client.post(target(ours), {**sent, **typed}, follow=True)

    assert "已保存 3 处说明" in response.content.decode()
    assert "还有 1 处未填写" in response.content.decode()
    after = wordings(ours)
    assert after["expenditure/project"] == "项目压减"
    assert after["expenditure/basic"].splitlines() == ["本年人员增加", "并调整基数"]
    assert "income/general" not in after
    history = client.get(page(Disclosure, "history", ours.disclosure.pk)).content.decode()
    assert "说明：<ins>本年人员增加" in history
    assert "删除原因与用途说明" in history
    changed = {"expenditure/basic", "expenditure/project", "income/general"}
    assert {key: before[key] for key in before.keys() - changed} == {
        key: after[key] for key in after.keys() - changed
    }


def test_a_page_left_open_overwrites_nothing_that_was_not_touched(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    ours.disclosure.explanations.filter(key="expenditure/basic").update(wording="同事刚改")

    client.post(target(ours), {**sent, f"{PREFIX}-expenditure/project": "我的修改"})

    assert wordings(ours)["expenditure/basic"] == "同事刚改"
    assert wordings(ours)["expenditure/project"] == "我的修改"


def test_a_wording_that_is_no_longer_owed_is_kept_and_shown(ours: Entered) -> None:
    client = ours.clerk()
    sent = as_shown(client, target(ours))
    typed = f"{PREFIX}-general/2080501"
    assert typed in sent
    LineItem.objects.filter(budget__unit=ours.unit, functional__code="2080501").delete()

    response = client.post(target(ours), {**sent, typed: "刚写好的说明"}, follow=True)

    assert wordings(ours)["general/2080501"] == "刚写好的说明"
    assert "general/2080501" not in response.context["form"].fields
    assert "已不再需要的说明" in response.content.decode()
    assert "刚写好的说明" in response.content.decode()


def test_who_may_not_write_reads(ours: Entered) -> None:
    client, before = ours.publisher(), wordings(ours)

    shown = client.get(target(ours))
    client.post(target(ours), {f"{PREFIX}-expenditure/basic": "改"})

    assert "<textarea" not in shown.content.decode()
    assert before["expenditure/basic"] in shown.content.decode()
    assert wordings(ours) == before


def test_the_disclosure_says_how_many_are_missing(ours: Entered) -> None:
    ours.disclosure.explanations.all().delete()

    response = ours.clerk().get(page(Disclosure, "change", ours.disclosure.pk))

    owed = response.context["owed"]
    assert owed > 10
    assert f"还有 {owed} 处未填写" in response.content.decode()
