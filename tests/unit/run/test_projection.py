"""The rest of a season: its invariants, whatever the universes bring."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.domain.venue import venues_of_sign
from engine.projection.season import NOT_PLAYED, SeasonGames
from engine.run.projection.from_snapshot import (
    field_table,
    lines_table,
    projection_table,
)
from engine.run.projection.play import ProjectionSpec, load_formats, project
from engine.run.projection.so_far import season_so_far
from engine.tables.stakes import stakes

TEAMS = store.load_teams("men", 2026)
SPEC = ProjectionSpec("men", 2026, universes=6, random_seed=3)
CONFERENCE = np.array(TEAMS.conference)


def season(played):
    """The men's schedule of 2026 in which the better team has won the games up to ``played``."""
    schedule = store.load_schedule("men", 2026)
    a, b = TEAMS.rows(schedule.a), TEAMS.rows(schedule.b)
    net = TEAMS.off_eff - TEAMS.def_eff
    won = np.where(np.arange(len(a)) < played, (net[a] > net[b]).astype(int), NOT_PLAYED)
    own = CONFERENCE[a] == CONFERENCE[b]
    return SeasonGames(a, b, venues_of_sign(schedule.venue), won, own, np.zeros(len(a), dtype=bool))


FORMATS = load_formats("men", TEAMS.conference, TEAMS.conference)


@pytest.fixture(scope="module")
def made():
    return project(SPEC, TEAMS, season(4500), FORMATS)


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
    assert not (made.in_field & ~made.automatic)[:, order[200:]].any()


def test_workers_and_no_workers_play_the_same_season(made):
    with WorkerPool(0) as pool:
        again = project(SPEC, TEAMS, season(4500), FORMATS, pool)
    assert (again.reached == made.reached).all() and (again.line == made.line).all()
    other = project(replace(SPEC, random_seed=4), TEAMS, season(4500), FORMATS)
    assert (other.reached != made.reached).any()  # the twin


def test_a_loser_of_a_conference_tournament_does_not_come_back():
    acc = np.flatnonzero(CONFERENCE == "Atlantic Coast Conference")
    champion, last, losers = acc[5], acc[6], acc[[*range(5), *range(7, len(acc))]]
    known = season(10**6)
    for won in (1, NOT_PLAYED):  # the last one is played, or next
        b = np.append(losers, last)
        knocked = replace(
            known,
            a=np.append(known.a, np.full_like(b, champion)),
            b=np.append(known.b, b),
            venue=np.append(known.venue, np.zeros_like(b)),
            won=np.append(known.won, [1] * len(losers) + [won]),
            in_conference=np.append(known.in_conference, b < 0),
            knocks_out=np.append(known.knocks_out, b >= 0),
        )
        some = project(replace(SPEC, universes=4), TEAMS, knocked, FORMATS)
        assert (some.automatic[:, champion] == some.won[:, -1]).all()
        assert (some.automatic[:, last] != some.won[:, -1]).all()


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
    numbered = frame.assign(event_id=range(1, len(frame) + 1))
    return numbered.assign(season=2026, season_type=2, ncaa=False, neutral=False)


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
    known = season_so_far(TEAMS, rows, "2026-02-20")
    assert known.event_id.tolist() == [1, 2, 3, 5, 6] and known.next_day().tolist() == [2]
    assert known.games.won.tolist() == [1, 0, *[NOT_PLAYED] * 3]
    assert known.games.knocks_out.tolist() == [False] * 4 + [True]
    later = events(
        ("2026-03-10", wake, duke, 71, 70, "final", "ACC Tournament - 2nd Round"),
        ("2026-03-11", wake, unc, 0, 0, "scheduled", "ACC Tournament - Quarterfinal"),
        ("2026-03-12", unc, duke, 0, 0, "scheduled", "ACC Tournament - Semifinal"),
    )
    known = season_so_far(TEAMS, later, "2026-03-10")
    assert known.event_id.tolist() == [1, 2] and known.games.knocks_out.all()
    assert not known.games.in_conference.any()


def test_what_tonight_means_is_counted_on_both_sides(made):
    """A game decided by the team's own place in the field, and one by a coin."""
    team, other = int(np.argsort(TEAMS.def_eff - TEAMS.off_eff)[45]), 300
    rng = np.random.default_rng(1)
    in_field = np.zeros((400, len(CONFERENCE)), dtype=bool)
    in_field[:, team] = rng.uniform(size=400) < 0.5
    line = np.where(in_field, 11, 0)
    won = np.stack([in_field[:, team], rng.uniform(size=400) < 0.5], axis=1)
    frame = stakes(in_field, line, won, np.array([[other, other + 1], [other, other + 1]]))
    (row,) = frame.to_dict("records")  # the coin concerns nobody
    assert (row["game"], row["team_id"], row["home"], row["away"]) == (0, team, 300, 301)
    assert (row["in_field_home"], row["in_field_away"]) == (1, 0)
    assert row["home_wins"] == in_field[:, team].sum() and row["line_home"] == 11
    assert row["line_se_home"] == 0 and np.isnan(row["line_away"])


def test_lines_add_up_to_the_field(made):
    lines = lines_table(made)
    assert lines["share"].sum() == pytest.approx(76) and lines["line"].between(1, 16).all()
