"""A replayed season is the same for any number of workers and any chunk size; its games are the
ones that the other pages show."""

import numpy as np

from engine import run, store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import TeamTable
from engine.domain.venue import Venue
from engine.evaluation import realism
from engine.evaluation.realism import RealitySpec
from engine.game import possession as p
from engine.game.season_play import play_season

SPEC = RealitySpec("women", 2021, 2, 7)


def figures(workers: int) -> list[tuple[str, float]]:
    with WorkerPool(workers) as pool:
        found = realism.reality(SPEC, pool)
    return [(c.name, c.simulated) for c in found.comparisons]


def test_workers_and_chunks_do_not_matter(monkeypatch):
    here = figures(0)
    assert here == figures(2)
    monkeypatch.setattr(run, "GAMES_PER_CHUNK", 1000)
    assert here == figures(0)


def test_a_game_is_the_one_at_its_address(monkeypatch):
    """Between teams as they were over the whole season, which a season played again has."""
    end = store.load_teams
    monkeypatch.setattr(store, "load_teams", lambda *of, **more: end(*of, **more).whole_season())
    monkeypatch.setattr(TeamTable, "whole_season", lambda table: table)
    schedule = store.load_schedule(SPEC.league, SPEC.season)
    kept = np.concatenate([play_season(*chunk)[0] for chunk in realism._chunks(SPEC)])
    first = np.flatnonzero(schedule.meeting() == 0)
    for i in first[[0, 500, 1500, -1]]:
        a, b = (Side(SPEC.season, int(side[i])) for side in (schedule.a, schedule.b))
        venue = Venue.of_sign(schedule.venue[i])
        shown = run.game(GameSpec(SPEC.league, a, b, venue, SPEC.universes, SPEC.random_seed))
        np.testing.assert_array_equal(kept[i][:, [p.POINTS_A, p.POINTS_B]].T, shown.points)


def test_a_rematch_on_the_same_floor_is_another_game():
    schedule = store.load_schedule(SPEC.league, SPEC.season)
    kept = np.concatenate([play_season(*chunk)[0] for chunk in realism._chunks(SPEC)])
    again = np.flatnonzero(schedule.meeting() == 1)
    same = (kept[again] == kept[again - 1]).all(axis=(1, 2))
    assert len(again) > 300 and not same.any()
