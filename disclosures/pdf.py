"""The official PDF of a disclosure, set by a child process within limits."""

import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from .presentation import Presentation
from .tables import StatementTable
from .typesetter import OUT_OF_MEMORY

TEMPLATE = "disclosures/official.html"
TIMED_OUT = "超时"
TOO_LARGE = "内存不足"
FAILED = "排版失败"
NO_FONTS = "缺少公文字体"
# The longest line of a cover, and where a department's name may be broken.
LINE = 15
NAME_BREAK = re.compile("自治[区州县旗]|[省市州县区盟旗]|人民政府|委员会|办公室|[厅局部院会]")
# Figures longer than so many characters are set smaller in the tables.
FITS = ((12, "fit-14"), (10, "fit-12"), (8, "fit-10"), (7, "fit-8"))
# Numbers of rows a little beyond one upright sheet.
SLIGHTLY_LONG = range(28, 33)
# How C libraries below WeasyPrint die when the address space is used up.
ABORTS = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS})
CPU_USED_UP = frozenset({-signal.SIGXCPU, -signal.SIGKILL})

log = logging.getLogger(__name__)


class RenderingFailed(Exception):  # noqa: N818 - named as what staff read
    """The official PDF could not be made; ``reason`` says why in their words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def render(presentation: Presentation, identifier: str) -> bytes:
    """The official PDF; the same presentation and identifier give the same bytes.

    Raises RenderingFailed when the limits of time or memory end the work, or it fails.
    """
    return typeset(official_html(presentation), identifier)


def official_html(presentation: Presentation) -> str:
    """The document as the typesetter reads it."""
    context = {
        "disclosure": presentation,
        "name_lines": balanced(presentation.name),
        "tables": [
            {"statement": table, "anchor": table.anchor, "fit": f"{_fit(table)} {_density(table)}"}
            for table in presentation.tables
        ],
    }
    return render_to_string(TEMPLATE, context)


def balanced(name: str) -> list[str]:
    """A name as lines of a cover: broken after a place or an authority, near the middle."""
    if len(name) <= LINE:
        return [name]
    middle = len(name) / 2
    breaks = [match.end() for match in NAME_BREAK.finditer(name, 0, len(name) - 1)]
    near = [place for place in breaks if abs(place - middle) <= len(name) / 6]
    place = min(near or [round(middle)], key=lambda place: abs(place - middle))
    return [*balanced(name[:place]), *balanced(name[place:])]


def _fit(table: StatementTable) -> str:
    """The style class that lets the table's longest figure stand on one line."""
    kinds = [leaf.kind for leaf in table.leaves]
    longest = max(
        (
            len(cell)
            for record in table.data
            for cell, kind in zip(record.cells, kinds, strict=True)
            if kind == "amount"
        ),
        default=0,
    )
    return next((fit for length, fit in FITS if longest > length), "")


def _density(table: StatementTable) -> str:
    """The style class of a table that fits on one upright sheet if its rows are set closer."""
    return "compact" if not table.is_wide and len(table.data) in SLIGHTLY_LONG else ""


def typeset(html: str, identifier: str) -> bytes:
    """The PDF of the HTML, made in a process of its own that can be ended at any moment."""
    if not _fonts().is_file():
        raise RenderingFailed(f"{NO_FONTS}：未找到 {_fonts()}")
    with tempfile.TemporaryDirectory(prefix="typesetter-") as home:
        child = subprocess.Popen(
            _command(identifier),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=_environment(home),
            start_new_session=True,
        )
        with child:
            try:
                document, complaints = child.communicate(html.encode(), settings.PDF_SECONDS)
            except subprocess.TimeoutExpired:
                raise RenderingFailed(f"{TIMED_OUT}：超过 {settings.PDF_SECONDS} 秒") from None
            finally:
                _end(child)
    if child.returncode:
        log.error("typesetter ended with %s: %s", child.returncode, complaints.decode()[-2000:])
        raise RenderingFailed(_reason(child.returncode))
    return document


def _fonts() -> Path:
    """The list of the fonts; without it, whatever the machine has would be taken silently."""
    return Path(settings.FONTS_DIR) / "fonts.conf"


def _command(identifier: str) -> list[str]:
    return [
        *(sys.executable, "-B", "-m", "disclosures.typesetter"),
        *("--styles", str(Path(settings.BASE_DIR) / "static" / "css")),
        *("--identifier", identifier),
        *("--seconds", str(settings.PDF_SECONDS)),
        *("--memory-mb", str(settings.PDF_MEMORY_MB)),
    ]


def _environment(home: str) -> dict[str, str]:
    """Nothing of the server's environment reaches the child, so no secret can."""
    return {
        "FONTCONFIG_FILE": str(_fonts()),
        "HOME": home,
        "LANG": "C.UTF-8",
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _reason(status: int) -> str:
    if status == OUT_OF_MEMORY or status in ABORTS:
        return f"{TOO_LARGE}：超过 {settings.PDF_MEMORY_MB} MB"
    if status in CPU_USED_UP:
        return f"{TIMED_OUT}：超过 {settings.PDF_SECONDS} 秒"
    return FAILED
