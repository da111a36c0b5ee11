"""The integers that every release must reproduce: two tournaments and one pairing, by digest.

Where a digest changes, a simulated number has changed: raise ``engine.MODEL_VERSION`` and say so in
the changelog, or find the mistake."""

import hashlib

import numpy as np
import pytest

from engine import run
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.domain.venue import Venue
from engine.run import brackets, games

UNIVERSES, RANDOM_SEED = 3000, 2026
TOURNAMENTS = {("men", 2026): "30d51ae2cccc4b11", ("women", 2024): "879624ed0fbaa018"}
# Duke 2026 against Kentucky 2015 on a neutral floor.
PAIRING = GameSpec(
    "men", Side(2026, 1181), Side(2015, 1246), Venue.NEUTRAL, UNIVERSES, RANDOM_SEED
)  # fmt: skip
GAMES = {
    "points": "1d6123655a1f34c8",
    "half": "bad539087861f0fe",
    "regulation": "ca06c54bf6b0afe8",
    "possessions": "fad0ae91b1b7f2bb",
    "overtimes": "e93a2793be933a9a",
    "lead_changes": "aaf3643eef28586d",
    "largest_lead": "608ca631ba74904a",
}
WORKERS_AND_CHUNKS = [(0, 400), (0, 3000), (1, 701), (2, 400), (2, 97)]


def digest(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


@pytest.fixture(scope="module")
def pools():
    """A pool of no, one and two workers."""
    opened = {workers: WorkerPool(workers) for workers in (0, 1, 2)}
    yield opened
    for pool in opened.values():
        pool.close()


@pytest.mark.parametrize(("workers", "chunk"), WORKERS_AND_CHUNKS)
@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_tournaments(pools, monkeypatch, league, season, workers, chunk):
    monkeypatch.setattr(brackets, "BRACKETS_PER_CHUNK", chunk)
    result = run.bracket(BracketSpec(league, season, UNIVERSES, RANDOM_SEED), pools[workers])
    assert (result.winner.dtype, result.winner.shape) == (np.uint8, (67, UNIVERSES))
    assert digest(result.winner) == TOURNAMENTS[league, season]


@pytest.mark.parametrize(("workers", "chunk"), WORKERS_AND_CHUNKS)
def test_a_pairing(pools, monkeypatch, workers, chunk):
    monkeypatch.setattr(games, "GAMES_PER_CHUNK", chunk)
    monkeypatch.setattr(games, "INLINE_GAMES", 0)
    result = run.game(PAIRING, pools[workers])
    assert {name: digest(getattr(result, name)) for name in GAMES} == GAMES


def test_one_changed_integer_changes_the_digest():
    points = run.game(PAIRING).points.copy()
    points[1, -1] += 1
    assert digest(points) != GAMES["points"]
