"""The public: how likely a person is to pick each team in each round, as a model.

A person who has contestants i and j in a game of round r picks i with probability

    logistic(tau sum_f b_f(r) (f_i - f_j)),  b_f(r) = b0_f + b1_f ((r - 1) / 2.5 - 1),

with the features of FEATURES. The sharpness tau differs between people (log-normal), and a share of
them flips coins (tau = 0). ``engine.pipeline.fits.public_model`` fits the coefficients to published
shares; only the coefficients are kept, so that any field has a public.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, U1
from engine.bracket.exact_advancement import slot_prob
from engine.pools.board import Board, advancement
from engine.stats.odds import logistic, logit

FEATURES = (
    "odds",  # own log-odds of the pairing
    "seed",  # seed line
    "log_seed",  # its logarithm
    "brand",  # log(1 + past tournament wins, each half as much after 12 years)
    "major",  # a major conference
    "won",  # share of the season's games won
)
SHARPNESS = 5  # types of people, by tau, besides those who flip coins
LOVED = 0.75  # log-odds that a team gains in every game when rivals love it
MAX_LOG_ODDS = 7.0

_NODE, _WEIGHT = np.polynomial.hermite_e.hermegauss(SHARPNESS)
_WEIGHT = _WEIGHT / _WEIGHT.sum()


@dataclass(frozen=True, slots=True, eq=False)
class PublicModel:
    """``coefficient[F, 2]``: b0 and b1 of each feature; ``spread``: standard deviation of log tau;
    ``coin``: the share of people who flip coins."""

    coefficient: F8
    spread: float
    coin: float

    def types(self) -> tuple[F8, F8]:
        """(tau[K], share[K]) of the types of people: Gauss-Hermite nodes of log tau, then coins."""
        tau = np.append(np.exp(self.spread * _NODE), 0.0)
        return tau, np.append((1 - self.coin) * _WEIGHT, self.coin)


@dataclass(frozen=True, slots=True, eq=False)
class Public:
    """``log_odds[C, C]``: of picking the first over the second at tau = 1; ``share[C, 6]``: the
    share of people who pick a contestant to win in each round; ``decided[P]``: whom everybody has,
    since the game is over, or -1."""

    board: Board
    model: PublicModel
    log_odds: F8
    share: F8
    decided: I8


def coming_through(board: Board, win: F8) -> F8:
    """prob[E]: the chance of an entrant to play in the Round of 64; 1 but for First Four teams."""
    field = board.field
    prob, through = slot_prob(field, win), np.ones(len(field.seed))
    for s in np.flatnonzero(field.round == 0):
        inside = field.reach()[s]
        through[inside] = prob[s, inside]
    return through


def contestant_win(board: Board, win: F8) -> F8:
    """win[C, C]: P(the first beats the second) in the game in which they can meet, from
    ``win[S, E, E]``; a First Four pair counts each member by its chance to come through."""
    entrants = len(board.field.seed)
    to = np.zeros((board.contestants, entrants))
    to[board.contestant, np.arange(entrants)] = coming_through(board, win)
    table = np.zeros((board.contestants, board.contestants))
    for p, s in enumerate(board.slot):
        at = board.meet == p
        table[at] = (to @ win[s] @ to.T)[at]
    np.fill_diagonal(table, 0.5)
    return table


def differences(board: Board, win: F8, brand: F8, major: F8, won: F8) -> F8:
    """difference[F, C, C] of the FEATURES: the first contestant's less the second's.

    ``win[C, C]`` as in ``contestant_win``; ``brand[E]``, ``major[E]`` (0 or 1) and ``won[E]`` of
    the entrants; a First Four pair has the mean of its members.
    """
    members = np.zeros((board.contestants, len(brand)))
    members[board.contestant, np.arange(len(brand))] = 1.0
    members /= members.sum(axis=1, keepdims=True)
    line = board.line.astype(np.float64)
    single = [line, np.log(line), *(members @ x for x in (brand, major, won))]
    floor = 1.0 / (1.0 + np.exp(MAX_LOG_ODDS))
    odds = logit(np.clip(win, floor, 1.0 - floor))
    return np.stack([odds, *(x[:, None] - x[None, :] for x in single)])


def round_weight(rounds: F8) -> F8:
    """How far a round is from the middle one: -1 for the Round of 64, 1 for the championship."""
    return np.asarray((rounds - 1) / 2.5 - 1.0)


def public_of(
    board: Board,
    model: PublicModel,
    difference: F8,
    chalk: float = 1.0,
    loved: tuple[int, ...] = (),
    decided: I8 | None = None,
) -> Public:
    """The public of a field. ``chalk`` multiplies everybody's log-odds (above 1: more favorites);
    ``loved``: entrants whom the rivals like better by LOVED in every game; ``decided[P]``: winners
    so far, or -1, where brackets are filled during the tournament."""
    bend = round_weight(board.round[board.meet].astype(np.float64))
    log_odds = np.einsum("f,fij->ij", model.coefficient[:, 0], difference)
    log_odds += bend * np.einsum("f,fij->ij", model.coefficient[:, 1], difference)
    liked = np.zeros(board.contestants)
    liked[board.contestant[list(loved)]] = LOVED
    log_odds = chalk * log_odds + liked[:, None] - liked[None, :]
    tau, weight = model.types()
    known = np.full(len(board.slot), -1, dtype=np.int64) if decided is None else decided
    prob = advancement(board, given(board, logistic(tau[:, None, None] * log_odds), known))
    share = np.einsum("k,kcr->cr", weight, prob)
    return Public(board, model, log_odds, share, known)


def given(board: Board, win: F8, decided: I8) -> F8:
    """``win[…, C, C]`` with the games that are over as they ended; ``decided[P]``: the winner, or
    -1. Pairings that did not happen there count as even: nobody reaches them."""
    winner = decided[board.meet]
    everyone = np.arange(board.contestants)
    known = np.where(winner == everyone[:, None], 1.0, np.where(winner == everyone, 0.0, 0.5))
    return np.asarray(np.where(winner < 0, win, known))


def sample_shares(board: Board, share: F8, n: int, draw: np.random.Generator) -> U1:
    """choice[P, n]: brackets drawn from the champion down, so that every share is reproduced.

    The champion is drawn by share; the other side of each game is drawn among the contestants who
    could come from there, by the share of people who have it lose that game,
    share[c, r - 1] - share[c, r].
    """
    choice = np.zeros((len(board.slot), n), dtype=np.uint8)
    everyone = np.concatenate([np.ones((board.contestants, 1)), share], axis=1)
    last = len(board.slot) - 1
    choice[last] = _drawn(share[:, -1], np.arange(board.contestants), n, draw)
    for p in range(last, -1, -1):
        r = int(board.round[p])
        if r == 1:
            continue
        for f in board.feeder[p].tolist():
            before = -f - 1
            inside = np.flatnonzero((board.path == before).any(axis=1))
            here = np.isin(choice[p], inside)
            loses = np.maximum(everyone[inside, r - 1] - everyone[inside, r], 1e-12)
            other = _drawn(loses, inside, int(n - here.sum()), draw)
            choice[before] = choice[p]
            choice[before, ~here] = other
    return choice


def _drawn(weight: F8, who: object, n: int, draw: np.random.Generator) -> U1:
    cumulated = np.cumsum(weight)
    at = np.searchsorted(cumulated, draw.random(n) * cumulated[-1], side="right")
    return np.asarray(np.asarray(who)[np.minimum(at, len(weight) - 1)], dtype=np.uint8)


def sample_people(public: Public, n: int, draw: np.random.Generator) -> U1:
    """choice[P, n]: brackets of people, each with one sharpness tau in all games."""
    model = public.model
    tau = np.exp(model.spread * draw.standard_normal(n))
    tau[draw.random(n) < model.coin] = 0.0
    return _forward(public.board, public.log_odds, n, draw, tau, public.decided)


def sample_games(board: Board, win: F8, n: int, draw: np.random.Generator) -> U1:
    """won[P, n]: universes of independent games by ``win[C, C]``."""
    nothing = np.full(len(board.slot), -1)
    with np.errstate(divide="ignore"):
        return _forward(board, logit(win), n, draw, np.ones(n), nothing)


def _forward(
    board: Board, log_odds: F8, n: int, draw: np.random.Generator, tau: F8, decided: I8
) -> U1:
    """Game by game from the Round of 64; ``tau[n]`` multiplies each bracket's log-odds."""
    choice = np.zeros((len(board.slot), n), dtype=np.uint8)
    for p, (x, y) in enumerate(board.feeder.tolist()):
        a = choice[-x - 1] if x < 0 else np.full(n, x, dtype=np.uint8)
        b = choice[-y - 1] if y < 0 else np.full(n, y, dtype=np.uint8)
        first = draw.random(n) < logistic(tau * log_odds[a, b])
        choice[p] = np.where(first, a, b) if decided[p] < 0 else decided[p]
    return choice


def share_of(board: Board, choice: U1) -> F8:
    """share[C, 6]: how many of the brackets ``choice[P, n]`` have a contestant win each round."""
    count = np.zeros((board.contestants, board.path.shape[1]))
    for p, r in enumerate(board.round):
        count[:, r - 1] += np.bincount(choice[p], minlength=board.contestants)
    return np.asarray(count / choice.shape[1])


def entrant_share(board: Board, share: F8, win: F8) -> F8:
    """share[E, 6] of the entrants, from ``share[C, 6]`` of the contestants: a First Four pair's is
    divided by its members' chances to come through (``win[S, E, E]``), so that each round adds up
    to its games."""
    return np.asarray(share[board.contestant] * coming_through(board, win)[:, None])
