"""The child process that reads a workbook: XLSX in, its rows as lines of JSON out.

Run by ``disclosures.workbook.reader`` as ``python -m disclosures.workbook.reading``. It knows
no Django and lives within limits of memory, processor time and files that it puts on itself.
"""

from __future__ import annotations

import argparse
import codecs
import io
import json
import math
import re
import resource
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

from disclosures.typesetter import OUT_OF_MEMORY, confine

SHEETS_LIMIT: Final = 40
ROWS_LIMIT: Final = 200_000
COLUMNS_LIMIT: Final = 100
TEXTS_LIMIT: Final = 30_000_000
CELL_LIMIT: Final = 32_767
# A spreadsheet computes in binary and shows at most so many digits.
DIGITS: Final = 15
# What the names of a ZIP archive and its XML may be written in.
ENCODINGS: Final = ("cp437", "utf-8", "utf-16", "ascii", "iso8859-1")
ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
Cell = str | list[str] | None


class UnreadableError(Exception):
    """A workbook that is refused: why, in the words of who handed it in."""


def main(arguments: Sequence[str]) -> int:
    """Read the workbook on standard input; the exit status says how it went."""
    parser = argparse.ArgumentParser(prog="reading")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--memory-mb", type=int, required=True)
    options = parser.parse_args(arguments)
    content = sys.stdin.buffer.read()
    # Whatever it needs is loaded before no file can be opened any more.
    from . import cells

    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    confine(math.ceil(options.seconds) + 1, options.memory_mb)
    signal.setitimer(signal.ITIMER_PROF, options.seconds)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        for line in lines(cells.sheets(io.BytesIO(content))):
            sys.stdout.write(line)
    except MemoryError:
        return OUT_OF_MEMORY
    except UnreadableError as error:
        sys.stdout.write(_json(["refused", str(error)]))
    except Exception as error:
        # Whatever else a hostile file brings about, nothing of it is taken in.
        sys.stdout.write(_json(["failed", type(error).__name__]))
    return 0


def lines(found: Iterator[tuple[str, Iterator[tuple[int, list[dict[str, Any]]]]]]) -> Iterator[str]:
    """Each sheet, its rows that hold something, and at last that this was all."""
    budget = TEXTS_LIMIT
    for count, (name, rows) in enumerate(found, 1):
        if count > SHEETS_LIMIT:
            raise UnreadableError(f"工作表超过 {SHEETS_LIMIT} 个，请删去无关的工作表。")
        yield _json(["sheet", name])
        for number, row in rows:
            texts = _row(name, number, row)
            if not texts:
                continue
            line = _json([number, texts])
            budget -= len(line)
            if budget < 0:
                raise UnreadableError("工作簿内容过多，请拆分后导入。")
            yield line
    yield _json(["end"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"


def _row(sheet: str, number: int, row: list[dict[str, Any]]) -> list[Cell]:
    texts: list[Cell] = []
    for cell in row:
        text = shown(cell)
        if text is None:
            continue
        column = cell["column"]
        if column > COLUMNS_LIMIT or number > ROWS_LIMIT or cell["row"] != number:
            reach = f"最多读取 {ROWS_LIMIT} 行、{COLUMNS_LIMIT} 列"
            raise UnreadableError(
                f"工作表“{sheet}”在第 {cell['row']} 行第 {column} 列还有内容（{reach}），请删去。"
            )
        texts.extend([None] * (column - len(texts)))
        texts[column - 1] = text
    return texts


def shown(cell: dict[str, Any]) -> Cell:
    """What a cell shows; what is no plain value comes as a list that says what it is."""
    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        return ["formula"]
    if value is None or value == "":
        return None
    if kind == "e":
        return ["error", str(value)[:20]]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, is_percentage=cell["is_percentage"])
    return _day(value)


def _text(value: str) -> Cell:
    if len(value) > CELL_LIMIT:
        return ["long", value[:20]]
    return ESCAPE.sub(_unescaped, value) if "_x" in value else value


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    is_character = code and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else match[0]


def _number(value: float, *, is_percentage: bool) -> str:
    shown_digits = format(value, f".{DIGITS}g")
    if "e" in shown_digits and abs(value) >= 1:
        return shown_digits
    plain = Decimal(shown_digits)
    return f"{plain * 100:f}%" if is_percentage else f"{plain:f}"


def _day(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
