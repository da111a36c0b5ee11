"""Title odds game by game: the same as runs with those locks, whichever way they are reached."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run, store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec

RESULTS = store.load_results("men", 2026)[:12]
BASE = run.bracket(BracketSpec("men", 2026, 300, 7))
GAMES = run.in_order(RESULTS)


def path(base, games, before=None):
    """From a run with the games of ``before`` locked."""
    done = len(before.games) if before else 0
    with WorkerPool(0) as pool:
        parts = run.submit_path(base, games[done:], pool).result()
    return run.path_result(BASE, games, parts, before)


@pytest.fixture(scope="module")
def whole():
    return path(BASE, GAMES)


def title(locks):
    return run.bracket(replace(BASE.spec, locks=locks)).slot_prob()[-1]


def test_the_odds_after_each_game_are_those_of_a_run_with_the_same_locks(whole):
    assert whole.title.shape == (13, 68) and whole.spec == BASE.spec
    np.testing.assert_array_equal(whole.title[0], BASE.slot_prob()[-1])
    for n in (1, 5, 12):
        np.testing.assert_array_equal(whole.title[n], title(GAMES[:n]))


def test_a_path_goes_on_from_the_games_before(whole):
    known = run.bracket(replace(BASE.spec, locks=GAMES[:5]))
    later = path(known, GAMES, whole.through(5))
    np.testing.assert_array_equal(later.title, whole.title)
    np.testing.assert_array_equal(later.moved_se, whole.moved_se)
    assert later.games == whole.games and later.spec == whole.spec
    np.testing.assert_array_equal(path(BASE, GAMES[:5]).title, whole.through(5).title)


def test_the_error_of_a_change_is_that_of_the_same_universes(whole):
    before, after = (run.bracket(replace(BASE.spec, locks=GAMES[:n])).winner[-1] for n in (11, 12))
    team = int(np.argmax(np.abs(whole.title[12] - whole.title[11])))
    each = (after == team).astype(float) - (before == team)
    assert whole.moved_se[11, team] == pytest.approx(each.std() / np.sqrt(len(each)))
    assert path(BASE, ()).title.shape == (1, 68)
