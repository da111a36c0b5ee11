"""A school is found by any spelling, and never guessed."""

import pytest

from engine import store
from engine.domain.team_names import fold_name
from engine.errors import AmbiguousTeam, UnknownTeam

SPELLINGS = {
    "UNC": 1314, "north carolina": 1314, "UConn": 1163, "St. John's": 1385, "Ole Miss": 1279,
    "Michigan State": 1277, "Michigan St.": 1277, "Saint Mary's": 1388, "St. Mary’s": 1388,
    "Hawai'i": 1218, "Hawaiʻi": 1218, "Virginia Commonwealth": 1433, "FAU": 1194, "Miami": 1274,
    "Miami (OH)": 1275, "Texas A&M": 1401, "San José State": 1363, "Duke Blue Devils": 1181,
    "West Florida": 1482,
}  # fmt: skip


@pytest.mark.parametrize(("text", "team_id"), SPELLINGS.items())
def test_a_school_is_found_by_any_spelling(text, team_id):
    assert store.find_team("men", text) == team_id
    assert store.find_team("women", text.upper()) == team_id + 2000


@pytest.mark.parametrize("text", ["MSU", "OSU", "Wildcats"])
def test_what_several_schools_share_is_refused(text):
    with pytest.raises(AmbiguousTeam, match=f"“{text}” may be any of"):
        store.find_team("men", text)


def test_a_school_is_found_by_its_ids_and_a_number_of_two_schools_is_refused():
    assert store.find_team("men", "1181") == store.find_team("men", " 150 ") == 1181
    assert store.find_team("women", "3181") == 3181
    with pytest.raises(AmbiguousTeam, match=r"“3101” may be any of (Abilene Chr|Utah Tech)"):
        store.find_team("women", "3101")  # our Abilene Christian, ESPN's Utah Tech


def test_an_unknown_name_offers_the_nearest_three():
    with pytest.raises(UnknownTeam) as caught:
        store.find_team("men", "Kentuky")
    assert caught.value.remedy.startswith("Nearest names: Kentucky, ")
    assert caught.value.remedy.count(",") == 2
    with pytest.raises(UnknownTeam):
        store.find_team("men", "")


def test_every_rated_team_of_2026_is_found_by_its_own_name():
    for league in ("men", "women"):
        teams = store.load_teams(league, 2026)
        found = [store.find_team(league, name) for name in teams.name]
        assert found == teams.team_id.tolist()


@pytest.mark.parametrize("league", ["men", "women"])
def test_espn_knows_every_team_of_2026(league):
    known, teams = store.espn_teams(league, 2026), store.load_teams(league, 2026)
    assert set(known["team_id"]) == set(teams.team_id.tolist())
    assert known["espn_id"].is_unique
    assert list(known) == ["espn_id", "team_id", "name", "conference"]


def test_the_next_season_has_its_newcomer_and_not_who_left():
    before, after = (set(store.espn_teams("men", season)["team_id"]) for season in (2026, 2027))
    assert after - before == {1482} and before - after == {1384}


def test_folding():
    assert fold_name("St. John's (N.Y.)") == fold_name("SAINT JOHNS N Y") == "saint johns n y"
    assert fold_name("Texas A&M–Corpus Christi") == "texas a and m corpus christi"
    assert fold_name("St.") == "st" and fold_name("…") == ""


SEEDED = {"1 East": "Duke", "east 1": "Duke", "W01": "Duke"}
TYPED = {
    **SEEDED, "UConn": "Connecticut", "Ole Miss": "Mississippi", "UNC": "North Carolina",
    "FAU": "FL Atlantic", "St. John's": "St John's", "duk": "Duke", "kan": "Kansas",
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), TYPED.items())
def test_what_is_typed_into_a_box_finds_the_team(text, name):
    teams = store.load_teams("men", 2026)
    assert teams.name[store.search_team(teams, text)] == name


def test_a_link_finds_a_team_by_its_seed_but_not_by_a_beginning():
    teams = store.load_teams("men", 2026)
    assert {text: teams.name[store.team_row(teams, text)] for text in SEEDED} == SEEDED
    with pytest.raises(UnknownTeam):
        store.team_row(teams, "duk")


def test_what_several_teams_of_the_season_share_is_refused():
    teams = store.load_teams("men", 2026)
    for text in ("16 South", "north", "Huskies"):  # the first: both teams of a First Four game
        with pytest.raises(AmbiguousTeam, match=f"“{text}” may be any of"):
            store.search_team(teams, text)


def test_among_a_few_teams_a_nickname_is_enough():
    teams = store.load_teams("men", 2026)
    field = store.load_field("men", 2026).team_id.tolist()
    assert teams.name[store.search_team(teams, "Huskies", field)] == "Connecticut"
    with pytest.raises(UnknownTeam):
        store.search_team(teams, "Memphis", field)  # rated, but not in the field


def test_an_unknown_name_offers_the_nearest_of_that_season_by_spelling():
    teams = store.load_teams("men", 2026)
    with pytest.raises(UnknownTeam) as caught:
        store.team_row(teams, "UConnn")
    assert "Connecticut" in caught.value.remedy and "men's 2026" in caught.value.message
