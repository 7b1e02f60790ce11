"""What a fresh machine needs before it can run or test the portal."""

import argparse
import hashlib
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from budget_portal.local import packages
from budget_portal.local.account import LauncherError

CHECKOUT: Final = Path(__file__).resolve().parents[2]
ENVIRONMENT: Final = CHECKOUT / ".venv"
PYTHON: Final = ENVIRONMENT / "bin" / "python"


def _is_sound(python: Path) -> bool:
    """Whether the environment still starts; its base may have been removed."""
    return python.exists() and not subprocess.run([python, "-c", ""], check=False).returncode


def _install_requirements(lock: Path) -> None:
    """Install a lock file into the environment, unless just that was done before."""
    stamp = ENVIRONMENT / f"{lock.stem}.sha256"
    mark = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not _is_sound(PYTHON):
        print("Making .venv …", flush=True)
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    if stamp.exists() and stamp.read_text("ascii") == mark:
        return
    print(f"Installing {lock.name} …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=False)
    if done.returncode:
        raise LauncherError(f"pip could not install {lock.name}: see above.")
    stamp.write_text(mark, "ascii")


def _make_fonts() -> None:
    """Make the fonts of the PDF, with the tools of the environment."""
    done = subprocess.run([PYTHON, "-m", "budget_portal.local.fonts"], cwd=CHECKOUT, check=False)
    if done.returncode:
        raise LauncherError("The fonts are not ready: see above.")


def prepare(*, is_for_tests: bool) -> None:
    """Bring the machine to the point where the portal runs, or its tests do."""
    wanted = packages.ALWAYS | (packages.FOR_TESTS if is_for_tests else {})
    packages.install(packages.missing(wanted))
    name = "requirements-dev.txt" if is_for_tests else "requirements.txt"
    _install_requirements(CHECKOUT / name)
    _make_fonts()


def main() -> None:
    """Prepare the machine, or say in one line what is in the way."""
    parser = argparse.ArgumentParser(description="Prepare this machine for the portal.")
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    try:
        prepare(is_for_tests=parser.parse_args().tests)
    except LauncherError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
