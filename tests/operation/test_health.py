"""Readiness names what is missing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def heartbeat(age: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)",
            [age],
        )


def test_a_process_lives_whatever_else_is_missing() -> None:
    assert Client().get("/healthz").content == b"ok\n"


def test_all_parts_are_ready() -> None:
    heartbeat("3 seconds")

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.content.decode().splitlines() == [
        "database: ok",
        "migrations: ok",
        "storage: ok",
        "worker: ok",
    ]


def test_a_dead_worker_is_told_and_turns_nobody_away() -> None:
    heartbeat("10 minutes")

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert "worker: none at work\n" in answer.content.decode()


def test_a_storage_that_cannot_be_made_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert "storage: unavailable\n" in answer.content.decode()
    assert "migrations: ok\n" in answer.content.decode()
