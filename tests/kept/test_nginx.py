"""nginx sends the kept pages itself, as the application would."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from disclosures.models import Publication, User
from disclosures.withdrawal import withdraw
from tests.kept.conftest import PAGE

# Told by the server, the connection or the coding of the transfer, not by the portal.
OF_THE_SERVER = {
    "Server",
    "Date",
    "Connection",
    "Content-Length",
    "Accept-Ranges",
    "Strict-Transport-Security",
    "X-Request-ID",
}


def program() -> str:
    return shutil.which("nginx") or "/usr/sbin/nginx"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
    files = ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run([*command, *files], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def configuration(folder: Path, certificate: Path, port: int) -> Path:
    """The portal's own file for this machine: plain HTTP on a free port, and this folder."""
    text = (settings.BASE_DIR / "budget_portal" / "nginx.conf").read_text(encoding="utf-8")
    for ours, here in (
        ("${PORTAL_HOST}", "localhost"),
        ("listen 443 ssl default_server", "listen 127.0.0.1:1 ssl default_server"),
        ("listen 443 ssl http2", f"listen 127.0.0.1:{port}"),
        ("listen 80", "listen 127.0.0.1:2"),
        ("/etc/nginx/tls", str(certificate)),
        ("/srv/kept", str(folder)),
        ("http://web:8000", "http://127.0.0.1:3"),
    ):
        assert ours in text
        text = text.replace(ours, here)
    text = text.replace("127.0.0.1:1 ", f"127.0.0.1:{free_port()} ")
    text = text.replace("127.0.0.1:2", f"127.0.0.1:{free_port()}")
    file = certificate / "nginx.conf"
    # Only root may say so, and only root has to: its workers could not look into our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(
        f"{user} pid {certificate}/nginx.pid; error_log {certificate}/error.log; daemon off;\n"
        f"worker_processes 1; events {{}}\nhttp {{ access_log off; {text} }}\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def port(folder: Path, certificate: Path) -> Iterator[int]:
    """Nginx at work."""
    number = free_port()
    file = configuration(folder, certificate, number)
    certificate.chmod(0o755)
    checked = subprocess.run([program(), "-t", "-c", file], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()
    with subprocess.Popen([program(), "-c", file]) as process:
        for _ in range(100):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.05)
        yield number
        process.terminate()


def ask(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        return answer, answer.read()


def test_a_kept_page_is_sent_with_the_headers_and_the_etag_of_the_application(
    public: Publication, port: int
) -> None:
    for encoding in ("", "gzip"):
        of_django = Client().get(PAGE, headers={"Accept-Encoding": encoding})

        answer, content = ask(port, PAGE, **{"Accept-Encoding": encoding})

        assert (answer.status, content) == (200, of_django.content)
        theirs = {name: value for name, value in answer.getheaders() if name not in OF_THE_SERVER}
        ours = {name: of_django.headers[name] for name in of_django.headers}
        expected = {name: value for name, value in ours.items() if name not in OF_THE_SERVER}
        assert theirs == expected
        etag = of_django.headers["ETag"]
        known, _ = ask(port, PAGE, **{"Accept-Encoding": encoding, "If-None-Match": etag})
        assert known.status == 304

    withdraw(public, User.objects.create_superuser("officer"), "《保密法》第二十四条")
    gone, _ = ask(port, PAGE)
    assert gone.status == 502  # asks the portal, which does not run here


@pytest.mark.usefixtures("public")
def test_what_is_not_kept_is_asked_of_the_portal(port: int) -> None:
    Client().get(PAGE)

    assert ask(port, PAGE)[0].status == 200
    for path in (f"{PAGE}v1/", f"{PAGE}?kind=unit", f"{PAGE}?x=1", f"{PAGE}index.html", "/"):
        assert ask(port, path)[0].status == 502
