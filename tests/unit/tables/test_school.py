"""Runs in the tournament, a school's seasons, the most similar teams, meetings and paths."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.tables import march, school
from tests.unit.tables.test_tables import small_field


def runs() -> pd.DataFrame:
    frames = (store.frame(name, "men") for name in ("fields", "slots", "results"))
    return school.tournament_runs(*frames)


def test_how_far_teams_really_got():
    found = runs().set_index(["season", "team_id"])["reached"].map(school.reached_text)
    teams = store.load_teams("men", 2018)
    for name, reached in (
        ("Villanova", "Champion"), ("Michigan", "Runner-up"), ("Loyola-Chicago", "Final Four"),
        ("Virginia", "Round of 64"), ("UMBC", "Round of 32"),
    ):  # fmt: skip
        row = [i for i, other in enumerate(teams.name) if other == name] or [
            i for i, other in enumerate(teams.name) if other.startswith(name[:6])
        ]
        assert found[2018, int(teams.team_id[row[0]])] == reached
    assert (found[2026] == "Champion").sum() == 1 and (found != "").all()


def league(seed: int = 1) -> pd.DataFrame:
    """Two seasons of forty teams."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"season": np.repeat([2010, 2011], 40), "team_id": np.tile(range(40), 2)})
    for name in (*school.STRENGTH, *school.STYLE):
        frame[name] = rng.normal(size=80)
    return frame


def test_the_most_similar_team_is_the_one_with_the_same_numbers():
    teams = league()
    names = [*school.STRENGTH, *school.STYLE]
    # team 7 of 2011 is planted: in standard deviations of its season it is team 3 of 2010
    early, late = teams["season"] == 2010, teams["season"] == 2011
    teams.loc[late, names] = teams.loc[early, names].to_numpy() * 2.0 + 5.0
    z = school.standardized(teams)
    near = school.similar(teams, z, 2010, 3, 5)
    assert near["distance"].is_monotonic_increasing and 3 not in set(near["team_id"])
    swapped = teams.assign(team_id=np.where(teams["team_id"] == 3, 99, teams["team_id"]))
    swapped.loc[early & (swapped["team_id"] == 99), "team_id"] = 3
    nearest = school.similar(swapped, z, 2010, 3, 1)
    assert (nearest.loc[0, "season"], nearest.loc[0, "team_id"]) == (2011, 99)
    assert nearest.loc[0, "distance"] == pytest.approx(0.0, abs=1e-9)


def test_a_season_without_styles_has_no_similar_teams():
    teams = league()
    z = school.standardized(teams)
    z[:40] = np.nan
    assert school.similar(teams, z, 2010, 3, 5).empty
    assert set(school.similar(teams, z, 2011, 3, 5)["season"]) == {2011}


def result() -> TournamentResult:
    """W16a wins the First Four in three of four universes, and then once beats W01."""
    winner = np.array([[1, 1, 1, 2], [0, 0, 1, 0]], dtype=np.uint8)
    return TournamentResult(BracketSpec("men", 2012, 4, 0), small_field(), winner)


def test_two_teams_meet_where_their_paths_cross():
    found = march.meetings(result(), 1, 0)
    assert found[["slot", "round", "prob"]].to_numpy().tolist() == [["R1W1", 1, 0.75]]
    assert found.loc[0, "a_wins"] == pytest.approx(1 / 3)
    assert march.meetings(result(), 1, 1).empty


def test_a_path_names_opponents_with_their_probabilities():
    found = march.path(result(), 0, least=1)
    assert found["opponent"].tolist() == [1, 2]
    assert found["prob"].tolist() == [0.75, 0.25]
    assert found["plays"].tolist() == [1.0, 1.0] and found["wins"].tolist() == [0.75, 0.75]
    assert found["win_prob"].tolist() == pytest.approx([2 / 3, 1.0])
    assert march.path(result(), 0, least=2)["opponent"].tolist() == [1]
