"""Counted frequencies of rare things against their solved probabilities."""

import numpy as np
import pytest

from engine import run, store
from engine.bracket import pick_value, rare
from engine.bracket.fill import filled
from engine.bracket.picks import no_picks
from engine.bracket.win_curve import WinMatrix
from engine.compute.process_pool import WorkerPool
from engine.domain.counts import Tally
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.stats.exact_interval import clopper_pearson

SPEC = BracketSpec("men", 2026, 1, 2026)
UNIVERSES = 3_000
LEVEL = 0.9999  # 13 questions: one in 800 tests of a right engine would fail


@pytest.fixture(scope="module")
def matrix() -> WinMatrix:
    return run.win_matrix_of(store.load_field("men", 2026))


@pytest.fixture(scope="module")
def counted(matrix):
    """(questions, hits, solved); a third of the usual draws is enough here."""
    questions = rare.usual_questions(matrix.field, matrix.win)
    count = run.count_of_bracket(SPEC, UNIVERSES, rare.asked(matrix.field, questions))
    with WorkerPool(0) as inline:
        found = Tally(*run.counted(count, inline))
    hits = [q.happened(h) for q, h in zip(questions, found.hits, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rare, "DRAWS", 200)
        return questions, hits, rare.solve(matrix, questions, SPEC.random_seed)


def misses(counted, factor: float = 1.0) -> list[str]:
    """Questions whose solved probability, times ``factor``, is outside the exact interval, widened
    by three errors of the solution and a tenth of it, which the win curve's error makes."""
    found = []
    for question, hits, solved in zip(*counted, strict=True):
        low, high = clopper_pearson(hits, UNIVERSES, LEVEL)
        slack = 3 * solved.se + 0.1 * solved.prob
        if not low - slack <= factor * solved.prob <= high + slack:
            found.append(question.name)
    return found


def test_counted_and_solved_agree(counted):
    assert misses(counted) == []


def test_a_planted_bias_is_found(counted):
    assert misses(counted, 1.6) != []


def test_a_perfect_bracket_is_solved_as_on_the_page(matrix, counted):
    field = matrix.field
    favorites = filled(no_picks(field), field, "favourites", matrix.win, np.zeros(()))
    nothing = np.zeros((len(field.slot), 0), dtype=np.uint8)
    page = pick_value.perfect(favorites, TournamentResult(SPEC, field, nothing), matrix)
    solved = counted[2][-1]
    assert abs(solved.prob - page.prob) < 4 * np.hypot(solved.se, page.se)


def test_without_the_ratings_errors_one_draw_is_exact(matrix):
    questions = rare.usual_questions(matrix.field, matrix.win)[:2]
    for solved in rare.solve(matrix, questions, 1, uncertain=False):
        assert solved.se == 0.0
        assert 0.0 < solved.prob < 1.0
