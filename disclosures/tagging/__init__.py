"""The structure of an official document, for whoever hears it instead of seeing it.

WeasyPrint tags each page by itself: a table that runs on becomes several tables, its repeated
head several heads, and below a grouped head it loses count of the columns. Here each element of
the HTML is one element of the structure, on however many pages it stands.

Imported in the child process only. It takes the place of one function of WeasyPrint and adds to
one method, both outside its public interface; tests/pdf proves each against the version installed.
"""

from contextlib import AbstractContextManager
from typing import Any

import weasyprint.pdf
from weasyprint.pdf.stream import Stream

from .claims import finish
from .structure import set_aside
from .writing import add_tags

__all__ = ("finish", "set_aside", "take_over")


def take_over() -> None:
    """Let WeasyPrint build the structure with the functions of this package."""
    weasyprint.pdf.add_tags = add_tags
    marked = Stream.marked

    def kept(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:  # noqa: ANN401
        is_repeated = getattr(box, "is_repeated", False)
        return stream.artifact() if is_repeated else marked(stream, box, tag)  # type: ignore[no-any-return]

    Stream.marked = kept
