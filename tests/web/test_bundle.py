"""The bundle of a version: verified from itself alone; every change to it is found and named."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.bundle import MANIFEST, RECORD, SUMS, faults, packed
from disclosures.models import Publication

from .library import PAGE, next_version, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
FILES = (
    RECORD,
    MANIFEST,
    SUMS,
    "disclosure.pdf",
    "tables.xlsx",
    *(f"tables/{n}.csv" for n in range(1, 12)),
)


@pytest.fixture(scope="module")
def content(request: pytest.FixtureRequest) -> bytes:
    request.getfixturevalue("published")
    return Client().get(f"{PAGE}bundle.zip").content


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, one in files.items():
            archive.writestr(zipfile.ZipInfo(name), one)
    return target.getvalue()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_bundle_is_sound_and_holds_every_file(content: bytes) -> None:
    files = unpacked(content)

    assert faults(content) == []
    assert set(FILES) <= set(files)
    assert files[RECORD] == Client().get(f"{PAGE}data.json").content
    assert files["tables/3.csv"] == Client().get(f"{PAGE}tables/3.csv").content


def test_a_bundle_is_the_same_bytes_each_time_also_when_corrected(
    content: bytes, published: Publication
) -> None:
    next_version(published)

    assert Client().get(f"{PAGE}v1/bundle.zip").content == content


def test_the_chain_of_a_correction_is_verified(published: Publication) -> None:
    newer = next_version(published)
    bundle = Client().get(f"{PAGE}bundle.zip")

    assert faults(bundle.content) == []
    tampered = unpacked(bundle.content)
    tampered[MANIFEST] = tampered[MANIFEST].replace(published.sha256.encode(), b"0" * 64, 1)
    assert any(MANIFEST in fault for fault in faults(zipped(tampered)))
    assert newer.sha256.encode() in unpacked(bundle.content)[MANIFEST]

    withdrawn(published)

    again = Client().get(f"{PAGE}bundle.zip", headers={"If-None-Match": bundle.headers["ETag"]})
    assert again.status_code == 200
    assert faults(again.content) == []
    assert Client().get(f"{PAGE}v1/bundle.zip").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_byte_flipped_in_a_file_is_found_and_the_file_named(content: bytes, name: str) -> None:
    files = unpacked(content)
    size = len(files[name])

    for at in sorted({0, size // 3, size // 2, size - 2}):
        found = faults(zipped({**files, name: flipped(files[name], at)}))
        assert any(name in fault for fault in found), (at, found)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found_and_named(content: bytes, name: str) -> None:
    files = unpacked(content)
    del files[name]

    assert any(name in fault for fault in faults(zipped(files)))


def test_a_file_too_many_is_found(content: bytes) -> None:
    found = faults(zipped({**unpacked(content), "extra.txt": b"x"}))

    assert any(fault.startswith("extra.txt") for fault in found)


def test_any_byte_flipped_in_the_archive_itself_is_found(content: bytes) -> None:
    step = len(content) // 60

    for at in [*range(0, len(content), step), *range(len(content) - 22, len(content))]:
        assert faults(flipped(content, at)), at


def test_everything_rehashed_around_a_changed_figure_is_found_by_the_tables(
    content: bytes,
) -> None:
    files = {k: v for k, v in unpacked(content).items() if k not in {MANIFEST, SUMS}}
    files["tables/3.csv"] = files["tables/3.csv"].replace(b"490.16", b"490.17", 1)

    assert any(fault.startswith("tables/3.csv") for fault in faults(packed(files, "", [])))


def test_the_command_verifies_without_a_database(content: bytes, tmp_path: Path) -> None:
    bundle, table, forged = (tmp_path / name for name in ("b.zip", "3.csv", "forged.csv"))
    bundle.write_bytes(content)
    table.write_bytes(unpacked(content)["tables/3.csv"])
    forged.write_bytes(table.read_bytes() + b"x")

    call_command("verify", str(bundle), str(table))
    with pytest.raises(CommandError, match="发现 1 处不符"):
        call_command("verify", str(bundle), str(forged))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify", str(tmp_path / "nothing"))


def test_common_tools_verify_a_bundle_too(content: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)

    command = ["sha256sum", "--strict", "-c", SUMS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0


def test_the_number_of_queries_is_small(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(4):
        Client().get(f"{PAGE}bundle.zip")
