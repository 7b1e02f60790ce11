"""Write the expected tables and text of the three units.

python -m tests.published.three_units.oracle FUNCTIONAL_CODES.csv ECONOMIC_CODES.csv
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from .forms import tables
from .sums import read_lines, read_names
from .wording import sections

HERE = Path(__file__).parent.parent


def main(*catalogues: str) -> None:
    """Work out both files from the ledger beside this package."""
    department = json.loads((HERE / "department.json").read_text(encoding="utf-8"))
    names = read_names(*map(Path, catalogues))
    units = {unit["code"]: unit["name"] for unit in department["units"]}
    year = department["year"]
    lines, before = (read_lines(HERE / "ledger.csv", which) for which in (year, year - 1))
    forms = {
        number: [asdict(row) for row in rows]
        for number, rows in tables(lines, units, names).items()
    }
    write("expected_tables.json", forms)
    write("expected_text.json", sections(lines, before, names))


def write(name: str, content: object) -> None:
    """Store one file of expectations, a row to a line."""
    text = json.dumps(content, ensure_ascii=False)
    for mark in ('{"level"', '["'):
        text = text.replace(f"[{mark}", f"[\n {mark}").replace(f", {mark}", f",\n {mark}")
    (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
