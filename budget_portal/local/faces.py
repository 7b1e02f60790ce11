"""Making one font file: the glyphs of a source under a name that nothing on a system can shadow.

Outlines are copied as they are, so the same source gives the same bytes; a PDF embeds only the
glyphs it shows. Subsetting here would save memory (a fallback face costs 100 MB, a slim one 45) for
two minutes of set-up per face.
"""

from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from budget_portal.local.fonts import Face

COPYRIGHT: Final = 0
LICENCE: Final = (13, 14)
WINDOWS: Final = (3, 1, 0x409)
REGULAR_BIT: Final = 0x40
BOLD_BIT: Final = 0x20


def write(face: Face, source: Path, target: Path) -> None:
    """Write one face."""
    with TTFont(
        source, fontNumber=face.index, lazy=True, recalcBBoxes=False, recalcTimestamp=False
    ) as font:
        # Names of our own keep fontTools from reading, and writing again, all outlines.
        font.setGlyphOrder([f"glyph{number}" for number in range(font["maxp"].numGlyphs)])
        _drop(font, face.dropped)
        _rename(font, face)
        _weigh(font, is_bold=face.is_bold)
        font.save(target)


def _drop(font: TTFont, characters: tuple[int, ...]) -> None:
    """Forget characters, so that the fallback draws them."""
    for table in font["cmap"].tables if characters else ():
        for character in characters:
            table.cmap.pop(character, None)


def _rename(font: TTFont, face: Face) -> None:
    """Give the face its family name; copyright and licence stay."""
    table = font["name"]
    full = f"{face.family} {face.style}"
    kept = {r.nameID: r.toUnicode() for r in table.names if r.nameID in (COPYRIGHT, *LICENCE)}
    postscript = face.file_name.removesuffix(".otf")
    names = {1: face.family, 2: face.style, 3: full, 4: full, 5: "Version 1", 6: postscript}
    table.names = []
    for number, text in sorted((kept | names).items()):
        table.setName(text, number, *WINDOWS)


def _weigh(font: TTFont, *, is_bold: bool) -> None:
    """Mark bold faces as bold: Fandol's claim to be regular."""
    font["OS/2"].usWeightClass = 700 if is_bold else 400
    font["OS/2"].fsSelection = BOLD_BIT if is_bold else REGULAR_BIT
    font["head"].macStyle = int(is_bold)
