"""Where the files of publications are kept: each under its hash, whole or not at all."""

import errno
import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def keep(path: str, content: bytes) -> None:
    """Write bytes so that they outlast a failure of the machine; equal bytes are there already.

    Written under another name first: a file that a full disk or a killed process left half-way
    never bears the name of the whole. Raises ``OSError`` where it cannot be written.
    """
    file = Path(default_storage.path(path))
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        fresh.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Let the folder's list of names reach the disk too."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
