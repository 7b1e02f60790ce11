"""The server's side of the warm process that sets documents."""

import atexit
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from . import NOT_STARTED, SECONDS, STATUS
from .setting import Job

# The child is ended in time by the process that watches it; this is for when that one is gone.
GRACE = 10


@dataclass(slots=True)
class Press:
    """A warm process, started with the first document; ``fonts`` is the list of its fonts."""

    base: Path
    fonts: Path
    _control: socket.socket | None = None
    _process: subprocess.Popen[bytes] | None = None
    _lock: Lock = field(default_factory=Lock)

    def set(self, job: Job) -> tuple[int, bytes]:
        """How setting the document ended, and the document or what is said of the failure."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._ask(job.seconds, theirs.fileno())
            ours.settimeout(job.seconds + GRACE)
            return _answer(ours, job)

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
        # Documents of other processes forked from this one come over it too: one message each.
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-m", "disclosures.typesetter", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=self.base,
                env={"FONTCONFIG_FILE": str(self.fonts), "HOME": "/", "LANG": "C.UTF-8"},
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


def _answer(connection: socket.socket, job: Job) -> tuple[int, bytes]:
    try:
        connection.sendall(job.written())
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
