"""The value of a bracket of picks: probabilities, points, upsets, and the chance of perfection.

Picks are scored in the universes of a run. A perfect bracket is too rare to count, so its
probability is computed: with all strengths known the games are independent and their probabilities
multiply; the product is averaged over the strengths of the run's universes.
"""

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
from engine.domain.results import TournamentResult, sides
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
    ``mean_se``, ``low``, ``middle``, ``high`` (5, 50, 95 %) of ``points``. ``right[U]``: picks that
    came true. ``upset``: upsets among the picks, out of ``decided`` games with a picked winner and
    two picked sides; ``usual_upset[U]``: upsets in each universe. ``final_four``: probability that
    all Final Four picks are right, with ``final_four_se`` (NaN unless all four are picked).
    ``perfect``: None unless every slot is picked."""

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
) -> BracketFigures:
    """A bracket scored in the universes of a run. BadInput unless ``scoring`` is one of
    ``SCORINGS`` and the picks are of the run's field."""
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
    value = np.array(SCORINGS[scoring])[field.round]
    points = value @ hit
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
        settled=int(value[right_by_lock].sum()),
        most=int(value[possible].sum()),
        mean=float(points.mean()),
        mean_se=float(points.std(ddof=1) / np.sqrt(universes)) if universes > 1 else float("nan"),
        low=low,
        middle=middle,
        high=high,
        right=hit.sum(axis=0),
        upset=upset,
        decided=decided,
        usual_upset=upsets(field, winner),
        final_four=all_four,
        final_four_se=float(proportion_se(np.asarray(all_four), universes)),
        perfect=perfect(picks, result, matrix) if picks.complete else None,
    )


def _upsets(picks: Picks, field: Field) -> tuple[int, int]:
    """(upsets, games) among the slots whose winner and both sides are picked."""
    upset = decided = 0
    for s, won in enumerate(picks.entrant):
        strong, weak = field.arriving(picks.entrant, s)
        if OPEN in (strong, weak, won):
            continue
        loser = strong if won == weak else weak
        decided += 1
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


def weakest(picks: Picks, result: TournamentResult, most: int = 6) -> list[Weak]:
    """The picks that cost the most expected points (1-2-4-8-16-32), most expensive first."""
    prob = result.slot_prob()
    found = []
    for s, entrant in enumerate(picks.entrant):
        best = int(np.argmax(prob[s]))
        cost = ROUND_POINTS[result.field.round[s]] * float(prob[s, best] - prob[s, entrant])
        if entrant != OPEN and cost > 0:
            found.append(
                Weak(s, entrant, float(prob[s, entrant]), best, float(prob[s, best]), cost)
            )
    return sorted(found, key=lambda weak: -weak.cost)[:most]


@dataclass(frozen=True, slots=True)
class PickScore:
    """A bracket against the real results after a round. ``mark[S]``: "right", "wrong" (lost, or
    eliminated earlier) or "open" (no pick, or not played yet); how many are ``right`` and
    ``wrong``; ``points`` so far (1-2-4-8-16-32)."""

    mark: tuple[str, ...]
    right: int
    wrong: int
    points: int


def score(picks: Picks, field: Field, real: NDArray[np.uint8], after_round: int = 6) -> PickScore:
    """``real[S]`` as in ``history.real_winner``; later rounds than ``after_round`` are not played
    yet."""
    possible = field.possible(np.where(field.round <= after_round, real.astype(np.int16), OPEN))
    mark = []
    for s, entrant in enumerate(picks.entrant):
        if entrant == OPEN:
            mark.append("open")
        elif not possible[s, entrant]:
            mark.append("wrong")
        else:
            mark.append("right" if field.round[s] <= after_round else "open")
    right = np.array([m == "right" for m in mark])
    points = np.array(ROUND_POINTS)[field.round] @ right
    return PickScore(tuple(mark), int(right.sum()), mark.count("wrong"), int(points))


def perfect(
    picks: Picks, result: TournamentResult, matrix: WinMatrix, draws: int = DRAWS
) -> Perfect:
    """The probability that every pick of a complete bracket is right. Locks are certain; a pick
    against a lock has probability 0.

    P = E over strengths of the product over games of P(winner beats loser | strengths). A team that
    is better than its rating in a universe is better in all its games there.
    """
    field, spec = result.field, result.spec
    winner = np.array(picks.entrant, dtype=np.uint8)
    lock = locked_slots(field, spec.locks)
    played = lock == OPEN
    if (lock[~played] != winner[~played]).any():
        return Perfect(0.0, 0.0, 0.0, draws)
    strong, weak = sides(field, winner)
    loser = np.where(winner == strong, weak, strong)
    log_prob = np.zeros(draws)
    net = _nets(matrix, spec, draws)
    for s in np.flatnonzero(played):
        log_prob += _log_prob(matrix, net, int(winner[s]), int(loser[s]), int(field.host[s]))
    slot = np.flatnonzero(played)
    win_prob = matrix.win[slot, winner[slot], loser[slot]]
    top = log_prob.max()  # factored out: the product of 60 small numbers would underflow
    each, share = np.exp(log_prob - top), float(np.exp(top))
    return Perfect(
        prob=share * float(each.mean()),
        se=share * float(each.std(ddof=1) / np.sqrt(draws)),
        error=float(np.sqrt(np.sum((matrix.curve.error / win_prob) ** 2))),
        draws=draws,
    )


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
