"""The official PDF of a disclosure, set by a child process within limits."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from .commission import made
from .presentation import Presentation
from .proof import proof
from .tables import StatementTable
from .typesetter.setting import Job

TEMPLATE = "disclosures/official.html"
# The longest line of a cover, and where a department's name may be broken.
LINE = 15
NAME_BREAK = re.compile("自治[区州县旗]|[省市州县区盟旗]|人民政府|委员会|办公室|[厅局部院会]")
# Figures longer than so many characters are set smaller in the tables.
FITS = ((14, "fit-14 fit-16"), (12, "fit-14"), (10, "fit-12"), (8, "fit-10"), (7, "fit-8"))
# Numbers of rows a little beyond one upright sheet, and names that take a second line over it.
SLIGHTLY_LONG = range(28, 33)
LONG_NAME = 31


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF, and what it is."""

    name: str
    description: str
    content: bytes


def render(presentation: Presentation, identifier: str, attached: Sequence[Attached] = ()) -> bytes:
    """The official PDF; the same presentation, identifier and files give the same bytes.

    ``identifier`` is the SHA-256 of the record that the document shows. Raises RenderingFailed
    when the limits of time or memory end the work, or it fails.
    """
    return typeset(official_html(presentation, identifier), identifier, attached)


def official_html(presentation: Presentation, digest: str) -> str:
    """The document as the typesetter reads it; what is published says how to verify it."""
    context = {
        "disclosure": presentation,
        "proof": None if presentation.is_draft else proof(digest),
        "name_lines": balanced(presentation.name),
        "tables": [
            {"statement": table, "anchor": table.anchor, "fit": f"{_fit(table)} {_density(table)}"}
            for table in presentation.tables
        ],
    }
    return render_to_string(TEMPLATE, context)


def balanced(name: str) -> list[str]:
    """A name as lines of a cover: broken after a place or an authority, near the middle."""
    if len(name) <= LINE:
        return [name]
    middle = len(name) / 2
    breaks = [match.end() for match in NAME_BREAK.finditer(name, 0, len(name) - 1)]
    near = [place for place in breaks if abs(place - middle) <= len(name) / 6]
    place = min(near or [round(middle)], key=lambda place: abs(place - middle))
    return [*balanced(name[:place]), *balanced(name[place:])]


def _fit(table: StatementTable) -> str:
    """The style class that lets the table's longest figure stand on one line."""
    kinds = [leaf.kind for leaf in table.leaves]
    longest = max(
        (
            len(cell)
            for record in table.data
            for cell, kind in zip(record.cells, kinds, strict=True)
            if kind == "amount"
        ),
        default=0,
    )
    return next((fit for length, fit in FITS if longest > length), "")


def _density(table: StatementTable) -> str:
    """The style class of a table that fits on one upright sheet if its rows are set closer."""
    if not table.data:
        return "empty"
    is_tight = table.labels == 1 or len(table.department) > LONG_NAME
    is_upright = not table.is_wide and len(table.data) in SLIGHTLY_LONG
    return "compact" if is_tight and is_upright else ""


def typeset(html: str, identifier: str, attached: Sequence[Attached] = ()) -> bytes:
    """The PDF of the HTML, made in a process of its own that can be ended at any moment."""
    job = Job(
        html=html,
        identifier=identifier,
        styles=str(Path(settings.BASE_DIR) / "static" / "css"),
        attached={one.name: b64encode(one.content).decode() for one in attached},
        described={one.name: one.description for one in attached},
    )
    return made("pdf", job.written())
