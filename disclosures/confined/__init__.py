"""Work done outside of the server: bytes in, bytes out, within limits, nothing else reached.

A process of this kind knows nothing of the server's environment. It stays warm, with its imports
done; for each task it forks a child which puts limits of memory and time on itself first, and
ends with the task. ``process`` is the side that asks, ``serving`` the side that works.
"""

import json
import struct
from dataclasses import dataclass
from typing import Final

# What the warm process is told of a task before its child reads it: the seconds it may take.
SECONDS: Final = struct.Struct("!d")
# What follows an answer: the status with which its child ended.
STATUS: Final = struct.Struct("!i")

OUT_OF_MEMORY: Final = 3
TIMED_OUT: Final = 4
NOT_STARTED: Final = 5
# Nothing to do for so long: the warm process ends, and the next task starts another.
IDLE_SECONDS: Final = 15 * 60


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, by the name of the craft, within which limits, and with what."""

    craft: str
    seconds: float
    memory_mb: int
    content: bytes

    def written(self) -> bytes:
        """As it goes to the child."""
        head = json.dumps([self.craft, self.seconds, self.memory_mb]).encode()
        return head + b"\n" + self.content

    @classmethod
    def read(cls, text: bytes) -> "Task":
        """As the child gets it."""
        head, _, content = text.partition(b"\n")
        craft, seconds, memory_mb = json.loads(head)
        return cls(craft, seconds, memory_mb, content)
