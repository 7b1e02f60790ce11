"""Something published, with the log of it in its chain."""

import pytest
from django.db import connection

from disclosures.models import Artefact, Publication
from tests.models import rows


@pytest.fixture
def published(db: None) -> Publication:  # noqa: ARG001 - asked for
    """A withdrawn publication with a file; the entries have their places as after a commit."""
    publication = rows.a_publication(rows.a_disclosure(rows.a_department()))
    Artefact.objects.create(
        publication=publication, name="data.json", media_type="text/plain", sha256="a" * 64, size=2
    )
    rows.a_withdrawal(publication)
    connection.check_constraints()
    return publication
