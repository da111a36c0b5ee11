"""The games of the tournament backtest, its files and its error messages."""

import csv
import json
from math import log

import numpy as np
import pytest

from engine import run
from engine.cli.main import main
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue
from engine.errors import BadNumber, UnknownSeason
from engine.evaluation.tournament_backtest import BacktestSpec, backtest, played_games


def test_the_games_of_a_tournament():
    games = played_games("men", 2026)
    assert len(games.slot) == 67 and (games.round == 0).sum() == 4
    assert (games.team[:, 0] < games.team[:, 1]).all()
    assert (games.venue == Venue.NEUTRAL).all()
    final = games.slot == "R6CH"
    assert list(games.team[final][0]) == [1163, 1276]  # Michigan (1276) beat Connecticut
    assert list(games.won[final]) == [False] and games.margin[final][0] < 0
    assert list(games.seed[final][0]) == ["W02", "Y01"] and list(games.seed_line[final][0]) == [
        2,
        1,
    ]


def test_a_game_that_was_not_played_is_not_forecast():
    games = played_games("men", 2021)
    assert "R1X7" not in games.slot and len(games.slot) == 66


def test_women_play_the_first_rounds_at_home():
    games = played_games("women", 2024)
    home = np.where(games.venue == Venue.A, 0, 1)
    hosted = games.venue != Venue.NEUTRAL
    assert set(games.round[hosted]) == {1, 2}
    rows = np.arange(len(home))
    assert (games.seed_line[rows, home][hosted] <= 4).all()
    assert {Venue.A, Venue.B} <= set(games.venue)


def test_a_forecast_is_of_the_very_games_the_other_pages_show():
    spec = BacktestSpec("women", (2024,), 40, 7)
    with WorkerPool(0) as pool:
        report = backtest(spec, pool)
    games = report.games
    for i in (0, 5, 40, 66):
        a, b = (Side(2024, int(team)) for team in games.team[i])
        venue = Venue(games.venue[i])
        shown = run.game(GameSpec("women", a, b, venue, 40, 7))
        assert report.forecast.margin_mean[i] == pytest.approx(shown.margin.mean())
        assert report.forecast.margin_sd[i] == pytest.approx(shown.margin.std())
        assert report.forecast.total_mean[i] == pytest.approx(shown.points.sum(axis=0).mean())
        assert report.forecast.win_prob[i] == pytest.approx(
            run.game_odds(shown.spec).prob, abs=1e-5
        )


def test_a_spec_is_checked_and_sorted():
    assert BacktestSpec("men", (2019, 2008, 2019), 10, 1).seasons == (2008, 2019)
    with pytest.raises(UnknownSeason):
        BacktestSpec("men", (2020,), 10, 1)
    with pytest.raises(BadNumber):
        BacktestSpec("men", (2019,), 0, 1)


# ---- on the command line ----

ASK = ["backtest", "--sims", "30", "--workers", "0"]


def test_the_table_gives_the_scores_again(capsys, tmp_path):
    path = tmp_path / "games.csv"
    assert main([*ASK, "--seasons", "2019-2021", "--csv", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == (
        "season slot round team_a team_b seed_a seed_b venue win_prob_a margin_mean margin_sd "
        "total_mean points_a points_b".split()
    )
    assert len(rows) == 67 + 66
    for figures in (said, *said["per_season"]):
        season = figures.get("season")
        scored = [
            row for row in rows
            if row["round"] != "0" and season in (None, int(row["season"]))
        ]  # fmt: skip
        losses = [
            -log(float(row["win_prob_a"]) if won(row) else 1 - float(row["win_prob_a"]))
            for row in scored
        ]
        assert figures["games"] == len(scored) == figures["seeds_only"]["games"]
        assert figures["log_loss"] == pytest.approx(sum(losses) / len(losses))
        assert {"coverage_50", "coverage_90", "margin_rmse", "gain_se"} <= figures.keys()
        by_seeds = figures["seeds_only"]["log_loss"]
        assert figures["gain"] == pytest.approx(by_seeds - figures["log_loss"])
    assert said["seasons"] == [s["season"] for s in said["per_season"]] == [2019, 2021]
    assert sum(one["games"] for one in said["calibration"]) == said["games"]
    assert sum(said["margin_transform"]) == pytest.approx(1)


def won(row):
    return int(row["points_a"]) > int(row["points_b"])


def test_the_text_says_which_season_had_no_tournament(capsys):
    assert main([*ASK, "--seasons", "2019-2021"]) == 0
    assert "No tournament was played in 2020." in capsys.readouterr().out
    assert main([*ASK, "--seasons", "2018,2019"]) == 0
    assert "No tournament" not in capsys.readouterr().out


def test_seeds_only_does_not_depend_on_what_else_was_asked(capsys):
    with WorkerPool(0) as pool:
        alone = backtest(BacktestSpec("men", (2015,), 2, 1), pool)
        with_more = backtest(BacktestSpec("men", (2014, 2015), 2, 1), pool)
    assert alone.score().baselines["seeds"] == with_more.score(2015).baselines["seeds"]
    assert alone.score() == with_more.score(2015)


@pytest.mark.parametrize(
    ("seasons", "sentence"),
    [
        ("2020", "The 2020 tournament was cancelled"),
        ("2008-2030", "The men's season 2030 is not in the data."),
        ("1999", "Choose a men's season from 2003 to 2026 except 2020."),
        ("2026-2008", "Write 2008-2026."),
        ("2008-2026,", "“” is not a season."),
        ("lately", "“lately” is not a season."),
    ],
)
def test_bad_seasons_are_one_sentence_and_status_2(capsys, seasons, sentence):
    assert main([*ASK, "--seasons", seasons]) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and len(err.splitlines()) == 1
