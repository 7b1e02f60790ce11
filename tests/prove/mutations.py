"""Good files made wrong in the way files go wrong: in their structure, not byte by byte alone."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, Final

from .payloads import PAYLOADS

Parts = dict[str, bytes]
Table = list[list[str]]
TRICKY: Final = (
    *("", " ", "0", "-1", "-0.00", "1e308", "1E5", "NaN", "Infinity", "9" * 40, "0.001", "1,23"),
    *(
        "１２３．４５",
        "²",
        "٣",
        "½",
        "Ⅳ",
        "\N{MINUS SIGN}5",
        "﹣5",
        "(5.00)",
        "￥5",
        "5元",
        "5万元",
    ),
    *("2010301", "201", "9999999", "30101", "其他收入", "财政的钱", "工作经费", "合计", "是", "否"),
    *("2026-02-30", "20260131", "45678", "TRUE", "#REF!", "_x0000_", "_xD800_", "x" * 40_000),
    *("\u202e倒", "\u200b", "\ufeff", "😀", "a\tb", "a\nb", "\x0b", "'", '"', "<b>&amp;", "]]>"),
    *PAYLOADS[::23],
)
CELL: Final = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
ROW: Final = re.compile(rb"<row [^>]*>.*?</row>", re.DOTALL)
TAG: Final = re.compile(rb"<[^>]+>")
ATTRIBUTE: Final = re.compile(rb'([a-zA-Z:]+)="([^"]*)"')


def tricky(random: Random) -> str:
    """Something that a cell may hold and should not, or should in another column."""
    return random.choice(TRICKY)


def escaped(text: str) -> bytes:
    """A text as XML holds it, without what XML has no way to hold."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return plain.encode(errors="replace")


# Workbooks: parts of the archive by their names.


def _sheet(random: Random, parts: Parts) -> str:
    return random.choice([name for name in parts if "worksheets/sheet" in name])


def _replaced(random: Random, xml: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    """One of the places that fit, or the end, replaced."""
    found = list(pattern.finditer(xml))
    if not found:
        return xml + new
    place = random.choice(found)
    return xml[: place.start()] + new + xml[place.end() :]


def cell(random: Random, parts: Parts) -> None:
    """A cell with another value, kind, style or place."""
    name = _sheet(random, parts)
    place = random.choice(("A1", "C3", "XFD1048576", "A0", "ZZZ9", "1A", "", "B2", "F7"))
    kind = random.choice(("s", "n", "b", "e", "str", "inlineStr", "d", "?"))
    value = escaped(random.choice((tricky(random), str(random.randrange(-5, 10**6)))))
    body = random.choice(
        (
            b"<v>%s</v>" % value,
            b"<is><t>%s</t></is>" % value,
            b"<f>%s</f><v>1</v>" % value,
            b"<v/>",
            b"",
        )
    )
    style = random.choice((0, 1, 3, 9, 999, -1))
    new = b'<c r="%s" t="%s" s="%d">%s</c>' % (place.encode(), kind.encode(), style, body)
    parts[name] = _replaced(random, parts[name], CELL, new)


def string(random: Random, parts: Parts) -> None:
    """A text of the table of texts that is another one: a header, a code, a name."""
    new = b"<si><t>%s</t></si>" % escaped(tricky(random))
    for name in parts:
        if name.endswith("sharedStrings.xml"):
            parts[name] = _replaced(
                random, parts[name], re.compile(rb"<si>.*?</si>", re.DOTALL), new
            )


def row(random: Random, parts: Parts) -> None:
    """A row twice, many times, gone, or numbered otherwise."""
    name = _sheet(random, parts)
    found = ROW.findall(parts[name])
    if not found:
        return
    chosen = random.choice(found)
    number = random.choice((b"0", b"-3", b"1", b"99999999", b"x", b"1048577"))
    other = random.choice(
        (b"", chosen * 2, chosen * 300, re.sub(rb'r="\d+"', b'r="%s"' % number, chosen, count=1))
    )
    parts[name] = parts[name].replace(chosen, other, 1)


def attribute(random: Random, parts: Parts) -> None:
    """An attribute of any element of any part with another value."""
    name = random.choice(list(parts))
    value = escaped(random.choice((tricky(random)[:40], "rId1", "rId99", "../../etc/passwd")))
    parts[name] = _replaced(random, parts[name], ATTRIBUTE, rb'x="%s"' % value)


def tag(random: Random, parts: Parts) -> None:
    """An element opened, closed or gone."""
    name = random.choice(list(parts))
    new = random.choice((b"", b"<f>1+1</f>", b"</row>", b"<row>", b"<!--", b"<![CDATA[", b"<a/>"))
    parts[name] = _replaced(random, parts[name], TAG, new)


def part(random: Random, parts: Parts) -> None:
    """A part gone, emptied, cut off, or another's content under its name."""
    name = random.choice(list(parts))
    content = parts.pop(name)
    other = random.choice(list(parts.values()))
    new = random.choice((None, b"", content[: len(content) // 2], other, b"\0" * 50, content * 2))
    if new is not None:
        parts[name] = new


def entity(random: Random, parts: Parts) -> None:
    """A document type with entities before a part."""
    name = random.choice(list(parts))
    declared = random.choice(
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]>',
            b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/">]>',
        )
    )
    parts[name] = parts[name].replace(b"?>", b"?>" + declared, 1)


def renamed(random: Random, parts: Parts) -> None:
    """A sheet under another name, or under that of a second one."""
    name = "xl/workbook.xml"
    new = escaped(random.choice(("收支明细", "说明", "项目", "a" * 40, "", "车辆", "原因与用途")))
    if name in parts:
        named = re.compile(rb'name="[^"]*"')
        parts[name] = _replaced(random, parts[name], named, b'name="%s"' % new)


OF_PARTS: Final[tuple[Callable[[Random, Parts], None], ...]] = (
    *(cell, cell, cell, string, string, row, row),
    *(attribute, tag, part, entity, renamed),
)


def a_workbook(random: Random, good: bytes) -> tuple[str, bytes]:
    """The good workbook with up to three faults, perhaps cut off or with a flipped byte."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for mutate in random.choices(OF_PARTS, k=random.randint(0, 3)):
        if len(parts) > 1:
            mutate(random, parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed = bytearray(file.getvalue())
    if random.random() < 0.1:
        packed[random.randrange(len(packed))] ^= 1 << random.randrange(8)
    if random.random() < 0.05:
        del packed[random.randrange(len(packed)) :]
    name = random.choice(("工作簿.xlsx", "工作簿.xlsx", "a.XLSX", "a.xlsm", "a.csv"))
    return name, bytes(packed)


# Flat ledgers: rows of cells, then their bytes.


def some_cell(random: Random, table: Table) -> None:
    """A cell with something else in it."""
    line = random.choice(table)
    if line:
        line[random.randrange(len(line))] = tricky(random)


def some_row(random: Random, table: Table) -> None:
    """A row twice, gone, too long, too short, a sum or a title."""
    at = random.randrange(len(table))
    line = table[at]
    table[at : at + 1] = random.choice(
        (
            [line, list(line)],
            [],
            [[*line, tricky(random)]],
            [line[:-2]],
            [["合计", *line[1:]], line],
            [["单位：万元"], line],
            [line] * 60,
        )
    ) or [[]]


def some_column(random: Random, table: Table) -> None:
    """A column gone, moved, twice or with another header."""
    width = len(table[0])
    at, to = random.randrange(width + 1), random.randrange(width + 1)
    kind = random.randrange(4)
    for line in table:
        value = line[at] if at < len(line) else ""
        if kind == 0 and at < len(line):
            del line[at]
        elif kind == 1:
            line.insert(to, value)
    if kind >= 2 and table[0]:
        header = ("金额（万元）", "amount", "功能分类", "项目", "单位编码", "年度", "涉密", "")
        table[0][at % len(table[0])] = random.choice(header)


OF_TABLES: Final[tuple[Callable[[Random, Table], None], ...]] = (
    *(some_cell, some_cell, some_cell),
    *(some_row, some_column),
)


def a_csv(random: Random, good: Table) -> tuple[str, bytes]:
    """The good ledger with up to five faults, in some encoding and with some delimiter."""
    table = [list(line) for line in good]
    for mutate in random.choices(OF_TABLES, k=random.choice((0, 1, 1, 2, 2, 3, 5))):
        if table and table[0]:
            mutate(random, table)
    text = io.StringIO()
    delimiter = random.choice((",", ",", ",", "\t", ";"))
    csv.writer(
        text, delimiter=delimiter, lineterminator=random.choice(("\n", "\r\n", "\r"))
    ).writerows(table)
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16"))
    content = bytearray(text.getvalue().encode(encoding, errors="replace"))
    for _ in range(random.choice((0, 0, 0, 1, 5))):
        if content:
            content[random.randrange(len(content))] = random.randrange(256)
    return random.choice(("明细.csv", "明细.csv", "明细.CSV", "a.txt", "a.tsv", "a.xlsx")), bytes(
        content
    )


# What a grid sends: values of JSON at any depth.

ODD: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 1.5, 10**30, [], {}, "", "0", "-1", "٣", "²", "1e5", "n1", "\0"),
    *("x" * 5000, [[]], [None], [["n1"]], {"key": 1}, "9" * 30, "\ud800"),
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    found = [path] if path else []
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, one in inner:
        found.extend(_paths(one, (*path, key)))
    return found


def _held(body: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401
    for key in path[:-1]:
        body = body[key]
    return body


def a_body(random: Random, good: dict[str, Any]) -> bytes:
    """The good request with one to four values changed, gone or twice, perhaps cut off."""
    body = json.loads(json.dumps(good))
    for _ in range(random.randint(1, 4)):
        paths = _paths(body)
        if not paths:
            break
        path = random.choice(
            paths if random.random() < 0.5 else [one for one in paths if len(one) > 2] or paths
        )
        holder, key = _held(body, path), path[-1]
        kind = random.randrange(4)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.insert(key, holder[random.randrange(len(holder))])
        else:
            holder[key] = tricky(random) if random.random() < 0.6 else random.choice(ODD)
    content = json.dumps(body).encode(errors="replace")
    if random.random() < 0.05:
        content = content[: random.randrange(len(content) + 1)] + b"\xff"
    return content
