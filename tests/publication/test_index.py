"""The index says of every version what its record says, and nobody changes it."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from disclosures import index
from disclosures.models import (
    Disclosure,
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    PublishedPassage,
    PublishedWording,
)
from disclosures.publication import faults
from tests.publishing import publish

pytestmark = pytest.mark.django_db


def test_a_version_is_indexed_as_it_is_published(disclosure: Disclosure) -> None:
    publication = publish(disclosure)

    figures = dict(publication.figures.values_list("measure", "amount"))
    assert sum(publication.lines.values_list("amount", flat=True)) == publication.total
    assert figures["total"] == publication.total == Decimal("4901551.00")
    assert figures["three_public"] == figures["vehicle_operation"] == 200_000
    assert figures["persons"] == 12
    assert publication.passages.filter(folded__contains="工资", place="t6-301").exists()
    assert PublishedWording.objects.get().folded.count("\n") + 1 == publication.passages.count()
    assert index.is_true(publication)
    assert index.complete() == 0


@pytest.mark.parametrize(
    "model",
    [PublishedLine, PublishedFunction, PublishedFigure, PublishedPassage, PublishedWording],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET publication_id = 0", "DELETE FROM {}"])
def test_the_index_is_never_changed(
    disclosure: Disclosure, model: type[PublishedLine], statement: str
) -> None:
    publish(disclosure)

    refused = pytest.raises(Exception, match=r"permission denied|不能修改")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))


def test_a_row_that_the_record_does_not_give_is_found(disclosure: Disclosure) -> None:
    publication = publish(disclosure)
    PublishedFigure.objects.create(publication=publication, measure="more", amount=1)

    assert [fault.message for fault in faults()] == ["检索索引与数据快照不符"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("三公", {"三公"}),
        ("Ａ１ b", {"a1", "1b", "a1b"}),
        ("车", set()),
        ("车车车", {"车车", "车车车"}),
        ("20805", {"20", "08", "80", "05", "208", "080", "805", "2080", "0805", "20805"}),
    ],
)
def test_texts_are_indexed_by_their_parts(text: str, parts: set[str]) -> None:
    assert indexed(index.folded(text)) == parts


@pytest.mark.parametrize("term", ["三公", "公务用车", "2010301", "201030199", "2010301行政运行"])
def test_what_has_a_term_has_every_part_that_is_sought(term: str) -> None:
    assert set(index.grams(term)) <= indexed(f"甲{term}乙\n丙")


def indexed(folded: str) -> set[str]:
    """What the database indexes of a text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(disclosures_grams(%s))", [folded])
        return {part for (part,) in cursor.fetchall()}
