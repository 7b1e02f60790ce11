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

from disclosures.pdf_reading.glyphs import Font, codes, squeezed
from disclosures.pdf_reading.structure import Spoken, elements, is_element, kids

__all__ = ("IMPRINT", "PAGE_NUMBER", "Printed", "outline", "squeezed")

PAGE_NUMBER = re.compile(r"—(\d+)—")
IMPRINT = re.compile(r"核验[^/]+/verify/[0-9a-f]{16}/SHA-256[0-9a-f]{64}")


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
        glyphs = {letter: glyph for glyph, letter in Font(font).letters.items()}
        program = font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()
        with TTFont(io.BytesIO(program), lazy=True) as embedded:
            return [outline(embedded, glyphs[character]) for character in characters]

    def missing_glyphs(self) -> int:
        """How often the empty box is shown for a character that no font has."""
        return sum(map(_boxes, self.file.pages))

    def tags(self, *kinds: str) -> list[pikepdf.Object]:
        """The tags of these kinds in reading order."""
        return [tag for tag in elements(self._spoken.root) if str(tag.S).strip("/") in kinds]

    def table_lines(self, number: int) -> list[list[pikepdf.Object]]:
        """The cells of a statement, line by line, its head first."""
        lines = (tag for tag in elements(self.tags("Table")[number - 1]) if tag.S == "/TR")
        return [[cell for cell in kids(line) if is_element(cell)] for line in lines]

    def heads(self, cell: pikepdf.Object) -> list[pikepdf.Object]:
        """The header cells that a cell names."""
        return [self._named[str(head)] for head in cell.A.get("/Headers", [])]

    @cached_property
    def _named(self) -> dict[str, pikepdf.Object]:
        listed = list(self.file.Root.StructTreeRoot.IDTree.Names)
        return {str(name): tag for name, tag in zip(listed[::2], listed[1::2], strict=True)}

    def told(self, tag: pikepdf.Object) -> str:
        """What a tag holds for a reader who hears it, without white space."""
        return squeezed("".join(mark.text for mark in self._spoken.marks(tag)))

    @cached_property
    def _spoken(self) -> Spoken:
        """The structure as the gate of publication reads it."""
        return Spoken(self.file)


def outline(font: TTFont, glyph: int) -> object:
    """What the pen does for one glyph of a font."""
    drawing = font["CFF "].cff.topDictIndex[0]
    pen = RecordingPen()
    drawing.CharStrings[drawing.charset[glyph]].draw(pen)
    return pen.value


def _boxes(page: pikepdf.Page) -> int:
    """Glyphs numbered 0 among those shown on a page."""
    shown = (one.operands[0] for one in pikepdf.parse_content_stream(page, "Tj TJ"))
    return sum(glyph == 0 for text in shown for glyph in codes(text) if isinstance(glyph, int))
