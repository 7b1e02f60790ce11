"""The index says of every version what its record says, and nobody changes it."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from disclosures import index
from disclosures.models import Disclosure, PublishedFigure, PublishedLine, PublishedPassage
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
    assert publication.passages.filter(bigrams__contains=["工资"], place="t6-301").exists()
    assert index.is_true(publication)
    assert index.complete() == 0


@pytest.mark.parametrize("model", [PublishedLine, PublishedFigure, PublishedPassage])
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
    ("text", "pairs"),
    [("三公", ["三公"]), ("Ａ１ b", ["1b", "a1"]), ("车", []), ("车车车", ["车车"])],
)
def test_texts_are_searched_by_pairs_of_characters(text: str, pairs: list[str]) -> None:
    assert index.bigrams(index.folded(text)) == pairs
