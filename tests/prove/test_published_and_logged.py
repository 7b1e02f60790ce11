"""S9: whatever the application asks for, the database keeps what is published and logged."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from disclosures.models import Artefact
from tests.audit.refused import CHANGES, OWNERS, contents, on_server, on_tables, refusal
from tests.models import rows

ROUNDS = 10
PEOPLE = 4


@pytest.mark.usefixtures("real_transactions")
def test_no_statement_of_the_application_changes_what_is_published_or_logged() -> None:
    """S9. Committed rows, autonomous statements, several sessions at once."""
    for version in (1, 2):
        publication = rows.a_publication(rows.a_disclosure(rows.a_department(str(version))))
        Artefact.objects.create(
            publication=publication, name="data.json", media_type="a", sha256="a" * 64, size=1
        )
        rows.a_withdrawal(publication)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    assert role != settings.OWNER_DATABASE["USER"]
    before = contents()
    assert all(before.values())
    statements = [*on_tables(CHANGES + OWNERS), *on_server(settings.OWNER_DATABASE["USER"])]

    def try_all(_: int) -> list[str]:
        try:
            return [one for one in statements if not refusal(one)]
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        obeyed = [one for found in people.map(try_all, range(ROUNDS)) for one in found]

    assert obeyed == []
    assert contents() == before
    print(
        f"\nS9: {len(statements)} statements × {ROUNDS} rounds in {PEOPLE} sessions as {role}: "
        f"{len(statements) * ROUNDS} refused, {len(obeyed)} obeyed, "
        f"{sum(map(len, before.values()))} published and logged rows unchanged"
    )
