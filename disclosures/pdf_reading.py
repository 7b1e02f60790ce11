"""A tagged PDF as a program hears it: its tables cell by cell, its paragraphs word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import pikepdf

SPOKEN: Final = frozenset({"P", "H1", "H2", "H3", "H4", "Caption", "LI"})
PAIR: Final = re.compile(r"<(\w+)> <(\w+)>")


@dataclass(frozen=True, slots=True)
class Read:
    """The tables as rows of cells and the other texts, all without white space."""

    tables: tuple[tuple[tuple[str, ...], ...], ...]
    texts: tuple[str, ...]


def squeezed(text: str) -> str:
    """Text without white space: where lines break is layout."""
    return "".join(text.split())


def read(content: bytes) -> Read:
    """What the structure of the document holds, in reading order."""
    with pikepdf.open(BytesIO(content)) as file:
        marked = {page.obj.objgen: dict(_marked(page)) for page in file.pages}
        root = file.Root.StructTreeRoot.K[0]
        elements = list(_elements(root))
        return Read(
            tuple(_table(one, marked) for one in elements if one.S == "/Table"),
            tuple(
                squeezed("".join(_told(one, marked, None)))
                for one in elements
                if str(one.S).strip("/") in SPOKEN
            ),
        )


Marked = dict[tuple[int, int], dict[int, str]]


def _table(table: pikepdf.Object, marked: Marked) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(
            squeezed("".join(_told(cell, marked, None)))
            for cell in _kids(row)
            if isinstance(cell, pikepdf.Dictionary) and cell.S in ("/TH", "/TD")
        )
        for row in _elements(table)
        if row.S == "/TR"
    )


def _elements(tag: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield tag
    for kid in _kids(tag):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    kids: Any = tag.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _told(tag: pikepdf.Object, marked: Marked, page: tuple[int, int] | None) -> Iterator[str]:
    page = tag.Pg.objgen if "/Pg" in tag else page
    for kid in _kids(tag):
        if not isinstance(kid, pikepdf.Dictionary):
            yield marked[page][int(kid)] if page else ""
        elif "/MCID" in kid:
            where = kid.Pg.objgen if "/Pg" in kid else page
            yield marked[where][int(kid.MCID)] if where else ""
        elif "/S" in kid:
            yield from _told(kid, marked, page)


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """The text of each marked piece of a page, by its number."""
    fonts = {name: _letters(font) for name, font in page.Resources.Font.as_dict().items()}
    number, font, text = None, "", ""
    for instruction in pikepdf.parse_content_stream(page, "BDC EMC Tf Tj TJ"):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC":
                number, text = operands[1].get("/MCID"), ""
            case "Tf":
                font = str(operands[0])
            case "EMC" if number is not None:
                yield int(number), text
                number = None
            case "Tj" | "TJ":
                text += "".join(fonts[font].get(code, "\ufffd") for code in _codes(operands[0]))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    pairs = PAIR.findall(font.ToUnicode.read_bytes().decode())
    return {int(glyph, 16): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}


def _codes(shown: pikepdf.Object) -> Iterator[int]:
    for text in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(text, pikepdf.String):
            codes = bytes(text)
            yield from (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
