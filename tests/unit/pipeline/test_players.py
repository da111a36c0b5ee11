"""Building the players' table and the scorebook from a tiny made-up source."""

import numpy as np
import pandas as pd
import pytest

from engine.domain.players import COUNTS
from engine.pipeline.pbp import players

FIELDS = pd.DataFrame(
    {"league": ["men", "women"], "season": [2024, 2024], "team_id": [1101, 3101], "seed": "W01"}
)


def season(team_id: int, shares: list[float], year: int = 2024) -> pd.DataFrame:
    n = len(shares)
    frame = pd.DataFrame(
        {"season": year, "team_id": team_id, "player": [f"A  B{i}" for i in range(n)]}
    )
    frame["player_id"] = np.arange(n)
    frame["team_games"], frame["games"], frame["games_all"] = 30, 20, 25
    frame["min_pct"] = shares
    for name in COUNTS:
        frame[f"{name}_all" if name in players.OTHERS else name] = 50
    return frame


@pytest.fixture
def table(tmp_path) -> pd.DataFrame:
    men = pd.concat([season(1101, [90.0] * 5 + [30.0, 20.0, 0.0]), season(1102, [100.0] * 5)])
    men.loc[(men["team_id"] == 1101) & (men["min_pct"] == 20.0), "games_all"] = np.nan
    late = season(1102, [100.0] * 5, players.EVERYBODY_SINCE)
    men = pd.concat([men, late])
    men.to_parquet(tmp_path / "player_seasons_men.parquet")
    season(3101, [80.0] * 6).to_parquet(tmp_path / "player_seasons_women.parquet")
    return players.build(tmp_path, FIELDS)


def test_tournament_teams_of_late_everybody_and_only_who_played(table):
    counted = table.groupby(["season", "team_id"]).size().to_dict()
    assert counted == {(2024, 1101): 6, (2024, 3101): 6, (players.EVERYBODY_SINCE, 1102): 5}
    assert set(table["player"]) == {f"A B{i}" for i in range(6)}  # stray blanks are gone


def test_minutes_are_shares_of_five_places(table):
    total = table.groupby("team_id")["minutes"].sum()
    assert total[3101] == pytest.approx(5.0, abs=1e-3)
    assert table["minutes"].max() <= 1.0


def test_counts_of_all_games_are_brought_to_division_one_games(table):
    assert (table["fga2"] == 50).all() and (table["orb"] == 40).all()


def test_credits_of_a_few_plays():
    plays = pd.DataFrame(
        [
            # outcome, rebound, blocked, assisted, by_team, won
            ("two_miss", "off", True, False, False, "after_made"),
            ("two_miss", "off", False, False, True, "after_made"),
            ("two_miss", "def", False, False, False, "after_made"),
            ("three_miss", "def", False, False, False, "steal"),
            ("two_made", "none", False, True, False, "after_made"),
            ("two_made", "none", False, False, False, "after_made"),
            ("two_and1", "none", False, True, False, "steal"),
            ("two_fouled", "def", False, False, True, "steal"),
        ],
        columns=["outcome", "rebound", "blocked", "assisted", "by_team", "start_type"],
    )
    for name, values in (
        ("rebound", players.REBOUNDS),
        ("start_type", ("period_start", "after_made", "steal")),
    ):
        plays[name] = pd.Categorical(plays[name], categories=list(values))
    blocked = players._blocked(plays)
    assert blocked[0, 1] == 0.5 and blocked[0, 2] == 0.0 and np.isnan(blocked[0, 0])
    assert players._assisted(plays)[0, 1] == 0.5
    assert players._assisted_and1(plays)[0] == 1.0
    assert players._assisted_all(plays)[0] == pytest.approx(2 / 3)
    assert players._and1(
        plays.assign(outcome=plays["outcome"].replace("three_miss", "three_made"))
    )[0] == (pytest.approx(1 / 3))
    credits = players._team_rebound(plays)
    assert credits[0, 0] == 1.0 and credits[2, 0] == 0.0 and credits[4, 1] == 1.0
