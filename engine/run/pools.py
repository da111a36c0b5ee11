"""Pools of a real tournament: its board, its public and its universes, from the embedded tables."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine import store
from engine.arrays import F8, I4, U1
from engine.bracket.locks import locked_slots
from engine.bracket.win_curve import if_ratings_were
from engine.domain.field import OPEN, Field
from engine.domain.results import TournamentResult
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.domain.teams import League, TeamTable
from engine.errors import UnknownTeam
from engine.pools import strategy
from engine.pools.board import Board, board_of
from engine.pools.evaluate import Figures, Held, figures
from engine.pools.public import (
    Public,
    PublicModel,
    contestant_win,
    differences,
    public_of,
    sample_games,
    sample_people,
    sample_shares,
)
from engine.pools.rules import Pool, pick_value
from engine.pools.strategy import Worlds, worlds
from engine.run.win_matrix import load_win_matrix
from engine.stats.odds import logistic, logit

RIVALS = 5_000  # sampled for the search, and as many for the figures
GROUPS = 5  # of the latter, for their part of the counting error
OTHER_RIVALS = 2_500  # sampled from each other public
OTHER_UNIVERSES = 5_000  # played by each other odds
OTHER_CHALK = (0.9, 1.1)  # the public's log-odds times this
FLATTER = 0.9  # own log-odds times this
PUBLIC_IS_RIGHT = 0.25  # own log-odds moved so far toward the public's
RATING_DRAWS = 2  # of all teams' errors, each with both signs; worst to best is about one error
RIVAL_STREAM = 12  # so that rivals do not share random numbers with anything else
ODDS_STREAM = 13
BRAND_HALF_LIFE = 12.0  # years after which a tournament win counts half
MAJOR = {
    "Atlantic Coast Conference",
    "Big 12 Conference",
    "Big East Conference",
    "Big Ten Conference",
    "Pacific-10 Conference",
    "Pacific-12 Conference",
    "Southeastern Conference",
}


def brand(field: Field) -> F8:
    """brand[E]: log(1 + tournament wins of earlier seasons, half as much after 12 years)."""
    wins = dict.fromkeys(field.team_id.tolist(), 0.0)
    for season in store.tournament_seasons(field.league):
        if season >= field.season:
            continue
        weight = 0.5 ** ((field.season - season) / BRAND_HALF_LIFE)
        for game in store.load_results(field.league, season):
            if game.winner_id in wins and game.slot.startswith("R"):
                wins[game.winner_id] += weight
    return np.asarray(np.log1p(np.array([wins[int(team)] for team in field.team_id])))


@store.cached_by_data_version(64)
def pool_board(league: League, season: int) -> Board:
    """The board of a tournament; UnknownSeason."""
    return board_of(store.load_field(league, season))


def public_inputs(league: League, season: int) -> tuple[Board, F8, F8]:
    """(board, win[C, C], difference[F, C, C]) of a tournament: what its public is made from."""
    board, table = pool_board(league, season), store.load_teams(league, season)
    rows = table.rows(board.field.team_id)
    win = contestant_win(board, load_win_matrix(league, season).win)
    difference = differences(board, win, brand(board.field), _major(table)[rows], _won(table)[rows])
    return board, win, difference


def _major(table: TeamTable) -> F8:
    return np.array([name in MAJOR for name in table.conference], dtype=np.float64)


def _won(table: TeamTable) -> F8:
    games = np.maximum(table.wins + table.losses, 1)
    return np.asarray(table.wins / games, dtype=np.float64)


def load_public(
    league: League, season: int, chalk: float = 1.0, loved: tuple[int, ...] = ()
) -> Public:
    """The public of a tournament; ``chalk`` and ``loved`` (entrants) as in ``public_of``."""
    board, _, difference = public_inputs(league, season)
    return public_of(board, _model(league), difference, chalk, loved)


def _model(league: League) -> PublicModel:
    known = store.load_public_model(league)
    return PublicModel(known["coefficient"], float(known["spread"][0]), float(known["coin"][0]))


@dataclass(frozen=True, slots=True)
class PoolSpec:
    """A pool of a tournament. ``style`` of the search; ``locks``: (slot, team id) pairs that my
    entries must have; ``chalk``, ``loved`` (team ids) bend the public."""

    league: League
    season: int
    pool: Pool
    style: str = "tempered"
    locks: tuple[tuple[str, int], ...] = ()
    random_seed: int = DEFAULT_RANDOM_SEED
    chalk: float = 1.0
    loved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ReadyPool:
    """``search``: the universes and rivals that a search may see; ``held``: those for figures;
    ``unit``: points of one unit of the worlds' values."""

    spec: PoolSpec
    board: Board
    public: Public
    search: Worlds
    held: Held
    unit: float


def ready_pool(spec: PoolSpec, result: TournamentResult) -> ReadyPool:
    """The universes of a run, and sampled rivals, in two halves that share nothing.

    BadInput when the scores are too fine."""
    publics = _publics(spec)
    board, public = publics[0].board, publics[0]
    draw = np.random.default_rng([spec.random_seed, spec.season, RIVAL_STREAM])
    won = _paired(board.winners(result.winner))
    value = pick_value(spec.pool.scoring, board, won)
    rivals = sample_shares(board, public.share, 2 * RIVALS, draw)
    search = worlds(board, won[:, ::2], value[:, ::2], rivals[:, :RIVALS])
    unseen, worth = won[:, 1::2], value[:, 1::2]
    groups = [
        worlds(board, unseen, worth, part) for part in np.split(rivals[:, RIVALS:], GROUPS, axis=1)
    ]
    below: I4 = np.add.reduce([group.below for group in groups], dtype=np.int32)
    reported = Worlds(board, unseen, worth, below)
    others = [worlds(board, unseen, worth, who) for who in _other_rivals(publics, draw)]
    who = rivals[:, :OTHER_RIVALS]
    others.extend(
        worlds(board, played, pick_value(spec.pool.scoring, board, played), who)
        for played in _other_universes(spec, public)
    )
    held = Held(reported, tuple(group.below for group in groups), tuple(others))
    return ReadyPool(spec, board, public, search, held, _unit(spec, value, board, won))


def rival_samples(spec: PoolSpec, n: int) -> tuple[U1, ...]:
    """choice[P, n] of rivals drawn from the public of a pool, person by person, and from publics
    with other log-odds."""
    publics = _publics(spec)
    draw = np.random.default_rng([spec.random_seed, spec.season, RIVAL_STREAM])
    usual = sample_shares(publics[0].board, publics[0].share, n, draw)
    return (usual, *_other_rivals(publics, draw, n))


def _publics(spec: PoolSpec) -> list[Public]:
    """The public of a pool, and those with other log-odds."""
    board, _, difference = public_inputs(spec.league, spec.season)
    model, loved = _model(spec.league), spec_entrants(board.field, spec.loved)
    return [
        public_of(board, model, difference, spec.chalk * by, loved) for by in (1.0, *OTHER_CHALK)
    ]


def _other_rivals(
    publics: list[Public], draw: np.random.Generator, n: int = OTHER_RIVALS
) -> Iterator[U1]:
    """choice[P, n] drawn person by person, and from other publics."""
    yield sample_people(publics[0], n, draw)
    for public in publics[1:]:
        yield sample_shares(public.board, public.share, n, draw)


def _other_universes(spec: PoolSpec, public: Public) -> Iterator[U1]:
    """won[P, U] by odds that are flatter, nearer to the public's, or those of other ratings; the
    same random numbers in each, so that only the odds differ."""
    board, matrix = public.board, load_win_matrix(spec.league, spec.season)
    odds = logit(contestant_win(board, matrix.win))
    wins = [
        logistic(FLATTER * odds),
        logistic((1 - PUBLIC_IS_RIGHT) * odds + PUBLIC_IS_RIGHT * public.log_odds),
    ]
    seed = [spec.random_seed, spec.season, ODDS_STREAM]
    deviate = np.random.default_rng(seed).standard_normal((RATING_DRAWS, len(board.field.seed)))
    drawn = (if_ratings_were(matrix, z) for z in (*deviate, *-deviate))
    wins.extend(contestant_win(board, win) for win in drawn)
    for win in wins:
        yield sample_games(board, win, OTHER_UNIVERSES, np.random.default_rng([*seed, 1]))


def _paired(won: U1) -> U1:
    """The universes with the same champion, finalist and so on side by side, so that taking every
    second one leaves two halves that differ as little as they can."""
    return np.asarray(won[:, np.lexsort(won[-7:])])


def _unit(spec: PoolSpec, value: I4, board: Board, won: U1) -> float:
    """How many points one unit of ``value`` is: the common divisor that was taken out."""
    plain = spec.pool.scoring.points[-1]
    if spec.pool.scoring.bonus == "times-seed":
        plain *= int(board.line[won[-1, 0]])
    if spec.pool.scoring.bonus in ("none", "times-seed") and value[-1, 0]:
        return plain / float(value[-1, 0])
    return 1.0


def spec_entrants(field: Field, teams: tuple[int, ...]) -> tuple[int, ...]:
    """The entrants of team ids; UnknownTeam for one that is not in the field."""
    ids = field.team_id.tolist()
    for team in teams:
        if team not in ids:
            raise UnknownTeam(str(team), f"the {field.league}'s {field.season} field", ())
    return tuple(ids.index(team) for team in teams)


def pool_locks(board: Board, locks: tuple[tuple[str, int], ...]) -> dict[int, int]:
    """Position -> contestant of (slot, team id) locks and of all that they imply; BadLock."""
    locked = locked_slots(board.field, locks)
    return {
        p: int(board.contestant[locked[s]]) for p, s in enumerate(board.slot) if locked[s] != OPEN
    }


@dataclass(frozen=True, slots=True, eq=False)
class PoolAnswer:
    """``entries``: my brackets choice[P], the first the best; ``figures`` of all together,
    ``seen``: the win chance in the half that the search saw; ``most_points`` and ``chalk`` with
    theirs."""

    ready: ReadyPool
    entries: list[U1]
    figures: Figures
    seen: float
    most_points: tuple[U1, Figures]
    chalk: tuple[U1, Figures]


def pool_answer(ready: ReadyPool) -> PoolAnswer:
    """The brackets to enter, and what they are worth; BadLock."""
    spec, held = ready.spec, ready.held
    locks = pool_locks(ready.board, spec.locks)
    chosen = strategy.entries(ready.search, spec.pool, spec.style, locks)
    plain = (strategy.most_points(ready.search, locks), strategy.chalk(ready.search, locks))
    points, seeds = ((c, figures([c], held, spec.pool, ready.unit)) for c in plain)
    seen = figures(chosen, Held(ready.search, (), ()), spec.pool).win_prob
    together = figures(chosen, held, spec.pool, ready.unit)
    return PoolAnswer(ready, chosen, together, seen, points, seeds)
