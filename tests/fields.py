"""Small tournaments of real teams, and a way to play them without a page or a pool."""

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.bracket import kernel
from engine.bracket import locks as bracket_locks
from engine.domain.field import NEUTRAL, Field
from engine.domain.results import TournamentResult
from engine.domain.seeding import LINES, REGIONS, Seeded, field_from_seeds
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.game import kernel as game_kernel
from engine.game.matchup import team_strengths
from engine.store import OwnData


def knockout(team_id: list[int], hosts: dict[int, int] | None = None) -> Field:
    """A bracket of 2, 4 or 8 teams, 1 against 2, 3 against 4 …; ``hosts``: slot -> entrant."""
    entrants = len(team_id)
    feeder = [(2 * i, 2 * i + 1) for i in range(entrants // 2)]
    rounds, width = [1] * len(feeder), len(feeder)
    while width > 1:
        first = len(feeder) - width
        feeder += [(-(first + 2 * i) - 1, -(first + 2 * i + 1) - 1) for i in range(width // 2)]
        width //= 2
        rounds += [rounds[-1] + 1] * width
    host = np.full(len(feeder), NEUTRAL, dtype=np.int16)
    for slot, entrant in (hosts or {}).items():
        host[slot] = entrant
    return Field(
        league="men",
        season=2026,
        seed=tuple(f"W{line:02d}" for line in range(1, entrants + 1)),
        team_id=np.array(team_id, dtype=np.int32),
        slot=tuple(f"R{r}W{i}" for i, r in enumerate(rounds, 1)),
        round=np.array(rounds, dtype=np.int8),
        feeder=np.array(feeder, dtype=np.int16),
        host=host,
        region={"W": "East"},
        digest="",
    )


@dataclass(frozen=True, eq=False)
class Played:
    """A field with all that is needed to play it."""

    field: Field
    inputs: run.KernelInputs
    pair: NDArray[np.int32]

    def brackets(
        self,
        seed: int,
        first: int,
        count: int,
        locks: tuple[tuple[str, int], ...] = (),
    ) -> NDArray[np.uint8]:
        """winner[S, count] in universes first, first + 1, …"""
        lock = bracket_locks.locked_slots(self.field, locks)
        tree = (self.field.feeder, self.field.host, lock)
        teams, pairings, game_tables = (tuple(part) for part in self.inputs)
        return kernel.play_block(seed, teams, pairings, self.pair, game_tables, tree, first, count)

    def result(self, seed: int, count: int) -> TournamentResult:
        """Universes 0 … count - 1 as a result."""
        spec = BracketSpec(self.field.league, self.field.season, count, seed)
        return TournamentResult(spec, self.field, self.brackets(seed, 0, count))

    def wins(self, seed: int, first: int, count: int, venue: int = Venue.NEUTRAL) -> NDArray:
        """share[E, E] of ``count`` universes in which the first beats the second; ``venue`` is the
        lower id's."""
        pairings, entrants = self.inputs.pairings, len(self.field.seed)
        at = np.full(len(pairings.a), int(venue))
        teams, plain, game_tables = (tuple(part) for part in self.inputs)
        block = game_kernel.play_block(seed, teams, plain, at, game_tables, first, count)
        share = np.mean(block[..., 0] > block[..., 1], axis=1)
        out = np.zeros((entrants, entrants))
        out[pairings.a, pairings.b] = share
        out[pairings.b, pairings.a] = 1 - share
        return out


def ready(field: Field, uncertain: bool) -> Played:
    """``field`` with its teams' ratings of that league and season."""
    table = store.load_teams(field.league, field.season)
    f = team_strengths(table, table.rows(field.team_id))
    pair, a, b = kernel.all_pairs(f.key)
    return Played(field, run.kernel_inputs(f, table.base, a, b, uncertain), pair)


# --- Fields of any size --------------------------------------------------------------------------

# 2027: in every region two play for the lines 12 and 16, in two for 11, in two for 15.
PLAYED_FOR = ("W11", "W12", "W16", "X12", "X15", "X16", "Y11", "Y12", "Y16", "Z12", "Z15", "Z16")
# … and three that no committee would draw: all in one region, in the middle, among the best.
PLAY_INS = (
    PLAYED_FOR,
    tuple(f"W{line:02d}" for line in range(5, 17)),
    tuple(f"{letter}{line:02d}" for letter in REGIONS for line in (7, 8, 9)),
    tuple(f"{letter}{line:02d}" for letter in "YZ" for line in (1, 2, 3, 14, 15, 16)),
)


def seeds_of(field: Field) -> list[Seeded]:
    """The seeds of a field, as ``field_from_seeds`` takes them."""
    team = dict(zip(field.seed, field.team_id.tolist(), strict=True))
    return [
        Seeded(seed[0], int(seed[1:3]), team_id, team.get(f"{seed[:3]}b"))
        for seed, team_id in team.items()
        if not seed.endswith("b")
    ]


def made_up(league: League, season: int, played_for: Sequence[str] = PLAYED_FOR) -> Field:
    """The best teams of a season, dealt to the four regions line by line; two play for each place
    of ``played_for``."""
    table = store.load_teams(league, season)
    order = iter(table.team_id[np.argsort(table.def_eff - table.off_eff, kind="stable")].tolist())
    seeded = []
    for line, letter in itertools.product(LINES, REGIONS):
        two = f"{letter}{line:02d}" in played_for
        seeded.append(Seeded(letter, line, next(order), next(order) if two else None))
    region = {"W": "East", "X": "South", "Y": "Midwest", "Z": "West"}
    return field_from_seeds(league, season, seeded, region)


def held(field: Field) -> str:
    """The ``source`` of runs in this field, with the ratings of its season."""
    name = hashlib.sha256(f"{field.league} {field.season} {field.digest}".encode()).hexdigest()[:12]
    teams = store.load_teams(field.league, field.season)
    return store.hold(OwnData(field.league, field.season, name, name, None, None, field, teams))


def seventy_six(league: League = "men", season: int = 2026) -> Field:
    """A field as those of 2027 are."""
    return made_up(league, season)
