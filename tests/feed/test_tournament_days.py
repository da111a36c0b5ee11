"""Tournaments that were played, day by day, from the field to the title; nothing of a later day.

2021 stands for the year with a game that was not played; a school that has left Division I since
is played by one of 2026.
"""

import pytest

from engine import store
from engine.domain.live_results import tournament_so_far
from engine.run.season import current_season
from engine.store import snapshots
from engine.store.running import _listed
from tests.feed import rehearse
from tests.feed.fake_espn import FakeEspn
from tests.feed.shapes import event
from tests.feed.tournament import MORNINGS, SEASON, Tournament, ncaa_bracket, standins

pytestmark = pytest.mark.usefixtures("quick")


def world_of(league, of):
    """The tournament, and one day of games that name the teams of the season."""
    standin = standins(league, of)
    world = Tournament(season=SEASON, league=league, of=of, standin=standin)
    ids = sorted(store.espn_ids(league, SEASON))
    pairs = zip(ids[::2], ids[1::2], strict=False)
    world.put(league, "2026-03-13", *(
        event(n, home, away, (70, 60), day="2026-03-13", league=league)
        for n, (home, away) in enumerate(pairs, 1)
    ))  # fmt: skip
    world.brackets[league] = ncaa_bracket(league, of, standin)
    return world


@pytest.mark.parametrize(("league", "of"), [("men", 2026), ("men", 2021), ("women", 2026)])
def test_every_morning_knows_what_is_over_and_no_more(league, of, tmp_path, monkeypatch):
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    monkeypatch.setattr(current_season, "first_day", lambda season: f"{season}-03-12")
    world = world_of(league, of)
    with FakeEspn(world) as fake:
        for morning in MORNINGS:
            world.today = morning
            rehearse.refreshed(fake, tmp_path, morning, league, "--boxes", "none")
            snapshot, _ = snapshots.latest(tmp_path)
            field = snapshot.field_of(league, SEASON)
            assert len(field.team_id) == 68, snapshot.sources["notes"]
            known = {game.slot: game for game in world.over()}
            found = {game.slot: game for game in locked(field, snapshot)}
            assert found == known, morning
    assert found["R6CH"].winner_id == world.results()[-1].winner_id


def test_a_later_result_would_be_found(tmp_path, monkeypatch):
    """The twin: the first round is shown a day early."""
    monkeypatch.setattr(current_season, "first_day", lambda season: f"{season}-03-12")
    world = world_of("men", 2026)
    with FakeEspn(world) as fake:
        world.today = "2026-03-20"
        rehearse.refreshed(fake, tmp_path, "2026-03-20", "men", "--boxes", "none")
    snapshot, _ = snapshots.latest(tmp_path)
    world.today = "2026-03-18"
    assert len(locked(snapshot.field_of("men", SEASON), snapshot)) > len(world.over())


def locked(field, snapshot):
    """The results that a bracket of this snapshot's field takes as played."""
    table = snapshot.teams(field.league)
    names = dict(zip(table.team_id.tolist(), table.name, strict=True))
    listed = _listed(snapshot, field.league, "2026-03-15")
    return tournament_so_far(field, listed, "2026-03-15", names).results
