"""The child process that reads a workbook: XLSX in, its rows as lines of JSON out.

Run by ``disclosures.workbook.reader`` as ``python -m disclosures.workbook.reading``. It knows
no Django and lives within limits of memory, processor time and files that it puts on itself.
"""

from __future__ import annotations

import argparse
import codecs
import gc
import io
import json
import math
import os
import resource
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Final

from disclosures.confined import OUT_OF_MEMORY
from disclosures.confined.limits import confine

from .refusal import RefusedError

SHEETS_LIMIT: Final = 40
ROWS_LIMIT: Final = 200_000
COLUMNS_LIMIT: Final = 100
TEXTS_LIMIT: Final = 30_000_000
ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
# What the names of a ZIP archive and its XML may be written in.
ENCODINGS: Final = ("cp437", "utf-8", "utf-16", "ascii", "iso8859-1")


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
    # Rows make no cycles, and memory is limited anyway.
    gc.disable()
    try:
        for line in lines(cells.sheets(io.BytesIO(content))):
            sys.stdout.write(line)
    except MemoryError:
        return OUT_OF_MEMORY
    except RefusedError as error:
        sys.stdout.write(_json(["refused", str(error)]))
    except Exception as error:
        # Whatever else a hostile file brings about, nothing of it is taken in.
        sys.stdout.write(_json(["failed", type(error).__name__]))
    return 0


def lines(
    found: Iterator[tuple[str, Iterator[tuple[int, list[tuple[int, Any]]]]]],
) -> Iterator[str]:
    """Each sheet, its rows that hold something, and at last that this was all."""
    budget = TEXTS_LIMIT
    for count, (name, rows) in enumerate(found, 1):
        if count > SHEETS_LIMIT:
            raise RefusedError(f"工作表超过 {SHEETS_LIMIT} 个，请删去无关的工作表。")
        yield _json(["sheet", name])
        for number, row in rows:
            texts = _row(name, number, row)
            if not texts:
                continue
            line = _json([number, texts])
            budget -= len(line)
            if budget < 0:
                raise RefusedError("工作簿内容过多，请拆分后导入。")
            yield line
    yield _json(["end"])


def _json(value: object) -> str:
    return ENCODER.encode(value) + "\n"


def _row(sheet: str, number: int, row: list[tuple[int, Any]]) -> list[Any]:
    texts: list[Any] = []
    for column, text in row:
        if text is None:
            continue
        if column > COLUMNS_LIMIT or number > ROWS_LIMIT:
            reach = f"最多读取 {ROWS_LIMIT} 行、{COLUMNS_LIMIT} 列"
            message = f"工作表“{sheet}”在第 {number} 行第 {column} 列还有内容（{reach}），请删去。"
            raise RefusedError(message)
        texts.extend([None] * (column - len(texts)))
        texts[column - 1] = text
    return texts


if __name__ == "__main__":
    ended = main(sys.argv[1:])
    sys.stdout.flush()
    # To take everything apart again would be a tenth of the work.
    os._exit(ended)
