"""Set-up and `make run`: locks without addresses, fonts as tried, plain messages."""

import hashlib
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from budget_portal.local import fonts
from budget_portal.local.postgres import CHECKOUT

LOCKS = ("requirements.txt", "requirements-dev.txt")
# The same sources give the same bytes, and the same bytes the same documents.
MADE = (  # in the order of FACES
    "631beee224a3da6d4595e93552472728a63b3f7dbfc39112060c121d51dc5358",
    "90dd0e2c95955fcbbef8587ccfc6247ebfad3c31fb5bc11ce7d1441eb9fab8ab",
    "16d5763fbf60df9241dc1a99b6c5771ddea35af715b4c288734cb436c746788e",
    "c99ef9610cfc963272a80b66240d0b2de7f2d4d2005197bc292ababdf00829f8",
    "40cf6bc2332a3fe093f1cb1e297fb2ff848df53fbee1f98e376273fc2535e0e1",
    "161698cbfc5f69397d2c3ea2ed274576eef2eb2c345d48265a67101cb9f50a94",
    "b6d7ffa61f23bff8f281f7573283cdeb37228cd2680eda55143987c4b3f0c274",
    "fd582fd6d23d0ff643a4c9a27cf511ff7ae13654410a7745c56e27050de01cf8",
    "2dfa9ad5851c029f16ca9b715b5a488be19e6185e58ae91c94b18b8dfd11f075",
    "040d197c487b1ff9bbcbb50cf0578266f243041c87113c7fcbfc02d4e75e0d5b",
)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_holds_no_address_and_pins_every_package_by_hash(name: str) -> None:
    text = (CHECKOUT / name).read_text()

    assert not re.search(r"https?://|file://|--(extra-)?index|--find-links|--trusted-host", text)
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert len(entries) > 30
    assert all(re.match(r"\S+==\S+.*\\\n +--hash=sha256:", entry) for entry in entries)


def test_development_lock_holds_the_same_versions() -> None:
    pins = [re.findall(r"^\S+==\S+", (CHECKOUT / name).read_text(), re.M) for name in LOCKS]

    assert set(pins[0]) < set(pins[1])


@pytest.mark.parametrize(("face", "digest"), [*zip(fonts.FACES, MADE, strict=True)])
def test_font_is_the_one_that_was_tried(face: fonts.Face, digest: str) -> None:
    file = fonts.directory() / "faces" / face.file_name

    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.file_name)
def test_font_has_its_family_weight_and_no_wrong_yen(face: fonts.Face) -> None:
    with TTFont(fonts.directory() / "faces" / face.file_name, lazy=True) as font:
        name, weight = font["name"].getDebugName(1), font["OS/2"].usWeightClass
        has_yen = fonts.WRONG_YEN in font.getBestCmap()

    assert (name, weight) == (face.family, 700 if face.is_bold else 400)
    assert has_yen is (face.package == fonts.NOTO)


@pytest.mark.parametrize(
    ("family", "character", "drawn_by"),
    [
        ("Portal Song", "预", "Portal Song"),
        ("Portal Song", "堃", "Portal Song Fallback"),
        ("Portal Song", "￥", "Portal Song Fallback"),
        ("Portal Hei", "喆", "Portal Hei Fallback"),
        ("Portal Fang", "垚", "Portal Song Fallback"),
        ("Portal Kai", "祎", "Portal Song Fallback"),
    ],
)
def test_rare_characters_come_from_the_fallback(family: str, character: str, drawn_by: str) -> None:
    pattern = f"{family}:charset={ord(character):x}"
    done = subprocess.run(
        ["fc-match", pattern, "family"],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts.directory() / "fonts.conf")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == drawn_by


def test_port_in_use_is_one_plain_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = subprocess.run(
            [sys.executable, "-m", "budget_portal.local.run"],
            cwd=CHECKOUT,
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Port {port} is in use: end what uses it, or PORT=8001 make run"
    ]


def test_command_finds_the_database_of_this_checkout() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    script = "from django.db import connection; print(connection.settings_dict['HOST'])"

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(done.stdout.strip()).name.startswith("budget-portal-")


def test_set_up_that_was_done_is_not_done_again() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "budget_portal.local.setup", "--tests"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
