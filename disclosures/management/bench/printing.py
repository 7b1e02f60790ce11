"""Measuring the PDF: the warm process beside the command line and Chromium, on the same HTML."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import pikepdf
from django.conf import settings

from disclosures import pdf

ROUNDS: Final = 3
CHROMIUM: Final = "/usr/bin/chromium"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printer made of a document: median seconds, bytes, and what a reader finds in it."""

    printer: str
    seconds: float
    size: int
    is_tagged: bool
    has_bookmarks: bool


def measured(html: str, rounds: int = ROUNDS) -> tuple[Printed, ...]:
    """The printers side by side in one run; those that are not installed are left out."""
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        styles = (Path(settings.BASE_DIR) / "static" / "css").as_uri()
        page.write_text(html.replace('href="official', f'href="{styles}/official'), "utf-8")
        pdf.typeset(html, "bench")
        found = [
            _timed("warm worker", lambda: pdf.typeset(html, "bench"), rounds),
            _timed("weasyprint", lambda: _run(_weasyprint(page, target), target), rounds),
        ]
        if Path(CHROMIUM).exists():
            found.append(_timed("chromium", lambda: _run(_chromium(page, target), target), rounds))
    return tuple(found)


def seconds_per_row(html_of: Callable[[int], str], rows: int) -> float:
    """How long a row of a table takes in a document of so many."""
    html = html_of(rows)
    started = perf_counter()
    pdf.typeset(html, "bench")
    return (perf_counter() - started) / rows


def peak_megabytes() -> float:
    """The most memory that any finished child of this process had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _timed(printer: str, work: Callable[[], bytes], rounds: int) -> Printed:
    times, document = [], b""
    for _ in range(rounds):
        started = perf_counter()
        document = work()
        times.append(perf_counter() - started)
    with pikepdf.open(io.BytesIO(document)) as file:
        marks = ("/StructTreeRoot" in file.Root, "/Outlines" in file.Root)
    return Printed(printer, median(times), len(document), *marks)


def _run(command: list[str], target: Path) -> bytes:
    fonts = str(Path(settings.FONTS_DIR) / "fonts.conf")
    environment = {**os.environ, "FONTCONFIG_FILE": fonts}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return target.read_bytes()


def _weasyprint(page: Path, target: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("weasyprint"))
    return [program, "--pdf-variant", "pdf/ua-1", str(page), str(target)]


def _chromium(page: Path, target: Path) -> list[str]:
    return [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *("--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()),
    ]
