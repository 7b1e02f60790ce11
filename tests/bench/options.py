"""How large and how long a run measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """``few`` and ``many`` are departments of the two regions compared."""

    rounds: int = 5
    few: int = 10
    many: int = 1000
    requests: int = 30
