"""Every embedded bracket: its tree, its hosts, and the real games walked through it."""

import numpy as np
import pytest

from engine import store
from engine.domain.field import NEUTRAL, OPEN, Field
from engine.domain.teams import LEAGUES
from engine.errors import UnknownTeam
from tests.fields import knockout

TOURNAMENTS = [
    (league, season) for league in LEAGUES for season in store.tournament_seasons(league)
]
CHAMPIONS = {
    ("men", 2003): 1393,  # Syracuse
    ("men", 2021): 1124,  # Baylor
    ("men", 2025): 1196,  # Florida
    ("men", 2026): 1276,  # Michigan
    ("women", 2010): 3163,  # Connecticut
    ("women", 2026): 3417,  # UCLA
}


def walk(field: Field) -> int:
    """Play the real results through the tree, insisting that each winner met each loser there."""
    games = {game.slot: game for game in store.load_results(field.league, field.season)}
    assert set(games) == set(field.slot)
    came_through: list[int] = []
    for slot, sides in zip(field.slot, field.feeder.tolist(), strict=True):
        met = {int(field.team_id[s]) if s >= 0 else came_through[-s - 1] for s in sides}
        assert met == {games[slot].winner_id, games[slot].loser_id}, slot
        came_through.append(games[slot].winner_id)
    return came_through[-1]


@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_the_real_results_lead_through_the_tree_to_a_champion(league, season):
    champion = walk(store.load_field(league, season))
    assert champion == CHAMPIONS.get((league, season), champion)


@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_each_tree_is_a_knockout_in_playing_order(league, season):
    field = store.load_field(league, season)
    entrants, slots = len(field.seed), len(field.slot)
    assert slots == entrants - 1 and list(field.seed) == sorted(field.seed)
    assert (field.round[:-1] <= field.round[1:]).all() and field.slot[-1] == "R6CH"
    sides = field.feeder.ravel().tolist()
    assert sorted(sides) == [*range(-slots + 1, 0), *range(entrants)]  # each plays on exactly once
    assert all(-side - 1 < s for s, pair in enumerate(field.feeder.tolist()) for side in pair)


@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_a_host_can_reach_the_slot_it_hosts(league, season):
    field = store.load_field(league, season)
    hosted = [(s, e) for s, e in enumerate(field.host.tolist()) if e != NEUTRAL]
    assert all(field.reach()[s, e] for s, e in hosted)
    assert all(field.round[s] in (1, 2) for s, _ in hosted)
    assert not hosted or league == "women"


def test_the_number_of_games_follows_the_field_of_its_time():
    games = {season: len(store.load_field("men", season).slot) for season in (2010, 2011, 2026)}
    assert games == {2010: 64, 2011: 67, 2026: 67}
    games = {season: len(store.load_field("women", season).slot) for season in (2021, 2022)}
    assert games == {2021: 63, 2022: 67}


def host(season: int, slot: str) -> str:
    field = store.load_field("women", season)
    entrant = int(field.host[field.slot.index(slot)])
    return "" if entrant == NEUTRAL else field.seed[entrant]


@pytest.mark.parametrize(
    ("season", "slot", "seed"),
    [
        (2026, "R1W1", "W01"),  # a top-four seed hosts its pod …
        (2026, "R2Z4", "Z04"),  # … in both rounds
        (2026, "R1W8", ""),  # the 8-9 game is in W01's arena, and W01 is not in it
        (2026, "R3W1", ""),
        (2026, "X16", ""),
        (2021, "R1W1", ""),  # San Antonio
        (2017, "R1Y7", "Y07"),  # Stanford's pod was played at Kansas State
        (2017, "R1Y2", ""),
        (2017, "R2Y2", "Y07"),
        (2019, "R1Y4", ""),  # South Carolina's pod, in Charlotte
        (2014, "R1Y6", "Y06"),  # Iowa, a sixth seed, at a site chosen a year ahead …
        (2014, "R2Y3", "Y06"),  # … and in the second round, though the log calls it neutral
        (2011, "R1Y2", "Y15"),  # Utah, a 15th seed, hosted Notre Dame
        (2011, "R2W1", "W01"),  # the log has both Baylor and West Virginia at home
        (2011, "R1W8", ""),
        (2012, "R1Z1", "Z01"),  # Notre Dame, which the log calls neutral
    ],
)
def test_women_play_at_the_announced_sites(season, slot, seed):
    assert host(season, slot) == seed


def test_regions_have_readable_names():
    assert store.load_field("men", 2026).region == {
        "W": "East", "X": "South", "Y": "Midwest", "Z": "West"
    }  # fmt: skip
    assert store.load_field("women", 2026).region["W"] == "Fort Worth 1"


def test_every_entrant_is_rated():
    for league, season in TOURNAMENTS:
        rated = set(store.load_teams(league, season).team_id.tolist())
        assert set(store.load_field(league, season).team_id.tolist()) <= rated


def test_the_no_contest_has_a_winner_and_no_points():
    (oregon,) = [g for g in store.load_results("men", 2021) if g.winner_points == 0]
    assert (oregon.slot, oregon.winner_id, oregon.loser_id) == ("R1X7", 1332, 1433)


# ---- the tree ----


def small() -> Field:
    """Four teams: slots 0 and 1, and slot 2 between their winners."""
    return knockout([1276, 1163, 1181, 1246])


def test_who_arrives():
    field = small()
    assert field.arriving([1, 2, 2], 0) == (0, 1)  # entrants that start there
    assert field.arriving([1, 2, 2], 2) == (1, 2)  # winners of slots 0 and 1
    names = ["one", "two", "three", "four"]
    assert field.arriving(["two", "three", ""], 1, names) == ("three", "four")
    winner = np.array([[0, 1], [3, 2], [0, 2]])
    strong, weak = field.arriving(winner, 2)
    assert (strong.tolist(), weak.tolist()) == ([0, 1], [3, 2])


def test_earlier_slots():
    assert [small().earlier(s) for s in range(3)] == [(), (), (0, 1)]


def test_what_is_still_possible():
    field = small()
    np.testing.assert_array_equal(
        field.possible([1, OPEN, OPEN]), [[0, 1, 0, 0], [0, 0, 1, 1], [0, 1, 1, 1]]
    )
    np.testing.assert_array_equal(field.possible([OPEN, 2, 2])[2], [0, 0, 1, 0])
    np.testing.assert_array_equal(field.reach()[2], [1, 1, 1, 1])


def test_rows_of_teams():
    teams = store.load_teams("men", 2026)
    ids = teams.team_id[[7, 0, 3]]
    assert teams.rows(ids).tolist() == [7, 0, 3] and teams.rows([]).dtype == np.int64
    with pytest.raises(UnknownTeam):
        teams.rows([int(ids[0]), 99])
