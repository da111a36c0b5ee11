"""Where two teams meet in the bracket, who is named first, and what was really played."""

from dataclasses import replace

import pytest

from engine import store
from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue
from engine.run.real_meeting import better_second, bracket_meeting, season_meetings

DUKE, CONNECTICUT, SIENA, VIRGINIA = (Side(2026, i) for i in (1181, 1163, 1373, 1438))


def spec(a: Side, b: Side, league: str = "men") -> GameSpec:
    return GameSpec(league, a, b, "neutral", 100, 1)


def test_a_game_that_was_played_has_its_place_and_result() -> None:
    found = bracket_meeting(spec(DUKE, CONNECTICUT))
    assert found is not None and found.played is not None
    assert (found.region, found.round_name, found.seed_line) == ("East", "Elite Eight", (1, 2))
    assert found.venue == Venue.NEUTRAL
    assert found.played.winner_id == CONNECTICUT.team_id
    assert (found.played.winner_points, found.played.loser_points) == (73, 72)
    swapped = bracket_meeting(spec(CONNECTICUT, DUKE))
    assert swapped is not None and swapped.seed_line == (2, 1)
    assert swapped.played == found.played


def test_every_real_game_is_found_in_its_slot() -> None:
    field = store.load_field("women", 2026)
    for game in store.load_results("women", 2026):
        pair = spec(Side(2026, game.winner_id), Side(2026, game.loser_id), "women")
        found = bracket_meeting(pair)
        assert found is not None and found.played == game
        assert found.slot == game.slot
        host = field.host[field.slot.index(game.slot)]
        at_home = int(host) >= 0 and int(field.team_id[host]) == game.winner_id
        assert (found.venue == Venue.A) == at_home


def test_teams_of_two_regions_meet_without_a_region() -> None:
    field = store.load_field("men", 2026)
    a, b = (Side(2026, int(field.team_id[field.seed.index(s)])) for s in ("W01", "X01"))
    found = bracket_meeting(spec(a, b))
    assert found is not None and not found.region
    assert found.round_name in ("Final Four", "Championship")


def test_no_place_without_a_common_field() -> None:
    assert bracket_meeting(spec(DUKE, replace(CONNECTICUT, season=2025))) is None
    outside = next(
        int(i)
        for i in store.load_teams("men", 2026).team_id
        if i not in store.load_field("men", 2026).team_id
    )
    assert bracket_meeting(spec(DUKE, Side(2026, outside))) is None
    assert not better_second("men", Side(2026, outside), DUKE)


@pytest.mark.parametrize("league", ["men"])
def test_the_better_seed_comes_first(league: str) -> None:
    assert better_second(league, SIENA, DUKE) and not better_second(league, DUKE, SIENA)
    field, teams = store.load_field("men", 2026), store.load_teams("men", 2026)
    ones = [Side(2026, int(field.team_id[field.seed.index(f"{r}01")])) for r in "WX"]
    net = [float((teams.off_eff - teams.def_eff)[teams.row(side.team_id)]) for side in ones]
    assert better_second("men", *ones) == (net[1] > net[0])
    assert better_second("men", *ones) != better_second("men", *ones[::-1])


def test_games_before_the_tournament_are_seen_from_the_first_team() -> None:
    found = season_meetings(spec(DUKE, VIRGINIA))
    assert [(game.day.isoformat(), game.points, game.venue) for game in found] == [
        ("2026-02-28", (77, 51), Venue.A),
        ("2026-03-14", (74, 70), Venue.NEUTRAL),
    ]
    assert [game.points for game in season_meetings(spec(VIRGINIA, DUKE))] == [(51, 77), (70, 74)]
    assert [game.win_prob > 0.5 for game in found] == [True, True]
    assert season_meetings(spec(DUKE, CONNECTICUT)) == ()
    kentucky, duke = Side(2004, 1246), Side(2004, 1181)
    assert season_meetings(spec(duke, kentucky)) == ()  # those games are not in the data
