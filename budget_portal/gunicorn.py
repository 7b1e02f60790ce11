"""How gunicorn serves: ``gunicorn -c python:budget_portal.gunicorn budget_portal.wsgi``."""

import os
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
# The desk's longest requests: a workbook that is read, a PDF that is set.
timeout = 120
graceful_timeout = 120
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes its own files there
# Nobody steers it through a socket in the home directory, which the account may not have.
control_socket_disable = True
# The program logs each request itself, with its number and person.
accesslog = None


def child_exit(_server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own objects
    """The counts of a worker that ended stay; its gauges go."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # it has no types
