"""What a recorded answer holds: every count from a payload that a reader can count."""

import json

import pytest

from engine.cli import main as cli
from engine.sources import espn, espn_box, ncaa
from tests.feed.shapes import box, bracket, bracket_game, event, scoreboard, statistics, summary

DUKE, KANSAS, NORFOLK, STRANGER = 150, 2305, 2450, 999_999


def described(tmp_path, capsys, payload, league="men"):
    path = tmp_path / "answer.json"
    path.write_text(payload if isinstance(payload, str) else json.dumps(payload))
    code = cli.main(["refresh", "--payload", str(path), "--league", league, "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_every_kind_of_event_is_counted(tmp_path, capsys):
    day = [
        event(1, DUKE, KANSAS, (80, 70)),
        event(2, 2, 5, (90, 88), overtimes=2),
        event(3, 6, 8, (40, 35), status="IN_PROGRESS"),
        event(4, 9, 12, (40, 35), status="HALFTIME"),
        event(5, 13, 16),
        event(6, 21, 23, status="POSTPONED"),
        event(7, 24, 25, status="CANCELED"),
        event(8, 26, 77, (2, 0), status="FORFEIT"),
        event(9, 30, STRANGER, (99, 40)),
    ]
    code, found = described(tmp_path, capsys, scoreboard(day))
    assert code == 0 and found["problems"] == []
    wanted = {"events": 9, "finals": 3, "in_progress": 2, "scheduled": 1, "postponed": 1}
    wanted |= {"canceled": 1, "forfeits": 1, "overtime_games": 1, "division_one": 8}
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"code": 400, "message": "Failed to get events endpoint."}, "400 Failed to get events"),
        ("<HTML><TITLE>Access Denied</TITLE></HTML>", "Access Denied"),
        ("<!DOCTYPE html><html></html>", "HTML page"),
        ('{"events": [', "cut off"),
        ("", "empty"),
        ('{"errors": [{"message": "PersistedQueryNotFound"}]}', "HARDWOOD_NCAA_HASH"),
        ("[1, 2]", "not a JSON object"),
        ('{"injuries": []}', "no games"),
    ],
)
def test_a_refused_answer_is_a_problem_not_a_crash(tmp_path, capsys, answer, sentence):
    code, found = described(tmp_path, capsys, answer)
    assert code == 0 and sentence in " ".join(found["problems"])


def test_an_empty_day_is_no_problem(tmp_path, capsys):
    _, found = described(tmp_path, capsys, {"leagues": [], "events": []})
    assert found["events"] == 0 and found["problems"] == []


def many(count):
    return [event(n, 10_000 + 2 * n, 10_001 + 2 * n, (80, 70)) for n in range(1, count + 1)]


@pytest.mark.parametrize("count", [25, 500])
def test_a_list_of_a_cut_length_is_a_problem(count):
    assert "games may be missing" in espn.scoreboard(scoreboard(many(count)), "men").problems[0]
    assert espn.scoreboard(scoreboard(many(count + 1)), "men").problems == ()


def test_featured_games_alone_are_a_problem():
    def day(ranked):
        ranks = [(5, 99) if n < ranked else (99, 99) for n in range(10)]
        return [event(n, 50 + 2 * n, 51 + 2 * n, ranks=ranks[n]) for n in range(10)]

    assert "groups=50" in espn.scoreboard(scoreboard(day(10)), "men").problems[0]
    assert espn.scoreboard(scoreboard(day(3)), "men").problems == ()


def test_the_other_leagues_answer_is_a_problem():
    day = [event(1, DUKE, KANSAS, (80, 70), league="women")]
    assert espn.scoreboard(scoreboard(day, "women"), "men").problems == (
        "These are not the men's games.",
    )


def test_the_day_is_the_eastern_one():
    late, winter = event(1, 2, 5, day="2027-01-12", clock="23:30"), "2027-01-12"
    row = espn.scoreboard(scoreboard([late]), "men").rows.iloc[0]
    assert row["start"] == "2027-01-13T04:30Z" and row["date"] == winter
    summer_time = event(1, 2, 5, day="2027-03-18", clock="22:10")
    row = espn.scoreboard(scoreboard([summer_time]), "men").rows.iloc[0]
    assert row["start"] == "2027-03-19T02:10Z" and row["date"] == "2027-03-18"


def test_a_score_before_tip_off_is_no_score():
    row = espn.scoreboard(scoreboard([event(1, 2, 5)]), "men").rows.iloc[0]
    assert row["status"] == "scheduled" and row[["home_points", "away_points"]].isna().all()


@pytest.mark.parametrize(
    ("league", "season", "periods", "given", "overtimes"),
    [
        ("men", 2027, 3, 2, 1),
        ("women", 2027, 5, 4, 1),
        ("women", 2027, 6, None, 2),
        ("women", 2014, 3, None, 1),  # halves before 2015-16
        ("women", 2014, 2, 4, 0),  # the format block describes today's rules
    ],
)
def test_overtimes_are_the_periods_beyond_regulation(league, season, periods, given, overtimes):
    one = event(1, 2, 5, (80, 70), league=league)
    one["season"]["year"] = season
    game = one["competitions"][0]
    game["status"]["period"] = periods
    game["format"] = {"regulation": {"periods": given}} if given else {}
    found = espn.scoreboard(scoreboard([one], league), league)
    assert found.rows["overtimes"].tolist() == [overtimes]


def test_ranks_are_seeds_only_in_ncaa_games():
    headline = "NCAA Men's Basketball Championship - East Region - Opening Round"
    day = [event(1, 2, 5, (80, 70), ranks=(12, 12), headline=headline)]
    day += [event(2, 6, 8, (80, 70), ranks=(12, 99), headline="SEC Tournament - Final")]
    rows = espn.scoreboard(scoreboard(day), "men").rows
    assert rows["home_seed"].tolist() == [12, 0] and rows["ncaa"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        (event(1, 2, 5, (70, 70)), "cannot be tied"),
        (event(1, 2, 5, (270, 70)), "impossible"),
        (event(1, 2, 2, (80, 70)), "against itself"),
        ({"id": "1", "name": "Nothing", "competitions": []}, "left out"),
        ({}, "left out"),
    ],
)
def test_an_odd_event_is_one_sentence_and_the_rest_stays(odd, sentence):
    found = espn.scoreboard(scoreboard([odd, event(7, 6, 8, (80, 70))]), "men")
    assert len(found.problems) == 1 and sentence in found.problems[0]
    assert 7 in found.rows["event_id"].tolist()


def test_an_event_that_comes_twice_is_kept_once():
    found = espn.scoreboard(scoreboard([event(1, 2, 5), event(1, 2, 5, (80, 70))]), "men")
    assert found.rows["status"].tolist() == ["final"] and "2 times" in found.problems[0]
    doubled = [event(1, 2, 5, (80, 70)), event(2, 5, 2, (70, 80))]
    assert "meet 2 times" in espn.scoreboard(scoreboard(doubled), "men").problems[0]


def test_a_team_schedule_has_scores_as_objects_and_any_length():
    games = many(25)
    for game in games:
        for side in game["competitions"][0]["competitors"]:
            side["score"] = {"value": float(side["score"]), "displayValue": side["score"]}
    found = espn.scoreboard({"team": {"id": "2"}, "events": games}, "men")
    assert found.problems == () and (found.rows["home_points"] == 80).all()


# --- Summaries -----------------------------------------------------------------------------------


def test_a_sound_box(tmp_path, capsys):
    code, found = described(tmp_path, capsys, summary(event(1, 2, 5, (84, 79), overtimes=1)))
    assert code == 0 and found["problems"] == []
    wanted = {"home_points": 84, "away_points": 79, "overtimes": 1, "box": True}
    assert {key: found[key] for key in wanted} == wanted


def test_the_box_is_found_by_team_whatever_the_order():
    answer = summary(event(1, 2, 5, (84, 79)))
    answer["boxscore"]["teams"].reverse()
    game = espn_box.summary(answer, "men")
    assert game.box is not None and game.box["home_fgm"] == box(84)["fgm"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fgm": 20}, "the score is 84"),
        ({"fga": 10}, "than tried"),
        ({"or": 0, "dr": 0}, "no rebounds"),
    ],
)
def test_a_box_that_does_not_add_up_is_none(change, sentence):
    boxes = (box(84, **change), box(79))
    found = espn_box.summary(summary(event(1, 2, 5, (84, 79)), boxes=boxes), "men")
    assert found.box is None and sentence in " ".join(found.problems) and found.home_points == 84


def test_season_averages_before_tip_off_are_no_box():
    before = espn_box.summary(summary(event(1, 2, 5)), "men")
    assert before.box is None and before.home_points is None and "not final" in before.problems[0]
    late = summary(event(1, 2, 5, (84, 79)))
    late["boxscore"]["teams"][0]["statistics"] = [{"name": "avgPoints", "displayValue": "71"}]
    assert "season averages" in espn_box.summary(late, "men").problems[0]


def test_a_missing_number_is_named():
    answer = summary(event(1, 2, 5, (84, 79)))
    kept = [s for s in statistics(box(84)) if s["name"] != "turnovers"]
    answer["boxscore"]["teams"][0]["statistics"] = kept
    assert "no number for to" in espn_box.summary(answer, "men").problems[0]


# --- The NCAA's bracket --------------------------------------------------------------------------


REGIONS = {"W": "East", "X": "South", "Y": "West", "Z": "Midwest"}


def bracket_answer(names=None):
    seeds = [f"{letter}{line:02d}" for letter in REGIONS for line in range(1, 17)]
    named = {seed: f"T{n}" for n, seed in enumerate(seeds)} if names is None else names
    return bracket(named, REGIONS, "men", 2027)


def test_the_bracket_says_who_plays_and_which_regions_meet():
    found = ncaa.bracket(bracket_answer(), "men")
    assert found.problems == () and len(found.field) == 64 and found.season == 2027
    assert found.semifinals == (("East", "South"), ("West", "Midwest"))
    assert found.games["date"].iloc[0] == "2027-03-18"


def test_the_bracket_before_the_field_is_out():
    found = ncaa.bracket(bracket_answer({}), "men")
    assert found.field.empty and "not out yet" in found.problems[0]


def test_play_in_teams_get_the_region_they_play_for():
    answer = bracket_answer()
    games = answer["data"]["championships"][0]["games"]
    (south,) = [game for game in games if game["bracketPositionId"] == 209]
    opponent = south["teams"].pop()
    other = opponent | {"nameShort": "T999"}
    games.append(bracket_game(101, 209, 1, [opponent, other]))
    found = ncaa.bracket(answer, "men")
    entering = found.field[found.field["play_in"]]
    assert len(found.field) == 65 and entering["region"].tolist() == ["South", "South"]
    assert found.problems == ()


def test_two_leagues_need_two_files(tmp_path, capsys):
    path = tmp_path / "answer.json"
    path.write_text("{}")
    assert cli.main(["refresh", "--payload", str(path), "--json"]) == 2
    assert "--league men" in capsys.readouterr().err
    assert cli.main(["refresh", "--payload", str(tmp_path / "none"), "--league", "men"]) == 2


def test_an_event_with_an_impossible_number_is_left_out_aloud():
    good, odd = event(1, DUKE, KANSAS, (80, 70)), event(2, 2, 5, (90, 88))
    odd["competitions"][0]["status"]["period"] = 10**12
    found = espn.scoreboard(scoreboard([good, odd]), "men")
    assert found.rows["event_id"].tolist() == [1]
    assert "is no period, so it was left out." in found.problems[0]


@pytest.mark.parametrize("depth", [10, 100_000])
def test_brackets_in_brackets_are_refused(tmp_path, capsys, depth):
    code, found = described(tmp_path, capsys, "[" * depth + "]" * depth)
    assert code == 0 and len(found["problems"]) == 1
