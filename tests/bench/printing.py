"""The PDF: the warm worker beside WeasyPrint's command line and Chromium, on the same HTML."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings

from disclosures import pdf
from disclosures.budget import snapshot
from disclosures.models import Publication
from disclosures.presentation import presented

from .measuring import Action, Figure, at_most, medians, seconds
from .options import Options

ROWS: Final = (1_000, 10_000)
ROW: Final = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)


def measure(options: Options) -> Iterator[Figure]:
    """All printers in turn; then documents of more and more rows."""
    html = _html()
    pdf.typeset(html, "bench")
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        styles = (Path(settings.BASE_DIR) / "static" / "css").as_uri()
        page.write_text(html.replace('href="official', f'href="{styles}/official'), "utf-8")
        printers = {"weasyprint": _weasyprint(page, target), "chromium": _chromium(page, target)}
        there = {name: one for name, one in printers.items() if shutil.which(one[0])}
        others: list[Action] = [partial(_run, one) for one in there.values()]
        rounds = min(options.rounds, 3)
        warm, *cold = medians((partial(pdf.typeset, html, "bench"), *others), rounds)
    for name, taken in zip(there, cold, strict=True):
        yield at_most(
            0.6 if name == "weasyprint" else 1,
            f"PDF, warm worker against {name}",
            f"{warm:.2f} s",
            f"{taken:.2f} s",
            warm / taken,
        )
    yield _by_rows(html)


def _by_rows(html: str) -> Figure:
    """How long a row takes in a long document, against one less long."""
    each = [seconds(partial(pdf.typeset, _long(html, rows), "bench")) / rows for rows in ROWS]
    result, against = (
        f"{rows:,} rows, {taken * 1000:.1f} ms a row"
        for rows, taken in zip(reversed(ROWS), reversed(each), strict=True)
    )
    return at_most(1.3, "PDF of a long table", result, against, each[1] / each[0])


def _long(html: str, rows: int) -> str:
    """The document with a row of its last table so many times."""
    row = ROW.findall(html)[-1]
    return html.replace(row, row * rows, 1)


def _html() -> str:
    """The official document of a publication."""
    row = Publication.objects.published().current().defer(None).order_by("pk")[0]
    document, imprint = snapshot.read(row.snapshot)
    return pdf.official_html(presented(document, imprint), row.sha256)


def _run(command: list[str]) -> None:
    fonts = str(Path(settings.FONTS_DIR) / "fonts.conf")
    environment = {**os.environ, "FONTCONFIG_FILE": fonts}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def _weasyprint(page: Path, target: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("weasyprint"))
    return [program, "--pdf-variant", "pdf/ua-1", str(page), str(target)]


def _chromium(page: Path, target: Path) -> list[str]:
    return [
        *("chromium", "--headless", "--no-sandbox", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *("--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()),
    ]
