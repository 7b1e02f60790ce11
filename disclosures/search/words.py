"""What a reader asks for: words, each with the official terms that it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from disclosures.budget.everyday import meant
from disclosures.index import folded

# Nobody asks for more; a longer question costs the database as much as these.
MOST_WORDS: Final = 6
LONGEST: Final = 30
LONGEST_QUERY: Final = 100


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was asked for, and everything that it is looked for as."""

    said: str
    terms: tuple[str, ...]

    @property
    def official(self) -> tuple[str, ...]:
        """The terms that are not the word itself."""
        return tuple(term for term in self.terms if term != self.said)

    @property
    def searched(self) -> tuple[str, ...]:
        """The terms that texts are searched for: of one character only names are."""
        return tuple(term for term in self.terms if len(term) > 1)


def asked(query: str) -> tuple[Word, ...]:
    """The words of a question, each once; marks, quotes and widths make no difference."""
    words = dict.fromkeys(folded(part)[:LONGEST] for part in query[:LONGEST_QUERY].split())
    return tuple(Word(word, meant(word)) for word in words if word)[:MOST_WORDS]
