"""What to run: small, frozen, hashable requests. The number of workers is not part of a request."""

from dataclasses import dataclass

from engine import MODEL_VERSION
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.errors import BadInput, BadNumber

MAX_UNIVERSES = 100_000
MAX_COUNTED = 1_000_000_000  # where only counts are kept, so that memory does not grow
MAX_RANDOM_SEED = 2**31 - 1
DEFAULT_UNIVERSES = 10_000
DEFAULT_RANDOM_SEED = 2026
BACKTEST_UNIVERSES = 4000  # for each tournament game
UPSET_UNIVERSES = 2000  # for a tournament's number of upsets
FIELD_CHANCE_UNIVERSES = 100  # of the rest of each past season
LAST_MONTH_UNIVERSES = 1000  # for each game of the last month; there are 20 times as many games


def whole_number(text: object, name: str, low: int, high: int) -> int:
    """``text`` as an integer in [low, high], or BadNumber naming the range."""
    try:
        value = int(str(text).strip())
    except ValueError:
        value = low - 1
    if low <= value <= high:
        return value
    shown = str(text) if len(str(text)) <= 24 else str(text)[:21] + "…"
    raise BadNumber(
        f"“{shown}” is not a possible {name}.", f"Use a whole number from {low:,} to {high:,}."
    )


def check_universes(value: object) -> int:
    """The number of universes, 1 to MAX_UNIVERSES."""
    return whole_number(value, "number of universes", 1, MAX_UNIVERSES)


def check_counted(value: object) -> int:
    """The number of universes of a run that keeps only counts, 1 to MAX_COUNTED."""
    return whole_number(value, "number of universes", 1, MAX_COUNTED)


def check_random_seed(value: object) -> int:
    """The random seed, 0 to MAX_RANDOM_SEED."""
    return whole_number(value, "seed", 0, MAX_RANDOM_SEED)


@dataclass(frozen=True, slots=True)
class Side:
    """One team of one season. ``source``: the digest of the ratings if they are not the embedded
    ones (``store.datasets``)."""

    season: int
    team_id: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class GameSpec:
    """One pairing in many universes. ``uncertain``: each universe draws each team's strength from
    its rating's error; False plays every universe at the rating. ``venue`` may be given as
    text (``neutral``, ``a``, ``b``)."""

    league: League
    a: Side
    b: Side
    venue: Venue
    universes: int
    random_seed: int
    uncertain: bool = True
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        check_universes(self.universes)
        check_random_seed(self.random_seed)
        object.__setattr__(self, "venue", Venue.read(self.venue))
        if self.a == self.b:
            raise BadInput("A team cannot play itself.", "Choose two different teams or seasons.")


@dataclass(frozen=True, slots=True)
class BracketSpec:
    """A whole tournament in many universes. ``locks``: sorted (slot, team_id) pairs; in every
    universe the team wins the slot. ``source``: the digest of the field and the ratings if they
    are not the embedded ones (``store.datasets``)."""

    league: League
    season: int
    universes: int
    random_seed: int
    locks: tuple[tuple[str, int], ...] = ()
    uncertain: bool = True
    model: str = MODEL_VERSION
    source: str = ""

    def __post_init__(self) -> None:
        check_universes(self.universes)
        check_random_seed(self.random_seed)
        object.__setattr__(self, "locks", tuple(sorted(self.locks)))
