"""Who writes to the database, and from where: what the audit log is signed with."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Final

COMMAND_LINE: Final = "命令行"


@dataclass(frozen=True, slots=True)
class Author:
    """A person, by the key of the account if there is one and by name, and the place they act from.

    ``key`` is empty for somebody without an account.
    """

    key: str
    name: str
    address: str


@cache
def operator() -> Author:
    """Who runs this process: the account of the operating system, at the command line."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return Author("", name, COMMAND_LINE)


_author: ContextVar[Callable[[], Author]] = ContextVar("author", default=operator)


def author() -> Author:
    """Who writes at this moment."""
    return _author.get()()


@contextmanager
def written_by(whose: Callable[[], Author]) -> Iterator[None]:
    """Let what is written within be somebody's; who it is, is asked at each write."""
    token = _author.set(whose)
    try:
        yield
    finally:
        _author.reset(token)
