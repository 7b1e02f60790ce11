"""Nothing of what is marked secret is public: no amount, name, text or ground, in no file."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from disclosures.ledger import submission
from disclosures.models import (
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Project,
    ProjectIndicator,
    Publication,
    User,
)
from disclosures.publication import drafted
from tests.admin.people import logged_in
from tests.publishing import publish

# Each occurs nowhere else; amounts as yuan, as 万元 and as a total with the rest would show them.
CANARIES = ("金丝雀专项", "金丝雀依据", "金丝雀目标", "金丝雀指标", "金丝雀政策")
HIDDEN = (Decimal("98765432.10"), Decimal("87654321.09"))
NOTE = "按照国家保密规定，涉密内容未予公开"


def shown(amount: Decimal) -> list[str]:
    """How an amount could be written."""
    wan = f"{amount / 10000:.2f}"
    return [f"{amount}", f"{amount:,}", wan, f"{Decimal(wan):,}"]


@pytest.fixture
def hiding(disclosure: Disclosure) -> Disclosure:
    """The sample with a secret line of basic expenditure and a secret project with its line."""
    budget = Budget.objects.get(unit__department=disclosure.department, year=2026)
    project = Project.objects.create(
        budget=budget,
        name="金丝雀专项",
        goal="金丝雀目标。",
        policy_basis="金丝雀政策",
        is_secret=True,
        secrecy_ground="金丝雀依据",
    )
    ProjectIndicator.objects.create(project=project, level3="金丝雀指标", target="1")
    for amount, economic, of in ((HIDDEN[0], "30299", None), (HIDDEN[1], "30201", project)):
        LineItem.objects.create(
            budget=budget,
            functional=FunctionalCode.objects.get(year=2026, code="2010399"),
            economic=EconomicCode.objects.get(year=2026, code=economic),
            source="general",
            project=of,
            amount=amount,
            is_secret=of is None,
            secrecy_ground="" if of else "金丝雀依据",
        )
    return disclosure


def public_texts(publication: Publication) -> Iterator[tuple[str, str]]:
    """Every public page and file that knows of the publication, by its address."""
    code, client = publication.disclosure.code, Client()
    page = f"/departments/{code}/2026/"
    pages = ["/", "/disclosures/", f"/departments/{code}/", page, f"{page}v1/"]
    files = ["data.json", *(f"tables/{number}.csv" for number in range(1, 12))]
    for address in (*pages, *(f"{page}{name}" for name in files)):
        response = client.get(address)
        assert response.status_code == 200, address
        yield address, response.content.decode("utf-8-sig")
    pdf = client.get(f"{page}disclosure.pdf").content
    yield "pdf", "".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages)
    yield "record", publication.snapshot
    for artefact in publication.artefacts.all():
        with default_storage.open(artefact.path) as file:
            yield artefact.name, file.read().decode("latin-1")


def test_no_public_text_has_anything_of_it(hiding: Disclosure, publisher: User) -> None:
    texts = dict(public_texts(publish(hiding, publisher)))

    words = [*CANARIES, "2010399", *(one for amount in HIDDEN for one in shown(amount))]
    hits = [(address, word) for address, text in texts.items() for word in words if word in text]
    assert hits == []
    assert len(texts) >= 19


def test_totals_are_without_it_and_the_document_says_so_without_a_number(
    hiding: Disclosure, publisher: User
) -> None:
    publication = publish(hiding, publisher)
    texts = dict(public_texts(publication))

    assert publication.total == Decimal("4901551.00")
    page = f"/departments/{hiding.code}/2026/"
    assert texts[page].count(NOTE) == 2
    assert texts["pdf"].replace("\n", "").count(NOTE) == 2
    assert texts["record"].count(NOTE) == 1
    assert '"has_secret_content":true' in texts["record"]


def test_a_budget_without_secrets_says_nothing_of_any(
    disclosure: Disclosure, publisher: User
) -> None:
    publication = publish(disclosure, publisher)

    assert "涉密" not in publication.snapshot
    assert "has_secret_content" not in publication.snapshot


def test_the_document_is_the_same_with_and_without_what_is_hidden(hiding: Disclosure) -> None:
    with_secret = drafted(hiding).document
    LineItem.objects.filter(amount__in=HIDDEN).delete()
    Project.objects.filter(is_secret=True).delete()

    without = drafted(hiding).document

    assert with_secret.line_items == without.line_items
    assert with_secret.statements == without.statements
    assert with_secret.projects == without.projects
    assert with_secret.targets == without.targets
    assert with_secret.sections[1:] == without.sections[1:]


def test_a_mark_without_its_ground_is_not_published(hiding: Disclosure) -> None:
    Project.objects.filter(is_secret=True).update(secrecy_ground="")

    blockers = drafted(hiding).blockers

    assert [one.rule for one in blockers] == ["S1"]
    assert "金丝雀" not in blockers[0].message
    root = User.objects.create_superuser("root")
    client = logged_in(root)
    target = reverse("admin:disclosures_disclosure_findings", args=[hiding.pk])
    assert "1 个项目标记为涉密而没有涉密依据" in client.get(target).content.decode()


def test_next_year_is_compared_with_what_was_public(hiding: Disclosure, publisher: User) -> None:
    publish(hiding, publisher)
    following = Disclosure.objects.create(department=hiding.department, year=2027)
    for model in (FunctionalCode, EconomicCode):
        for code in model.objects.filter(year=2026):
            code.pk, code.year = None, 2027
            code.save()

    compared = submission(following).last_lines

    assert sum(line.amount for line in compared) == Decimal("4901551.00")
    assert not {line.functional for line in compared} & {"2010399"}
