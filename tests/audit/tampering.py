"""Ways to tamper with the log, for somebody whom neither roles nor triggers stop."""

from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Final

from django.db import connection, models, transaction

from disclosures.audit import Fault, faults
from disclosures.models import AuditEntry, AuditHead, AuditLink

Tampering = Callable[[int, Random], int | None]
COLUMNS: Final = (
    "at = at + interval '1 microsecond'",
    "actor_id = coalesce(actor_id, 0) + 1",
    "name = name || '？'",
    "address = address || '0'",
    "transaction = transaction + 1",
    "action = CASE action WHEN 'INSERT' THEN 'DELETE' ELSE 'INSERT' END",
    '"table" = "table" || \'0\'',
    "keys = keys || 0::bigint",
    "owners = owners || 0::bigint",
    "changes = replace(changes, '\"key\"', '\"kex\"')",
)


def chance(seed: int) -> Random:
    """The same tampering for the same seed."""
    return Random(seed)  # noqa: S311 - nothing secret


def entry_at(position: int) -> int:
    return AuditLink.objects.get(position=position).entry_id


def length() -> int:
    return AuditHead.objects.get().position


def alter(position: int, random: Random) -> int:
    """One value of an entry."""
    with connection.cursor() as cursor:
        change = random.choice(COLUMNS)
        cursor.execute(
            f"UPDATE disclosures_auditentry SET {change} WHERE id = %s", [entry_at(position)]
        )
    return position


def remove_entry(position: int, _: Random) -> int:
    """An entry, its place staying empty."""
    AuditEntry.objects.filter(pk=entry_at(position)).delete()
    return position


def remove_place(position: int, _: Random) -> int:
    """An entry with its place."""
    remove_entry(position, _)
    AuditLink.objects.filter(position=position).delete()
    return position


def close_gap(position: int, _: Random) -> int:
    """An entry with its place, those behind moving up, the head too."""
    remove_place(position, _)
    behind = AuditLink.objects.filter(position__gt=position).order_by("position")
    for place in behind.values_list("position", flat=True):
        AuditLink.objects.filter(position=place).update(position=place - 1)
    AuditHead.objects.update(position=models.F("position") - 1)
    return min(position, length())


def unchain(position: int, _: Random) -> int:
    """The place of an entry that stays."""
    AuditLink.objects.filter(position=position).delete()
    return position


def swap(position: int, random: Random) -> int:
    """Two entries change places."""
    other = random.choice([one for one in range(1, length() + 1) if one != position])
    first, second = entry_at(position), entry_at(other)
    AuditLink.objects.filter(position=position).update(entry=-1)
    AuditLink.objects.filter(position=other).update(entry=first)
    AuditLink.objects.filter(position=position).update(entry=second)
    return min(position, other)


def alter_hash(position: int, random: Random) -> int:
    """The hash of a place."""
    digest = sha256(random.randbytes(8)).hexdigest()
    AuditLink.objects.filter(position=position).update(hash=digest)
    return position


def forge(position: int, _: Random) -> int:
    """An entry along with its own hash; the place behind it, or the head, shows it."""
    AuditEntry.objects.filter(pk=entry_at(position)).update(name="别人")
    previous = AuditLink.objects.filter(position=position - 1).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT disclosures_log_content(e) FROM disclosures_auditentry AS e WHERE id = %s",
            [entry_at(position)],
        )
        (content,) = cursor.fetchone()
    digest = sha256(((previous.hash if previous else "0" * 64) + content).encode()).hexdigest()
    AuditLink.objects.filter(position=position).update(hash=digest)
    return min(position + 1, length())


def add(position: int, _: Random) -> int:
    """An entry more at the end, with a place and a hash of its own."""
    copied = AuditEntry.objects.get(pk=entry_at(position))
    copied.pk = None
    copied.save(force_insert=True)
    end = length() + 1
    AuditLink.objects.create(position=end, entry=copied, hash=sha256(b"").hexdigest())
    AuditHead.objects.update(position=end, hash=sha256(b"").hexdigest())
    return end


def add_unchained(position: int, _: Random) -> None:
    """An entry more, without a place."""
    copied = AuditEntry.objects.get(pk=entry_at(position))
    copied.pk, copied.transaction = None, 1
    copied.save(force_insert=True)


def cut_tail(position: int, _: Random) -> int:
    """Everything from a place on."""
    AuditEntry.objects.filter(link__position__gte=position).delete()
    AuditLink.objects.filter(position__gte=position).delete()
    return position


def cut_tail_and_move_head(position: int, random: Random) -> int:
    """Everything from a place on; the head moves too, but its hash was not to be had."""
    cut_tail(position, random)
    AuditHead.objects.update(position=position - 1)
    return position - 1


def set_head_back(position: int, _: Random) -> int:
    """The head alone."""
    AuditHead.objects.update(position=position - 1)
    return position


def alter_head(_: int, random: Random) -> int:
    """The hash of the head."""
    AuditHead.objects.update(hash=sha256(random.randbytes(8)).hexdigest())
    return length()


def remove_head(_: int, __: Random) -> None:
    """The head, which has no place in the chain."""
    AuditHead.objects.all().delete()


TAMPERINGS: Final[tuple[Tampering, ...]] = (
    alter,
    remove_entry,
    remove_place,
    close_gap,
    unchain,
    swap,
    alter_hash,
    forge,
    add,
    add_unchained,
    cut_tail,
    cut_tail_and_move_head,
    set_head_back,
    alter_head,
    remove_head,
)


def found(tampering: Tampering, position: int, random: Random) -> tuple[int | None, list[Fault]]:
    """Where somebody tampers with the log, and what verifying says; then it is taken back."""
    with transaction.atomic():
        where = tampering(position, random)
        said = list(faults())
        transaction.set_rollback(True)
    return where, said
