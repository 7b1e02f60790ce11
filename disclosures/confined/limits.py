"""The limits that a child puts on itself before it touches what it was given."""

import resource
from math import ceil

MEBIBYTE = 1024 * 1024
# Audit events of everything that leaves the process: the second lock behind any fetcher.
WAYS_OUT = ("socket.", "subprocess.", "urllib.", "ftplib.", "os.exec", "os.fork", "os.posix_spawn")
WAYS_OUT_BY_NAME = frozenset({"os.system", "pty.spawn"})


def confine(seconds: float, memory_mb: int) -> None:
    """Limit this process for good: memory, processor time, no files written.

    Not RLIMIT_NPROC: it counts threads, Pango needs one, and root is exempt anyway; the audit
    hook refuses children.
    """
    memory = memory_mb * MEBIBYTE
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, ceil(seconds)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def keep_inside(event: str, _: tuple[object, ...]) -> None:
    """The audit hook: refuse connections and other programs."""
    if event.startswith(WAYS_OUT) or event in WAYS_OUT_BY_NAME:
        raise PermissionError(f"{event} is not for confined work")
