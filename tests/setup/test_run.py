"""`make run` in a checkout of its own: it serves the published sample and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from budget_portal.local import fonts
from budget_portal.local.postgres import CHECKOUT
from tests.setup.waiting import SECONDS, await_that

NEEDED = ("manage.py", "budget_portal", "disclosures", "static", "templates")
LAST_LINE = "Ctrl-C"


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A copy of the project without what earlier runs left."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o711)
        copy = Path(place) / "portal-checkout"
        copy.mkdir()
        for name in NEEDED:
            source = CHECKOUT / name
            copied = shutil.copytree if source.is_dir() else shutil.copy2
            copied(source, copy / name)
        yield copy


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(checkout: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The launcher, as far as its last line."""
    own = {"PORT": str(port), "FONTS_DIR": str(fonts.directory())}
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | own
    with subprocess.Popen(
        [sys.executable, "-m", "budget_portal.local.run"],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as launcher:
        try:
            assert launcher.stdout is not None
            assert any(line.startswith(LAST_LINE) for line in launcher.stdout)
            yield launcher
        finally:
            launcher.kill()


def processes_of(checkout: Path) -> list[str]:
    """Command lines of the processes that work for a checkout."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = process.joinpath("cmdline").read_text().replace("\0", " ")
            if str(checkout) in line or process.joinpath("cwd").readlink() == checkout:
                found.append(line)
        except OSError:
            continue
    return found


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=SECONDS) as response:
        text: str = response.read().decode()
        return text


def test_run_serves_the_published_sample_until_it_is_interrupted(checkout: Path) -> None:
    port = free_port()

    with running(checkout, port) as launcher:
        assert "克孜勒苏柯尔克孜自治州人民政府驻乌鲁木齐办事处" in page(port, "/disclosures/")
        assert "csrfmiddlewaretoken" in page(port, "/admin/login/")
        assert (checkout / "var" / "accounts.txt").stat().st_mode & 0o077 == 0
        assert len(processes_of(checkout)) > 3
        assert any("manage.py worker" in line for line in processes_of(checkout))
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(SECONDS) == 0

    assert processes_of(checkout) == []


def test_killed_launcher_takes_everything_with_it(
    checkout: Path,
) -> None:
    with running(checkout, free_port()) as launcher:
        assert len(processes_of(checkout)) > 3

        launcher.kill()
        launcher.wait()

        await_that(lambda: processes_of(checkout) == [])
