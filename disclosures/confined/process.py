"""The server's side of a warm process."""

import atexit
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from . import NOT_STARTED, SECONDS, STATUS, Task

# The child is ended in time by the process that watches it; this is for when that one is gone.
GRACE = 10


@dataclass(slots=True)
class Process:
    """A warm process, started with the first task: what Python runs, where, what it may know."""

    command: Sequence[str]
    base: Path
    environment: Mapping[str, str]
    _control: socket.socket | None = None
    _process: subprocess.Popen[bytes] | None = None
    _lock: Lock = field(default_factory=Lock)

    def do(self, task: Task) -> tuple[int, bytes]:
        """How the task ended, and what was made or what is said of the failure."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._ask(task.seconds, theirs.fileno())
            ours.settimeout(task.seconds + GRACE)
            return _answer(ours, task)

    def _ask(self, seconds: float, handle: int) -> None:
        with self._lock:
            for control in (self._control, None):
                try:
                    asked = control or self._started()
                    socket.send_fds(asked, [SECONDS.pack(seconds)], [handle])
                except (BrokenPipeError, ConnectionResetError):
                    self.end()
                else:
                    return

    def _started(self) -> socket.socket:
        """A new process that sees nothing of this one's environment, so no secret."""
        # Tasks of other processes forked from this one come over it too: one message each.
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-B", *self.command, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=self.base,
                env={**self.environment, "HOME": "/", "LANG": "C.UTF-8"},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        atexit.register(self.end)
        return self._control

    def end(self) -> None:
        """Let the process end: nobody asks it any more."""
        atexit.unregister(self.end)
        if self._control:
            self._control.close()
        self._control, process, self._process = None, self._process, None
        if process:
            process.wait()

    @property
    def process(self) -> int | None:
        """The number of the warm process while there is one."""
        return self._process.pid if self._process else None


def _answer(connection: socket.socket, task: Task) -> tuple[int, bytes]:
    try:
        connection.sendall(task.written())
        connection.shutdown(socket.SHUT_WR)
    except (BrokenPipeError, ConnectionResetError):
        # The child ended before it had read everything; the status says why.
        pass
    received = bytearray()
    try:
        while part := connection.recv(1 << 20):
            received += part
    except (ConnectionResetError, TimeoutError):
        return NOT_STARTED, b"no answer"
    if len(received) < STATUS.size:
        return NOT_STARTED, b"no status"
    (status,) = STATUS.unpack(received[-STATUS.size :])
    return status, bytes(received[: -STATUS.size])
