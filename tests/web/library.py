"""What the tests of the public site read: the sample, published once for many tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import lxml.html
from cssselect2 import ElementWrapper
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.db.models import F
from django.test import Client, override_settings
from django.utils import timezone

from disclosures import index
from disclosures.budget import snapshot
from disclosures.budget.document import Document, compose
from disclosures.budget.narrative.text import paragraph
from disclosures.ledger import submission
from disclosures.management import sample
from disclosures.models import (
    Appointment,
    Department,
    Disclosure,
    LineItem,
    Publication,
    Region,
    Unit,
    User,
    Withdrawal,
)
from tests.publishing import publish

CODE = "653000301"
UNIT_CODE = "653000301001"
PAGE = f"/departments/{CODE}/2026/"

Html = Any  # lxml has no types


def read(path: str) -> Html:
    """The page at an address, parsed."""
    return lxml.html.document_fromstring(Client().get(path).content)


def chosen(root: Html, selector: str) -> list[Html]:
    """The elements that a CSS selector finds."""
    found = ElementWrapper.from_html_root(root).query_all(selector)
    return [wrapper.etree_element for wrapper in found]


def texts(root: Html, selector: str) -> list[str]:
    """The words of the elements that a CSS selector finds."""
    return [element.text_content() for element in chosen(root, selector)]


@contextmanager
def kept_open() -> Iterator[None]:
    """Requests that leave a connection inside a transaction open, as the test client's do."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


@contextmanager
def published_sample(artefacts: Path) -> Iterator[Publication]:
    """The sample published with its PDF; when the reading is over, nothing is left."""
    with override_settings(MEDIA_ROOT=artefacts), transaction.atomic():
        sample.load()
        disclosure = Disclosure.objects.get(department__code=CODE, unit=None)
        publisher = User.objects.create_user("publisher")
        Appointment.objects.create(user=publisher, role="publish", department=disclosure.department)
        yield publish(disclosure, publisher)
        transaction.set_rollback(True)


def document_of(publication: Publication) -> Document:
    """The document that was published."""
    return snapshot.read(publication.snapshot)[0]


def next_version(
    publication: Publication, note: str = "更正表 3 的说明", document: Document | None = None
) -> Publication:
    """A correction of the publication, without a PDF of its own."""
    imprint = snapshot.Imprint(publication.version + 1, date(2026, 3, 1), note, publication.sha256)
    return _kept(publication.disclosure, document or document_of(publication), imprint)


def correction(publication: Publication) -> Publication:
    """Version 2: two line items and a reason mended, all duties but the first struck out."""
    disclosure = publication.disclosure
    lines = LineItem.objects.filter(budget__unit__department=disclosure.department)
    of_year = lines.filter(budget__year=disclosure.year, functional__code="2010301", project=None)
    of_year.filter(economic__code="30101").update(amount=F("amount") + Decimal("12345.67"))
    of_year.filter(economic__code="30229").update(amount=F("amount") - Decimal("4.00"))
    disclosure.explanations.filter(key="income/general").update(wording="人员工资和社保缴费调增")
    disclosure.duties = "\n".join(disclosure.duties.splitlines()[:1])
    disclosure.save()
    note = "更正基本工资和福利费，补正增减原因。"
    return next_version(publication, note, compose(submission(disclosure)))


def corrected_department(publication: Publication, code: str, name: str) -> Publication:
    """Another department's correction: two figures, a sentence, and a duty less."""
    first = another_department(publication, code, name)
    document = document_of(first)
    table = document.statements[2]
    total = replace(table.rows[0], cells=tuple(map(_more, table.rows[0].cells)))
    section = document.sections[0]
    said = replace(section, paragraphs=(paragraph("收支总预算另有说明。"), *section.paragraphs[1:]))
    changed = replace(
        document,
        duties=document.duties[1:],
        statements=(
            *document.statements[:2],
            replace(table, rows=(total, *table.rows[1:-1])),
            *document.statements[3:],
        ),
        sections=(said, *document.sections[1:]),
    )
    return next_version(first, "更正总计，补充说明。", changed)


def _more(cell: str | Decimal | None) -> str | Decimal | None:
    return cell + 10_000 if isinstance(cell, Decimal) else cell


def withdrawn(*publications: Publication) -> list[Withdrawal]:
    """The publications withdrawn by law, with a note that the public must not read."""
    return [
        Withdrawal.objects.create(
            publication=publication,
            ground="《中华人民共和国保守国家秘密法》",
            note="内部备注不公开",
            withdrawn_by=User.objects.get(username="publisher"),
            withdrawn_at=datetime(2026, 4, 1, 4, tzinfo=UTC),
        )
        for publication in publications
    ]


def another_department(
    publication: Publication, code: str, name: str, *, year: int = 2026, region: str = "653000"
) -> Publication:
    """The same budget under another department, a year and a region."""
    place, _ = Region.objects.get_or_create(code=region, defaults={"name": f"地区{region}"})
    department, _ = Department.objects.get_or_create(
        code=code, defaults={"name": name, "region": place}
    )
    disclosure = Disclosure.objects.create(department=department, year=year)
    document = replace(document_of(publication), code=code, name=name, year=year)
    return _kept(disclosure, document, snapshot.Imprint(1, date(year, 2, 5)))


def unit_s_own(publication: Publication, unit: Unit) -> Publication:
    """The same budget, disclosed by a unit of the department."""
    disclosure = Disclosure.objects.create(department=unit.department, unit=unit, year=2026)
    document = replace(document_of(publication), kind="unit", code=unit.code, name=unit.name)
    return _kept(disclosure, document, snapshot.Imprint(1, date(2026, 2, 6)))


def _kept(disclosure: Disclosure, document: Document, imprint: snapshot.Imprint) -> Publication:
    record = snapshot.write(document, imprint)
    publication = Publication.objects.create(
        disclosure=disclosure,
        version=imprint.version,
        published_at=timezone.now(),
        published_by=User.objects.get(username="publisher"),
        note=imprint.note,
        total=Decimal("4901600.00"),
        snapshot=record,
        sha256=sha256(record.encode()).hexdigest(),
        sha256_of_previous=imprint.sha256_of_previous,
    )
    index.write(publication, document)
    return publication
