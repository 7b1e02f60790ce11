"""A worker of the background in the process of the tests, on the real database."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures.management.commands.worker import worker_connector
from disclosures.management.ownership import as_owner


def work() -> None:
    """Do everything that is due, and what that brings with it; no clock adds to it.

    In a thread of its own: a browser's event loop may count as running in that of the tests.
    """
    clock = app.periodic_registry
    once = partial(app.run_worker, wait=False, concurrency=2, listen_notify=False)
    with (
        app.replace_connector(worker_connector()),
        patch.object(clock, "periodic_tasks", {}),
        ThreadPoolExecutor(1) as apart,
    ):
        while _due().exists():
            apart.submit(once, install_signal_handlers=False).result()


def _due() -> QuerySet[ProcrastinateJob]:
    is_time = Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
    return ProcrastinateJob.objects.filter(is_time, status="todo")


def jobs(task: str) -> list[ProcrastinateJob]:
    """The jobs of a task, the oldest first."""
    return list(ProcrastinateJob.objects.filter(task_name=task).order_by("pk"))


def bring_forward(task: str, **values: int) -> None:
    """Let the waiting jobs of a task be due now; ``attempts`` may be what they had so far."""
    columns = {"scheduled_at": "now()", **{name: str(value) for name, value in values.items()}}
    setting = ", ".join(f"{name} = {value}" for name, value in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE procrastinate_jobs SET {setting} WHERE task_name = %s AND status = 'todo'",
            [task],
        )


def forget_jobs() -> None:
    """Empty the tables of the background, which Django's own flush does not know."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
