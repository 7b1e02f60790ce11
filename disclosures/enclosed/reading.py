"""The child process that opens a stranger's PDF: its bytes in, the hash of the record in it out.

Run by ``disclosures.enclosed.reader`` as ``python -m disclosures.enclosed.reading``. It knows no
Django and lives within limits of memory, processor time and files that it puts on itself.
"""

import io
import resource
import sys
from hashlib import sha256
from typing import Final

from disclosures.confined.limits import confine, keep_inside

SECONDS: Final = 4
MEMORY_MB: Final = 512
RECORD: Final = "data.json"


def main() -> int:
    """Read the PDF on standard input; nothing is said of one that encloses no record."""
    content = sys.stdin.buffer.read()
    # Whatever it needs is loaded before no file can be opened any more.
    import pikepdf

    confine(SECONDS, MEMORY_MB)
    sys.addaudithook(keep_inside)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    with pikepdf.open(io.BytesIO(content)) as file:
        record = file.attachments[RECORD].get_file().read_bytes()
    sys.stdout.write(sha256(record).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
