"""The warm process, forking a child for each task that comes over its socket."""

import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from types import FrameType

from . import IDLE_SECONDS, OUT_OF_MEMORY, SECONDS, STATUS, TIMED_OUT, Task
from .limits import confine, keep_inside

Crafts = Mapping[str, Callable[[bytes], bytes]]
# The interpreter reports some allocations that failed as errors of its own. Made beforehand: what
# is caught is looked up when there may be no memory for a tuple.
NO_MEMORY = (MemoryError, SystemError)


def serve(control: socket.socket, crafts: Crafts) -> None:
    """Work until nobody is left to ask, or nobody asks for long."""
    os.chdir("/")
    gc.collect()
    # Children share these pages as long as the collector does not write into them.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.settimeout(IDLE_SECONDS)
    while True:
        try:
            asked, handles, _, _ = socket.recv_fds(control, SECONDS.size, 1)
        except TimeoutError:
            return
        if not asked:
            return
        connection = socket.socket(fileno=handles[0])
        (seconds,) = SECONDS.unpack(asked)
        _forked(lambda: _watch(connection, seconds, crafts))  # noqa: B023 - called at once
        connection.close()


def _forked(work: Callable[[], int]) -> int:
    """The process that does the work and ends with what it returns."""
    child = os.fork()
    if not child:
        status = 1
        try:
            status = work()
        finally:
            os._exit(status)
    return child


def _watch(connection: socket.socket, seconds: float, crafts: Crafts) -> int:
    """Let a child do the task, end it when its time is up, and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = _forked(lambda: _do(connection, crafts))
    is_over = False

    def end(_: int, __: FrameType | None) -> None:
        nonlocal is_over
        is_over = True
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, ended = os.waitpid(child, 0)
    connection.sendall(STATUS.pack(TIMED_OUT if is_over else os.waitstatus_to_exitcode(ended)))
    return 0


def _do(connection: socket.socket, crafts: Crafts) -> int:
    """Do the task that comes over the connection; the exit status says how it went."""
    os.setsid()
    try:
        _answer(connection, crafts)
    except NO_MEMORY:
        # There may be none left to write down what went wrong either.
        return OUT_OF_MEMORY
    return 0


def _answer(connection: socket.socket, crafts: Crafts) -> None:
    """Send what was made, or what went wrong."""
    try:
        with connection.makefile("rb") as source:
            task = Task.read(source.read())
        confine(task.seconds, task.memory_mb)
        sys.addaudithook(keep_inside)
        # Nothing of a task is garbage before it is finished.
        gc.disable()
        connection.sendall(crafts[task.craft](task.content))
    except NO_MEMORY:
        raise
    except Exception:
        connection.sendall(traceback.format_exc()[-2000:].encode())
        raise
