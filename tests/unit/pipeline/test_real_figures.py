"""Schedules and real figures from a few hand-written games."""

import numpy as np
import pandas as pd
import pytest

from engine.pipeline.fits import real_figures
from engine.sources import schedules

BOX = {"fga": 60, "or": 10, "to": 12, "fta": 20}  # 71.5 possessions
BARE = dict.fromkeys(BOX)


def row(season, day, kind, winner, loser, score, where, overtimes=0, box=BOX, ok=True, game=None):
    won, lost = score
    return {
        "season": season, "day_num": day, "game_type": kind, "w_team_id": winner, "w_score": won,
        "l_team_id": loser, "l_score": lost, "w_loc": where, "num_ot": overtimes, "box_ok": ok,
        "ncaa_game_id": game,
        **{f"w_{name}": value for name, value in box.items()},
        **{f"l_{name}": value for name, value in box.items()},
    }  # fmt: skip


GAMES = [
    row(2019, 20, "regular", 1102, 1101, (70, 60), "H"),
    row(2019, 10, "regular", 1101, 1103, (80, 79), "N", overtimes=1),
    row(2019, 130, "conf_tourney", 1101, 1102, (66, 65), "H", box=BARE, ok=None),
    row(2019, 136, "ncaa", 1101, 1102, (66, 65), "N"),
    row(2019, 133, "regular", 1101, 1104, (66, 65), "N"),
    row(2009, 10, "regular", 1101, 1104, (66, 65), "N"),
    row(2020, 10, "regular", 1101, 1104, (66, 65), "N"),
    row(2026, 140, "ncaa", 1104, 1101, (8, 5), "N", overtimes=1, game="a"),
    row(2026, 10, "regular", 1104, 1102, (3, 2), "H", game="b"),
    row(2026, 10, "regular", 1104, 1105, (3, 2), "H"),  # without play-by-play
]


@pytest.fixture
def source(tmp_path):
    for league, base in (("men", 0), ("women", 2000)):
        frame = pd.DataFrame(GAMES)
        frame[["w_team_id", "l_team_id"]] += base
        frame["box_ok"] = frame["box_ok"].astype("boolean")
        frame.to_parquet(tmp_path / f"{league}_games.parquet")
    return tmp_path


def test_a_schedule_has_every_game_up_to_selection_sunday_and_no_winner(source):
    table = schedules.build(source)
    men = table[(table["league"] == "men") & (table["season"] == 2019)]
    assert men[["a", "b", "venue"]].to_numpy().tolist() == [
        [1101, 1102, -1], [1101, 1102, 1], [1101, 1103, 0],
    ]  # fmt: skip
    assert set(table["season"]) == {2019, 2026}


def test_the_season_with_play_by_play_has_the_games_that_have_it(source):
    men, women = schedules.games(source, "men"), schedules.games(source, "women")
    assert men.loc[men["season"] == 2026, "ncaa_game_id"].tolist() == ["a", "b"]
    assert (women["season"] == 2026).sum() == 2  # before Selection Sunday, recorded or not


def test_scores_and_possessions_of_boxes(source):
    games = schedules.games(source, "men")
    season = real_figures.from_scores(games[games["season"] == 2019])
    assert season.points.tolist() == [[70, 66, 80], [60, 65, 79]]  # the home side first
    assert season.overtimes.tolist() == [0, 0, 1]
    assert season.possessions is None  # one of three has no box
    whole = games[(games["season"] == 2019) & games["possessions"].notna()]
    both = real_figures.from_scores(whole).possessions
    np.testing.assert_allclose(both, 2 * 71.5 * 1.003)


# game, period, home, act_left, points, last, possession, start_type
PLAYS = [
    ("a", 1, True, 900, 2, True, 0, "period_start"),
    ("a", 1, False, 880, 3, True, 1, "after_made"),
    ("a", 2, True, 70, 0, False, 2, "period_start"),
    ("a", 2, True, 61, 1, True, 2, "off_reb"),
    ("a", 2, False, 59, 2, True, 3, "after_made"),
    ("a", 2, True, 1, 2, True, 4, "after_made"),
    ("a", 3, True, 200, 3, True, 5, "period_start"),
    ("b", 1, True, 900, 2, True, 0, "period_start"),
    ("b", 2, False, 100, 2, True, 1, "period_start"),
    ("b", 2, True, 90, 1, False, -1, "technical"),
]
COLUMNS = ["game", "period", "home", "act_left", "points", "last", "possession", "start_type"]
OUTCOME = {0: "turnover", 1: "foul_1", 2: "two_made", 3: "three_made"}  # by points


def test_plays_know_the_score_at_any_time(source):
    """Game a was played on a neutral floor: the lower id stands first, the record's home second."""
    games = schedules.games(source, "men")
    played = games[games["season"] == 2026]
    plays = pd.DataFrame(PLAYS, columns=COLUMNS)
    plays = plays.assign(outcome=plays["points"].map(OUTCOME), rebound="", ft_made=0, ft_tried=0)
    season = real_figures.from_plays(plays, played)
    assert season.points.tolist() == [[5, 3], [8, 2]]
    assert season.half.tolist() == [1, 2]
    assert season.regulation.tolist() == [0, 1] and season.overtimes.tolist() == [1, 0]
    assert season.minute.tolist() == [0, 1]
    assert season.possessions.tolist() == [6, 2]
    assert season.possession_points.tolist() == [0, 1, 5, 2, 0, 0]


def test_margins_at_a_moment_count_what_was_scored_by_then():
    rows = [
        # game, period, home, act_left, points
        ("a", 1, True, 900, 2),
        ("a", 2, False, 61, 3),
        ("a", 2, True, 59, 2),
        ("a", 3, True, 200, 3),
        ("b", 2, False, 100, 1),
    ]
    plays = pd.DataFrame(rows, columns=["game", "period", "home", "act_left", "points"])
    assert real_figures.margins_after(plays, 2, 60).to_dict() == {"a": -1, "b": -1}
    assert real_figures.margins_after(plays, 2, 0).to_dict() == {"a": 1, "b": -1}
    assert real_figures.margins_after(plays, 1, 0).to_dict() == {"a": 2}
