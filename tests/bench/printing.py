"""The official PDF: against WeasyPrint's own command line, other printers, and itself at length."""

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import django
import pypdf
from django.conf import settings
from django.test import override_settings

from . import long, memory
from .measuring import Figure, at_most, medians
from .options import Options

IDENTIFIER = "0123456789abcdef" * 4
SHORT, LONG = 1_000, 10_000
LIMIT_BESIDE = {"weasyprint": 0.6, "Chromium": 1.0}
# What 10,000 rows may take here; a portal's own limits are for documents that there are.
LIMITS = {"PDF_SECONDS": 600, "PDF_MEMORY_MB": 8192}
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
    "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip


def measure(options: Options) -> Iterator[Figure]:
    """The sample's document, then a table of 1,000 and of 10,000 rows, then other printers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
    django.setup()
    from disclosures import pdf

    with tempfile.TemporaryDirectory() as folder:
        page = _page(Path(folder), 0)
        html = page.read_text(encoding="utf-8")
        ours = partial(pdf.typeset, html, IDENTIFIER)
        ours()
        commands = {name: one for name, one in _others(page) if name in LIMIT_BESIDE}
        others = [partial(_run, one) for one in commands.values() if shutil.which(one[0])]
        warm, *cold = medians((ours, *others), min(options.rounds, 3))
        for name, taken in zip(commands, cold, strict=False):
            what, result = f"PDF, warm, against {name}", f"{warm:.2f} s"
            yield at_most(LIMIT_BESIDE[name], what, result, f"{taken:.2f} s", warm / taken)
        yield from _at_length(pdf.typeset, Path(folder))
        yield from _beside(page, ours)


def _at_length(typeset: Callable[[str, str], bytes], folder: Path) -> Iterator[Figure]:
    each, peaks = {}, {}
    with override_settings(**LIMITS):
        for rows in (SHORT, LONG):
            html = _page(folder, rows).read_text(encoding="utf-8")
            taken, peaks[rows], _ = _watched(partial(typeset, html, IDENTIFIER))
            each[rows] = taken / rows * 1000
    yield at_most(
        1.3,
        f"PDF with {LONG:,} rows",
        f"{each[LONG]:.1f} ms a row, {peaks[LONG]:,.0f} MiB",
        f"{SHORT:,} rows {each[SHORT]:.1f} ms, {peaks[SHORT]:,.0f} MiB",
        each[LONG] / each[SHORT],
    )


def _beside(page: Path, ours: Callable[[], bytes]) -> Iterator[Figure]:
    """The same page by other printers, for the record: each started anew."""
    yield _told("PDF of the sample here", *_watched(ours))
    printed = page.with_suffix(".pdf")
    for name, command in _others(page):
        printed.unlink(missing_ok=True)
        if not shutil.which(command[0]):
            yield Figure(f"… by {name}", "not installed")
            continue
        seconds, peak, _ = _watched(partial(_run, command))
        made = printed.read_bytes() if printed.exists() else b""
        yield _told(f"… by {name}", seconds, peak, made)


def _others(page: Path) -> Iterator[tuple[str, Sequence[str]]]:
    printed, profile = page.with_suffix(".pdf"), page.parent / "profile"
    yield "weasyprint", _weasyprint(page)
    yield "Chromium", ("chromium", *CHROMIUM, f"--print-to-pdf={printed}", page.as_uri())
    yield (
        "LibreOffice",
        (
            *("soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "pdf", "--outdir", str(page.parent), str(page)),
        ),
    )


def _weasyprint(page: Path) -> Sequence[str]:
    program = str(settings.BASE_DIR / ".venv" / "bin" / "weasyprint")
    claims = ("--pdf-variant", "pdf/a-3a", "--pdf-tags", "--output-intent", "srgb", "--quiet")
    return program, *claims, str(page), str(page.with_suffix(".pdf"))


def _run(command: Sequence[str]) -> None:
    fonts = {"FONTCONFIG_FILE": str(settings.FONTS_DIR / "fonts.conf")}
    subprocess.run(command, env={**os.environ, **fonts}, capture_output=True, check=False)


def _watched(work: Callable[[], bytes | None]) -> tuple[float, float, bytes]:
    with memory.watched(os.getpid()) as peak:
        start = time.perf_counter()
        made = work() or b""
        seconds = time.perf_counter() - start
    return seconds, peak.mebibytes, made


def _told(what: str, seconds: float, peak: float, made: bytes) -> Figure:
    if not made:
        return Figure(what, f"no PDF after {seconds:.1f} s")
    reader = pypdf.PdfReader(io.BytesIO(made))
    with suppress(KeyError):
        is_tagged = bool(reader.root_object["/MarkInfo"]["/Marked"])  # type: ignore[index]
        marked = "tagged" if is_tagged else "no tags"
        return Figure(what, f"{seconds:.1f} s, {peak:,.0f} MiB, {_size(reader, made)}, {marked}")
    return Figure(what, f"{seconds:.1f} s, {peak:,.0f} MiB, {_size(reader, made)}, no tags")


def _size(reader: pypdf.PdfReader, made: bytes) -> str:
    marks = str(reader.outline).count("'/Title'")
    return f"{len(reader.pages)} pages, {len(made) / 1024:,.0f} KiB, {marks} bookmarks"


def _page(folder: Path, rows: int) -> Path:
    """The finished HTML beside its style sheets; without rows the sample as it is."""
    from disclosures import pdf
    from disclosures.presentation import presented

    document = long.long(rows) if rows else long.sample()
    html = pdf.official_html(presented(document, long.IMPRINT), IDENTIFIER)
    styles = (settings.BASE_DIR / "static" / "css").as_uri()
    page = folder / f"{rows}.html"
    page.write_text(html.replace('href="official', f'href="{styles}/official'), encoding="utf-8")
    return page
