"""`python -m tests.bench [--only NAME,NAME] [--rounds N]`: measure, and print one table."""

import argparse
import importlib
import platform
import sys
from collections.abc import Iterator

from . import portal
from .measuring import Figure, table

# In the order of the table; each is a module with ``measure(rounds)``.
MEASURES = ("deriving", "importing", "saving", "pages", "pdf", "publishing", "growth")
# These make their databases themselves, or need none.
WITHOUT_DATABASE = frozenset({"deriving", "pdf", "growth"})
DEPARTMENTS = 24


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", default=",".join(MEASURES), help=", ".join(MEASURES))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    names = options.only.split(",")
    if unknown := set(names) - set(MEASURES):
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(MEASURES)}")
    if set(names) - WITHOUT_DATABASE:
        portal.prepare(DEPARTMENTS)
    figures = list(_figures(names, options.rounds))
    print(f"\nPython {platform.python_version()}, medians of {options.rounds} rounds\n")
    print(table(figures))
    sys.exit(any(one.is_met is False for one in figures))


def _figures(names: list[str], rounds: int) -> Iterator[Figure]:
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        yield from importlib.import_module(f"tests.bench.{name}").measure(rounds)


if __name__ == "__main__":
    main()
