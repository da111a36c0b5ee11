"""What a bracket of picks is worth: each chance, points, upsets, and the chance of perfection.

Picks are judged in the universes of a run. Perfection is too rare to count, so it is solved: with
every team's strength known the games are independent, their probabilities multiply, and that
product is averaged over draws of the strengths.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.bracket.fill import ROUND_POINTS
from engine.bracket.locks import OPEN as UNLOCKED
from engine.bracket.locks import locked_slots
from engine.bracket.picks import OPEN, Picks
from engine.bracket.upsets import upsets
from engine.bracket.win_curve import WinMatrix, log_odds
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.errors import BadInput
from engine.game.matchup import expected
from engine.stats.estimates import proportion_se

SCORINGS = {
    "1-2-4-8-16-32": ROUND_POINTS,
    "10-20-40-80-160-320": tuple(10 * points for points in ROUND_POINTS),
}
Beats = Callable[[int, int, int], F8]  # (slot, a, b) -> P(a beats b there)
DRAWS = 5_000  # of all strengths: the chance of perfection to about 1 %, less than the curve is off


@dataclass(frozen=True, slots=True)
class Perfect:
    """``prob`` that every pick is right, and the standard error ``se`` of averaging so many
    ``draws``; ``error``: what the curve of win probabilities adds, as a share of ``prob``."""

    prob: float
    se: float
    error: float
    draws: int


@dataclass(frozen=True, slots=True, eq=False)
class BracketFigures:
    """``prob[S]``, ``prob_se[S]``: chance of each pick and its Monte-Carlo error (NaN where open).
    ``points[U]``: the bracket's points in each universe; ``settled``: those of them that locks
    decide; ``most``: if all picks that still can be were right; ``mean``, ``mean_se``, ``low``,
    ``middle``, ``high`` (5, 50, 95 %) of ``points``. ``right[U]``: picks that came true, in the
    games that pools count (``Field.counted``), as all the following.
    ``upset``: larger seed lines among the picks, out of ``decided`` games whose two sides are
    picked; ``usual_upset[U]``: in each universe. ``final_four``: chance that every Final Four pick
    is right, with ``final_four_se`` (NaN unless all four are picked). ``perfect``: None unless
    every game is picked."""

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
    chances: WinMatrix,
    scoring: str = "1-2-4-8-16-32",
) -> BracketFigures:
    """A bracket in the universes of a run, by one of ``SCORINGS``. BadInput for another scoring or
    picks of another field."""
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
    worth = np.array(SCORINGS[scoring])[field.round]
    points = worth @ hit
    lock = locked_slots(field, result.spec.locks)
    right_by_lock = made & (lock == pick)
    possible = right_by_lock | (made & _possible(field, lock)[np.arange(len(pick)), pick])
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
        settled=int(worth[right_by_lock].sum()),
        most=int(worth[possible].sum()),
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
        perfect=perfect(picks, result, chances) if _all_counted(picks, field) else None,
    )


def _all_counted(picks: Picks, field: Field) -> bool:
    return picks.counted(field) == int(field.counted.sum())


def _possible(field: Field, lock: NDArray[np.int16]) -> NDArray[np.bool_]:
    """possible[S, E]: entrant e can still come out of slot s under these locks."""
    can = np.zeros((len(field.slot), len(field.seed)), dtype=np.bool_)
    for s, feeders in enumerate(field.feeder.tolist()):
        for side in feeders:
            if side >= 0:
                can[s, side] = True
            else:
                can[s] |= can[-side - 1]
        if lock[s] != UNLOCKED:
            can[s] = np.arange(can.shape[1]) == lock[s]
    return can


def _upsets(picks: Picks, field: Field) -> tuple[int, int]:
    """(upsets, games) among the slots whose winner and both sides are picked."""
    upset = decided = 0
    for s, feeders in enumerate(field.feeder.tolist()):
        pair = [side if side >= 0 else picks.entrant[-side - 1] for side in feeders]
        won = picks.entrant[s]
        if OPEN in (*pair, won):
            continue
        loser = pair[0] if won == pair[1] else pair[1]
        decided += int(field.counted[s])
        upset += field.seed_line(won) > field.seed_line(loser)
    return upset, decided


@dataclass(frozen=True, slots=True)
class Weak:
    """A pick (``slot`` index, ``entrant``) that gives expected points away (``cost``): the
    likeliest entrant ``best`` of that slot has ``best_prob``, the pick ``prob``."""

    slot: int
    entrant: int
    prob: float
    best: int
    best_prob: float
    cost: float


def weakest(picks: Picks, result: TournamentResult, most: int = 6) -> list[Weak]:
    """The picks that cost most expected points (1-2-4-8-16-32), the dearest first."""
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
class Score:
    """A bracket against what really happened through a round: ``mark[S]``: "right", "wrong" (lost,
    or out before it got there) or "open" (no pick, or not played yet); how many of each of the
    first two in the games that pools count; ``points`` so far (1-2-4-8-16-32)."""

    mark: tuple[str, ...]
    right: int
    wrong: int
    points: int


def score(picks: Picks, field: Field, real: NDArray[np.uint8], through: int = 6) -> Score:
    """``real[S]`` as in ``whatif.real_winner``; rounds after ``through`` have not been played."""
    lock = np.where(field.round <= through, real.astype(np.int16), UNLOCKED)
    possible = _possible(field, lock.astype(np.int16))
    mark = []
    for s, entrant in enumerate(picks.entrant):
        if entrant == OPEN:
            mark.append("open")
        elif not possible[s, entrant]:
            mark.append("wrong")
        else:
            mark.append("right" if field.round[s] <= through else "open")
    right, wrong = (field.counted & (np.array(mark) == verdict) for verdict in ("right", "wrong"))
    points = np.array(ROUND_POINTS)[field.round] @ right
    return Score(tuple(mark), int(right.sum()), int(wrong.sum()), int(points))


def perfect(
    picks: Picks, result: TournamentResult, chances: WinMatrix, draws: int = DRAWS
) -> Perfect:
    """The chance that all picks of the games that pools count are right. Locks count as certain; a
    pick against one has none left, exactly.

    P = E over strengths of the product over games of P(winner beats loser | strengths). Strengths
    are drawn for the whole field at once, so a team that is better than its rating is better in all
    its games. Games of round 0 come in where they decide who plays in the round of 64.
    """
    field, spec = result.field, result.spec
    lock = locked_slots(field, spec.locks)
    net = _nets(chances, spec.random_seed, draws)
    known = np.where(lock == UNLOCKED, np.where(field.counted, picks.entrant, OPEN), lock)

    def in_draws(s: int, a: int, b: int) -> F8:
        return np.exp(_log_prob(chances, net, a, b, int(field.host[s])))

    def at_ratings(s: int, a: int, b: int) -> F8:
        return np.asarray(chances.win[s, a, b])

    played = np.flatnonzero(field.counted & (lock == UNLOCKED)).tolist()
    said = np.array([_right_prob(field, known, s, at_ratings) for s in played])
    decided = field.counted & (lock != UNLOCKED)
    if (lock != np.array(picks.entrant))[decided].any() or (said == 0).any():
        return Perfect(0.0, 0.0, 0.0, draws)
    log_prob = np.zeros(draws)
    for s in played:
        log_prob += np.log(_right_prob(field, known, s, in_draws))
    top = log_prob.max()  # taken out before the exponential: products of 60 small numbers
    each, share = np.exp(log_prob - top), float(np.exp(top))
    return Perfect(
        prob=share * float(each.mean()),
        se=share * float(each.std(ddof=1) / np.sqrt(draws)),
        error=float(np.sqrt(np.sum((chances.link.error / said) ** 2))),
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


def _nets(chances: WinMatrix, seed: int, draws: int) -> F8:
    """net[E, draws]: by how much each team is better than its rating, points per possession."""
    entrants = len(chances.field.seed)
    normal = np.random.default_rng(seed).standard_normal((entrants, draws))
    return normal * chances.team_strengths.net_se[:, None]


def _log_prob(chances: WinMatrix, net: F8, a: int, b: int, host: int) -> F8:
    """log P(a beats b) in each draw of the strengths, on the floor of ``host``."""
    venue = 1.0 if host == a else -1.0 if host == b else 0.0
    points_a, points_b, pace = expected(
        chances.team_strengths,
        chances.league_context,
        np.array([a]),
        np.array([b]),
        np.array([venue]),
    )
    margin = points_a - points_b + pace * (net[a] - net[b])
    return -np.log1p(np.exp(-log_odds(chances.link, margin, points_a + points_b, pace)))
