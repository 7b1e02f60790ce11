"""`make run`: the portal on this machine, with its own database and the sample published."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Final

from budget_portal.local import postgres
from budget_portal.local.account import LauncherError
from budget_portal.local.child import bound_to_me, die_with_parent
from budget_portal.local.postgres import CHECKOUT

HOST: Final = "127.0.0.1"
WORKERS: Final = 2
READY_SECONDS: Final = 60
STOP_SECONDS: Final = 10
PAUSE: Final = 0.05
LOOK_EVERY: Final = 0.2


def _port() -> int:
    """Port to serve on, free at this moment."""
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LauncherError(f"PORT={text} is no port number.")
    if _answers(int(text)):
        raise LauncherError(f"Port {text} is in use: end what uses it, or PORT=8001 make run")
    return int(text)


def _answers(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as connection:
        return connection.connect_ex((HOST, port)) == 0


def _prepare_demo() -> None:
    """Bring the database up to date and publish the sample, where that is still to be done."""
    done = subprocess.run([sys.executable, "manage.py", "prepare_demo"], cwd=CHECKOUT, check=False)
    if done.returncode:
        raise LauncherError("The sample could not be prepared: see above.")


@contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the portal, in a session of its own so that it is we who stop it."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        start_new_session=True,
        preexec_fn=bound_to_me(signal.SIGTERM),  # noqa: PLW1509 - this process has one thread
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _web_server(port: int) -> tuple[str, ...]:
    """The command of the web server."""
    options = (f"--workers={WORKERS}", "--log-level=warning", "--timeout=120")
    return ("-m", "gunicorn", "budget_portal.wsgi", f"--bind={HOST}:{port}", *options)


def _await_answer(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the web server listens."""
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise LauncherError("The web server did not start: see above.")
        time.sleep(PAUSE)


def _await_end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until one ends by itself, which none should."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise LauncherError(f"The {name} ended by itself: see above.")
        time.sleep(LOOK_EVERY)


def _announce(port: int) -> None:
    """Say where the portal is; the accounts stand above."""
    address = f"http://{HOST}:{port}"
    print(f"\n公开网站 Public site: {address}/")
    print(f"管理后台 Administration: {address}/admin/")
    print("Ctrl-C 停止 stops everything.", flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat the end of the parent, or a polite kill, as Ctrl-C."""
    raise KeyboardInterrupt


def serve() -> None:
    """Serve until told to stop, then stop all that was started."""
    port = _port()
    with postgres.join(postgres.PERSISTENT) if postgres.is_wanted() else nullcontext():
        _prepare_demo()
        with _running(*_web_server(port)) as server:
            _await_answer(server, port)
            with _running("manage.py", "worker") as worker:
                _announce(port)
                _await_end({"web server": server, "background worker": worker})


def main() -> None:
    """Run the portal."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    die_with_parent(signal.SIGTERM)
    try:
        serve()
    except LauncherError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)


if __name__ == "__main__":
    main()
