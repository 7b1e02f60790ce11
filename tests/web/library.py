"""What the tests of the public site read: the sample, published once for many tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import lxml.html
from cssselect2 import ElementWrapper
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from disclosures.budget import snapshot
from disclosures.budget.document import Document
from disclosures.management import sample
from disclosures.models import Appointment, Department, Disclosure, Publication, Region, Unit, User
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


def next_version(publication: Publication, note: str = "更正表 3 的说明") -> Publication:
    """A correction of the publication, without a PDF of its own."""
    imprint = snapshot.Imprint(publication.version + 1, date(2026, 3, 1), note, publication.sha256)
    return _kept(publication.disclosure, document_of(publication), imprint)


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
    return Publication.objects.create(
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
