"""What a process and all that it starts take of memory at their highest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

OFTEN = 0.05


@dataclass
class Peak:
    """The highest so far, in MiB, pages shared by several processes counted once."""

    mebibytes: float = 0


@contextmanager
def watched(process: int) -> Iterator[Peak]:
    """Look at the processes below this one while something is done."""
    peak, is_over = Peak(), threading.Event()

    def look() -> None:
        while not is_over.wait(OFTEN):
            taken = sum(map(_proportional, _below(process)))
            peak.mebibytes = max(peak.mebibytes, taken / 1024)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        is_over.set()
        watcher.join()


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text(encoding="ascii").split()):
                yield child
                yield from _below(child)


def _proportional(process: int) -> int:
    """What a process takes, in KiB: its share of what it shares."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0
