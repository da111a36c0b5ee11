"""A tournament run in a field that is not one of the embedded ones."""

import numpy as np

from engine import store
from engine.bracket import kernel as bracket_kernel
from engine.bracket import locks
from engine.bracket.win_curve import WinCurve, WinMatrix, of_field
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.rules import rules
from engine.domain.specs import BracketSpec
from engine.game.matchup import team_strengths
from engine.run.brackets import BRACKETS_PER_CHUNK
from engine.run.prepare import blocks, kernel_inputs


def bracket_of(field: Field, spec: BracketSpec, pool: WorkerPool | None = None) -> TournamentResult:
    """Run ``spec`` in ``field`` with its teams' ratings of that season, and wait for it; without a
    pool in this thread. UnknownSeason, UnknownTeam or BadLock."""
    table = store.load_teams(field.league, field.season)
    strengths = team_strengths(table, np.array([table.row(int(team)) for team in field.team_id]))
    pair, a, b = bracket_kernel.all_pairs(strengths.key)
    inputs = kernel_inputs(strengths, table.base, a, b, spec.uncertain)
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    tree = (field.feeder, field.host, locks.locked_slots(field, spec.locks))
    chunks = [
        (spec.random_seed, teams, pairings, pair, game_tables, tree, first, n)
        for first, n in blocks(spec.universes, BRACKETS_PER_CHUNK)
    ]
    if pool is None:
        parts = [bracket_kernel.play_block(*chunk) for chunk in chunks]
    else:
        parts = pool.submit((spec, field.digest), bracket_kernel.play_block, chunks).result()
    return TournamentResult(spec, field, np.concatenate(parts, axis=1))


def win_matrix_of(field: Field, uncertain: bool = True) -> WinMatrix:
    """The win probability of every pairing of such a field."""
    table = store.load_teams(field.league, field.season)
    link = WinCurve(*store.load_win_curve(rules(field.league, field.season).periods))
    return of_field(field, table, link, uncertain)
