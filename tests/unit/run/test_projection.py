"""The rest of a season: its invariants, whatever the universes bring."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.domain.venue import venues_of_sign
from engine.projection.season import NOT_PLAYED, SeasonGames
from engine.run.projection.from_snapshot import field_table, projection_table, season_so_far
from engine.run.projection.play import ProjectionSpec, load_formats, project

TEAMS = store.load_teams("men", 2026)
SPEC = ProjectionSpec("men", 2026, universes=6, random_seed=3)
CONFERENCE = np.array(TEAMS.conference)


def season(played):
    """The men's schedule of 2026 in which the better team has won the games up to ``played``."""
    schedule = store.load_schedule("men", 2026)
    a, b = TEAMS.rows(schedule.a), TEAMS.rows(schedule.b)
    net = TEAMS.off_eff - TEAMS.def_eff
    won = np.where(np.arange(len(a)) < played, (net[a] > net[b]).astype(int), NOT_PLAYED)
    return SeasonGames(a, b, venues_of_sign(schedule.venue), won, CONFERENCE[a] == CONFERENCE[b])


FORMATS = load_formats("men", TEAMS.conference, TEAMS.conference)
NOBODY = np.zeros(len(CONFERENCE), dtype=bool)


@pytest.fixture(scope="module")
def made():
    return project(SPEC, TEAMS, season(4500), FORMATS, NOBODY)


def test_every_universe_has_a_whole_field_and_one_champion(made):
    conferences = len({*CONFERENCE})
    assert (made.in_field.sum(axis=1) == 76).all()
    assert (made.automatic.sum(axis=1) == conferences).all() and (
        made.automatic <= made.in_field
    ).all()
    for name in {*CONFERENCE}:
        assert (made.automatic[:, name == CONFERENCE].sum(axis=1) == 1).all()
    for n, teams in enumerate((64, 32, 16, 8, 4, 2, 1)):
        assert ((made.reached > n).sum(axis=1) == teams).all()
    assert ((made.line > 0) == made.in_field).all()


def test_the_best_are_in_and_the_worst_need_their_conference(made):
    order = np.argsort(TEAMS.def_eff - TEAMS.off_eff)
    assert made.in_field[:, order[:12]].mean() > 0.95
    assert not (made.in_field & ~made.automatic)[:, order[150:]].any()


def test_workers_and_no_workers_play_the_same_season(made):
    with WorkerPool(0) as pool:
        again = project(SPEC, TEAMS, season(4500), FORMATS, NOBODY, pool)
    assert (again.reached == made.reached).all() and (again.line == made.line).all()
    other = project(replace(SPEC, random_seed=4), TEAMS, season(4500), FORMATS, NOBODY)
    assert (other.reached != made.reached).any()  # the twin


def test_a_loser_of_a_conference_tournament_does_not_come_back():
    out = NOBODY.copy()
    acc = np.flatnonzero(CONFERENCE == "Atlantic Coast Conference")
    champion = acc[5]
    out[acc[acc != champion]] = True
    some = project(replace(SPEC, universes=2), TEAMS, season(10**6), FORMATS, out)
    assert some.automatic[:, champion].all()


def test_its_tables_add_up(made):
    table, field = projection_table(TEAMS, made, "2026-02-01"), field_table(TEAMS, made)
    assert table["in_field"].sum() == pytest.approx(76) and table[
        "champion"
    ].sum() == pytest.approx(1)
    assert (table["line_low"] <= table["line_high"]).all()
    assert len(field) == 76 and field["place"].nunique() == 64 and field["team_id"].is_unique


def events(*rows):
    """Events of a snapshot: (date, home, away, home points, away points, status, headline)."""
    names = ["date", "home", "away", "home_points", "away_points", "status", "headline"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(season=2026, season_type=2, ncaa=False, neutral=False)


def test_what_counts_as_played_left_and_lost():
    duke, unc, wake = (
        TEAMS.team_id[TEAMS.row(n)] for n in ("Duke", "North Carolina", "Wake Forest")
    )
    rows = events(
        ("2025-11-20", duke, unc, 80, 70, "final", "ACC Tournament - autumn"),
        ("2026-02-20", duke, wake, 60, 70, "final", ""),
        ("2026-02-21", unc, wake, 60, 70, "final", ""),  # after the last closed day
        ("2026-02-22", unc, duke, 0, 0, "canceled", ""),
        ("2026-02-23", wake, duke, 0, 0, "scheduled", ""),
        ("2026-03-10", wake, duke, 0, 0, "scheduled", "ACC Tournament - Final"),
        ("2026-02-24", wake, 0, 90, 50, "final", ""),
    )
    games, out = season_so_far(TEAMS, rows, "2026-02-20")
    assert games.won.tolist() == [1, 0, NOT_PLAYED, NOT_PLAYED] and games.in_conference.all()
    assert not out.any()
    later = events(("2026-03-10", wake, duke, 71, 70, "final", "ACC Tournament - 2nd Round"))
    games, out = season_so_far(TEAMS, later, "2026-03-11")
    assert out[TEAMS.row("Duke")] and out.sum() == 1 and not games.in_conference.any()
