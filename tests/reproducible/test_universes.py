"""A universe is an address: the same game for any request and chunk size, compiled or not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import run, store
from engine.bracket import locks
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.game import kernel
from engine.run import brackets, games
from tests.fields import ready
from tests.reproducible import some_games

ROOT = Path(__file__).parents[2]
MEN, WOMEN = BracketSpec("men", 2026, 300, 5), BracketSpec("women", 2026, 300, 5)
MICHIGAN, DUKE = Side(2026, 1276), Side(2026, 1181)


def test_ordinary_python_plays_the_same_games():
    """Six pairings, men's and women's, halves and quarters, at all three venues."""
    plain = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.reproducible.some_games"],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    compiled = some_games.table()
    assert json.loads(plain.stdout) == compiled
    assert len({tuple(map(tuple, pairing)) for pairing in compiled}) == len(some_games.PAIRINGS)


# ---- however the work is cut ----


@pytest.fixture(scope="module")
def whole() -> dict[BracketSpec, np.ndarray]:
    return {spec: run.bracket(spec).winner for spec in (MEN, WOMEN)}


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_workers_and_chunk_size_change_no_bracket(workers, whole, monkeypatch):
    with WorkerPool(workers) as pool:
        for size in (1_000, 77):
            monkeypatch.setattr(brackets, "BRACKETS_PER_CHUNK", size)
            for spec, winner in whole.items():
                job = run.submit_bracket(spec, pool)
                assert job.total == -(-spec.universes // size)
                result = run.bracket_result(spec, job.result(100))
                np.testing.assert_array_equal(result.winner, winner)


@pytest.mark.parametrize("workers", [0, 2])
def test_workers_and_chunk_size_change_no_game(workers, monkeypatch):
    spec = GameSpec("men", DUKE, MICHIGAN, "a", 500, 3)
    alone = run.game(spec)
    monkeypatch.setattr(games, "INLINE_GAMES", 0)
    monkeypatch.setattr(games, "GAMES_PER_CHUNK", 123)
    with WorkerPool(workers) as pool:
        pooled = run.game(spec, pool)
    for name in ("points", "half", "regulation", "possessions", "overtimes", "lead_changes"):
        np.testing.assert_array_equal(getattr(alone, name), getattr(pooled, name))


def test_a_universe_alone_is_its_place_in_the_block(whole):
    men = ready(store.load_field("men", 2026), uncertain=True)
    for u in (0, 1, 150, 299):
        np.testing.assert_array_equal(men.brackets(5, u, 1)[:, 0], whole[MEN][:, u])


def test_more_universes_are_the_same_and_then_some(whole):
    fewer = run.bracket(BracketSpec("men", 2026, 40, 5)).winner
    np.testing.assert_array_equal(fewer, whole[MEN][:, :40])


def test_another_seed_is_another_world(whole):
    other = run.bracket(BracketSpec("men", 2026, 300, 6)).winner
    assert np.mean(other[-1] != whole[MEN][-1]) > 0.5


# ---- whatever the request ----


@pytest.mark.parametrize(("venue", "mirrored"), [("neutral", "neutral"), ("a", "b"), ("b", "a")])
@pytest.mark.parametrize("other", [MICHIGAN, Side(2015, DUKE.team_id), Side(2015, 1246)])
def test_the_order_of_sides_does_not_change_the_game(venue, mirrored, other):
    one = run.game(GameSpec("men", DUKE, other, venue, 50, 9))
    two = run.game(GameSpec("men", other, DUKE, mirrored, 50, 9))
    for name in ("points", "half", "regulation", "possessions", "largest_lead"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name)[::-1])
    np.testing.assert_array_equal(one.overtimes, two.overtimes)
    np.testing.assert_array_equal(one.lead_changes, two.lead_changes)


def test_venues_are_different_games():
    points = [
        run.game(GameSpec("men", DUKE, MICHIGAN, venue, 50, 9)).points
        for venue in ("neutral", "a", "b")
    ]
    assert not any(np.array_equal(points[i], points[j]) for i, j in ((0, 1), (0, 2), (1, 2)))


@pytest.mark.parametrize("spec", [MEN, WOMEN], ids=["men", "women"])
def test_the_bracket_plays_the_very_game_that_the_game_page_plays(spec, whole):
    """In each slot of some universes: the same game as in ``run.game`` at that venue."""
    field, winner = store.load_field(spec.league, spec.season), whole[spec]
    hosted = 0
    for u, s in ((0, 0), (1, 5), (17, 20), (17, 34), (42, 40), (42, 52), (99, 60), (299, 66)):
        sides = [int(e) if e >= 0 else int(winner[-e - 1, u]) for e in field.feeder[s]]
        a, b = (Side(spec.season, int(field.team_id[e])) for e in sides)
        host = int(field.host[s])
        venue = "a" if host == sides[0] else "b" if host == sides[1] else "neutral"
        hosted += venue != "neutral"
        margin = run.game(GameSpec(spec.league, a, b, venue, u + 1, spec.random_seed)).margin[u]
        assert winner[s, u] == sides[0 if margin > 0 else 1], field.slot[s]
    assert (hosted > 0) == (spec.league == "women")


def test_a_team_has_one_strength_in_a_universe():
    """Whoever it meets: the strength is drawn from the team, season and universe alone."""
    key, se = np.array([1181, 2026]), np.array([0.03, 0.04])
    once, again, later = np.zeros(2), np.zeros(2), np.zeros(2)
    kernel.draw_strength(9, key, se, 4, once)
    kernel.draw_strength(9, key, se, 4, again)
    kernel.draw_strength(9, key, se, 5, later)
    np.testing.assert_array_equal(once, again)
    assert (once != later).all()


# ---- locks ----


def outside(slot: int, lock: np.ndarray, feeder: np.ndarray) -> bool:
    """A slot that no lock holds and that nothing locked leads to."""
    if lock[slot] != locks.OPEN:
        return False
    return all(side >= 0 or outside(-side - 1, lock, feeder) for side in feeder[slot].tolist())


@pytest.mark.parametrize("slot", ["R1W1", "R2X3", "R4Y1", "R6CH"])
def test_a_lock_touches_nothing_but_what_is_downstream(slot, whole):
    field = store.load_field("men", 2026)
    entrant = int(np.flatnonzero(field.reach()[field.slot.index(slot)])[-1])
    team_id = int(field.team_id[entrant])
    spec = BracketSpec("men", 2026, 300, 5, ((slot, team_id),))
    free, locked = whole[MEN], run.bracket(spec).winner
    lock = locks.locked_slots(field, spec.locks)
    untouched = [s for s in range(len(field.slot)) if outside(s, lock, field.feeder)]
    np.testing.assert_array_equal(locked[untouched], free[untouched])
    assert (locked[lock >= 0] == lock[lock >= 0, None]).all()
    # And downstream, wherever the same two meet, the same one wins.
    for s, (x, y) in enumerate(field.feeder.tolist()):
        if lock[s] < 0:
            sides = [(free[-e - 1], locked[-e - 1]) for e in (x, y) if e < 0]
            same = np.all([a == b for a, b in sides], axis=0) if sides else np.ones(300, bool)
            np.testing.assert_array_equal(free[s, same], locked[s, same])
