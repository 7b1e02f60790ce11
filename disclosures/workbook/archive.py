"""An XLSX file is a ZIP archive: its directory is judged before anything is unpacked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Sequence
from typing import Final

from .refusal import RefusedError

MEBIBYTE: Final = 1024 * 1024
SIZE_LIMIT: Final = 20 * MEBIBYTE
UNPACKED_LIMIT: Final = 64 * MEBIBYTE
STRINGS_LIMIT: Final = 6 * MEBIBYTE
# Whatever is neither a worksheet nor the table of its texts is small, and read as a whole.
PART_LIMIT: Final = 2 * MEBIBYTE
ENTRIES_LIMIT: Final = 500
# How many times smaller than its content a large part may be: figures and codes stay below 60.
RATIO_LIMIT: Final = 100
RATIO_FROM: Final = 64 * 1024
ENTRY_SIGNATURE: Final = b"PK\x01\x02"
LOCAL_HEADER: Final = 30
ENCRYPTED: Final = 0x1
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
WORKSHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
STRINGS: Final = "xl/sharedstrings.xml"
ALLOWED: Final = re.compile(
    r"(\[content_types\]\.xml|(_rels|docprops|customxml|xl)/.+)", re.IGNORECASE
)
ALLOWED_ENDINGS: Final = (".xml", ".rels", ".vml", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf")
PRINTER_SETTINGS: Final = re.compile(r"xl/printersettings/[^/]+\.bin", re.IGNORECASE)
ACTIVE: Final = re.compile(r"vbaproject|macrosheets/|activex/|\.bin$", re.IGNORECASE)
RESAVE: Final = "请用表格软件打开后另存为 XLSX 再导入。"


def is_archive(content: bytes) -> bool:
    """Whether a file begins as a ZIP archive does."""
    return content.startswith(b"PK\x03\x04")


def judged(content: bytes) -> int:
    """How many bytes the worksheets of a sound archive unpack to; refuses any other file."""
    if len(content) > SIZE_LIMIT:
        raise RefusedError(f"文件超过 {SIZE_LIMIT // MEBIBYTE} MB，请拆分后导入。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("文件设有打开密码，或是旧版 XLS 格式；请取消密码并另存为 XLSX 再导入。")
    if not is_archive(content):
        raise RefusedError(f"文件不是 XLSX 工作簿。{RESAVE}")
    # Counted first: reading a directory of a million entries is work in itself.
    if content.count(ENTRY_SIGNATURE) > ENTRIES_LIMIT:
        raise RefusedError(f"工作簿内的部件超过 {ENTRIES_LIMIT} 个，不是正常的工作簿。{RESAVE}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error):
        raise RefusedError(f"文件已损坏或不完整。{RESAVE}") from None
    _judge_names(entries)
    _judge_sizes(entries, len(content))
    return sum(entry.file_size for entry in entries if WORKSHEET.fullmatch(entry.filename))


def _judge_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise RefusedError(f"工作簿内有重名的部件，可能被篡改。{RESAVE}")
    for name in names:
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise RefusedError(f"工作簿内的部件名指向文件之外，可能被篡改。{RESAVE}")
        if name.lower().startswith("xl/externallinks/"):
            raise RefusedError("工作簿链接到其他文件；请断开链接（只保留数值）后再导入。")
        if ACTIVE.search(name) and not PRINTER_SETTINGS.fullmatch(name):
            raise RefusedError("工作簿含有宏或控件；请另存为不含宏的 XLSX 再导入。")
        is_known = PRINTER_SETTINGS.fullmatch(name) or name.lower().endswith(ALLOWED_ENDINGS)
        if not (ALLOWED.fullmatch(name) and (is_known or name.endswith("/"))):
            raise RefusedError(f"工作簿内夹有其他文件（{name[:60]!r}），不予读取。{RESAVE}")


def _judge_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise RefusedError("文件设有打开密码；请取消密码后再导入。")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise RefusedError(f"工作簿的压缩方式不常见，不予读取。{RESAVE}")
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT or any(map(_is_bomb, entries)):
        raise RefusedError(f"工作簿解压后过大，不予读取。请删去空行、空列和无关的工作表。{RESAVE}")
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    ends = [*(offset for offset, _ in places[1:]), size]
    if any(
        offset + LOCAL_HEADER + length > end
        for (offset, length), end in zip(places, ends, strict=True)
    ):
        raise RefusedError(f"工作簿内的部件互相重叠，可能被篡改。{RESAVE}")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Whether a part is larger than its kind may be, or packed far better than figures are."""
    name = entry.filename.lower()
    if name == STRINGS:
        limit = STRINGS_LIMIT
    else:
        limit = UNPACKED_LIMIT if WORKSHEET.fullmatch(name) else PART_LIMIT
    is_packed = entry.file_size > RATIO_FROM and (
        entry.file_size > entry.compress_size * RATIO_LIMIT
    )
    return entry.file_size > limit or is_packed
