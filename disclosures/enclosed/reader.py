"""Which record a PDF encloses, asked of a limited child process."""

import re
import subprocess
import sys
from typing import Final

from django.conf import settings

PDF: Final = b"%PDF-"
PATIENCE: Final = 10  # seconds, on a busy machine more than the child's processor time
COMMAND: Final = (sys.executable, "-B", "-m", "disclosures.enclosed.reading")


def record_in(content: bytes) -> str | None:
    """The SHA-256 of the ``data.json`` inside; none where there is none or nothing can be read."""
    if not content.startswith(PDF):
        return None
    try:
        done = subprocess.run(
            COMMAND,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            # Nothing of the server's environment reaches the child.
            env={"LANG": "C.UTF-8"},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    found = done.stdout.decode(errors="replace")
    return found if done.returncode == 0 and re.fullmatch("[0-9a-f]{64}", found) else None
