"""A season with players: its tables fit together, and are the same however it is played."""

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue
from engine.recap import season
from engine.recap.season import SeasonRecord, SeasonSpec, season_record

POINTS = {"made2": 2, "made3": 3, "made_ft": 1}


def played(league: str = "men", year: int = 2026, most: int = 60, workers: int = 0) -> SeasonRecord:
    with WorkerPool(workers) as pool:
        return season_record(SeasonSpec(league, year, 2, 5, most), pool)


@pytest.fixture(scope="module")
def men() -> SeasonRecord:
    return played()


def scored(record: SeasonRecord) -> pd.Series:
    """Points of the events by game and side."""
    points = record.events["event"].astype(str).map(POINTS).fillna(0)
    return points.groupby([record.events["game"], record.events["side"]]).sum().astype(int)


def faults(record: SeasonRecord) -> list[str]:
    """What does not add up."""
    games, events, players = record.games, record.events, record.players
    points = scored(record).unstack()
    found = []
    if (points.to_numpy() != games[["home_points", "away_points"]].to_numpy()).any():
        found.append("points")
    periods = events.groupby("game")["period"].max()
    minutes = players.groupby(["game", "side"])["seconds"].sum() / 60
    overtimes = games["overtimes"].reindex(minutes.index.get_level_values("game")).to_numpy()
    if (minutes != 200 + 25 * overtimes).any():
        found.append("minutes")
    regulation = (periods - games["overtimes"].to_numpy()).unique()
    order = events.groupby(["game", "period"])["seconds_left"].diff().fillna(0) <= 0
    if len(regulation) != 1 or not order.all() or not events["game"].is_monotonic_increasing:
        found.append("order")
    if (players.groupby(["game", "side"])["starter"].sum() != 5).any():
        found.append("starters")
    line = set(zip(players["game"], players["side"], players["player_id"], strict=True))
    credited = events[events["player_id"] >= 0]
    if not set(zip(*(credited[c] for c in ("game", "side", "player_id")), strict=True)) <= line:
        found.append("players")
    return found


def test_the_tables_fit_together(men):
    assert faults(men) == []
    assert len(men.games) == 60 and list(men.games["game"]) == list(range(60))
    assert set(men.events["event"].cat.categories) == set(season.EXPORTED)
    assert men.events["player_id"].dtype == np.int64


def test_faults_are_found(men):
    """The twin: a basket, a minute and a moment in the wrong place."""
    events, players = men.events.copy(), men.players.copy()
    events.loc[events.index[events["event"] == "made2"][7], "side"] ^= 1
    events.loc[300, "seconds_left"] += 400
    players.loc[3, "seconds"] += 60
    wrong = faults(SeasonRecord(men.games, events, players))
    assert {"points", "minutes", "order"} <= set(wrong)


def test_women_play_quarters_and_a_season_without_players_has_teams_only():
    assert faults(played("women", 2026, most=6)) == []
    record = played("men", 2012, most=120)
    known = set(store.frame("players", "men").query("season == 2012")["team_id"])
    shown = record.players.merge(record.games)
    assert set(np.where(shown["side"] == 0, shown["home"], shown["away"])) <= known
    assert (scored(record).unstack().sum(axis=1) > 60).all()


def test_a_game_is_the_one_that_the_season_counts(men):
    """The same universe of a pairing as on its page; home comes first."""
    schedule = store.load_schedule("men", 2026)
    for game in (0, 57):
        a, b = (Side(2026, int(team)) for team in (schedule.a[game], schedule.b[game]))
        venue = Venue.of_sign(float(schedule.venue[game]))
        one = run.game(GameSpec("men", a, b, venue, 3, 5)).points[:, 2].tolist()
        row = men.games.iloc[game]
        home = one[::-1] if schedule.venue[game] < 0 else one
        assert row["home"] == (b if schedule.venue[game] < 0 else a).team_id
        if not _late_ratings_differ(int(schedule.a[game]), int(schedule.b[game])):
            assert [row["home_points"], row["away_points"]] == home


def _late_ratings_differ(a: int, b: int) -> bool:
    """Whether the ratings of the whole season are others than those of Selection Sunday."""
    table = store.load_teams("men", 2026)
    whole = table.whole_season()
    rows = table.rows([a, b])
    return bool((table.off_eff[rows] != whole.off_eff[rows]).any() or table.base != whole.base)


def test_it_is_the_same_for_any_workers_and_chunks(men, monkeypatch):
    monkeypatch.setattr(season, "GAMES_PER_CHUNK", 17)
    other = played(workers=2)
    for name, frame in men.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])


def test_repeated_meetings_are_different_games():
    schedule = store.load_schedule("men", 2026)
    again = int(np.flatnonzero(schedule.meeting())[0])
    events = played(most=again + 1).events
    first, second = (events[events["game"] == game] for game in (again - 1, again))
    assert (schedule.a[again - 1], schedule.b[again - 1]) == (schedule.a[again], schedule.b[again])
    assert not np.array_equal(first["seconds_left"], second["seconds_left"])
