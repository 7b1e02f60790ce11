"""S6: whatever a document names, setting it reads no file and opens no connection."""

import os
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from disclosures.commission import RenderingFailed
from disclosures.pdf import typeset

from .publishing import say

PAGE = (
    '<html lang="zh-Hans"><head><title>公文</title>{head}</head><body><p>p</p>{body}</body></html>'
)
# Each way by which a document can name another file; {url} is the file.
CHANNELS = {
    "css @import": '<style>@import "{url}"; @import url({url}) print;</style>',
    "css background": "<style>p {{ background: url({url}) }}</style>",
    "css content": "<style>p::before {{ content: url({url}) }}</style>",
    "css cursor, mask": "<style>p {{ cursor: url({url}), auto; mask: url({url}) }}</style>",
    "css list and border image": (
        "<style>p {{ display: list-item; list-style-image: url({url});"
        " border-image: url({url}) 1 }}</style>"
    ),
    "css image-set": "<p style=\"background-image: image-set('{url}' 1x)\">p",
    "@font-face": "<style>@font-face {{ font-family: f; src: url({url}) }}</style>",
    "@color-profile": "<style>@color-profile --p {{ src: url({url}) }}</style>",
    "@page background": "<style>@page {{ background: url({url}) }}</style>",
    "img": '<img src="{url}" alt="">',
    "srcset": '<img srcset="{url} 2x"><picture><source srcset="{url}"><img></picture>',
    "svg image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    "svg style": '<svg width="9" height="9"><style>@import "{url}";</style></svg>',
    "svg inside an image": (
        "<img alt='' src='data:image/svg+xml,<svg><image href=\"{url}\"/></svg>'>"
    ),
    "svg entity": (
        "<img alt='' src='data:image/svg+xml,<!DOCTYPE s [<!ENTITY x SYSTEM \"{url}\">]>"
        "<svg><text>&x;</text></svg>'>"
    ),
    "link stylesheet": '<link rel="stylesheet" href="{url}">',
    "link attachment": '<link rel="attachment" href="{url}"><a rel="attachment" href="{url}">a</a>',
    "object, embed": '<object data="{url}"></object><embed src="{url}">',
    "iframe, video": '<iframe src="{url}"></iframe><video src="{url}" poster="{url}"></video>',
    "base": '<base href="{url}"><img src="other.png" alt=""><link rel="stylesheet" href="o.css">',
    "meta refresh": '<meta http-equiv="refresh" content="0; url={url}">',
}


@dataclass
class Watch:
    """A server that notes connections and requests, a pipe that notes who opens it to read."""

    pipe: Path
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    reads: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Give way to a reader of the pipe as soon as there is one, and count it."""
        while not self.is_over.wait(0.005):
            try:
                handle = os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                continue
            self.reads += 1
            os.close(handle)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[tuple[Watch, dict[str, str]]]:
    """What is noted, and the addresses to name: file, servers, and redirections to both."""
    os.mkfifo(tmp_path / "canary.css")
    noted = Watch(tmp_path / "canary.css")

    class Answer(BaseHTTPRequestHandler):
        def setup(self) -> None:
            noted.connections += 1
            super().setup()

        def do_GET(self) -> None:
            noted.requests.append(self.path)
            target = {"/to-file": noted.pipe.as_uri(), "/to-server": "/landed"}.get(self.path)
            self.send_response(302 if target else 200)
            if target:
                self.send_header("Location", target)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    place = f"127.0.0.1:{server.server_port}"
    threads = [threading.Thread(target=one) for one in (server.serve_forever, noted.look)]
    for thread in threads:
        thread.start()
    yield (
        noted,
        {
            "file": noted.pipe.as_uri(),
            **{scheme: f"{scheme}://{place}/a.css" for scheme in ("http", "https", "ftp")},
            "redirect to file": f"http://{place}/to-file",
            "redirect to server": f"http://{place}/to-server",
        },
    )
    noted.is_over.set()
    server.shutdown()
    server.server_close()
    for thread in threads:
        thread.join()


def test_no_channel_reads_or_connects(
    watch: tuple[Watch, dict[str, str]], settings: Settings
) -> None:
    noted, urls = watch
    settings.PDF_SECONDS = 20
    ended = 0

    for channel in CHANNELS.values():
        for url in urls.values():
            try:
                typeset(PAGE.format(head="", body=channel.format(url=url)), "i")
            except RenderingFailed:
                ended += 1

    assert (noted.reads, noted.connections, noted.requests) == (0, 0, [])
    urllib.request.urlopen(urls["redirect to server"]).close()  # noqa: S310 - its own server
    noted.pipe.read_bytes()
    assert noted.requests == ["/to-server", "/landed"]
    assert (noted.reads, noted.connections) == (1, 2)
    tried = len(CHANNELS) * len(urls)
    say(
        f"S6: {len(CHANNELS)} channels × {len(urls)} addresses, {tried} documents,"
        f" {ended} ended: 0 reads, 0 connections"
    )
