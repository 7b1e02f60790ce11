"""Migrations run as the owner of the tables and leave the application what it needs."""

import os
import secrets
import subprocess
import sys

import psycopg
import pytest

from budget_portal.local import postgres
from budget_portal.local.cluster import Cluster
from tests.setup.conftest import superuser_address

PASSWORD = "letters7and7digits"
GRANTED = """
    SELECT has_table_privilege('portal_app', 'disclosures_lineitem', 'INSERT, UPDATE, DELETE'),
           has_table_privilege('portal_app', 'disclosures_lineitem', 'TRUNCATE'),
           has_table_privilege('portal_app', 'disclosures_publication', 'UPDATE'),
           has_table_privilege('portal_app', 'disclosures_auditentry', 'INSERT'),
           (SELECT rolpassword IS NOT NULL FROM pg_authid WHERE rolname = 'portal_app')
"""


def migrated(cluster: Cluster, owner: str) -> "subprocess.CompletedProcess[str]":
    """What comes of migrating in production, as this owner."""
    production = {
        "PORTAL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "budget.example",
        "DATABASE_URL": cluster.address.replace("portal_app@", f"portal_app:{PASSWORD}@"),
        "OWNER_DATABASE_URL": owner,
    }
    return subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"],
        cwd=postgres.CHECKOUT,
        env=os.environ | production,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def without_application(cluster: Cluster) -> Cluster:
    """A cluster as an operator makes it: nobody but the owner is known."""
    with postgres.join(cluster), psycopg.connect(superuser_address(cluster)) as connection:
        connection.execute("DROP ROLE portal_app")
    return cluster


def test_an_owner_that_may_makes_the_applications_role(without_application: Cluster) -> None:
    cluster = without_application
    of_portal = superuser_address(cluster).replace("/postgres?", "/portal?")

    with postgres.join(cluster):
        refused = migrated(cluster, cluster.owner_address)
        made = migrated(cluster, of_portal)
        with psycopg.connect(of_portal) as connection:
            granted = connection.execute(GRANTED).fetchone()

    assert refused.returncode == 1
    assert "CREATE ROLE portal_app LOGIN PASSWORD" in refused.stderr.splitlines()[-1]
    assert (made.returncode, made.stderr) == (0, "")
    assert granted == (True, False, False, False, True)
