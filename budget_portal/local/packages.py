"""Packages of the system: what is missing, and getting it through apt where we may."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from budget_portal.local import binaries
from budget_portal.local.account import LauncherError

CJK_FONT: Final = "NotoSansCJK-Regular.ttc"


def _has_library(name: str) -> bool:
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_program(name: str) -> bool:
    """Whether a program stands in the search path."""
    return shutil.which(name) is not None


def _has_cjk_font() -> bool:
    """Whether a browser here can draw Chinese."""
    return any(Path("/usr/share/fonts").rglob(CJK_FONT))


def _has_venv() -> bool:
    """Whether this Python can make an environment; Debian ships that part on its own."""
    return find_spec("ensurepip") is not None


# Package, and how one sees that it, or what it stands for, is there.
ALWAYS: Final[dict[str, Callable[[], bool]]] = {
    "python3-venv": _has_venv,
    "postgresql": lambda: bool(binaries.installed()),
    "libpango-1.0-0": partial(_has_library, "libpango-1.0.so.0"),
    "libpangoft2-1.0-0": partial(_has_library, "libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": partial(_has_library, "libharfbuzz-subset.so.0"),
    "fontconfig": partial(_has_program, "fc-cache"),
}
FOR_TESTS: Final[dict[str, Callable[[], bool]]] = {
    "chromium": partial(_has_program, "chromium"),
    "fonts-noto-cjk": _has_cjk_font,
    "nginx": lambda: _has_program("nginx") or Path("/usr/sbin/nginx").exists(),
    "poppler-utils": partial(_has_program, "pdftotext"),
}


def missing(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    """Packages that the system lacks."""
    return [name for name, is_there in wanted.items() if not is_there()]


def _as_root() -> list[str] | None:
    """Words before a command that has to run as root; None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and _succeeds([*sudo, "true"]):
        return [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _succeeds(command: list[str]) -> bool:
    """Whether a silent command ends well."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install(names: Iterable[str]) -> None:
    """Install packages through apt, or say in one line what to install."""
    words = " ".join(names)
    if not words:
        return
    prefix = _as_root()
    if prefix is None or not shutil.which("apt-get"):
        raise LauncherError(f"System packages are missing; as root: apt-get install -y {words}")
    print(f"Installing {words} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-qq", "-y", *words.split()]):
        done = subprocess.run([*prefix, "apt-get", *arguments], env=environment, check=False)
        if done.returncode:
            raise LauncherError(f"apt-get {arguments[0]} failed; as root: apt-get install {words}")


def download(name: str, place: Path) -> Path:
    """Fetch a package without installing it: allowed to everybody."""
    if not shutil.which("apt-get"):
        raise LauncherError(f"No apt-get here: install the fonts of Debian's {name} yourself.")
    place.mkdir(parents=True, exist_ok=True)
    own_state = [f"-oDir::State={place / 'apt'}", f"-oDir::Cache={place / 'apt'}"]
    if not (_fetch(name, place, []) or _fetch(name, place, own_state, is_list_wanted=True)):
        raise LauncherError(f"Cannot download {name}; as root: apt-get install -y {name}")
    return next(place.glob(f"{name}_*.deb"))


def _fetch(name: str, place: Path, options: list[str], *, is_list_wanted: bool = False) -> bool:
    """Run apt's download, with lists of our own where the system's are missing or too old."""
    if is_list_wanted:
        (place / "apt" / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (place / "apt" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        update = ["apt-get", *options, "-qq", "update"]
        if subprocess.run(update, check=False, stderr=subprocess.DEVNULL).returncode:
            return False
    return (
        subprocess.run(
            ["apt-get", *options, "-qq", "download", name],
            cwd=place,
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode
        == 0
    )
