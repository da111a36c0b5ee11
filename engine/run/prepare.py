"""A request made ready for the kernel, once: its field, its locks and the odds of its pairings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from engine import store
from engine.arrays import I2, I4, I8, U1, Bool
from engine.bracket import kernel as bracket_kernel
from engine.bracket.locks import locked_slots
from engine.domain.field import Field
from engine.domain.rules import rules
from engine.domain.specs import BracketSpec, GameSpec
from engine.domain.teams import League, LeagueSeason
from engine.domain.venue import venues_of_host
from engine.game import possession
from engine.game.kernel import Entrants, Pairings, Plain
from engine.game.matchup import (
    TeamStrengths,
    concatenated,
    entrants,
    league_context,
    pairing_odds,
    team_strengths,
)

Chunk = tuple[Any, ...]  # the arguments of one pool task


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
    law = rules(base.league, base.season)
    model, calibration = store.load_play_model(), store.load_calibration(law.periods)
    context = league_context(base)
    odds = pairing_odds(f, context, model, calibration, a, b)
    pairings = Pairings(a, b, *odds, np.array([context.home_edge]))
    return KernelInputs(entrants(f, uncertain), pairings, model.game_tables(law, calibration))


def part_of(pairings: Pairings, part: slice | I4) -> Plain:
    """Some of the pairings, as a pool task takes them."""
    shared = {"home_edge"}
    return tuple(
        value if name in shared else value[part] for name, value in pairings._asdict().items()
    )


def blocks(universes: int, size: int) -> list[tuple[int, int]]:
    """(first, count) of consecutive blocks of at most ``size`` universes."""
    return [(first, min(size, universes - first)) for first in range(0, universes, size)]


def game_chunks(
    random_seed: int, inputs: KernelInputs, venue: I8, parts: Iterable[tuple[int, int]]
) -> list[Chunk]:
    """Tasks of ``game.kernel.play_block``: every pairing of ``inputs``, at ``venue[P]``, in each of
    the blocks (first, count) of universes."""
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    return [(random_seed, teams, pairings, venue, game_tables, *part) for part in parts]


# --- One pairing ---------------------------------------------------------------------------------


def pair_strengths(spec: GameSpec) -> tuple[TeamStrengths, LeagueSeason]:
    """Both sides as distances from their own season, and the later season, whose game they play."""
    tables = [
        store.load_teams(spec.league, side.season, source=side.source) for side in (spec.a, spec.b)
    ]
    a, b = (
        team_strengths(table, table.rows([side.team_id]))
        for table, side in zip(tables, (spec.a, spec.b), strict=True)
    )
    later = max(tables, key=lambda table: table.base.season)
    return concatenated(a, b), later.base


# --- A tournament --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A tournament run ready to be played.

    ``lock[S]``: as in ``bracket.locks.locked_slots``; ``inputs``: the entrants (rows of ``field``)
    and every pairing of them; ``pair[E, E]``: the pairing of two entrants, -1 where the second has
    the lower id."""

    spec: BracketSpec
    field: Field
    lock: I2
    inputs: KernelInputs
    pair: I4

    @property
    def shared(self) -> Chunk:
        """What all tasks of the run share: the first arguments of ``bracket.kernel.play_block`` and
        of ``play_again``."""
        teams, pairings, game_tables = (tuple(part) for part in self.inputs)
        tree = (self.field.feeder, self.field.host, self.lock)
        return (self.spec.random_seed, teams, pairings, self.pair, game_tables, tree)

    def chunks(self, size: int) -> list[Chunk]:
        """The run as tasks of ``bracket.kernel.play_block``, each of at most ``size`` universes."""
        return self._chunks(blocks(self.spec.universes, size))

    def winner(self, universe: int) -> U1:
        """winner[S] of one universe, played alone."""
        (chunk,) = self._chunks([(universe, 1)])
        return np.asarray(bracket_kernel.play_block(*chunk)[:, 0])

    def _chunks(self, parts: Iterable[tuple[int, int]]) -> list[Chunk]:
        shared = self.shared
        return [(*shared, *part) for part in parts]

    def games(self, slot: I8, strong: U1, weak: U1, universe: int) -> tuple[Chunk, Bool]:
        """The games ``strong[N]`` against ``weak[N]`` in ``slot[N]`` of one universe, as a task of
        ``game.kernel.play_block``, and where it names the weak side first."""
        swap = np.asarray(self.pair[strong, weak] < 0)
        which = np.where(swap, self.pair[weak, strong], self.pair[strong, weak])
        pairings = Pairings(*part_of(self.inputs.pairings, which))
        venue = venues_of_host(self.field.host[slot], pairings.a, pairings.b)
        inputs = self.inputs._replace(pairings=pairings)
        (chunk,) = game_chunks(self.spec.random_seed, inputs, venue, [(universe, 1)])
        return chunk, swap


def prepare(spec: BracketSpec) -> Prepared:
    """A tournament run ready to be played; the last few are kept. UnknownSeason, UnknownSource,
    UnknownTeam, BadLock."""
    version = store.data_version()
    return _prepare(spec, _field(spec.league, spec.season, spec.source, version), version)


@lru_cache(maxsize=8)
def _field(league: League, season: int, source: str, data_version: str) -> Field:
    return store.load_field(league, season, source=source)


@lru_cache(maxsize=8)
def _prepare(spec: BracketSpec, field: Field, data_version: str) -> Prepared:
    lock = locked_slots(field, spec.locks)
    inputs, pair = field_inputs(field, spec.uncertain)
    return Prepared(spec, field, lock, inputs, pair)


def field_inputs(field: Field, uncertain: bool = True) -> tuple[KernelInputs, I4]:
    """A field's entrants with every pairing of them, and ``pair[E, E]`` as in ``Prepared``. The
    last few are kept: making one takes longer than many a what-if."""
    return _field_inputs(field, uncertain, store.data_version())


@lru_cache(maxsize=4)
def _field_inputs(field: Field, uncertain: bool, data_version: str) -> tuple[KernelInputs, I4]:
    pair, a, b = bracket_kernel.all_pairs(field_strengths(field)[0].key)
    return pairing_inputs(field, a, b, uncertain), pair


def pairing_inputs(field: Field, a: I8, b: I8, uncertain: bool = True) -> KernelInputs:
    """A field's entrants with the pairings (a[i], b[i]) of them, the lower team id first."""
    strengths, base = field_strengths(field)
    return kernel_inputs(strengths, base, a, b, uncertain)


def field_strengths(field: Field) -> tuple[TeamStrengths, LeagueSeason]:
    """The entrants of a field in its order, and their season."""
    table = store.load_teams(field.league, field.season, source=field.source)
    return team_strengths(table, table.rows(field.team_id)), table.base
