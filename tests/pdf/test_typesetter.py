"""The child process reaches nothing but the style sheets, and its limits end it."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from disclosures.commission import RenderingFailed, workshop
from disclosures.pdf import typeset
from disclosures.typesetter.setting import own_file

from .printed import Printed, squeezed

PAGE = '<html lang="zh-Hans"><head><title>公文</title>{head}</head><body>{body}</body></html>'
HEAVY = "<p>" + "预算" * 40 + "</p>"
# Every way by which a document can name another file; {url} is the file.
CHANNELS = (
    '<img src="{url}" alt="">',
    '<object data="{url}"></object><embed src="{url}">',
    '<iframe src="{url}"></iframe><video src="{url}" poster="{url}"></video>',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}"><a rel="attachment" href="{url}">a</a>',
    '<style>@import "{url}"; @import url({url});</style>',
    "<style>body {{ background: url({url}); list-style-image: url({url}) }}</style>",
    "<style>p::before {{ content: url({url}) }} p {{ border-image: url({url}) 1 }}</style><p>p",
    '<svg width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{url}#a"/><style>@import "{url}";</style></svg>',
    '<base href="{url}"><img src="other.png" alt=""><link rel="stylesheet" href="other.css">',
    "<p style=\"background-image: image-set('{url}' 1x); mask: url({url}); cursor: url({url})\">p",
    "<img alt='' src='data:image/svg+xml,<svg><image href=\"{url}\"/></svg>'>",
)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine that notes who calls."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        is_over = threading.Event()

        def answer() -> None:
            while not is_over.is_set():
                try:
                    connection, caller = server.accept()
                except TimeoutError:
                    continue
                calls.append(caller)
                connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1], calls
        is_over.set()
        thread.join()


@pytest.fixture
def urls(tmp_path: Path, listener: tuple[int, list[object]], settings: Settings) -> list[str]:
    """Addresses of files and servers; a pipe keeps whoever opens it until the time is up."""
    settings.PDF_SECONDS = 20
    pipe = tmp_path / "canary.css"
    os.mkfifo(pipe)
    servers = (f"{scheme}://127.0.0.1:{listener[0]}/a" for scheme in ("http", "https", "ftp"))
    return [pipe.as_uri(), "file:///etc/passwd", *servers]


def test_no_channel_reads_a_file_or_opens_a_connection(
    urls: list[str], listener: tuple[int, list[object]]
) -> None:
    body = "".join(channel.format(url=url) for channel in CHANNELS for url in urls)

    document = typeset(PAGE.format(head="", body=body), "i")

    assert listener[1] == []
    assert not Printed(document).reader.attachments


@pytest.mark.parametrize(
    "rule", ["@font-face {{ font-family: f; {src} }}", "@color-profile --p {{ {src} }}"]
)
def test_a_font_or_profile_of_the_document_s_own_ends_the_child(
    urls: list[str], listener: tuple[int, list[object]], rule: str
) -> None:
    rules = "".join(rule.format(src=f"src: url({url})") for url in urls)

    with pytest.raises(RenderingFailed, match="排版失败"):
        typeset(PAGE.format(head=f"<style>{rules}</style>", body="<p>p"), "i")

    assert listener[1] == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file://{styles}/../secret.css",
        "file://{styles}/%2e%2e/secret.css",
        "file://{styles}/link.css",
        "file://{styles}/own.txt",
        "file://{styles}/folder.css",
        "file://{styles}/none.css",
        "file://localhost{styles}/own.css",
        "FILE://host{styles}/own.css",
        "http://127.0.0.1{styles}/own.css",
        "data:text/css,p{{}}",
        "{styles}/own.css",
        "own.css",
        "file://{styles}/own.css%00",
    ],
)
def test_only_an_own_style_sheet_is_served(tmp_path: Path, url: str) -> None:
    styles = _styles(tmp_path)

    with pytest.raises((PermissionError, FileNotFoundError, ValueError)):
        own_file(url.format(styles=styles), styles)


def test_an_own_style_sheet_is_served(tmp_path: Path) -> None:
    styles = _styles(tmp_path)

    assert own_file((styles / "own.css").as_uri(), styles) == styles / "own.css"


def _styles(place: Path) -> Path:
    styles = place / "css"
    (styles / "folder.css").mkdir(parents=True)
    for own in ("own.css", "own.txt"):
        (styles / own).touch()
    (place / "secret.css").touch()
    (styles / "link.css").symlink_to(place / "secret.css")
    return styles


def test_too_much_time_ends_it(settings: Settings) -> None:
    settings.PDF_SECONDS = 2
    started = time.monotonic()

    with pytest.raises(RenderingFailed, match="超时：超过 2 秒") as failure:
        typeset(PAGE.format(head="", body=HEAVY * 20_000), "i")

    assert failure.value.reason.startswith("超时")
    assert time.monotonic() - started < 10


def test_too_much_memory_ends_it(settings: Settings) -> None:
    settings.PDF_MEMORY_MB = 260

    with pytest.raises(RenderingFailed, match="内存不足：超过 260 MB"):
        typeset(PAGE.format(head="", body=HEAVY * 20_000), "i")


def test_what_cannot_be_set_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path

    with pytest.raises(RenderingFailed, match="排版失败"):
        typeset(PAGE.format(head="", body="p"), "i")


def test_without_the_pinned_fonts_nothing_is_set(settings: Settings, tmp_path: Path) -> None:
    settings.FONTS_DIR = tmp_path

    with pytest.raises(RenderingFailed, match="缺少公文字体"):
        typeset(PAGE.format(head="", body="p"), "i")


def test_no_process_that_sets_type_sees_the_server_s_environment() -> None:
    typeset(PAGE.format(head="", body="<p>p"), "i")
    warm = workshop().process

    environment = Path(f"/proc/{warm}/environ").read_text(encoding="utf-8").split("\0")

    assert sorted(one.split("=")[0] for one in environment if one) == [
        "FONTCONFIG_FILE",
        "HOME",
        "LANG",
    ]


def test_the_warm_process_outlives_a_document_and_its_own_end() -> None:
    page = PAGE.format(head="", body="<p>p")
    warm = workshop()
    documents = [typeset(page, "i"), typeset(page, "i")]
    first = warm.process

    assert first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    documents.append(typeset(page, "i"))

    assert warm.process != first
    assert len(set(documents)) == 1


def test_a_data_cell_names_the_heads_above_and_before_it() -> None:
    table = """
    <table><thead>
    <tr><th rowspan="2">款</th><th colspan="2">支出</th><th rowspan="2">收入</th></tr>
    <tr><th>基本</th><th>项目</th></tr></thead>
    <tbody><tr><th scope="rowgroup" rowspan="2">教育</th><td>1</td><td>2</td><td>3</td></tr>
    <tr><td>4</td><td>5</td><td>6</td></tr></tbody></table>
    """
    document = Printed(typeset(PAGE.format(head="", body=table), "i"))
    heads = {str(tag.ID): number for number, tag in enumerate(document.tags("TH"))}
    # In reading order: 0 款, 1 支出, 2 收入, 3 基本, 4 项目, 5 教育.
    named = [[heads[str(head)] for head in tag.A.Headers] for tag in document.tags("TD")]

    assert named == [[5, 1, 3], [5, 1, 4], [5, 2]] * 2
    assert squeezed(document.text) == "款支出收入基本项目教育123456"
