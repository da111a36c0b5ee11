"""What the Accuracy page shows is what the command computes, from the same tables."""

import json

import numpy as np
import pytest

from engine import store
from engine.cli.main import main
from engine.domain.teams import LEAGUES
from engine.evaluation import summary_tables, tournament_backtest
from engine.evaluation.report import Forecast, Report
from engine.evaluation.tournament_backtest import BacktestSpec
from engine.store import FORECAST_FLOATS, SCORE_FLOATS, SPREAD_FLOATS

DIGITS = 2e-5  # tables keep five decimals, and float32


def asked(capsys, *arguments: str) -> dict:
    assert main(["backtest", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def agrees(row, reported: dict, names: list[str], prefix: str = "") -> None:
    for name in names:
        bare = name if name.startswith("coverage") or prefix != "margin_" else f"margin_{name}"
        key = f"total_{name}" if prefix == "total_" else bare
        assert row[name] == pytest.approx(reported[key], abs=DIGITS, rel=1e-5), name


def check(capsys, league: str, what: str, season: int) -> dict:
    """One season on the page against the command; what the command reported."""
    reported = asked(capsys, "--what", what, "--league", league, "--seasons", str(season))
    rows = summary_tables.seasons("record", league, what)
    rows = rows[rows["season"] == season].set_index("forecaster")
    agrees(rows.loc["hardwood"], reported, SCORE_FLOATS[:4])
    for name in rows.index.drop("hardwood"):
        agrees(rows.loc[name], reported["seeds_only" if name == "seeds" else name], SCORE_FLOATS)
    spread = summary_tables.seasons("record_spread", league, what)
    spread = spread[spread["season"] == season].set_index("figure")
    for figure in ("margin", "total"):
        assert spread.loc[figure, "games"] == reported["games"]
        agrees(spread.loc[figure], reported, SPREAD_FLOATS, f"{figure}_")
    return reported


def test_a_tournament(capsys):
    check(capsys, "women", "tournament", 2019)


def test_a_last_month(capsys):
    check(capsys, "women", "season", 2021)


def test_the_number_of_upsets(capsys):
    (reported,) = asked(capsys, "--what", "upsets", "--seasons", "2023")["per_season"]
    row = summary_tables.upset_years("men").set_index("season").loc[2023]
    for name, value in row.items():
        assert value == pytest.approx(reported[name]), name


@pytest.fixture(scope="module", params=LEAGUES)
def stored(request) -> Report:
    """The report of every tournament as the embedded forecasts have it."""
    league = request.param
    spec = BacktestSpec(league, store.tournament_seasons(league), 4000, 2026)
    frame = store.frame("forecasts", league)
    columns = {n: frame[n].to_numpy(np.float64) for n in FORECAST_FLOATS}
    return tournament_backtest.report_of(spec, Forecast(**columns))


def test_pooled_figures_are_those_of_the_forecasts_game_by_game(stored):
    league = stored.spec.league
    for row in summary_tables.pooled("record", league, "tournament").itertuples():
        score = stored.score(row.first, row.last)
        assert row.games == score.games
        one = score if row.forecaster == "hardwood" else score.baselines[row.forecaster]
        assert row.log_loss == pytest.approx(one.log_loss, abs=2e-4)
        assert row.brier_se == pytest.approx(one.brier_se, abs=2e-4)
        if row.forecaster != "hardwood":
            assert row.gain == pytest.approx(one.log_loss_improvement, abs=2e-4)
            assert row.gain_se == pytest.approx(one.log_loss_improvement_se, abs=2e-4)
    for figure in ("margin", "total"):
        bins = summary_tables.bins(league, "tournament", figure)
        first, last = bins["first"].iloc[0], bins["last"].iloc[0]
        assert bins["share"].to_numpy() == pytest.approx(
            stored.pit(figure, first, last).share, abs=2e-3
        )


@pytest.mark.parametrize("league", LEAGUES)
def test_a_pooled_last_month_is_the_mean_of_its_seasons(league):
    seasons = summary_tables.seasons("record", league, "season")
    for row in summary_tables.pooled("record", league, "season").itertuples():
        of = seasons[(seasons["forecaster"] == row.forecaster)]
        of = of[(of["season"] >= row.first) & (of["season"] <= row.last)]
        assert row.games == of["games"].sum()
        assert row.log_loss == pytest.approx(
            np.average(of["log_loss"], weights=of["games"]), abs=1e-4
        )
        assert row.brier == pytest.approx(np.average(of["brier"], weights=of["games"]), abs=1e-4)


def test_the_games_of_a_season_are_the_command_s_table(capsys, tmp_path):
    """Every number of the time machine's list, from the command's own file."""
    import csv

    path = tmp_path / "games.csv"
    asked(capsys, "--seasons", "2011", "--csv", str(path))
    with open(path, newline="") as file:
        by_slot = {row["slot"]: row for row in csv.DictReader(file)}
    games = summary_tables.tournament_games("men", 2011)
    assert len(games) == len(by_slot) == 67
    for game in games.itertuples():
        row = by_slot[game.slot]
        won = int(row["points_a"]) > int(row["points_b"])
        prob, mean = float(row["win_prob_a"]), float(row["margin_mean"])
        assert game.prob == pytest.approx(prob if won else 1 - prob, abs=DIGITS)
        assert game.expected == pytest.approx(mean if won else -mean, abs=1e-4)
        assert game.weaker < game.prob < game.stronger or game.prob > 0.999
