"""Pools of a real tournament: its board, its public and its universes, from the embedded tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine import store
from engine.arrays import F8, I4, I8, U1
from engine.bracket.history import winner_so_far
from engine.bracket.locks import locked_slots
from engine.bracket.win_curve import if_ratings_were
from engine.domain.field import OPEN, ROUND_NAMES, Field
from engine.domain.results import TournamentResult
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.domain.teams import League, TeamTable
from engine.errors import BadInput, BadLock, UnknownTeam
from engine.pools import strategy
from engine.pools.board import Board, board_of
from engine.pools.evaluate import Figures, Held, figures
from engine.pools.public import (
    Public,
    PublicModel,
    contestant_win,
    differences,
    given,
    public_of,
    sample_games,
    sample_people,
    sample_shares,
)
from engine.pools.rules import Pool, pick_value, points_unit
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
def pool_board(league: League, season: int, source: str = "") -> Board:
    """The board of a tournament; UnknownSeason."""
    return board_of(store.load_field(league, season, source=source))


def public_inputs(league: League, season: int, source: str = "") -> tuple[Board, F8, F8]:
    """(board, win[C, C], difference[F, C, C]) of a tournament: what its public is made from."""
    board = pool_board(league, season, source)
    table = store.load_teams(league, season, source=source)
    rows = table.rows(board.field.team_id)
    win = contestant_win(board, load_win_matrix(league, season, source=source).win)
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


def drawn_with(league: League, season: int, picks: Mapping[int, int], source: str = "") -> U1:
    """choice[P] of somebody of the public who has these contestants in these positions (and in
    all before on their way); the same bracket for the same picks."""
    board, _, difference = public_inputs(league, season, source)
    fixed = np.full(len(board.slot), OPEN)
    fixed[list(picks)] = list(picks.values())
    public = public_of(board, _model(league), difference, decided=fixed)
    draw = np.random.default_rng([season, RIVAL_STREAM, *(fixed + 1).tolist()])
    return np.ascontiguousarray(sample_shares(board, public.share, 1, draw)[:, 0])


def _model(league: League) -> PublicModel:
    known = store.load_public_model(league)
    return PublicModel(known["coefficient"], float(known["spread"][0]), float(known["coin"][0]))


@dataclass(frozen=True, slots=True)
class PoolSpec:
    """A pool of a tournament. ``style`` of the search; ``locks``: (slot, team id) pairs that my
    entries must have; ``chalk``, ``loved`` (team ids) bend the public. ``happened``: brackets are
    filled after this round and score from the next one on, a second chance; 0: before the first.
    ``source``: the digest of the field and the ratings if they are not the embedded ones.
    ``known``: the bytes of choice[P] of each rival that is known; the rest is sampled."""

    league: League
    season: int
    pool: Pool
    style: str = "tempered"
    locks: tuple[tuple[str, int], ...] = ()
    random_seed: int = DEFAULT_RANDOM_SEED
    chalk: float = 1.0
    loved: tuple[int, ...] = ()
    happened: int = 0
    source: str = ""
    known: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.known) + self.pool.mine > self.pool.entries:
            raise BadInput(
                f"{len(self.known)} known rivals and my {self.pool.mine} are more than "
                f"{self.pool.entries:,} entries.",
                "Enter the pool's real size.",
            )
        if self.happened >= len(ROUND_NAMES) - 1:
            raise BadInput(
                "After the championship nothing is left to pick.", "Name a round before."
            )

    @property
    def rivals(self) -> tuple[U1, ...]:
        """choice[P] of each known rival."""
        return tuple(np.frombuffer(rival, dtype=np.uint8) for rival in self.known)


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
    """The universes of a run, and sampled rivals, in two halves that share nothing. For a second
    chance the run has the results so far as locks.

    BadInput when the scores are too fine."""
    publics = publics_of(spec)
    board, public = publics[0].board, publics[0]
    draw = np.random.default_rng([spec.random_seed, spec.season, RIVAL_STREAM])
    won = _paired(board.winners(result.winner))
    value = _value(spec, board, won)
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
        worlds(board, played, _value(spec, board, played), who)
        for played in other_universes(spec, public)
    )
    held = Held(reported, tuple(group.below for group in groups), tuple(others), spec.rivals)
    return ReadyPool(
        spec, board, public, search, held, points_unit(spec.pool.scoring, board, value, won)
    )


def rival_samples(spec: PoolSpec, n: int) -> tuple[U1, ...]:
    """choice[P, n] of rivals drawn from the public of a pool, person by person, and from publics
    with other log-odds."""
    publics = publics_of(spec)
    draw = np.random.default_rng([spec.random_seed, spec.season, RIVAL_STREAM])
    usual = sample_shares(publics[0].board, publics[0].share, n, draw)
    return (usual, *_other_rivals(publics, draw, n))


def publics_of(spec: PoolSpec) -> list[Public]:
    """The public of a pool, and those with other log-odds."""
    board, _, difference = public_inputs(spec.league, spec.season, spec.source)
    model, loved = _model(spec.league), spec_entrants(board.field, spec.loved)
    known = decided(spec, board)
    return [
        public_of(board, model, difference, spec.chalk * by, loved, known)
        for by in (1.0, *OTHER_CHALK)
    ]


def decided(spec: PoolSpec, board: Board) -> I8:
    """decided[P]: the winners up to the round after which the pool starts, -1 later."""
    return decided_through(board, spec.happened)


def decided_through(board: Board, last_round: int) -> I8:
    """decided[P]: who really won the positions of the rounds up to ``last_round``, -1 later and
    where no game was played yet."""
    winner = winner_so_far(board.field, store.results_of(board.field))[board.slot]
    known = (board.round <= last_round) & (winner != OPEN)
    return np.where(known, board.contestant[winner], OPEN).astype(np.int64)


def _value(spec: PoolSpec, board: Board, won: U1) -> I4:
    """value[P, U] of right picks; rounds before the pool's start score nothing."""
    later = (board.round > spec.happened)[:, None]
    return np.asarray(pick_value(spec.pool.scoring, board, won) * later, dtype=np.int32)


def _other_rivals(
    publics: list[Public], draw: np.random.Generator, n: int = OTHER_RIVALS
) -> Iterator[U1]:
    """choice[P, n] drawn person by person, and from other publics."""
    yield sample_people(publics[0], n, draw)
    for public in publics[1:]:
        yield sample_shares(public.board, public.share, n, draw)


def other_wins(spec: PoolSpec, public: Public) -> list[F8]:
    """win[C, C] by odds that are flatter, nearer to the public's, or those of other ratings."""
    board, matrix = public.board, load_win_matrix(spec.league, spec.season, source=spec.source)
    odds = logit(contestant_win(board, matrix.win))
    wins = [
        logistic(FLATTER * odds),
        logistic((1 - PUBLIC_IS_RIGHT) * odds + PUBLIC_IS_RIGHT * public.log_odds),
    ]
    seed = [spec.random_seed, spec.season, ODDS_STREAM]
    deviate = np.random.default_rng(seed).standard_normal((RATING_DRAWS, len(board.field.seed)))
    drawn = (if_ratings_were(matrix, z) for z in (*deviate, *-deviate))
    return [*wins, *(contestant_win(board, win) for win in drawn)]


def other_universes(spec: PoolSpec, public: Public) -> Iterator[U1]:
    """won[P, U] by other odds; the same random numbers in each, so that only the odds differ."""
    seed = [spec.random_seed, spec.season, ODDS_STREAM, 1]
    for win in other_wins(spec, public):
        known = given(public.board, win, public.decided)
        yield sample_games(public.board, known, OTHER_UNIVERSES, np.random.default_rng(seed))


def _paired(won: U1) -> U1:
    """The universes with the same champion, finalist and so on side by side, so that taking every
    second one leaves two halves that differ as little as they can."""
    return np.asarray(won[:, np.lexsort(won[-7:])])


def spec_entrants(field: Field, teams: tuple[int, ...]) -> tuple[int, ...]:
    """The entrants of team ids; UnknownTeam for one that is not in the field."""
    ids = field.team_id.tolist()
    for team in teams:
        if team not in ids:
            raise UnknownTeam(str(team), f"the {field.league}'s {field.season} field", ())
    return tuple(ids.index(team) for team in teams)


def pool_locks(spec: PoolSpec, board: Board) -> dict[int, int]:
    """Position -> contestant of a pool's locks, of all that they imply, and of what is decided;
    BadLock."""
    locked = locked_slots(board.field, spec.locks)
    locks = {
        p: int(board.contestant[locked[s]]) for p, s in enumerate(board.slot) if locked[s] != OPEN
    }
    known = {p: c for p, c in enumerate(decided(spec, board).tolist()) if c != OPEN}
    for p in locks.keys() & known.keys():
        if locks[p] != known[p]:
            slot = board.field.slot[board.slot[p]]
            raise BadLock(f"Slot {slot} was won by another team.", "Release this lock.")
    return locks | known


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
    locks = pool_locks(spec, ready.board)
    chosen = strategy.entries(ready.search, spec.pool, spec.style, locks, held.known)
    plain = (strategy.most_points(ready.search, locks), strategy.chalk(ready.search, locks))
    points, seeds = ((c, figures([c], held, spec.pool, ready.unit)) for c in plain)
    seen = figures(chosen, Held(ready.search, (), (), held.known), spec.pool).win_prob
    together = figures(chosen, held, spec.pool, ready.unit)
    return PoolAnswer(ready, chosen, together, seen, points, seeds)
