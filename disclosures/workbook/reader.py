"""A file becomes grids of text: XLSX in a limited child process, CSV here."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from disclosures.confined import OUT_OF_MEMORY

from . import archive, csv_text
from .refusal import RefusedError

MEMORY_MB: Final = 512
# Processor seconds of the child: enough for a small workbook, and more as its sheets are larger.
SECONDS: Final = 1.5
SECONDS_PER_MEBIBYTE: Final = 0.5
PATIENCE: Final = 6
OUT_OF_TIME: Final = frozenset({-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL})
RawCell = str | list[str] | None

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands in the file: its rows that hold something, with their numbers."""

    name: str
    rows: list[tuple[int, list[RawCell]]] = field(default_factory=list)


def grids(filename: str, content: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one sheet of a CSV file; refuses any other file."""
    if not archive.is_archive(content) and filename.lower().endswith((".csv", ".txt", ".tsv")):
        return (Grid(csv_text.NAME, csv_text.rows(content)),)
    if filename.lower().endswith((".xlsm", ".xlsb", ".xltm")):
        raise RefusedError("工作簿为含宏或二进制格式；请另存为不含宏的 XLSX 再导入。")
    seconds = SECONDS + SECONDS_PER_MEBIBYTE * archive.judged(content) / archive.MEBIBYTE
    return tuple(_grids(_read(content, seconds)))


def _read(content: bytes, seconds: float) -> bytes:
    child = subprocess.Popen(
        [
            *(sys.executable, "-B", "-m", "disclosures.workbook.reading"),
            *("--seconds", f"{seconds:.2f}", "--memory-mb", str(MEMORY_MB)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        # Nothing of the server's environment reaches the child; lxml is not wanted there.
        env={"LANG": "C.UTF-8", "OPENPYXL_LXML": "False"},
        start_new_session=True,
    )
    with child:
        try:
            written, complaints = child.communicate(content, seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            raise RefusedError(_reason(-signal.SIGKILL)) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
    if child.returncode:
        said = complaints.decode(errors="replace")[-2000:]
        log.warning("reading a workbook ended with %s: %s", child.returncode, said)
        raise RefusedError(_reason(child.returncode))
    return written


def _reason(status: int) -> str:
    if status in OUT_OF_TIME:
        return "工作簿读取超时，不予导入。请删去空行、空列和多余的格式后另存再试。"
    if status == OUT_OF_MEMORY:
        return f"读取工作簿所需内存超过 {MEMORY_MB} MB，不予导入。请拆分后再试。"
    return f"工作簿无法读取。{archive.RESAVE}"


def _grids(written: bytes) -> list[Grid]:
    # One text for all lines is decoded in a quarter of the time.
    lines: list[list[Any]] = json.loads(b"[%b]" % b",".join(written.splitlines()))
    found: list[Grid] = []
    for head, value in lines[:-1]:
        if head == "sheet":
            found.append(Grid(value))
        else:
            found[-1].rows.append((head, value))
    match lines[-1:]:
        case [["end"]]:
            return found
        case [["refused", reason]]:
            raise RefusedError(reason)
        case [["failed", name]]:
            raise RefusedError(_failure(name, found))
    raise RefusedError(_reason(1))


def _failure(name: str, found: list[Grid]) -> str:
    log.warning("reading a workbook failed: %s", name)
    if not found:
        return f"工作簿无法读取。{archive.RESAVE}"
    row = found[-1].rows[-1][0] if found[-1].rows else 0
    return f"工作表“{found[-1].name}”第 {row} 行之后有无法识别的内容。{archive.RESAVE}"
