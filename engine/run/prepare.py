"""Spec -> result: what the pages and the command line call."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import games, possession, store, tournament
from engine.games import AT_A, AT_B, NEUTRAL, Entrants, Pairings, Plain
from engine.jobs import Job
from engine.matchup import Form, expected, form, joined, margin_se, setting, sheets
from engine.rating_error import rating_range
from engine.results import Games, TournamentResult
from engine.rules import rules
from engine.specs import BracketSpec, GameSpec
from engine.teams import League, LeagueSeason
from engine.workers import Pool

I8 = NDArray[np.int64]
I2 = NDArray[np.int16]
U1 = NDArray[np.uint8]

# Universes a chunk: about a quarter of a second of work, so that progress moves and Cancel is
# prompt.
BRACKETS_PER_CHUNK = 400
GAMES_PER_CHUNK = 25_000
# Below this many universes a game is played in the calling thread: starting a job would take
# longer.
INLINE_GAMES = 50_000


class Ready(NamedTuple):
    """Everything the kernel needs to play pairings of these teams."""

    teams: Entrants
    pairings: Pairings
    court: possession.Court


def ready(f: Form, base: LeagueSeason, a: I8, b: I8, uncertain: bool) -> Ready:
    """Entrants and pairings (a[i], b[i]) under the rules of ``base``; ``uncertain`` False plays
    every universe at the ratings."""
    se = np.stack([f.net_se, f.level_se], axis=1) * (1.0 if uncertain else 0.0)
    law = rules(base.league, base.season)
    book, calibration = store.load_playbook(), store.load_calibration(law.periods)
    s = setting(base)
    sheet = sheets(f, s, book, calibration, a, b)
    pairings = Pairings(a, b, *sheet, np.array([s.home_edge]))
    return Ready(Entrants(f.key, se), pairings, book.court(law, calibration))


def part_of(pairings: Pairings, part: slice) -> Plain:
    """Some of the pairings, as a pool task takes them."""
    shared = {"home_edge"}
    return tuple(
        value if name in shared else value[part] for name, value in pairings._asdict().items()
    )


# --- One pairing ---------------------------------------------------------------------------------


def game(spec: GameSpec, pool: Pool | None = None) -> Games:
    """Play one pairing in every universe; small runs and those without a pool in this thread.

    UnknownSeason or UnknownTeam when a side is not in the data.
    """
    swap, chunks = _game_chunks(spec)
    if pool is None or spec.universes <= INLINE_GAMES:
        parts = [games.play_block(*chunk) for chunk in chunks]
    else:
        parts = pool.submit(spec, games.play_block, chunks).result()
    return _games(spec, np.concatenate(parts, axis=1)[0], swap)


class Meeting(NamedTuple):
    """One pairing as its address has it: ``swap``: the spec's side b comes first; ``venue``: of the
    first side (NEUTRAL, AT_A, AT_B)."""

    kit: Ready
    venue: int
    swap: bool


def meeting(spec: GameSpec) -> Meeting:
    """A pairing ready for the kernel; UnknownSeason or UnknownTeam."""
    f, base = pair_form(spec)
    # An address names the lower (id, season) first, whichever side asked.
    swap = tuple(f.key[0]) > tuple(f.key[1])
    a, b = np.array([int(swap)]), np.array([int(not swap)])
    at = {"neutral": NEUTRAL, "a": AT_B if swap else AT_A, "b": AT_A if swap else AT_B}
    return Meeting(ready(f, base, a, b, spec.uncertain), at[spec.venue], swap)


def _game_chunks(spec: GameSpec) -> tuple[bool, list[tuple[Any, ...]]]:
    kit, at, swap = meeting(spec)
    teams, pairings, court = (tuple(part) for part in kit)
    venue = np.array([at])
    return swap, [
        (spec.seed, teams, pairings, venue, court, first, count)
        for first, count in blocks(spec.universes, GAMES_PER_CHUNK)
    ]


def pair_form(spec: GameSpec) -> tuple[Form, LeagueSeason]:
    """Both sides as distances from their own season, in the setting of the later season."""
    sides = []
    for side in (spec.a, spec.b):
        table = store.load_teams(spec.league, side.season)
        sides.append(form(table, np.array([table.row(side.team_id)])))
    later = store.load_teams(spec.league, max(spec.a.season, spec.b.season))
    return joined(*sides), later.base


def expected_points(spec: GameSpec) -> tuple[float, float]:
    """What the ratings alone expect both sides to score in regulation."""
    f, base = pair_form(spec)
    venue = np.array([{"neutral": 0.0, "a": 1.0, "b": -1.0}[spec.venue]])
    a, b, _ = expected(f, setting(base), np.array([0]), np.array([1]), venue)
    return float(a[0]), float(b[0])


def game_range(result: Games) -> tuple[float, float]:
    """(weaker, stronger): a's win probability if the ratings are one standard error off, against a
    or for it (``rating_error``)."""
    f, base = pair_form(result.spec)
    se = margin_se(f, setting(base), np.array([0]), np.array([1]))
    sd = np.array([np.std(result.margin)])
    weaker, stronger = rating_range(np.array([result.win_prob]), sd, se)
    return float(weaker[0]), float(stronger[0])


def _games(spec: GameSpec, block: I2, swap: bool) -> Games:
    p = possession
    first, second = (1, 0) if swap else (0, 1)

    def pair(column: int) -> I2:
        return np.ascontiguousarray(block[:, [column + first, column + second]].T)

    return Games(
        spec=spec,
        points=pair(p.POINTS_A),
        half=pair(p.HALF_A),
        regulation=pair(p.REG_A),
        possessions=pair(p.POSS_A),
        overtimes=block[:, p.OVERTIMES].copy(),
        lead_changes=block[:, p.LEAD_CHANGES].copy(),
        largest_lead=pair(p.LARGEST_A),
    )


# --- A tournament --------------------------------------------------------------------------------


def submit_bracket(spec: BracketSpec, pool: Pool) -> Job[U1]:
    """Start a tournament run on the pool; ``bracket_result`` makes its parts a result.
    UnknownSeason or BadLock come at once."""
    return pool.submit(spec, tournament.play_block, _bracket_chunks(spec))


def bracket_result(spec: BracketSpec, parts: Sequence[U1]) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    field = store.load_field(spec.league, spec.season)
    return TournamentResult(spec, field, np.concatenate(parts, axis=1))


def bracket(spec: BracketSpec, pool: Pool | None = None) -> TournamentResult:
    """Run a tournament and wait for it; without a pool in this thread."""
    if pool is None:
        return bracket_result(
            spec, [tournament.play_block(*chunk) for chunk in _bracket_chunks(spec)]
        )
    return bracket_result(spec, submit_bracket(spec, pool).result())


def _bracket_chunks(spec: BracketSpec) -> list[tuple[Any, ...]]:
    field = store.load_field(spec.league, spec.season)
    lock = tournament.locked_slots(field, spec.locks)
    kit, pair = field_kit(spec.league, spec.season, spec.uncertain)
    fixed = (
        spec.seed, tuple(kit.teams), tuple(kit.pairings), pair, tuple(kit.court),
        (field.feeder, field.host, lock),
    )  # fmt: skip
    return [(*fixed, first, n) for first, n in blocks(spec.universes, BRACKETS_PER_CHUNK)]


def field_kit(
    league: League, season: int, uncertain: bool = True
) -> tuple[Ready, NDArray[np.int32]]:
    """A tournament's entrants with every pairing of them, and pair[E, E] to find one. The last few
    are kept: making one takes longer than many a what-if."""
    return _field_kit(league, season, uncertain, store.data_version())


@lru_cache(maxsize=4)
def _field_kit(
    league: League, season: int, uncertain: bool, data_version: str
) -> tuple[Ready, NDArray[np.int32]]:
    field = store.load_field(league, season)
    table = store.load_teams(league, season)
    f = form(table, np.array([table.row(int(team)) for team in field.team_id]))
    pair, a, b = tournament.all_pairs(f.key)
    return ready(f, table.base, a, b, uncertain), pair


def blocks(universes: int, size: int) -> list[tuple[int, int]]:
    """(first, count) of consecutive blocks of at most ``size`` universes."""
    return [(first, min(size, universes - first)) for first in range(0, universes, size)]
