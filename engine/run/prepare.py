"""Spec -> result: what the pages and the command line call."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import store
from engine.arrays import I8
from engine.bracket import kernel as bracket_kernel
from engine.domain.rules import rules
from engine.domain.specs import GameSpec
from engine.domain.teams import League, LeagueSeason
from engine.game import possession
from engine.game.kernel import Entrants, Pairings, Plain
from engine.game.matchup import (
    TeamStrengths,
    concatenated,
    league_context,
    pairing_odds,
    team_strengths,
)


class KernelInputs(NamedTuple):
    """Everything the kernel needs to play pairings of these teams."""

    teams: Entrants
    pairings: Pairings
    game_tables: possession.GameTables


def kernel_inputs(
    f: TeamStrengths, base: LeagueSeason, a: I8, b: I8, uncertain: bool
) -> KernelInputs:
    """Entrants and pairings (a[i], b[i]) under the rules of ``base``; ``uncertain`` False plays
    every universe at the ratings."""
    se = np.stack([f.net_se, f.level_se], axis=1) * (1.0 if uncertain else 0.0)
    law = rules(base.league, base.season)
    book, calibration = store.load_play_model(), store.load_calibration(law.periods)
    s = league_context(base)
    play_odds = pairing_odds(f, s, book, calibration, a, b)
    pairings = Pairings(a, b, *play_odds, np.array([s.home_edge]))
    return KernelInputs(Entrants(f.key, se), pairings, book.game_tables(law, calibration))


def part_of(pairings: Pairings, part: slice) -> Plain:
    """Some of the pairings, as a pool task takes them."""
    shared = {"home_edge"}
    return tuple(
        value if name in shared else value[part] for name, value in pairings._asdict().items()
    )


# --- One pairing ---------------------------------------------------------------------------------


def pair_strengths(spec: GameSpec) -> tuple[TeamStrengths, LeagueSeason]:
    """Both sides as distances from their own season, in the setting of the later season."""
    sides = []
    for side in (spec.a, spec.b):
        table = store.load_teams(spec.league, side.season)
        sides.append(team_strengths(table, table.rows([side.team_id])))
    later = store.load_teams(spec.league, max(spec.a.season, spec.b.season))
    return concatenated(*sides), later.base


# --- A tournament --------------------------------------------------------------------------------


def field_inputs(
    league: League, season: int, uncertain: bool = True
) -> tuple[KernelInputs, NDArray[np.int32]]:
    """A tournament's entrants with every pairing of them, and pair[E, E] to find one. The last few
    are kept: making one takes longer than many a what-if."""
    return _field_inputs(league, season, uncertain, store.data_version())


@lru_cache(maxsize=4)
def _field_inputs(
    league: League, season: int, uncertain: bool, data_version: str
) -> tuple[KernelInputs, NDArray[np.int32]]:
    field = store.load_field(league, season)
    table = store.load_teams(league, season)
    f = team_strengths(table, table.rows(field.team_id))
    pair, a, b = bracket_kernel.all_pairs(f.key)
    return kernel_inputs(f, table.base, a, b, uncertain), pair


def blocks(universes: int, size: int) -> list[tuple[int, int]]:
    """(first, count) of consecutive blocks of at most ``size`` universes."""
    return [(first, min(size, universes - first)) for first in range(0, universes, size)]
