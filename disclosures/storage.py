"""Where the files of publications are kept: each under its hash, whole or not at all."""

import errno
import logging
import os
import secrets
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage, storages

log = logging.getLogger(__name__)
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def keep(path: str, content: bytes) -> None:
    """Store bytes so that they outlast a failure of the machine; equal bytes are there already.

    Raises ``OSError`` where they cannot be stored.
    """
    if is_on_disk():
        _keep_on_disk(Path(default_storage.path(path)), content)
    else:
        _keep_in_store(path, content)


def keep_file(path: str, source: Path) -> None:
    """Store a file as ``keep`` stores bytes, a piece at a time."""
    with source.open("rb") as content:
        if is_on_disk():
            _place(Path(default_storage.path(path)), partial(shutil.copyfileobj, content))
        else:
            default_storage.save(path, File(content))


def is_on_disk() -> bool:
    """Whether the files lie on this machine, not in an object store."""
    return isinstance(storages["default"], FileSystemStorage)


def _keep_in_store(path: str, content: bytes) -> None:
    """In a store that takes a file whole or not at all."""
    try:
        if default_storage.exists(path) and _stored(path) == content:
            return
        name = default_storage.save(path, ContentFile(content))
    except Exception as error:  # whatever the client of the store raises
        log.exception("the object store did not take %s", path)
        raise OSError(errno.EIO, str(error)) from error
    if name != path:
        raise OSError(errno.EEXIST, f"the object store kept {path} as {name}")


def _stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return bytes(file.read())


def _keep_on_disk(file: Path, content: bytes) -> None:
    if not (file.is_file() and file.read_bytes() == content):
        _place(file, lambda target: target.write(content))


def _place(file: Path, write: Callable[[BinaryIO], object]) -> None:
    """Written under another name first.

    What a full disk or a killed process left half-way never bears the name of the whole.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as target:
            write(target)
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
