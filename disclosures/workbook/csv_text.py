"""A CSV file as budget systems export it: the same grid that a worksheet gives."""

from __future__ import annotations

import csv
import io
from typing import Final

from .archive import MEBIBYTE, SIZE_LIMIT
from .refusal import RefusedError

NAME: Final = "CSV"
ROWS_LIMIT: Final = 200_000
COLUMNS_LIMIT: Final = 100


def decoded(content: bytes) -> str:
    """The text of a file, whatever of the two encodings a spreadsheet wrote."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError("文件不是 UTF-8 或 GB18030 编码的文本，请另存为 CSV 后重试。")


def rows(content: bytes) -> list[tuple[int, list[str | list[str] | None]]]:
    """The rows that hold something, with the numbers that a spreadsheet would give them."""
    if len(content) > SIZE_LIMIT:
        raise RefusedError(f"文件超过 {SIZE_LIMIT // MEBIBYTE} MB，请拆分后导入。")
    text = decoded(content)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str | list[str] | None]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            if number > ROWS_LIMIT or len(cells) > COLUMNS_LIMIT:
                raise RefusedError(f"文件超过 {ROWS_LIMIT} 行或 {COLUMNS_LIMIT} 列，请拆分后导入。")
            if any(cells):
                found.append((number, [cell or None for cell in cells]))
    except csv.Error as error:
        message = f"第 {reader.line_num} 行不符合 CSV 格式，请用表格软件另存为 CSV。"
        raise RefusedError(message) from error
    return found
