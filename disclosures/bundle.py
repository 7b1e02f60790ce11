"""The bundle of a version (核验包): everything published of it, verified without the portal.

It holds the record, the files made of it, a manifest and their hashes as ``sha256sum`` reads
them; nothing is compressed, so that its bytes do not depend on who packs it. Whoever replaces
everything at once is found out by the hash of the record, which the portal tells at /verify/.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from .budget import snapshot
from .open_data import csv_of

FORMAT: Final = "budget-bundle/1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
RECORD: Final = "data.json"
LARGEST: Final = 256 * 1024 * 1024
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
Files = Mapping[str, bytes]


def tables_of(record: str) -> dict[str, bytes]:
    """The CSV files that a record gives, with the byte order mark that spreadsheets look for."""
    document, _ = snapshot.read(record)
    return {
        f"tables/{table.number}.csv": csv_of(table).encode("utf-8-sig")
        for table in document.statements
    }


def packed(files: Files, page: str, chain: Iterable[Mapping[str, Any]]) -> bytes:
    """The bundle of these files; ``chain`` are the public versions up to this one."""
    manifest = {
        "format": FORMAT,
        "page": page,
        "record": _digest(files[RECORD]),
        "chain": list(chain),
        "files": {
            name: {"sha256": _digest(content), "size": len(content)}
            for name, content in files.items()
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    whole = {**files, MANIFEST: f"{text}\n".encode()}
    return _zipped({**whole, SUMS: _sums(whole)})


def is_bundle(content: bytes) -> bool:
    """Whether the bytes are a bundle, sound or not."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return MANIFEST in archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return content.startswith(b"PK") and MANIFEST.encode() in content


def hashes(content: bytes) -> dict[str, str]:
    """The SHA-256 of each file in a bundle as it is."""
    return {name: _digest(one) for name, one in _unpacked(content)[0].items()}


def faults(content: bytes) -> list[str]:
    """What is wrong with a bundle, each beginning with the file it is about."""
    files, found = _unpacked(content)
    try:
        manifest = json.loads(files[MANIFEST])
        listed = {name: str(one["sha256"]) for name, one in manifest["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        return [*found, f"{MANIFEST}：缺失或无法读取"]
    found += _hash_faults(files, listed, _read_sums(files.get(SUMS, b"")))
    found += _record_faults(files, manifest)
    if not found and content != _zipped(files):
        found.append("压缩包：与按其内容重新打包的结果不同，包外有改动")
    return found


def _hash_faults(files: Files, listed: Mapping[str, str], sums: Mapping[str, str]) -> Iterator[str]:
    """Each file against both lists; where they disagree, the one that stands alone is wrong."""
    for name in sorted({*files, *listed, *sums} - {SUMS, MANIFEST}):
        actual = _digest(files[name]) if name in files else "缺失"
        in_manifest, in_sums = listed.get(name), sums.get(name)
        if actual == in_manifest == in_sums:
            continue
        if actual == in_sums:
            yield f"{MANIFEST}：所列 {name} 的 SHA-256 与文件不符"
        elif actual == in_manifest:
            yield f"{SUMS}：所列 {name} 的 SHA-256 与文件不符"
        else:
            yield f"{name}：SHA-256 为 {actual}，清单所列为 {in_manifest}"
    actual = _digest(files[MANIFEST])
    if sums.get(MANIFEST) != actual:
        yield f"{MANIFEST}：SHA-256 为 {actual}，{SUMS} 所列为 {sums.get(MANIFEST)}"
    elif files[SUMS] != _sums({name: one for name, one in files.items() if name != SUMS}):
        yield f"{SUMS}：内容有改动"


def _record_faults(files: Files, manifest: Mapping[str, Any]) -> list[str]:
    """The record against the manifest, the chain, and the tables made of it."""
    content = files.get(RECORD, b"")
    try:
        record = json.loads(content)
        tables = tables_of(content.decode())
    except (KeyError, ValueError, TypeError, IndexError, AttributeError):
        return [f"{RECORD}：不是本平台的数据记录"]
    digest = _digest(content)
    found = []
    if manifest.get("record") != digest:
        found.append(f"{RECORD}：SHA-256 为 {digest}，清单所列为 {manifest.get('record')}")
    found += [
        f"{name}：与由数据记录重算的结果不同"
        for name, table in tables.items()
        if files.get(name) != table
    ]
    return found + list(_chain_faults(manifest.get("chain"), record, digest))


def _chain_faults(chain: object, record: Mapping[str, Any], digest: str) -> Iterator[str]:
    own = {
        "version": record["version"],
        "sha256": digest,
        "sha256_of_previous": record["sha256_of_previous"],
    }
    if not isinstance(chain, list) or not chain or chain[-1] != own:
        yield f"{MANIFEST}：版本链的末尾不是本版的数据记录"
        return
    for before, after in pairwise(chain):
        is_next = after["version"] == before["version"] + 1
        if is_next and after["sha256_of_previous"] != before["sha256"]:
            yield f"{MANIFEST}：第 {after['version']} 版与上一版本的哈希链不符"


def _unpacked(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    """The files of a bundle in their order, and those that cannot be read."""
    files: dict[str, bytes] = {}
    found: list[str] = []
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                return {}, ["压缩包：解开后过大"]
            for member in archive.infolist():
                try:
                    files[member.filename] = archive.read(member)
                except Exception:  # whatever a damaged archive raises
                    found.append(f"{member.filename}：已损坏，无法读取")
    except Exception:  # likewise
        return {}, ["压缩包：已损坏，无法打开"]
    return files, found


def _read_sums(content: bytes) -> dict[str, str]:
    lines = (line.split("  ", 1) for line in content.decode(errors="replace").splitlines())
    return {line[1]: line[0] for line in lines if len(line) == 2}


def _sums(files: Files) -> bytes:
    lines = (f"{_digest(files[name])}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def _zipped(files: Files) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in sorted(files.items()):
            member = ZipInfo(name, NO_TIME)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return target.getvalue()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
