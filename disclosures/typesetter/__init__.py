"""The processes that set official documents: HTML in, PDF out, nothing else reached.

They know no Django and nothing of the server's environment. ``press`` starts one that stays warm,
with its imports done and its fonts read; for each document that one forks a child which puts
limits on itself first, reads only the style sheets it is given, and ends with the document.
"""

import struct
from typing import Final

# What the warm process is told of a document before its child reads it: the seconds it may take.
SECONDS: Final = struct.Struct("!d")
# What follows a document: the status with which its child ended.
STATUS: Final = struct.Struct("!i")

OUT_OF_MEMORY: Final = 3
TIMED_OUT: Final = 4
NOT_STARTED: Final = 5
# Nothing to set for so long: the warm process ends, and the next document starts another.
IDLE_SECONDS: Final = 15 * 60
