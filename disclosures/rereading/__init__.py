"""Rule D4: what is published, parsed back and compared with the document, cell by cell."""

from .book import reread_book
from .data import reread, reread_csv
from .official import reread_pdf

__all__ = ("reread", "reread_book", "reread_csv", "reread_pdf")
