"""Proving that the audit log is what was written: every entry in its place in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from django.db import connection

BEGINNING: Final = "0" * 64
# One statement, so that what is written meanwhile is seen whole or not at all; the head comes
# with every row, and alone where nothing is logged. An entry of the transaction that asks has no
# place before it commits.
ROWS: Final = """
    SELECT head.position, head.hash, link.position, link.hash, link.entry_id, entry.id,
           disclosures_log_content(entry)
      FROM (VALUES (1)) AS always
      LEFT JOIN disclosures_audithead AS head ON true
      LEFT JOIN (
          disclosures_auditlink AS link
          FULL JOIN disclosures_auditentry AS entry ON entry.id = link.entry_id
      ) ON link.position IS NOT NULL
        OR entry.transaction IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
     ORDER BY link.position NULLS LAST, entry.id
"""
AT_A_TIME: Final = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the log that is not what was written, at a place of the chain if it has one."""

    position: int | None
    message: str

    def __str__(self) -> str:
        place = "操作日志" if self.position is None else f"操作日志第 {self.position} 位"
        return f"{place}：{self.message}"


class _Row(NamedTuple):
    """A place of the chain with its entry; either may be missing."""

    head_position: int | None
    head_hash: str | None
    position: int | None
    hash: str
    named: int
    entry: int | None
    content: str | None


def faults() -> Iterator[Fault]:
    """Whatever is missing, added, altered or out of order in the log, first to last."""
    place, last = 0, None
    hashes: tuple[str, ...] = (BEGINNING,)
    for last in _rows():
        if last.position is None:
            if last.entry is not None:
                yield Fault(None, f"编号 {last.entry} 的记录不在哈希链上，不是数据库自动记录的。")
            continue
        if last.position != place + 1:
            yield Fault(place + 1, f"第 {place + 1} 至 {last.position - 1} 位缺失。")
            hashes = ()
        computed = tuple(_hash(one, last.content) for one in hashes if last.content is not None)
        if last.entry is None:
            yield Fault(last.position, f"编号 {last.named} 的记录被删除。")
        elif computed and last.hash not in computed:
            yield Fault(last.position, "记录、其哈希或前一位被改动，或次序被调换。")
        # Where a hash was altered and not its entry, the next one still follows from the true one.
        place, hashes = last.position, (last.hash, *computed[:1])
    yield from _faults_of_head(place, hashes, last)


def _faults_of_head(place: int, hashes: tuple[str, ...], last: _Row | None) -> Iterator[Fault]:
    head, hash_of_head = (last.head_position, last.head_hash) if last else (None, None)
    if head is None:
        yield Fault(None, "链头缺失。")
    elif head > place:
        yield Fault(place + 1, f"末尾第 {place + 1} 至 {head} 位缺失。")
    elif head < place:
        yield Fault(head + 1, f"链头为第 {head} 位，其后还有 {place - head} 位。")
    elif hash_of_head not in hashes:
        yield Fault(head, "链头的哈希与末位不符。")


def head() -> tuple[int, str]:
    """How long the chain is and its last hash: kept elsewhere, they prove the log up to here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, hash FROM disclosures_audithead")
        position, digest = cursor.fetchone() or (0, BEGINNING)
        return position, digest


def _hash(previous: str, content: str) -> str:
    return sha256((previous + content).encode()).hexdigest()


def _rows() -> Iterator[_Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from map(_Row._make, rows)
