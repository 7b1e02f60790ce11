"""`python -m tests.bench [--only NAME,NAME] …`: measure, and print one table."""

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime

from . import portal
from .measuring import Figure, table
from .options import Options

# In the order of the table; each is a module with ``measure(options)``.
MEASURES = (
    "deriving",
    "importing",
    "saving",
    "pages",
    "printing",
    "publishing",
    "growth",
    "searching",
)
# These make their databases themselves, or need none.
WITHOUT_DATABASE = frozenset({"deriving", "printing", "growth", "searching"})
DEPARTMENTS = 24


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", default=",".join(MEASURES), help=", ".join(MEASURES))
    for field in fields(Options):
        parser.add_argument(f"--{field.name}", type=int, default=field.default)
    given = vars(parser.parse_args())
    names = given.pop("only").split(",")
    if unknown := set(names) - set(MEASURES):
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(MEASURES)}")
    if set(names) - WITHOUT_DATABASE:
        portal.prepare(DEPARTMENTS)
    options = Options(**given)
    print(_circumstances(options))
    figures = list(_figures(names, options))
    print(f"\n{table(figures)}\n\n{_circumstances(options)}")
    sys.exit(any(one.is_met is False for one in figures))


def _figures(names: list[str], options: Options) -> Iterator[Figure]:
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        yield from importlib.import_module(f"tests.bench.{name}").measure(options)


def _circumstances(options: Options) -> str:
    """When and on what; a load above the processors makes every time by the clock too long."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, "
        f"{cores} cores, load {load:.1f}; {options.rounds} rounds, {options.requests} requests"
    )


if __name__ == "__main__":
    main()
