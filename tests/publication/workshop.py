"""A workshop whose writer of workbooks makes the mistakes that its arguments name."""

import socket
import sys
from unittest.mock import patch

from xlsxwriter import Workbook

from disclosures.budget.document import Document
from disclosures.budget.statements.form import Statement
from disclosures.confined.serving import serve
from disclosures.official_book import writing
from disclosures.official_book.looks import Looks
from disclosures.official_book.tables import write_table
from disclosures.typesetter.setting import warm
from disclosures.workshop import CRAFTS
from tests.publication.spoils import spoiled

if __name__ == "__main__":
    *names, handle = sys.argv[1:]

    def write(book: Workbook, looks: Looks, document: Document, one: Statement) -> None:
        """A table with the mistakes that are asked for."""
        write_table(book, looks, document, spoiled(one, tuple(names)))

    warm()
    with patch.object(writing, "write_table", write):
        serve(socket.socket(fileno=int(handle)), CRAFTS)
