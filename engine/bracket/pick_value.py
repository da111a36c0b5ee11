"""The value of a bracket of picks: probabilities, points, upsets, and the chance of perfection.

Picks are scored in the universes of a run. A perfect bracket is too rare to count, so its
probability is computed: with all strengths known the games are independent and their probabilities
multiply; the product is averaged over the strengths of the run's universes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.bracket.fill import ROUND_POINTS
from engine.bracket.locks import locked_slots
from engine.bracket.picks import OPEN, Picks
from engine.bracket.upsets import upsets
from engine.bracket.win_curve import WinMatrix, log_odds
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.venue import Venue
from engine.errors import BadInput
from engine.game.kernel import draw_strengths
from engine.game.matchup import entrants, expected
from engine.stats.estimates import proportion_se

SCORINGS = {
    "1-2-4-8-16-32": ROUND_POINTS,
    "10-20-40-80-160-320": tuple(10 * points for points in ROUND_POINTS),
}
Beats = Callable[[int, int, int], F8]  # (slot, a, b) -> P(a beats b there)
DRAWS = (
    5_000  # of all strengths: gives the chance of perfection to 1-2 %, less than the curve's error
)


@dataclass(frozen=True, slots=True)
class Perfect:
    """``prob`` that every pick is right, and its standard error ``se`` from averaging over
    ``draws`` universes; ``error``: what the win curve's error adds, as a share of ``prob``."""

    prob: float
    se: float
    error: float
    draws: int


@dataclass(frozen=True, slots=True, eq=False)
class BracketFigures:
    """``prob[S]``, ``prob_se[S]``: probability of each pick and its Monte-Carlo error (NaN if
    open). ``points[U]``: the bracket's points in each universe; ``settled``: points that locks
    guarantee; ``most``: points if all picks that are still possible come true; ``mean``,
    ``mean_se``, ``low``, ``middle``, ``high`` (5, 50, 95 %) of ``points``. The rest is about the
    games that pools count (``Field.counted``). ``right[U]``: picks that came true. ``upset``:
    upsets among the picks, out of ``decided`` games with a picked winner and two picked sides;
    ``usual_upset[U]``: upsets in each universe. ``final_four``: probability that all Final Four
    picks are right, with ``final_four_se`` (NaN unless all four are picked). ``perfect``: None
    unless every game is picked."""

    prob: F8
    prob_se: F8
    points: I8
    settled: int
    most: int
    mean: float
    mean_se: float
    low: float
    middle: float
    high: float
    right: I8
    upset: int
    decided: int
    usual_upset: I8
    final_four: float
    final_four_se: float
    perfect: Perfect | None


def figures(
    picks: Picks,
    result: TournamentResult,
    matrix: WinMatrix,
    scoring: str = "1-2-4-8-16-32",
    worth: I8 | None = None,
) -> BracketFigures:
    """A bracket scored in the universes of a run, by ``scoring`` or by ``worth[S, U]``, the points
    of a right pick of each slot there. BadInput unless ``scoring`` is one of ``SCORINGS`` and the
    picks are of the run's field."""
    if scoring not in SCORINGS:
        raise BadInput(f"“{str(scoring)[:24]}” is no scoring.", f"Use {' or '.join(SCORINGS)}.")
    field, winner = result.field, result.winner
    if len(picks.entrant) != len(field.slot):
        raise BadInput(
            "These picks are of another tournament.", "Make them for the season on screen."
        )
    pick = np.array(picks.entrant)
    made, universes = pick != OPEN, winner.shape[1]
    hit = (winner == pick[:, None]) & made[:, None]
    value = np.array(SCORINGS[scoring])[field.round][:, None] if worth is None else worth
    points = (value * hit).sum(axis=0)
    lock = locked_slots(field, result.spec.locks)
    right_by_lock = made & (lock == pick)
    possible = right_by_lock | (made & field.possible(lock)[np.arange(len(pick)), pick])
    low, middle, high = (float(q) for q in np.percentile(points, (5, 50, 95)))
    prob = np.where(made, hit.mean(axis=1), np.nan)
    four = field.round == 4
    four_known = four.any() and made[four].all()
    all_four = float(hit[four].all(axis=0).mean()) if four_known else float("nan")
    upset, decided = _upsets(picks, field)
    return BracketFigures(
        prob=prob,
        prob_se=np.where(made, proportion_se(prob, universes), np.nan),
        points=points,
        settled=int(value[right_by_lock].sum(axis=0).min()),
        most=int(value[possible].sum(axis=0).max()),
        mean=float(points.mean()),
        mean_se=float(points.std(ddof=1) / np.sqrt(universes)) if universes > 1 else float("nan"),
        low=low,
        middle=middle,
        high=high,
        right=hit[field.counted].sum(axis=0),
        upset=upset,
        decided=decided,
        usual_upset=upsets(field, winner),
        final_four=all_four,
        final_four_se=float(proportion_se(np.asarray(all_four), universes)),
        perfect=perfect(picks, result, matrix) if _all_counted(picks, field) else None,
    )


def _all_counted(picks: Picks, field: Field) -> bool:
    return picks.counted(field) == int(field.counted.sum())


def _upsets(picks: Picks, field: Field) -> tuple[int, int]:
    """(upsets, games) among the slots whose winner and both sides are picked."""
    upset = decided = 0
    for s, won in enumerate(picks.entrant):
        strong, weak = field.arriving(picks.entrant, s)
        if OPEN in (strong, weak, won):
            continue
        loser = strong if won == weak else weak
        decided += int(field.counted[s])
        upset += field.seed_line(won) > field.seed_line(loser)
    return upset, decided


@dataclass(frozen=True, slots=True)
class Weak:
    """A pick (``slot`` index, ``entrant``) that costs expected points (``cost``): it has
    probability ``prob``, the slot's likeliest entrant ``best`` has ``best_prob``."""

    slot: int
    entrant: int
    prob: float
    best: int
    best_prob: float
    cost: float


def weakest(
    picks: Picks, result: TournamentResult, most: int = 6, worth: I8 | None = None
) -> list[Weak]:
    """The picks that cost the most expected points (1-2-4-8-16-32, or ``worth[S, U]``), most
    expensive first."""
    prob = result.slot_prob()
    points = expected_points(result, worth)
    found = []
    for s, entrant in enumerate(picks.entrant):
        best = int(np.argmax(prob[s]))
        cost = float(points[s, best] - points[s, entrant])
        if entrant != OPEN and cost > 0:
            found.append(
                Weak(s, entrant, float(prob[s, entrant]), best, float(prob[s, best]), cost)
            )
    return sorted(found, key=lambda weak: -weak.cost)[:most]


def expected_points(result: TournamentResult, worth: I8 | None = None) -> F8:
    """points[S, E]: the mean points of picking an entrant in a slot; ``worth[S, U]``: of a right
    pick, by default 1-2-4-8-16-32."""
    if worth is None:
        return np.asarray(np.array(ROUND_POINTS)[result.field.round][:, None] * result.slot_prob())
    entrants = len(result.field.seed)
    value = np.broadcast_to(worth, result.winner.shape)
    sums = [
        np.bincount(won, weights=row, minlength=entrants)
        for won, row in zip(result.winner, value, strict=True)
    ]
    return np.asarray(np.array(sums) / result.winner.shape[1])


@dataclass(frozen=True, slots=True)
class PickScore:
    """A bracket against the real results after a round. ``mark[S]``: "right", "wrong" (lost, or
    eliminated earlier) or "open" (no pick, or not played yet); how many are ``right`` and
    ``wrong`` in the games that pools count; ``points`` so far (1-2-4-8-16-32)."""

    mark: tuple[str, ...]
    right: int
    wrong: int
    points: int


def score(
    picks: Picks,
    field: Field,
    real: NDArray[np.integer],
    after_round: int = 6,
    worth: I8 | None = None,
) -> PickScore:
    """``real[S]`` as in ``history.winner_so_far``; later rounds than ``after_round`` are not played
    yet; ``worth[S]``: the points of a right pick, by default 1-2-4-8-16-32."""
    decided = np.where(field.round <= after_round, real.astype(np.int16), OPEN)
    possible = field.possible(decided)
    mark = []
    for s, entrant in enumerate(picks.entrant):
        if entrant == OPEN:
            mark.append("open")
        elif not possible[s, entrant]:
            mark.append("wrong")
        else:
            mark.append("open" if decided[s] == OPEN else "right")
    right, wrong = (field.counted & (np.array(mark) == verdict) for verdict in ("right", "wrong"))
    points = (np.array(ROUND_POINTS)[field.round] if worth is None else worth) @ right
    return PickScore(tuple(mark), int(right.sum()), int(wrong.sum()), int(points))


def perfect(
    picks: Picks, result: TournamentResult, matrix: WinMatrix, draws: int = DRAWS
) -> Perfect:
    """The probability that all picks of the games that pools count are right. Locks are certain; a
    pick against a lock has probability 0.

    P = E over strengths of the product over games of P(winner beats loser | strengths). A team that
    is better than its rating in a universe is better in all its games there. Games of round 0 count
    only where they decide who plays in the round of 64.
    """
    field, spec = result.field, result.spec
    lock = locked_slots(field, spec.locks)
    known = np.where(lock == OPEN, np.where(field.counted, picks.entrant, OPEN), lock)
    net = _nets(matrix, spec, draws)

    def in_draws(s: int, a: int, b: int) -> F8:
        return np.exp(_log_prob(matrix, net, a, b, int(field.host[s])))

    def on_average(s: int, a: int, b: int) -> F8:
        return np.asarray(matrix.win[s, a, b])

    played = np.flatnonzero(field.counted & (lock == OPEN)).tolist()
    win_prob = np.array([_right_prob(field, known, s, on_average) for s in played])
    decided = field.counted & (lock != OPEN)
    if (lock != np.array(picks.entrant))[decided].any() or (win_prob == 0).any():
        return Perfect(0.0, 0.0, 0.0, draws)
    log_prob = np.zeros(draws)
    for s in played:
        log_prob += np.log(_right_prob(field, known, s, in_draws))
    top = log_prob.max()  # factored out: the product of 60 small numbers would underflow
    each, share = np.exp(log_prob - top), float(np.exp(top))
    return Perfect(
        prob=share * float(each.mean()),
        se=share * float(each.std(ddof=1) / np.sqrt(draws)),
        error=float(np.sqrt(np.sum((matrix.curve.error / win_prob) ** 2))),
        draws=draws,
    )


def _right_prob(field: Field, known: NDArray[np.int64], s: int, beats: Beats) -> F8:
    """The probability that ``known[s]`` wins slot s if the winners of the slots before are
    ``known[S]`` too; one that is OPEN there is either of its two sides."""
    winner, total = int(known[s]), np.zeros(())
    sides = [_arriving(field, known, int(side), beats) for side in field.feeder[s]]
    for own, other in (sides, sides[::-1]):
        for rival, prob in other.items():
            if winner in own:
                total = total + own[winner] * prob * beats(s, winner, rival)
    return total


def _arriving(
    field: Field, known: NDArray[np.int64], side: int, beats: Beats
) -> dict[int, float | F8]:
    """Entrant -> probability of coming from that side of a slot."""
    s = -side - 1
    if side >= 0 or known[s] != OPEN:
        return {side if side >= 0 else int(known[s]): 1.0}
    a, b = field.feeder[s].tolist()
    prob = beats(s, a, b)
    return {a: prob, b: 1.0 - prob}


def _nets(matrix: WinMatrix, spec: BracketSpec, draws: int) -> F8:
    """net[E, draws]: by how much each team is better than its rating in the first universes of the
    run, points per possession."""
    teams = entrants(matrix.team_strengths, spec.uncertain)
    strength = draw_strengths(spec.random_seed, teams, draws)
    return np.asarray(strength[..., 0] - strength[..., 1])


def _log_prob(matrix: WinMatrix, net: F8, a: int, b: int, host: int) -> F8:
    """log P(a beats b) in each draw of the strengths, in the arena of ``host``."""
    points_a, points_b, pace = expected(
        matrix.team_strengths,
        matrix.league_context,
        np.array([a]),
        np.array([b]),
        np.array([float(Venue.of_host(host, a, b).sign)]),
    )
    margin = points_a - points_b + pace * (net[a] - net[b])
    return -np.log1p(np.exp(-log_odds(matrix.curve, margin, points_a + points_b, pace)))
