"""Hostile files are refused soon, in words, and by a child that lives within its limits."""

import io
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosures.workbook import reader
from disclosures.workbook.reader import grids
from disclosures.workbook.refusal import RefusedError

from .books import DECLARED, MAIN, PARTS, a_book, ledger_rows, packed, raw

LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "ha">'
    for level in range(10)
)
NUMBER = "<c><v>1</v></c>"
SHARED = '<c t="s"><v>0</v></c>'
CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'


def doctype(entities: str, use: str) -> bytes:
    """A workbook whose sheet declares entities."""
    sheet = (
        f"{DECLARED}<!DOCTYPE worksheet [{entities}]><worksheet {MAIN}><sheetData>"
        f"<row>{CELL.format(use)}</row></sheetData></worksheet>"
    )
    return packed({**PARTS, "xl/worksheets/sheet1.xml": sheet})


def many_sheets(count: int) -> bytes:
    """A workbook that lists very many sheets."""
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook {MAIN} xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
    return raw("", workbook=book)


def lying(content: bytes) -> bytes:
    """An archive whose directory says that its sheet is small."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def strings(count: int) -> str:
    return f"<sst {MAIN}>{''.join(f'<si><t>{n:x}</t></si>' for n in range(count))}</sst>"


def styles(count: int) -> str:
    """Styles within styles, and very many of them."""
    nested = "<a>" * count + "</a>" * count
    many = "".join(f'<xf numFmtId="{n}"/>' for n in range(count))
    return f"<styleSheet {MAIN}>{nested}<cellXfs>{many}</cellXfs></styleSheet>"


def overlapping() -> bytes:
    """Two entries of a directory that unpack the same bytes."""
    content = bytearray(packed({**PARTS, "xl/a.xml": "x" * 500, "xl/b.xml": "x" * 500}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        first = archive.getinfo("xl/a.xml").header_offset.to_bytes(4, "little")
        second = archive.getinfo("xl/b.xml").header_offset.to_bytes(4, "little")
    place = content.rindex(second)
    content[place : place + 4] = first
    return bytes(content)


def renamed(name: str) -> bytes:
    return packed({**PARTS, name: b"x"})


def duplicated() -> bytes:
    file = io.BytesIO(raw(""))
    with (
        zipfile.ZipFile(file, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("xl/worksheets/sheet1.xml", "other")
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: raw("<row/>" * 8_000_000), "解压后过大"),
    "bomb of stated size": (lambda: raw("<row/>" * 20_000_000), "解压后过大"),
    "lying directory": (lambda: lying(raw(CELL.format("x") * 50_000)), "无法识别|无法读取|损坏"),
    "overlapping entries": (overlapping, "重叠"),
    "external entity": (
        lambda: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        "XML 实体",
    ),
    "billion laughs": (lambda: doctype(LAUGHS, "&l9;"), "XML 实体"),
    "parameter entity": (
        lambda: doctype('<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;', ""),
        "XML 实体",
    ),
    "corner cell": (
        lambda: raw('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "第 1048576 行第 16384 列",
    ),
    "last column": (lambda: raw('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "第 16384 列"),
    "row beyond any sheet": (
        lambda: raw('<row r="99999999999"><c><v>1</v></c></row>'),
        "第 99999999999 行",
    ),
    "cell of another row": (lambda: raw('<row r="1"><c r="A7"><v>1</v></c></row>'), "位置不符"),
    "cell of no column": (lambda: raw('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "位置不符"),
    "million sheets": (lambda: many_sheets(1_000_000), "解压后过大"),
    "thousands of sheets": (lambda: many_sheets(20_000), "工作表超过 40 个|超时"),
    "million parts": (
        lambda: packed({f"xl/{n}.xml": "" for n in range(20_000)}, zipfile.ZIP_STORED),
        "部件超过 500 个",
    ),
    "huge shared strings": (lambda: raw("", sharedStrings=strings(1_000_000)), "解压后过大"),
    "one text a million times": (
        lambda: raw(
            f"<row>{SHARED * 90}</row>" * 1_000,
            method=zipfile.ZIP_STORED,
            sharedStrings=f"<sst {MAIN}><si><t>{'长' * 30_000}</t></si></sst>",
        ),
        "内容过多|超时|内存",
    ),
    "wrong magic": (lambda: b"MZ" + raw(""), "不是 XLSX"),
    "empty": (lambda: b"", "不是 XLSX"),
    "truncated": (lambda: raw("")[:-30], "损坏或不完整"),
    "old or encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "密码"),
    "encrypted entries": (
        lambda: raw("").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        ),
        "密码",
    ),
    "other compression": (lambda: packed(PARTS, zipfile.ZIP_LZMA), "压缩方式"),
    "nested archive": (lambda: packed({**PARTS, "xl/embeddings/a.zip": raw("")}), "其他文件"),
    "nested workbook": (lambda: packed({**PARTS, "xl/embeddings/a.xlsx": raw("")}), "其他文件"),
    "path upwards": (lambda: renamed("../../etc/cron.xml"), "文件之外"),
    "absolute path": (lambda: renamed("/etc/passwd.xml"), "文件之外"),
    "path of Windows": (lambda: renamed("xl\\..\\a.xml"), "文件之外"),
    "two parts of one name": (duplicated, "重名"),
    "macros": (lambda: renamed("xl/vbaProject.bin"), "宏"),
    "controls": (lambda: renamed("xl/activeX/activeX1.xml"), "宏或控件"),
    "external links": (lambda: renamed("xl/externalLinks/externalLink1.xml"), "链接到其他文件"),
    "no such text": (lambda: raw('<row><c t="s"><v>9</v></c></row>'), "无法识别"),
    "no XML": (lambda: raw("<row><c>"), "无法识别"),
    "no sheet": (lambda: packed({"xl/worksheets/sheet1.xml": "x"}), "无法读取"),
    "too large": (lambda: b"PK\x03\x04" + bytes(21 * 1024 * 1024), "超过 20 MB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    make, reason = HOSTILE[name]
    content = make()

    with pytest.raises(RefusedError, match=reason):
        grids("a.xlsx", content)


@pytest.mark.parametrize(
    "content",
    [
        raw("", method=zipfile.ZIP_STORED, styles=styles(60_000)),
        raw("<row>" * 100_000 + "</row>" * 100_000, method=zipfile.ZIP_STORED),
        raw("", method=zipfile.ZIP_STORED, sharedStrings=strings(100_000)),
    ],
    ids=["deep styles", "deep rows", "many texts"],
)
def test_what_is_never_shown_is_passed_over(content: bytes) -> None:
    (grid,) = grids("a.xlsx", content)

    assert grid.rows == []


def test_too_much_memory_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MEMORY_MB", 150)

    with pytest.raises(RefusedError, match=r"内存超过 150 MB|无法"):
        grids("a.xlsx", raw(f"<row>{NUMBER * 900_000}</row>", method=zipfile.ZIP_STORED))


def test_too_much_time_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.3)
    monkeypatch.setattr(reader, "SECONDS_PER_MEBIBYTE", 0)

    with pytest.raises(RefusedError, match="超时"):
        grids("a.xlsx", raw(f"<row>{NUMBER * 50}</row>" * 20_000, method=zipfile.ZIP_STORED))


def test_the_child_sees_nothing_of_the_server_s_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    stand_in = tmp_path / "python"
    names = tmp_path / "names"
    stand_in.write_text(f"#!/bin/sh\n/usr/bin/env > {names}\n", encoding="ascii")
    stand_in.chmod(stat.S_IRWXU)
    monkeypatch.setattr(sys, "executable", str(stand_in))

    with pytest.raises(RefusedError, match="无法读取"):
        grids("a.xlsx", raw(""))

    found = {line.partition("=")[0] for line in names.read_text(encoding="utf-8").splitlines()}
    assert {"LANG", "OPENPYXL_LXML"} <= found
    assert found <= {"LANG", "OPENPYXL_LXML", "PWD", "SHLVL", "_", "OLDPWD"}


def test_a_workbook_with_macros_is_refused_by_its_name() -> None:
    with pytest.raises(RefusedError, match="宏"):
        grids("a.XLSM", raw(""))


def test_a_declared_size_is_not_believed() -> None:
    sheet = (
        f'{DECLARED}<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData>'
        f"{ledger_rows()}</sheetData></worksheet>"
    )
    (grid,) = grids("a.xlsx", packed({**PARTS, "xl/worksheets/sheet1.xml": sheet}))

    assert [number for number, _ in grid.rows] == [1]


def test_what_a_cell_holds_is_told_as_it_is_shown() -> None:
    cells = (
        '<c r="A1"><v>0.30000000000000004</v></c><c r="B1"><v>816819.09999999998</v></c>'
        '<c r="C1" s="1"><v>46053</v></c><c r="D1" t="b"><v>1</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c><c r="F1"><f>1+1</f><v>2</v></c>'
        '<c r="G1"><v>1E308</v></c><c r="H1" t="s"><v>0</v></c><c r="J1"><v>-0.01</v></c>'
        f'<c r="K1"><v>NaN</v></c><c r="L1"><v>{"9" * 5_000}</v></c><c r="M1"><v>1_0</v></c>'
        '<c r="N1" s="1"><v>1E300</v></c><c r="O1" s="2"><v>0.95</v></c>'
        '<c r="P1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh>'
        "<r><t>_x0041_</t></r></is></c>"
    )
    (grid,) = grids("a.xlsx", raw(f'<row r="1">{cells}</row>'))

    assert grid.rows == [
        (
            1,
            [
                *("0.3", "816819.1", "2026-01-31", "TRUE"),
                ["error", "#N/A"],
                ["formula"],
                *("1e+308", "text", None, "-0.01"),
                *(["error", "NaN"], ["error", "9" * 20], ["error", "1_0"], ["error", "1E300"]),
                *("95%", "aA"),
            ],
        )
    ]


def test_a_plain_workbook_is_read() -> None:
    first, second = grids("a.xlsx", a_book(甲=[["=1+1", 1.5]], 乙=[[], ["x\ny"]]))

    assert (first.name, first.rows) == ("甲", [(1, ["=1+1", "1.5"])])
    assert (second.name, second.rows) == ("乙", [(2, ["x\ny"])])
