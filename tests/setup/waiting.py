"""Waiting for what other processes do."""

import time
from collections.abc import Callable
from typing import Final

SECONDS: Final = 30
PAUSE: Final = 0.05


def await_that(fact: Callable[[], bool]) -> None:
    """Wait until a fact holds; fail where it does not in time."""
    deadline = time.monotonic() + SECONDS
    while not fact():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(PAUSE)
