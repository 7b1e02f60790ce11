"""The process that makes the files of a publication: ``python -m disclosures.workshop SOCKET``.

It sets the PDF, writes the workbook and reads both back, each in a child with limits of its own.
"""

import json
import socket
import sys
from base64 import b64decode
from dataclasses import asdict
from typing import Final

from .confined.serving import Crafts, serve
from .official_book import written
from .rereading import reread_files
from .typesetter.setting import typeset, warm


def write_book(content: bytes) -> bytes:
    """The workbook of a record, with the address of the site and its licence."""
    return written(**json.loads(content))


def read_back(content: bytes) -> bytes:
    """Where the files of a record say otherwise than it does."""
    given = json.loads(content)
    files = {name: b64decode(file) for name, file in given["files"].items()}
    return json.dumps([asdict(one) for one in reread_files(given["record"], files)]).encode()


CRAFTS: Final[Crafts] = {"pdf": typeset, "book": write_book, "reading": read_back}


if __name__ == "__main__":
    warm()
    serve(socket.socket(fileno=int(sys.argv[1])), CRAFTS)
