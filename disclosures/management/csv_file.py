"""A CSV file as staff hand it over: its rows by column, whatever spreadsheet wrote it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from disclosures.workbook.csv_text import decoded
from disclosures.workbook.refusal import RefusedError

SIZE_LIMIT = 100 * 1024 * 1024
SHOWN = 60


class FileRefusedError(Exception):
    """A file that is not taken in: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty cell: where it is, what stands there, why it is refused, what to do."""

    line: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        return f"第 {self.line} 行 | {self.column} | {value} | {self.reason} | {self.remedy}"


class FaultyRowsError(FileRefusedError):
    """A file with faulty rows; nothing of it is taken in."""

    def __init__(self, faults: Collection[Fault]) -> None:
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(
            f"共 {len(faults)} 处错误，未导入任何数据：\n行号 | 列 | 值 | 原因 | 怎么办\n{lines}"
        )
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file with their line numbers, and what is wrong with the others."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    faults: tuple[Fault, ...]


def read(path: Path, required: Collection[str]) -> Table:
    """The rows with stripped cells; refuses what is no CSV file with the required columns."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    columns: tuple[str, ...] = ()
    lines: list[tuple[int, list[str]]] = []
    try:
        columns = tuple(name.strip() for name in next(reader, ()))
        lines.extend((reader.line_num, cells) for cells in reader)
    except csv.Error as error:
        message = f"第 {reader.line_num} 行不符合 CSV 格式（{error}），请用表格软件另存为 CSV。"
        raise FileRefusedError(message) from error
    missing = [name for name in required if name not in columns]
    if missing:
        raise FileRefusedError(f"文件缺少列：{'、'.join(missing)}。请补齐表头后重试。")
    filled = [(line, [cell.strip() for cell in cells]) for line, cells in lines if any(cells)]
    width = len(columns)
    return Table(
        columns,
        tuple(
            (line, dict(zip(columns, cells, strict=True)))
            for line, cells in filled
            if len(cells) == width
        ),
        tuple(
            Fault(
                line,
                "整行",
                ",".join(cells),
                f"有 {len(cells)} 列，表头有 {width} 列",
                "补齐或删去",
            )
            for line, cells in filled
            if len(cells) != width
        ),
    )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FileRefusedError("文件超过 100 MB，请拆分后分次导入。")
        content = path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"无法读取文件 {path}：{error.strerror}。") from error
    try:
        return decoded(content)
    except RefusedError as error:
        raise FileRefusedError(str(error)) from error
