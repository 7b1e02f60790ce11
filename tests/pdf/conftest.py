"""Two documents are set once: the sample as published, and a draft as hard as they come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from disclosures import pdf
from disclosures.budget.document import Document
from disclosures.budget.snapshot import Imprint
from disclosures.budget.statements.form import Statement
from disclosures.budget.targets import Target
from disclosures.models import Disclosure
from disclosures.presentation import Presentation, presented
from disclosures.publication import drafted

from .printed import Printed

FIRST = Imprint(1, date(2026, 2, 5))
IDENTIFIER = "0123456789abcdef" * 4
INSIDE = (
    pdf.Attached("data.json", "数据", b"{}\r"),
    pdf.Attached("tables.xlsx", "表", b"PK"),
)
HOSTILE = '<img src="file:///etc/passwd"></p><style>@import "http://127.0.0.1/"</style>&lt;b&gt;'
RARE = "堃喆垚祎䶮"
LONG_NAME = f"示例自治区示例自治州示例自治县人民政府驻外联络处及离退休干部服务管理中心（{RARE}）"


@pytest.fixture(scope="session")
def reference(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Document:
    """The sample, composed from its rows."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", verbosity=0)
        document = drafted(Disclosure.objects.get(department__code="653000301")).document
        transaction.set_rollback(True)
    return document


@pytest.fixture(scope="session")
def published(reference: Document) -> Presentation:
    """The sample as its first version shows it."""
    return presented(reference, FIRST)


@pytest.fixture(scope="session")
def printed(published: Presentation) -> Printed:
    """The official PDF of the sample."""
    return Printed(pdf.render(published, IDENTIFIER, INSIDE))


@pytest.fixture(scope="session")
def draft(reference: Document) -> Presentation:
    """A draft with long tables, long figures, a long name, rare characters, hostile text."""
    document = replace(
        reference,
        name=LONG_NAME,
        duties=(*reference.duties, HOSTILE, RARE),
        statements=tuple(map(_lengthened, reference.statements)),
        targets=(reference.targets[0], *map(_grown, reference.targets[1:])),
    )
    return presented(document, None)


@pytest.fixture(scope="session")
def hard(draft: Presentation) -> Printed:
    """The PDF of the draft."""
    return Printed(pdf.render(draft, IDENTIFIER))


def _lengthened(statement: Statement) -> Statement:
    """Tables 2 and 3 go on for pages, with figures of any length; table 5 just fills one."""
    if statement.number == 5:
        again = (*statement.rows[1:], *statement.rows[1:4])
        more = (replace(row, key=f"{row.key}-{number}") for number, row in enumerate(again))
        return replace(statement, rows=(*statement.rows, *more))
    if statement.number not in {2, 3}:
        return statement
    added = (
        replace(row, key=f"{row.key}-{number}", cells=tuple(map(_multiplied, row.cells)))
        for number in range(8)
        for row in statement.rows[1:]
    )
    return replace(statement, rows=(*statement.rows, *added))


def _multiplied(cell: str | Decimal | None) -> str | Decimal | None:
    return cell * 10007 if isinstance(cell, Decimal) else cell


def _grown(target: Target) -> Target:
    """Every first-level group of indicators is too long for the rest of most sheets."""
    return replace(target, rows=tuple(row for row in target.rows for _ in range(3)))
