"""Promises about the code itself that no import contract can state."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("budget_portal", "disclosures", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "managers",
    "misc",
    "common",
}
CORE_WITHOUT_DJANGO = """
import importlib, pkgutil, sys
sys.modules["django"] = None
import disclosures.budget
for module in pkgutil.walk_packages(disclosures.budget.__path__, "disclosures.budget."):
    importlib.import_module(module.name)
"""


def test_the_core_works_where_django_is_not_installed() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CORE_WITHOUT_DJANGO],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_grows_beyond_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_module_is_named_for_what_it_holds() -> None:
    assert [path for path in SOURCES if path.stem in NAMES_THAT_SAY_NOTHING] == []
