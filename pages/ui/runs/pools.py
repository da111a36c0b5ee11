"""Pools: universes against a sampled public, the search, and what brackets are worth; cached.

The universes and rivals of a pool are large and quick to make; answers are small and are kept for
every pool that was asked for.
"""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine import run, store
from engine.arrays import F8, U1
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.errors import BadInput
from engine.pools import calcutta, evaluate, reasons, survivor
from engine.pools.evaluate import Change, Figures
from engine.pools.race import Race
from engine.pools.reasons import ChampionEntry, Reason
from engine.pools.rivals import Rivals, read_rivals
from engine.pools.rules import Pool
from engine.pools.standings import Standings, standings
from engine.pools.survivor import Plan
from engine.run import pools
from engine.run.pool_race import pool_race
from engine.run.pools import PoolSpec, ReadyPool
from pages.ui.runs.ready_pools import ReadyPools
from pages.ui.runs.tournaments import cached_run

LEAST, MOST = 200, 20_000  # universes of a pool
KEPT_AUCTIONS = 4  # 5 MB each
KEPT_TEXTS = 16  # pasted texts, 0.1 MB each
KEPT_ANSWERS = 64  # a few KB each


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """``entries``: my brackets choice[P], the best first, with the ``figures`` of all together and
    of each ``alone``; ``most_points``, ``chalk`` and, where the locks leave one, ``other``: the
    best entry with another champion; each with its figures."""

    entries: tuple[U1, ...]
    figures: Figures
    alone: tuple[Figures, ...]
    most_points: tuple[U1, Figures]
    chalk: tuple[U1, Figures]
    other: tuple[U1, Figures] | None


def ready(spec: PoolSpec, played: BracketSpec) -> ReadyPool:
    """The universes of a run that is there, with sampled rivals; shared, for reading only.
    BadInput when the run is too small or the scores too fine."""
    if played.universes < LEAST:
        raise BadInput(
            f"A pool needs at least {LEAST} universes; this run has {played.universes}.",
            "Play more of them: Settings, then Play.",
        )
    scoring = Pool(scoring=spec.pool.scoring)
    whole = replace(spec, pool=scoring, style="tempered", locks=(), known=())
    found = _ready_pools().get(
        (whole, played, store.data_version()), lambda: pools.ready_pool(whole, _some(played))
    )
    return replace(found, spec=spec, held=replace(found.held, known=spec.rivals))


@st.cache_resource(show_spinner=False)
def _ready_pools() -> ReadyPools:
    return ReadyPools()


def _some(played: BracketSpec) -> TournamentResult:
    """A run's universes, as many as a pool uses."""
    found = _played(played)
    return TournamentResult(found.spec, found.field, found.winner[:, :MOST])


def _played(spec: BracketSpec) -> TournamentResult:
    """A finished run, played again where it has had to make room."""
    return cached_run(spec) or run.bracket(spec)


def advice(spec: PoolSpec, played: BracketSpec) -> Advice:
    """What to enter in a pool, and what it is worth; BadLock."""
    return _advice(spec, played, store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _advice(spec: PoolSpec, played: BracketSpec, data_version: str) -> Advice:
    here = ready(spec, played)
    answer = pools.pool_answer(here)
    locks = pools.pool_locks(spec, here.board)
    champion = int(answer.entries[0][-1])
    other = reasons.next_champion(
        here.search, spec.pool, spec.style, champion, locks, here.held.known
    )
    alone = tuple(_figures(here, choice) for choice in answer.entries)
    return Advice(
        tuple(answer.entries),
        answer.figures,
        alone,
        answer.most_points,
        answer.chalk,
        None if other is None else (other, _figures(here, other)),
    )


def _figures(here: ReadyPool, choice: U1) -> Figures:
    return evaluate.figures([choice], here.held, here.spec.pool, here.unit)


@dataclass(frozen=True, slots=True, eq=False)
class Champions:
    """One entry for each likely champion; the public's ``share[C, 6]`` and the odds
    ``prob[P, C]``."""

    entries: tuple[ChampionEntry, ...]
    share: F8
    prob: F8


def champions(spec: PoolSpec, played: BracketSpec) -> Champions:
    """What each champion would bring."""
    return _champions(spec, played, store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _champions(spec: PoolSpec, played: BracketSpec, data_version: str) -> Champions:
    here = ready(spec, played)
    locks = pools.pool_locks(spec, here.board)
    found = reasons.by_champion(here.search, here.held, spec.pool, locks)
    return Champions(tuple(found), here.public.share, here.held.worlds.slot_prob())


def differences(spec: PoolSpec, played: BracketSpec, choice: U1) -> tuple[Reason, ...]:
    """What a bracket's differences from most points bring."""
    return _differences(spec, played, choice.tobytes(), store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _differences(
    spec: PoolSpec, played: BracketSpec, choice: bytes, data_version: str
) -> tuple[Reason, ...]:
    here, made = ready(spec, played), np.frombuffer(choice, dtype=np.uint8)
    plain = advice(spec, played).most_points[0]
    return tuple(reasons.reasons(made, plain, here.public.share, here.held, spec.pool))


def worth(spec: PoolSpec, played: BracketSpec, choice: U1) -> Figures:
    """The figures of any bracket ``choice[P]`` in a pool, without its places and changes."""
    return _worth(spec, played, choice.tobytes(), store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _worth(spec: PoolSpec, played: BracketSpec, choice: bytes, data_version: str) -> Figures:
    return _figures(ready(spec, played), np.frombuffer(choice, dtype=np.uint8))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One bracket in a pool: its figures, ``places[min(N, 10)]``, and its best changes."""

    figures: Figures
    places: F8
    changes: tuple[Change, ...]


def judged(spec: PoolSpec, played: BracketSpec, choice: U1) -> Judged:
    """What any bracket ``choice[P]`` is worth in a pool."""
    return _judged(spec, played, choice.tobytes(), store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _judged(spec: PoolSpec, played: BracketSpec, choice: bytes, data_version: str) -> Judged:
    here, made = ready(spec, played), np.frombuffer(choice, dtype=np.uint8)
    return Judged(
        evaluate.figures([made], here.held, spec.pool, here.unit),
        evaluate.places(made, here.held, spec.pool.entries),
        tuple(evaluate.best_changes(made, here.search, here.held, spec.pool)),
    )


def _brackets(several: bytes, positions: int) -> U1:
    """choice[N, P]."""
    return np.frombuffer(several, dtype=np.uint8).reshape(-1, positions)


# Rivals -----------------------------------------------------------------------------------------


def rivals(text: str, field: Field) -> Rivals:
    """The brackets that a pasted text holds, and its faults; shared, for reading only."""
    return _rivals(text, field.league, field.season, field.source, store.data_version())


@st.cache_resource(max_entries=KEPT_TEXTS, show_spinner=False)
def _rivals(text: str, league: League, season: int, source: str, data_version: str) -> Rivals:
    teams = store.load_teams(league, season, source=source)
    return read_rivals(
        text,
        pools.pool_board(league, season, source),
        lambda name: int(teams.team_id[store.team_row(teams, name)]),
        lambda picks: pools.drawn_with(league, season, picks, source),
    )


def side_by_side(spec: PoolSpec, played: BracketSpec, choice: U1) -> Standings:
    """The known entries ``choice[P, N]`` among each other and the sampled rest."""
    brackets = np.ascontiguousarray(choice.T)
    return _side_by_side(spec, played, brackets.tobytes(), len(choice), store.data_version())


@st.cache_resource(max_entries=KEPT_TEXTS, show_spinner=False)
def _side_by_side(
    spec: PoolSpec, played: BracketSpec, several: bytes, positions: int, data_version: str
) -> Standings:
    here = ready(spec, played)
    choice = np.ascontiguousarray(_brackets(several, positions).T)
    return standings(choice, here.held, spec.pool)


def race(spec: PoolSpec, choice: U1, last_round: int, locked: BracketSpec | None = None) -> Race:
    """The known entries ``choice[P, N]``, mine first, after the results up to ``last_round``;
    ``locked``: a finished run with those results, where not every way can be counted."""
    brackets = np.ascontiguousarray(choice.T)
    return _race(spec, brackets.tobytes(), len(choice), last_round, locked, store.data_version())


@st.cache_resource(max_entries=KEPT_TEXTS, show_spinner=False)
def _race(
    spec: PoolSpec,
    several: bytes,
    positions: int,
    last_round: int,
    locked: BracketSpec | None,
    data_version: str,
) -> Race:
    choice = np.ascontiguousarray(_brackets(several, positions).T)
    played = None if locked is None else _played(locked)
    return pool_race(spec, choice, last_round, played)


# Other kinds of pools ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Auction:
    """``paid[C, U]``: what each team's owner gets of the pot; its mean ``share[C]`` with the
    standard error, and the worst and best mean by other odds."""

    paid: F8
    share: F8
    share_se: F8
    low: F8
    high: F8


def auction(spec: PoolSpec, played: BracketSpec, percent: tuple[float, ...]) -> Auction:
    """What each team is worth in a Calcutta that pays ``percent`` of the pot a win, by round."""
    return _auction(spec, played, percent, store.data_version())


@st.cache_resource(max_entries=KEPT_AUCTIONS, show_spinner=False)
def _auction(
    spec: PoolSpec, played: BracketSpec, percent: tuple[float, ...], data_version: str
) -> Auction:
    here = ready(spec, played)
    paid = calcutta.returns(here.board, _won(here, played), percent)
    share, error = calcutta.fair_share(paid)
    means = np.stack(
        [share, *(calcutta.returns(here.board, w, percent).mean(axis=1) for w in _other_odds(here))]
    )
    return Auction(paid, share, error, means.min(axis=0), means.max(axis=0))


def _won(here: ReadyPool, played: BracketSpec) -> U1:
    """won[P, U] of all universes of a run."""
    return here.board.winners(_some(played).winner)


def _other_odds(here: ReadyPool) -> list[U1]:
    """won[P, U] by other odds."""
    same = here.held.worlds.won
    return [world.won for world in here.held.others if world.won is not same]


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """The ``best`` plan of a survivor pool and the ``safest`` team each round, counted in
    ``universes`` that did not choose them; ``range``: worst and best chance of the best plan by
    other odds, from the first round on; ``prob[C, 6]``: the chance to win in a round."""

    best: Plan
    safest: Plan
    universes: int
    range: tuple[float, float] | None
    prob: F8


def survivor_plans(
    spec: PoolSpec, played: BracketSpec, locked: BracketSpec, used: tuple[int, ...], first: int
) -> Plans:
    """Plans from round ``first`` on without the contestants ``used``; ``locked``: a finished run
    with the results before."""
    return _survivor(spec, played, locked, used, first, store.data_version())


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _survivor(
    spec: PoolSpec,
    played: BracketSpec,
    locked: BracketSpec,
    used: tuple[int, ...],
    first: int,
    data_version: str,
) -> Plans:
    here = ready(spec, played)
    board, won = here.board, _won(here, locked)
    seen, unseen = won[:, ::2], won[:, 1::2]
    best = survivor.measured(board, unseen, survivor.plan(board, seen, used, first), first)
    over = None
    if first == 1:
        worlds = (survivor.measured(board, w, best) for w in _other_odds(here))
        chances = [best.alive[-1], *(plan.alive[-1] for plan in worlds)]
        over = min(chances), max(chances)
    wins = unseen[board.path] == np.arange(board.contestants)[:, None, None]
    safest = survivor.measured(board, unseen, survivor.safest_now(board, seen, used, first), first)
    return Plans(best, safest, unseen.shape[1], over, wins.mean(axis=2))
