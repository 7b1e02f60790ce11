"""The fonts of the PDF, made once from Debian's packages: `var/fonts/fonts.conf`.

Families: `Portal Song` and `Portal Hei` (regular, bold), `Portal Fang` and `Portal Kai` (regular)
are Fandol; `Portal Song Fallback` and `Portal Hei Fallback` (regular, bold) are Noto Serif CJK SC
and Noto Sans CJK SC, for the rare characters of names and places. fonts.conf puts the fallback
behind each family and knows no other font, so every machine draws the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from budget_portal.local import packages
from budget_portal.local.account import LauncherError

CHECKOUT: Final = Path(__file__).resolve().parents[2]
SYSTEM_FONTS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype"),
)
FANDOL: Final = "texlive-lang-chinese"
NOTO: Final = "fonts-noto-cjk"
SIMPLIFIED: Final = 2  # index of the SC face in Noto's collections
WRONG_YEN: Final = 0xFFE5  # Fandol draws ￥ as a dollar sign
LATIN: Final = tuple(range(0x21, 0x7F))  # sans-serif in Fang and Kai; Song's suit both


@dataclass(frozen=True, slots=True)
class Face:
    """One file of the result: a face of a source, under the portal's own family name."""

    family: str
    is_bold: bool
    package: str
    source: str
    sha256: str
    index: int = -1
    dropped: tuple[int, ...] = ()

    @property
    def style(self) -> str:
        """Style as the font's name table has it."""
        return "Bold" if self.is_bold else "Regular"

    @property
    def file_name(self) -> str:
        """Name of the file made."""
        return f"{self.family.replace(' ', '')}-{self.style}.otf"


def _fandol(look: str, sha256: str, *, is_bold: bool = False) -> Face:
    """A face of Fandol, without its wrong character and unfitting figures."""
    source = f"Fandol{look}-{'Bold' if is_bold else 'Regular'}.otf"
    dropped = (WRONG_YEN, *(LATIN if look in {"Fang", "Kai"} else ()))
    return Face(f"Portal {look}", is_bold, FANDOL, source, sha256, dropped=dropped)


def _noto(look: str, kind: str, sha256: str, *, is_bold: bool = False) -> Face:
    """The SC face of a collection of Noto CJK."""
    source = f"Noto{kind}CJK-{'Bold' if is_bold else 'Regular'}.ttc"
    return Face(f"Portal {look} Fallback", is_bold, NOTO, source, sha256, index=SIMPLIFIED)


FACES: Final = (
    _fandol("Song", "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0"),
    _fandol(
        "Song", "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9", is_bold=True
    ),
    _fandol("Hei", "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28"),
    _fandol(
        "Hei", "42ca2de27b45e16a284768673b6205a5add9e17871ee0e7db9c0d03f061d96fd", is_bold=True
    ),
    _fandol("Fang", "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9"),
    _fandol("Kai", "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827"),
    _noto("Song", "Serif", "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481"),
    _noto(
        "Song",
        "Serif",
        "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
        is_bold=True,
    ),
    _noto("Hei", "Sans", "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"),
    _noto(
        "Hei",
        "Sans",
        "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
        is_bold=True,
    ),
)
FALLBACKS: Final = (
    ("Portal Fang", "Portal Song"),
    ("Portal Kai", "Portal Song"),
    ("Portal Song", "Portal Song Fallback"),
    ("Portal Hei", "Portal Hei Fallback"),
)


def directory() -> Path:
    """Where the fonts belong: the setting FONTS_DIR, read without Django."""
    return Path(os.environ.get("FONTS_DIR") or CHECKOUT / "var" / "fonts")


def _recipe() -> str:
    """Mark of the sources and the code that makes the fonts."""
    code = b"".join(
        Path(__file__).with_name(name).read_bytes() for name in ("fonts.py", "faces.py")
    )
    return hashlib.sha256(code).hexdigest()


def _installed(names: Iterable[str]) -> dict[str, Path]:
    """Source files that the system has installed."""
    wanted = set(names)
    files = (file for place in SYSTEM_FONTS for file in place.rglob("*.[ot]t[fc]"))
    return {file.name: file for file in files if file.name in wanted}


def _unpack(package: Path, names: set[str], place: Path) -> None:
    """Take single files out of a Debian package."""
    with (
        subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE
        ) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as archive,
    ):
        for member in archive:
            content = archive.extractfile(member) if Path(member.name).name in names else None
            if content:
                (place / Path(member.name).name).write_bytes(content.read())


def _sources(place: Path) -> dict[str, Path]:
    """Source files by name: the system's, else taken out of downloaded packages."""
    found = _installed(face.source for face in FACES)
    for package in (FANDOL, NOTO):
        lacking = {f.source for f in FACES if f.package == package} - found.keys()
        if lacking:
            print(f"Downloading {package} for its fonts …", flush=True)
            _unpack(packages.download(package, place), lacking, place)
            found |= {name: place / name for name in lacking if (place / name).exists()}
            if lacking - found.keys():
                raise LauncherError(f"{package} holds no {', '.join(sorted(lacking))}.")
    return found


def _compare(face: Face, source: Path) -> None:
    """Say so when a source is another version than the one the portal was tried with."""
    if hashlib.sha256(source.read_bytes()).hexdigest() != face.sha256:
        print(f"Note: {source} is not the version tried; documents may look a little different.")


def configuration(place: Path) -> str:
    """Text of fonts.conf: our faces and nothing else, each with its fallback."""
    rules = "\n".join(
        f'  <match target="pattern"><test name="family"><string>{family}</string></test>'
        f'<edit name="family" mode="append" binding="strong"><string>{fallback}</string></edit>'
        "</match>"
        for family, fallback in FALLBACKS
    )
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{place / "faces"}</dir>
  <cachedir>{place / "cache"}</cachedir>
  <config><rescan><int>0</int></rescan></config>
{rules}
</fontconfig>
"""


def build(place: Path) -> None:
    """Make all faces and their configuration; the stamp, written last, says that they are whole."""
    from budget_portal.local import faces  # needs the environment, which `directory` must not

    downloads, fresh = place / "download", place / "faces.new"
    for part in (downloads, fresh):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    sources = _sources(downloads)
    for face in FACES:
        _compare(face, sources[face.source])
        faces.write(face, sources[face.source], fresh / face.file_name)
    for part in (downloads, place / "faces", place / "cache"):
        shutil.rmtree(part, ignore_errors=True)
    fresh.rename(place / "faces")
    (place / "fonts.conf").write_text(configuration(place), "utf-8")
    subprocess.run(
        ["fc-cache", "--force"],
        env=os.environ | {"FONTCONFIG_FILE": str(place / "fonts.conf")},
        check=True,
    )
    (place / "stamp").write_text(_recipe(), "ascii")


def main() -> None:
    """Make the fonts unless just these were made before."""
    place = directory().absolute()
    stamp = place / "stamp"
    if stamp.exists() and stamp.read_text("ascii") == _recipe():
        return
    try:
        build(place)
    except LauncherError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
