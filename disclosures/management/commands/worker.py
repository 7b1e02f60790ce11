"""``worker``: does what waits in the background until it is stopped, and outlives the database."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import OperationalError

PAUSE_SECONDS: Final = 3

log = logging.getLogger(__name__)


class WorkerConnector(PsycopgConnector):
    """The worker's own sessions; what a task hands on is part of the task's transaction."""

    def get_sync_connector(self) -> BaseConnector:
        """The connection on which the task itself reads and writes."""
        return DjangoConnector()


def worker_connector() -> WorkerConnector:
    """A few sessions on the database that Django uses."""
    return WorkerConnector(kwargs=connector_params(), min_size=1, max_size=4)


class Command(BaseCommand):
    """Run the worker; Ctrl-C and SIGTERM let it finish what it has begun."""

    help = "后台任务：发送通知、检查草稿、催办、集中公开。Ctrl-C 停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        """How much is done at once: PDFs are made in processes of their own, one a core."""
        parser.add_argument("--concurrency", type=int, default=2, help="同时进行的任务数")

    def handle(self, *_: str, **options: Any) -> None:
        """Work until told to stop."""
        with app.replace_connector(worker_connector()):
            asyncio.run(_work_on(options["concurrency"]))


async def _work_on(concurrency: int) -> None:
    """Work until a signal says stop; begin again once a lost database is back."""
    work = asyncio.create_task(_work_for_ever(concurrency))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        await work


async def _work_for_ever(concurrency: int) -> None:
    while True:
        await _work(concurrency)
        await asyncio.sleep(PAUSE_SECONDS)


async def _work(concurrency: int) -> None:
    """Work as long as the database answers."""
    try:
        async with app.open_async():
            await app.run_worker_async(concurrency=concurrency, install_signal_handlers=False)
    except (ConnectorException, OperationalError) as error:
        log.error("the database is away (%s): trying again in %s s", error, PAUSE_SECONDS)
    else:
        log.error("the connection to the database broke: trying again in %s s", PAUSE_SECONDS)
