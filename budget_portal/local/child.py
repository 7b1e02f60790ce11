"""Processes that must not outlive the one that started them."""

import ctypes
import os
import signal
from collections.abc import Callable
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def die_with_parent(number: signal.Signals) -> None:
    """Have the kernel send a signal when the parent dies, however it does (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def bound_to_me(number: signal.Signals) -> Callable[[], None]:
    """Step between fork and exec of a child, after any change of user, which would undo it."""
    parent = os.getpid()

    def step() -> None:
        die_with_parent(number)
        if os.getppid() != parent:
            os._exit(1)

    return step
