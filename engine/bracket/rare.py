"""Rare things of a tournament: how they are counted, and their solved probabilities.

A question is a set of wins, and how many of them must come true: all four 1 seeds in the Final Four
is four wins of that round out of those of the 1 seeds. So one histogram a question is all that is
counted. The solved probability averages over draws of all strengths: with them known, games are
independent, and the win curve gives their odds.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, U1, Bool
from engine.bracket import exact_advancement
from engine.bracket.fill import filled
from engine.bracket.picks import OPEN, Picks, no_picks
from engine.bracket.tally import Asked
from engine.bracket.win_curve import WinMatrix, if_ratings_were
from engine.domain.field import Field
from engine.stats.estimates import mean_se

DRAWS = 600  # of all strengths: 4 % of the probability of a perfect bracket, less of others


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """``name``; ``wins[S, E]``: 1 for the wins that count; ``need``: how many must come true.
    ``picks``: the question is whether all of these come true (the wins are theirs), or None."""

    name: str
    wins: U1
    need: int
    picks: Picks | None = None

    def happened(self, hits: I8) -> int:
        """In how many universes, by ``hits[S + 1]``: universes with so many of the wins."""
        return int(hits[self.need :].sum())


def usual_questions(field: Field, win: F8) -> list[Question]:
    """The questions that are asked of every tournament; ``win[S, E, E]`` as in ``WinMatrix``."""
    favorites = filled(no_picks(field), field, "favourites", win, np.zeros(win.shape[:2]))
    line = np.array([field.seed_line(e) for e in range(len(field.seed))])
    early = field.reach()[field.round == 0].any(axis=0)

    def wins(round_: int, who: Bool) -> U1:
        return np.outer(field.round == round_, who).astype(np.uint8)

    return [
        Question("All four 1 seeds in the Final Four", wins(4, line == 1), 4),
        Question("No 1 seed in the Final Four", wins(4, line > 1), 4),
        Question("A double-digit seed in the Final Four", wins(4, line > 9), 1),
        Question("Two double-digit seeds in the Final Four", wins(4, line > 9), 2),
        Question("A double-digit seed is champion", wins(6, line > 9), 1),
        Question(f"A {field.round_names[0]} team in the Final Four", wins(4, early), 1),
        Question("A 16 seed beats a 1 seed", wins(1, line == 16), 1),
        Question("Two 16 seeds beat 1 seeds", wins(1, line == 16), 2),
        Question("A 16 seed in the Sweet 16", wins(2, line == 16), 1),
        Question("The better seed wins all of the Round of 64", wins(1, line <= 8), 32),
        all_right("Favorites win all of the Round of 64", favorites, field, 1),
        all_right("Favorites win all of the first two rounds", favorites, field, 2),
        all_right("A perfect bracket of favorites", favorites, field),
    ]


def all_right(name: str, picks: Picks, field: Field, through: int = 6) -> Question:
    """Whether all picks of rounds 1 to ``through`` come true, as far as there are any."""
    entrant = np.array(picks.entrant)
    counts = field.counted & (field.round <= through) & (entrant != OPEN)
    chosen = np.where(counts, entrant, OPEN)
    wins = np.zeros((len(field.slot), len(field.seed)), dtype=np.uint8)
    wins[np.flatnonzero(counts), chosen[counts]] = 1
    return Question(name, wins, int(counts.sum()), Picks(tuple(chosen.tolist())))


def asked(field: Field, questions: list[Question], together_round: int | None = None) -> Asked:
    """The questions as workers take them; the winners of ``together_round`` counted in pairs."""
    line = [field.seed_line(e) for e in range(len(field.seed))]
    wins = [question.wins for question in questions]
    shape = (-1, len(field.slot), len(field.seed))
    slots = np.flatnonzero(field.round == together_round)
    return Asked(
        np.array(line, dtype=np.int16),
        np.array(wins, dtype=np.uint8).reshape(shape),
        slots.astype(np.int16),
    )


@dataclass(frozen=True, slots=True)
class Solved:
    """A probability without counting, and its standard error from the ``DRAWS``."""

    prob: float
    se: float


def solve(
    matrix: WinMatrix, questions: list[Question], random_seed: int, uncertain: bool = True
) -> list[Solved]:
    """The solved probability of each question."""
    field = matrix.field
    rng = np.random.default_rng(random_seed)
    draws = DRAWS if uncertain else 1
    prob = np.empty((len(questions), draws))
    for d in range(draws):
        deviate = rng.standard_normal(len(field.seed)) * float(uncertain)
        win = if_ratings_were(matrix, deviate)
        slot_prob = exact_advancement.slot_prob(field, win)
        prob[:, d] = [_given(question, field, win, slot_prob) for question in questions]
    return [Solved(*(mean_se(row) if draws > 1 else (float(row[0]), 0.0))) for row in prob]


def _given(question: Question, field: Field, win: F8, slot_prob: F8) -> float:
    """The probability with all strengths known."""
    if question.picks is not None:
        return _all_come_true(question, field, win)
    # Slots of one round have different teams, so what happens in one says nothing of another.
    each = (slot_prob * question.wins).sum(axis=1)
    count = np.ones(1)  # count[k]: the probability of k wins so far
    for p in each[question.wins.any(axis=1)]:
        count = np.convolve(count, (1.0 - p, p))
    return float(count[question.need :].sum())


def _all_come_true(question: Question, field: Field, win: F8) -> float:
    came = question.picks.entrant if question.picks is not None else ()
    prob = exact_advancement.slot_prob(field, win, came)
    return float(np.prod(prob[question.wins > 0]))
