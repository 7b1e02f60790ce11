"""A printed document as a reader finds it: text, bookmarks, fonts, glyphs, tags."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdf
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from pypdf.generic import Destination

PAGE_NUMBER = re.compile(r"—(\d+)—")
IMPRINT = re.compile(r"核验[^/]+/verify/[0-9a-f]{16}/SHA-256[0-9a-f]{64}")


def squeezed(text: str) -> str:
    """Text without white space: where lines break is layout."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True, repr=False)
class Printed:
    """A PDF, by its bytes."""

    content: bytes

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        """The PDF as pypdf reads it."""
        return pypdf.PdfReader(io.BytesIO(self.content))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text of each page, its lines as they are."""
        return tuple(page.extract_text() for page in self.reader.pages)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of each page without white space, page number and how it is verified."""
        return tuple(PAGE_NUMBER.sub("", IMPRINT.sub("", squeezed(text))) for text in self.lines)

    @cached_property
    def text(self) -> str:
        """The text of the whole document, running on across pages."""
        return "".join(self.pages)

    @cached_property
    def bookmarks(self) -> dict[str, int]:
        """The title of each bookmark and the index of the page it leads to."""
        return dict(self._bookmarks(self.reader.outline))

    def _bookmarks(self, entries: Iterable[object]) -> Iterator[tuple[str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from self._bookmarks(entry)
            else:
                assert isinstance(entry, Destination)
                page = self.reader.get_destination_page_number(entry)
                assert page is not None
                yield squeezed(entry.title or ""), page

    def table(self, number: int) -> range:
        """The indexes of the pages on which a statement stands."""
        starts = [
            page for title, page in self.bookmarks.items() if re.match(r"表\d|第三部分", title)
        ]
        first, following = starts[number - 1 : number + 1]
        return range(first, max(following, first + 1))

    @cached_property
    def file(self) -> pikepdf.Pdf:
        """The PDF as pikepdf reads it."""
        return pikepdf.open(io.BytesIO(self.content))

    @cached_property
    def fonts(self) -> dict[str, pikepdf.Object]:
        """The embedded fonts by their names, each with the letters that mark it as a subset."""
        return {
            str(font.DescendantFonts[0].FontDescriptor.FontName): font
            for page in self.file.pages
            for font in page.Resources.Font.as_dict().values()
            if "/FontFile3" in font.DescendantFonts[0].FontDescriptor
        }

    def outlines(self, face: str, characters: str) -> list[object]:
        """How an embedded face draws the characters."""
        font = next(font for name, font in self.fonts.items() if name.endswith(f"+Portal-{face}"))
        pairs = re.findall(r"<(\w+)> <(\w+)>", font.ToUnicode.read_bytes().decode())
        glyphs = {int(code, 16): int(glyph, 16) for glyph, code in pairs}
        program = font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()
        with TTFont(io.BytesIO(program), lazy=True) as embedded:
            return [outline(embedded, glyphs[ord(character)]) for character in characters]

    def missing_glyphs(self) -> int:
        """How often the empty box is shown for a character that no font has."""
        return sum(map(_boxes, self.file.pages))

    def tags(self, *kinds: str) -> list[pikepdf.Object]:
        """The tags of these kinds in reading order."""
        root = self.file.Root.StructTreeRoot.K[0]
        return [tag for tag in _descendants(root) if str(tag.S).strip("/") in kinds]

    def table_lines(self, number: int) -> list[list[pikepdf.Object]]:
        """The cells of a statement, line by line, its head first."""
        table = self.tags("Table")[number - 1]
        return [
            [cell for cell in line.K if isinstance(cell, pikepdf.Dictionary)]
            for line in _descendants(table)
            if line.S == "/TR"
        ]

    def heads(self, cell: pikepdf.Object) -> list[pikepdf.Object]:
        """The header cells that a cell names."""
        return [self._named[str(head)] for head in cell.A.get("/Headers", [])]

    @cached_property
    def _named(self) -> dict[str, pikepdf.Object]:
        listed = list(self.file.Root.StructTreeRoot.IDTree.Names)
        return {str(name): tag for name, tag in zip(listed[::2], listed[1::2], strict=True)}

    def told(self, tag: pikepdf.Object) -> str:
        """What a tag holds for a reader who hears it, without white space."""
        return squeezed("".join(self._told(tag, None)))

    def _told(self, tag: pikepdf.Object, page: object) -> Iterator[str]:
        page = tag.Pg.objgen if "/Pg" in tag else page
        for kid in tag.get("/K", []):
            if not isinstance(kid, pikepdf.Dictionary):
                yield self._marked[page][int(kid)]
            elif "/MCID" in kid:
                yield self._marked[kid.Pg.objgen][int(kid.MCID)]
            elif "/S" in kid:
                yield from self._told(kid, page)

    @cached_property
    def _marked(self) -> dict[object, dict[int, str]]:
        """The text of each mark on each page."""
        return {page.obj.objgen: dict(_marked(page)) for page in self.file.pages}


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
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
                text += "".join(fonts[font][code] for code in _codes(operands[0]))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(r"<(\w+)> <(\w+)>", font.ToUnicode.read_bytes().decode())
    return {int(glyph, 16): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}


def _codes(shown: pikepdf.Object) -> Iterator[int]:
    for text in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(text, pikepdf.String):
            codes = bytes(text)
            yield from (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))


def outline(font: TTFont, glyph: int) -> object:
    """What the pen does for one glyph of a font."""
    drawing = font["CFF "].cff.topDictIndex[0]
    pen = RecordingPen()
    drawing.CharStrings[drawing.charset[glyph]].draw(pen)
    return pen.value


def _boxes(page: pikepdf.Page) -> int:
    """Glyphs numbered 0 among the two-byte codes shown on a page."""
    found = 0
    for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
        operand = instruction.operands[0]
        shown = operand if str(instruction.operator) == "TJ" else [operand]
        for text in shown:
            codes = bytes(text) if isinstance(text, pikepdf.String) else b""
            found += sum(not any(codes[at : at + 2]) for at in range(0, len(codes), 2))
    return found


def _descendants(tag: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield tag
    for kid in tag.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _descendants(kid)
