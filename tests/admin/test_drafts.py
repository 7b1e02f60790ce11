"""From a disclosure to its preview, its findings and its publication."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pypdf import PdfReader

from disclosures.admin.places import places
from disclosures.models import Budget, Disclosure, FunctionalCode, LineItem, Publication
from tests.models import rows
from tests.publishing import publish

from .people import SAMPLE, Entered, economic, functional, page

pytestmark = pytest.mark.django_db
PUBLIC = f"/departments/{SAMPLE}/2026/"


def test_the_form_leads_to_the_pages_that_the_person_may_open(ours: Entered) -> None:
    target = page(Disclosure, "change", ours.disclosure.pk)

    of_clerk = [name for _, _, name in ours.clerk().get(target).context["pages"]]
    of_publisher = [name for _, _, name in ours.publisher().get(target).context["pages"]]

    of_both = [
        "preview",
        "preview_pdf",
        "explanations",
        "comparison",
        "findings",
        "changes",
        "review",
    ]
    assert [name for name in of_clerk if name != "last_texts"] == of_both
    assert of_publisher == of_both


def test_the_preview_shows_what_is_entered_now_as_a_draft(ours: Entered) -> None:
    LineItem.objects.create(
        budget=ours.budget,
        functional=functional("2010302"),
        economic=economic("30201"),
        source="general",
        amount=Decimal("10000.00"),
    )

    response = ours.clerk().get(page(Disclosure, "preview", ours.disclosure.pk))

    text = response.content.decode()
    assert "草稿" in text
    assert "491.16" in text
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().get(PUBLIC).status_code == 404


def test_the_pdf_of_a_draft_says_so_on_every_page(ours: Entered) -> None:
    response = ours.clerk().get(page(Disclosure, "preview_pdf", ours.disclosure.pk))

    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    pages = PdfReader(BytesIO(response.content)).pages
    assert len(pages) > 10
    assert all("草稿" in one.extract_text() for one in pages)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("t3/2010301/2", "表 3 · 2010301 · 第 2 栏"),
        ("t2/total/1", "表 2 · 合计 · 第 1 栏"),
        ("t1/11/1", "表 1 · 第 11 行 · 第 1 栏"),
        ("s五/13", "情况说明 五 · 第 13 段"),
        ("s二", "情况说明 二"),
        ("s五/12/general/2010301", "情况说明 五 · 第 12 段"),
        ("organisation/2", "机构设置及人员情况 · 第 2 段"),
        ("offices/4", "内设科室（第 4 条）"),
        ("other_matters", "其他需说明的事项"),
        ("s五/general/2080505", "情况说明 五"),
        ("approved_on", "批复日期"),
        ("secret/lines/653000301001", "涉密收支明细 · 653000301001"),
        ("secret/projects/653000301001", "涉密项目 · 653000301001"),
        ("line/653000301001/2010301", "收支明细 · 653000301001 · 2010301"),
        ("project/653000301001/工作经费/goal", "项目“工作经费” · 653000301001"),
        ("project/653000301001/没有的项目", "项目 · 653000301001 · 没有的项目"),
        ("unit/653000301001", "单位 653000301001 的预算"),
        ("duties/2", "主要职能（第 2 条）"),
        ("target/indicators/3", "整体绩效目标（第 3 条）"),
        ("terms/1", "名词解释（第 1 条）"),
        ("staffing", "编制与人员"),
        ("procurement", "政府采购"),
        ("assets", "国有资产与车辆"),
    ],
)
def test_every_kind_of_place_is_named_and_opens(place: str, words: str, ours: Entered) -> None:
    said, target = places(ours.disclosure, ("一", "二", "三", "四", "五")).way(place)

    assert said == words
    response = ours.clerk().get(target)
    assert response.status_code == 200
    anchor = target.partition("#")[2]
    assert not anchor or f'id="{anchor}"' in response.content.decode()


@pytest.mark.parametrize("place", ["staffing", "procurement", "assets"])
def test_a_place_leads_to_the_budget_itself_while_there_is_but_one(
    place: str, ours: Entered
) -> None:
    budget = page(Budget, "change", ours.budget.pk)
    assert places(ours.disclosure, ()).way(place)[1] == budget

    rows.a_budget(rows.a_unit(ours.disclosure.department, 9))

    assert places(ours.disclosure, ()).way(place)[1] != budget


def test_an_unknown_place_is_given_as_it_is(ours: Entered) -> None:
    assert places(ours.disclosure, ("一",)).way("s九/1") == ("s九/1", "")


def test_a_published_version_is_read_and_not_changed(ours: Entered) -> None:
    client = ours.publisher()
    publish(ours.disclosure)
    publication = Publication.objects.get(disclosure=ours.disclosure)

    shown = client.get(page(Publication, "change", publication.pk)).content.decode()
    listed = client.get(page(Publication, "changelist")).content.decode()
    changed = client.post(page(Publication, "change", publication.pk), {"note": "改"})

    assert publication.sha256 in shown
    assert all(artefact.sha256 in shown for artefact in publication.artefacts.all())
    assert f'href="{PUBLIC}v1/"' in listed
    assert changed.status_code == 403
    assert all(default_storage.exists(one.path) for one in publication.artefacts.all())


def test_a_year_without_codes_says_so_instead_of_failing(ours: Entered) -> None:
    FunctionalCode.objects.filter(year=2031).delete()
    client = ours.clerk()
    department = ours.disclosure.department
    made = client.post(page(Disclosure, "add"), {"department": department.pk, "year": 2031})
    disclosure = Disclosure.objects.get(year=2031)

    response = client.get(page(Disclosure, "preview", disclosure.pk), follow=True)

    assert made.headers["Location"] == page(Disclosure, "change", disclosure.pk)
    assert response.redirect_chain[-1][0] == page(Disclosure, "change", disclosure.pk)
    assert "2031 年没有收支分类科目" in response.content.decode()
