"""What to run: small, frozen, hashable requests. How many workers run them is no part of them."""

from dataclasses import dataclass

from engine import MODEL_VERSION
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.errors import BadInput, BadNumber

MAX_UNIVERSES = 100_000
MAX_RANDOM_SEED = 2**31 - 1
DEFAULT_UNIVERSES = 10_000
DEFAULT_RANDOM_SEED = 2026
BACKTEST_UNIVERSES = 4000  # of a tournament game
UPSET_UNIVERSES = 2000  # of a whole tournament, for its number of upsets
SPREAD_UNIVERSES = 1000  # of a first-round pairing, for the spread of its margin
LAST_MONTH_UNIVERSES = 1000  # of a game of the last month: there are twenty times as many


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


def check_random_seed(value: object) -> int:
    """The seed, 0 to MAX_SEED."""
    return whole_number(value, "seed", 0, MAX_RANDOM_SEED)


@dataclass(frozen=True, slots=True)
class Side:
    """One team of one season."""

    season: int
    team_id: int


@dataclass(frozen=True, slots=True)
class GameSpec:
    """One pairing in many universes. ``uncertain``: each universe draws each team's strength from
    its rating's error; False plays every universe at the rating itself. ``venue`` may be given as
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
    """A whole tournament in many universes. ``locks``: (slot, team_id) pairs, sorted: in every
    universe that team wins that slot."""

    league: League
    season: int
    universes: int
    random_seed: int
    locks: tuple[tuple[str, int], ...] = ()
    uncertain: bool = True
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        check_universes(self.universes)
        check_random_seed(self.random_seed)
        object.__setattr__(self, "locks", tuple(sorted(self.locks)))
