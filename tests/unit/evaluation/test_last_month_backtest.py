"""The games of the last month, and their backtest on the command line."""

import csv
import json
from math import log

import numpy as np
import pytest

from engine import store
from engine.cli.main import main
from engine.compute.process_pool import WorkerPool
from engine.domain.venue import Venue, venue_signs
from engine.errors import BadNumber, UnknownSeason
from engine.evaluation import last_month_backtest
from engine.evaluation.last_month_backtest import LastMonthSpec, last_month_games
from engine.game.matchup import expected, league_context, margin_se


def test_the_games_of_a_month():
    games = last_month_games("men", 2019)
    assert len(games.day) > 1000 and games.day.min() >= 102 and games.day.max() == 132
    assert (games.team[:, 0] < games.team[:, 1]).all() and {*games.venue} == {*Venue}
    assert (games.points[:, 0] != games.points[:, 1]).all()
    assert np.corrcoef(games.margin, games.baseline_margin)[0, 1] > 0.95


@pytest.mark.parametrize(("league", "season"), [("men", 2019), ("women", 2012), ("women", 2025)])
def test_the_engine_expects_what_the_ratings_said(league, season):
    games, base = last_month_games(league, season), last_month_backtest.day_before(league, season)
    f, s, n = last_month_backtest.game_strengths(games, base), league_context(base), len(games.day)
    a, b = np.arange(n), np.arange(n, 2 * n)
    venue = venue_signs(games.venue)
    points_a, points_b, pace = expected(f, s, a, b, venue)
    assert points_a - points_b == pytest.approx(games.margin)
    assert points_a + points_b == pytest.approx(games.total)
    assert pace == pytest.approx(games.pace)
    assert margin_se(f, s, a, b) == pytest.approx(games.margin_se)
    assert (f.offence != 0).any() == base.has_style


def test_a_spec_is_checked_and_sorted():
    assert LastMonthSpec("men", (2019, 2008, 2019), 10, 1).seasons == (2008, 2019)
    with pytest.raises(UnknownSeason, match="2020"):
        LastMonthSpec("men", (2020,), 10, 1)
    with pytest.raises(BadNumber):
        LastMonthSpec("men", (2019,), 0, 1)


def test_workers_and_company_do_not_matter():
    with WorkerPool(0) as alone, WorkerPool(2) as two:
        here = last_month_backtest.backtest(LastMonthSpec("women", (2021,), 12, 3), alone)
        there = last_month_backtest.backtest(LastMonthSpec("women", (2012, 2021), 12, 3), two)
    assert here.score() == there.score(2021)
    at = there.season == 2021
    np.testing.assert_array_equal(here.forecast.margin_mean, there.forecast.margin_mean[at])


# ---- on the command line ----

ASK = ["backtest", "--what", "season", "--league", "women", "--sims", "12", "--workers", "0"]


def test_the_table_gives_the_scores_again(capsys, tmp_path):
    path = tmp_path / "games.csv"
    assert main([*ASK, "--seasons", "2021", "--csv", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == (
        "season day team_a team_b venue win_prob_a plain_prob_a margin_mean margin_sd total_mean "
        "points_a points_b".split()
    )
    for column, found in (
        ("win_prob_a", said["log_loss"]),
        ("plain_prob_a", said["plain"]["log_loss"]),
    ):
        losses = [
            -log(p if int(row["points_a"]) > int(row["points_b"]) else 1 - p)
            for row in rows
            for p in [float(row[column])]
        ]
        assert found == pytest.approx(sum(losses) / len(losses))
    assert said["what"] == "season" and said["games"] == len(rows) == said["plain"]["games"]
    assert "seeds_only" not in said and sum(said["total_transform"]) == pytest.approx(1)
    assert sum(one["games"] for one in said["favourites"]) == said["games"]


def test_the_text_names_the_rival(capsys):
    assert main([*ASK, "--seasons", "2021"]) == 0
    out = capsys.readouterr().out
    assert "plain rating" in out and "seeds only" not in out


def test_upsets_on_the_command_line(capsys):
    ask = ["backtest", "--what", "upsets", "--seasons", "2018", "--sims", "50", "--workers", "0"]
    assert main([*ask, "--json"]) == 0
    (season,) = json.loads(capsys.readouterr().out.splitlines()[-1])["per_season"]
    assert season["season"] == 2018 and season["real"] == 20
    assert season["low"] <= season["expected"] <= season["high"]
    assert main(ask) == 0 and "expected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--what", "season", "--seasons", "2005"], "Choose a men's season from 2008 to 2026"),
        (["--what", "season", "--seasons", "2020"], "cancelled"),
        (["--what", "upsets", "--seasons", "1999"], "from 2003"),
    ],
)
def test_bad_seasons_are_one_sentence_and_status_2(capsys, arguments, sentence):
    assert main(["backtest", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and len(err.splitlines()) == 1


def test_an_unknown_kind_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["backtest", "--what", "weather", "--seasons", "2019"])
    assert "tournament" in capsys.readouterr().err


def test_the_record_has_the_seasons_that_are_rated():
    for league in ("men", "women"):
        assert set(store.last_month_seasons(league)) <= set(store.seasons(league))
