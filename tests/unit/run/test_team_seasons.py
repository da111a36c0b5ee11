"""A team's season, embedded or running: games from both sides, ratings, similar teams."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.domain.specs import Side
from engine.errors import UnknownSeason
from engine.store import snapshot_tables, snapshots
from engine.store.own_data import OwnData

DUKE, KANSAS, SIENA = 1181, 1242, 1373
SEASON = 2027


@pytest.fixture
def source(tmp_path, monkeypatch) -> str:
    """A snapshot in use: Duke beat Kansas at home, and has a game to come."""
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    rows, average = snapshot_tables.rating_rows(store.running("men").teams_of("men", SEASON))
    frames = {name: snapshot_tables.frame_of(name, None) for name in snapshot_tables.LIVE_SCHEMAS}
    key = {"league": "men", "season": SEASON, "home": DUKE, "neutral": False}
    game = {**key, "event_id": 1, "date": "2026-11-10", "away": KANSAS}
    played = {"status": "final", "home_points": 80.0, "away_points": 71.0, "overtimes": 0}
    coming = {**key, "event_id": 2, "date": "2026-11-28", "away": SIENA, "status": "scheduled"}
    frames["games"] = pd.DataFrame([game | played, coming]).reindex(
        columns=snapshot_tables.LIVE_SCHEMAS["games"].names
    )
    said = {**game, "win_prob": 0.75, "margin": 6.5}
    frames["eve_forecasts"] = pd.DataFrame([said]).reindex(
        columns=snapshot_tables.LIVE_SCHEMAS["eve_forecasts"].names
    )
    files = snapshot_tables.encoded(frames | {"ratings": rows, "averages": average})
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return snapshots.write(tmp_path, files, SEASON, {"men": "2026-11-20"}, {}, now).digest


def test_a_running_season_has_its_games_with_what_was_said_the_evening_before(source):
    duke, kansas = (run.team_games("men", Side(SEASON, t, source)) for t in (DUKE, KANSAS))
    assert len(duke) == len(kansas) == 1
    game, other = duke.iloc[0], kansas.iloc[0]
    assert (game["opponent"], game["venue"], game["won"]) == ("Kansas", 1, True)
    assert game["expected"] == pytest.approx(6.5) and game["win_prob"] == pytest.approx(0.75)
    assert other["expected"] == pytest.approx(-6.5) and other["win_prob"] == pytest.approx(0.25)
    resumes = run.season_resumes("men", SEASON, source)
    assert resumes.loc[DUKE, "wins"] == 1 and 0 < resumes.loc[DUKE, "above_bubble"] < 1


def test_only_a_team_that_has_played_has_games(source):
    assert run.has_games("men", Side(SEASON, DUKE, source))
    assert not run.has_games("men", Side(SEASON, SIENA, source))
    assert not run.has_games("men", Side(SEASON, DUKE, store.preseason().digest))
    assert run.has_games("men", Side(2026, SIENA)) and not run.has_games("men", Side(2004, DUKE))


def test_a_running_seasons_line_goes_from_before_the_season_to_now(source):
    weeks = run.rating_weeks("men", Side(SEASON, DUKE, source))
    assert weeks["date"].tolist() == ["2026-10-31", store.through("men")]
    similar = run.similar_teams("men", Side(SEASON, DUKE, source), 5)
    assert len(similar) == 5 and similar["distance"].is_monotonic_increasing
    seasons = run.school_seasons("men", Side(SEASON, DUKE, source))
    assert seasons["season"].tolist()[:2] == [SEASON, 2026]


def test_an_embedded_season_adds_up():
    teams = store.load_teams("men", 2026)
    side = Side(2026, DUKE)
    games, row = run.team_games("men", side), teams.row(DUKE)
    assert (
        games["won"].sum() == teams.wins[row]
        and len(games) - teams.wins[row] == (teams.losses[row])
    )
    every = run.season_resumes("men", 2026)
    assert every["wins"].sum() * 2 == every["games"].sum()
    bubble = every.loc[teams.team_id[np.argsort(teams.def_eff - teams.off_eff)[44]]]
    assert abs(bubble["above_bubble"]) < 2 * bubble["above_bubble_sd"]
    weeks = run.rating_weeks("men", side)
    assert weeks["date"].is_monotonic_increasing and len(weeks) > 15
    with pytest.raises(UnknownSeason):
        run.team_games("men", Side(2004, DUKE))


def test_what_was_expected_was_as_good_as_the_record_says():
    """Win probabilities of a whole season are calibrated; the twin, shifted ones, are not."""
    rows = [run.season_games("men", season) for season in (2024, 2025, 2026)]
    prob = np.concatenate([r["win_prob"] for r in rows])
    won = np.concatenate([r["won"] for r in rows])
    first = prob > 0.5  # each game once, from its favorite's side
    se = np.sqrt(np.sum(prob[first] * (1 - prob[first])))
    assert abs(won[first].sum() - prob[first].sum()) < 4 * se
    shifted = np.clip(prob[first] + 0.05, 0, 1)
    assert abs(won[first].sum() - shifted.sum()) > 4 * se


def test_own_ratings_of_an_embedded_season_keep_its_games():
    own = replace(store.load_teams("men", 2026), digest="own-ratings")
    own = replace(own, off_eff=own.off_eff + 5.0)
    source = store.hold(OwnData("men", 2026, "mark", "own-ratings", None, None, None, own))
    side, plain = Side(2026, DUKE, source), Side(2026, DUKE)
    assert run.has_games("men", side)
    pd.testing.assert_frame_equal(run.team_games("men", side), run.team_games("men", plain))
    mine, theirs = (run.rating_weeks("men", s)["net"] for s in (side, plain))
    assert mine.iloc[-1] == pytest.approx(theirs.iloc[-1] + 5.0)  # as the page's ratings say
    assert mine.tolist()[:-1] == theirs.tolist()[:-1]
    assert run.school_seasons("men", side)["season"].max() == 2026
    assert len(run.similar_teams("men", side, 3)) == 3
