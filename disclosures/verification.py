"""Which publication some bytes are, told by their SHA-256 or its beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from .models import Artefact, Publication, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS: Final = 64
SHORTEST: Final = 12
SHOWN: Final = 20
RECORD: Final = "data.json"
# A single table has few unknown figures: whoever may ask about one of a withdrawn version could
# find them by trial. These hold so much that nobody guesses them whole.
WHOLE: Final = (RECORD, "disclosure.pdf", "tables.xlsx")


@dataclass(frozen=True, slots=True)
class Match:
    """A version that has such a file; of a withdrawn one its tombstone and nothing else."""

    publication: Publication
    names: tuple[str, ...]
    digests: frozenset[str]
    newest: int = 0
    is_newest_withdrawn: bool = False
    tombstone: Withdrawal | None = None

    @property
    def is_current(self) -> bool:
        """Whether this is what is valid now."""
        return self.publication.version == self.newest


@dataclass(frozen=True, slots=True)
class Link:
    """A version in the chain of its disclosure: each record names the hash of the one before."""

    version: int
    publication: Publication | None
    tombstone: Withdrawal | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a SHA-256; ``chain`` is told where it belongs to one disclosure."""

    digest: str
    matches: tuple[Match, ...]
    chain: tuple[Link, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether all that is known of it was withdrawn by law."""
        return bool(self.matches) and all(match.tombstone for match in self.matches)

    @property
    def is_outdated(self) -> bool:
        """Whether it was published and is valid no more."""
        return bool(self.matches) and not any(match.is_current for match in self.matches)

    @property
    def shown(self) -> tuple[Match, ...]:
        """The first of the versions that match."""
        return self.matches[:SHOWN]

    @property
    def has_more(self) -> bool:
        """Whether not all that match are shown: many departments have the same empty table."""
        return len(self.matches) > SHOWN

    @property
    def is_ambiguous(self) -> bool:
        """Whether the beginning that was given is that of several hashes."""
        return len(frozenset().union(*(match.digests for match in self.matches))) > 1


def verdict(digest: str) -> Verdict:
    """What the public may know of a file or record with this hash, or with this beginning."""
    files = Artefact.objects.filter(_begins("sha256", digest))
    matches = (*_public(digest, files), *_withdrawn(digest, files))
    disclosures = {match.publication.disclosure_id for match in matches}
    chain = _chain(disclosures.pop()) if len(disclosures) == 1 else ()
    return Verdict(digest, matches, chain)


def _begins(field: str, digest: str) -> Q:
    return Q((field if len(digest) == DIGITS else f"{field}__startswith", digest))


def _public(digest: str, files: QuerySet[Artefact]) -> list[Match]:
    known = _begins("sha256", digest) | Q(pk__in=files.values("publication"))
    rows = Publication.objects.published().filter(known).with_standing()
    found = list(
        rows.order_by("disclosure__department__code", "disclosure", "-version")[: SHOWN + 1]
    )
    named = _named(found, digest, files)
    return [
        Match(one, *named[one.pk], one.newest, one.newest in one.withdrawn)  # type: ignore[attr-defined] # annotated
        for one in found
    ]


def _withdrawn(digest: str, files: QuerySet[Artefact]) -> list[Match]:
    whole = files.filter(name__in=WHOLE)
    known = _begins("publication__sha256", digest) | Q(publication__in=whole.values("publication"))
    rows = Withdrawal.objects.tombstones().filter(known)
    found = list(rows.order_by("publication__disclosure", "-publication__version")[: SHOWN + 1])
    named = _named([one.publication for one in found], digest, whole)
    return [Match(one.publication, *named[one.publication_id], tombstone=one) for one in found]


def _named(
    found: Iterable[Publication], digest: str, files: QuerySet[Artefact]
) -> dict[int, tuple[tuple[str, ...], frozenset[str]]]:
    """Which files of each version have the hash, by publication."""
    of: dict[int, dict[str, str]] = {one.pk: {} for one in found}
    for one in found:
        if one.sha256.startswith(digest):
            of[one.pk][RECORD] = one.sha256
    for key, name, sha256 in files.filter(publication__in=of).values_list(
        "publication", "name", "sha256"
    ):
        of[key][name] = sha256
    return {key: (tuple(sorted(one)), frozenset(one.values())) for key, one in of.items()}


def _chain(disclosure: int) -> tuple[Link, ...]:
    """All versions of a disclosure, the newest first."""
    public = Publication.objects.published().filter(disclosure=disclosure)
    gone = Withdrawal.objects.tombstones().filter(publication__disclosure=disclosure)
    links = [Link(one.version, one, None) for one in public]
    links += [Link(one.publication.version, None, one) for one in gone]
    return tuple(sorted(links, key=lambda link: -link.version))
