"""Launcher for one machine: set-up, private database, fonts.

Standard library only (it runs before the environment exists), except for `faces`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - says it to whoever has an older one
    sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 …")
