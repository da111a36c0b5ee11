"""The command line: one answer, one exit status, never a traceback."""

import csv
import json
import subprocess
import sys

import pytest

from engine import store
from engine.cli.main import main
from engine.errors import DamagedData
from engine.evaluation import benchmark

FAST = ["--workers", "0"]


def answer(capsys, *argv: str) -> dict:
    """Run a command with ``--json`` and read the last line it prints."""
    assert main([*argv, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out.splitlines()[-1])


def rows_of(path) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_teams_lists_the_best_first(capsys):
    said = answer(capsys, "teams", "--league", "women", "--season", "2026")
    assert (said["league"], said["season"], said["data"]) == ("women", 2026, store.data_version())
    net = [team["net_eff"] for team in said["teams"]]
    assert net == sorted(net, reverse=True) and len(net) > 300
    assert main(["teams", "--season", "2026"]) == 0
    assert "Michigan" in capsys.readouterr().out


def test_game_by_name_by_id_and_across_seasons(capsys):
    sims = ["--sims", "40", *FAST]
    by_id = answer(capsys, "game", "--season", "2026", "--a", "1276", "--b", "1163", *sims)
    by_name = answer(
        capsys, "game", "--season", "2026", "--a", "michigan", "--b", "Connecticut", *sims
    )
    assert by_id == by_name
    assert by_id["a"] == {"season": 2026, "team_id": 1276, "name": "Michigan 2026"}
    assert 0 <= by_id["win_prob_a"] <= 1 and by_id["sims"] == 40 and by_id["seed"] == 2026
    smooth = by_id["win_prob_a_smooth"]
    assert by_id["win_prob_a_weaker"] < smooth < by_id["win_prob_a_stronger"]
    assert 0 < by_id["win_prob_a_smooth_error"] < 0.01
    old = answer(capsys, "game", "--season", "2026", "--a", "2015:1246", "--b", "Duke", *sims)
    assert old["a"] == {"season": 2015, "team_id": 1246, "name": "Kentucky 2015"}


def test_game_writes_one_row_a_universe(capsys, tmp_path):
    path = tmp_path / "games.csv"
    said = answer(
        capsys, "game", "--season", "2026", "--a", "Duke", "--b", "Siena", "--venue", "a",
        "--sims", "30", "--seed", "7", "--csv", str(path), *FAST,
    )  # fmt: skip
    rows = rows_of(path)
    assert [int(row["universe"]) for row in rows] == list(range(30))
    won = [int(row["points_a"]) > int(row["points_b"]) for row in rows]
    assert sum(won) / 30 == pytest.approx(said["win_prob_a"])
    assert list(rows[0])[-2:] == ["largest_lead_a", "largest_lead_b"]


def test_bracket_writes_one_row_a_team_and_obeys_its_locks(capsys, tmp_path):
    path = tmp_path / "odds.csv"
    said = answer(
        capsys, "bracket", "--season", "2026", "--sims", "20", "--csv", str(path),
        "--lock", "R1W1=Siena", "R6CH=1276", *FAST,
    )  # fmt: skip
    rows = {row["name"]: row for row in rows_of(path)}
    assert len(rows) == 68
    assert list(rows["Siena"]) == (
        "team_id name seed region first_four r64 r32 s16 e8 f4 champion".split()
    )
    assert float(rows["Siena"]["r64"]) == 1 and float(rows["Duke"]["r64"]) == 0
    assert float(rows["Michigan"]["champion"]) == 1
    assert said["locks"] == [["R1W1", 1373], ["R6CH", 1276]]
    assert sum(team["e8"] for team in said["teams"]) == pytest.approx(4)


def test_backtest_scores_the_games_it_lists(capsys, tmp_path):
    path = tmp_path / "games.csv"
    said = answer(
        capsys, "backtest", "--league", "women", "--seasons", "2018-2021", "--sims", "50",
        "--csv", str(path), *FAST,
    )  # fmt: skip
    assert said["seasons"] == [2018, 2019, 2021]  # nobody played in 2020
    assert said["games"] == 3 * 63 == sum(one["games"] for one in said["per_season"])
    rows = rows_of(path)
    assert (
        list(rows[0])
        == (
            "season slot round team_a team_b seed_a seed_b venue win_prob_a margin_mean margin_sd "
            "total_mean points_a points_b"
        ).split()
    )
    assert all(int(row["team_a"]) < int(row["team_b"]) for row in rows)
    brier = [
        (float(row["win_prob_a"]) - (int(row["points_a"]) > int(row["points_b"]))) ** 2
        for row in rows
    ]
    assert sum(brier) / len(brier) == pytest.approx(said["brier"])
    assert {"log_loss", "brier", "games"} <= set(said["seeds_only"])


def test_bench_says_its_figures_with_their_range(capsys, monkeypatch):
    speed = benchmark.Figure(100_000.0, 90_000.0, 110_000.0)
    plain, none = benchmark.Figure(50.0, 40.0, 60.0), None
    made_up = benchmark.Bench(speed, speed, plain, speed, plain, speed, none, 1.0, {"cores": 2})
    monkeypatch.setattr(benchmark, "bench", lambda seed: made_up)
    said = answer(capsys, "bench")
    assert said["games_per_s_one_core"] == 100_000 and said["jit_ratio"] == 2000
    assert main(["bench"]) == 0
    out = capsys.readouterr().out
    assert "100,000   (90,000 to 110,000)" in out and "2,000 times as fast" in out


BRACKET = ["bracket", "--season", "2026", "--sims", "10", *FAST]
GAME = ["game", "--season", "2026", "--b", "Duke", *FAST]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["teams", "--season", "2020"], "The 2020 tournament was cancelled"),
        (["teams", "--season", "1776"], "Choose a men's season from 2003 to 2027 except 2020."),
        (["bracket", "--league", "women", "--season", "2009"], "from 2010 to 2027 except 2020"),
        ([*GAME, "--a", "Micigan"], "No team called “Micigan”"),
        ([*GAME, "--a", "Micigan"], "Nearest names: Michigan"),
        ([*GAME, "--a", "2014:Michigan Tech"], "men's 2014"),
        ([*GAME, "--a", "Duke"], "A team cannot play itself."),
        ([*GAME, "--a", "1"], "No team called “1”"),
        ([*GAME, "--a", "Siena", "--sims", "0"], "Use a whole number from 1 to 100,000."),
        ([*GAME, "--a", "Siena", "--sims", "1e4"], "“1e4” is not a possible number of universes."),
        ([*GAME, "--a", "Siena", "--seed", "-1"], "“-1” is not a possible seed."),
        ([*GAME, "--a", "Siena", "--workers", "two"], "“two” is not a possible number of workers."),
        ([*GAME, "--a", "Siena", "--csv", "/no/such/folder/x.csv"], "There is no folder"),
        ([*BRACKET, "--lock", "R1W1"], "“R1W1” is not a lock. Write a slot and a team"),
        ([*BRACKET, "--lock", "R9W1=Duke"], "There is no slot “R9W1”"),
        ([*BRACKET, "--lock", "R1W1=Dook"], "No team called “Dook”"),
        ([*BRACKET, "--lock", "R1W1=Michigan"], "Michigan"),  # plays in another region
        (["teams", "--season", "²"], "“²” is not a season."),
        ([*GAME, "--a", "²"], "No team called “²”"),
        ([*GAME, "--a", "²:Siena"], "“²” is not a season."),
        ([*BRACKET, "--lock", "R1W1=²"], "No team called “²”"),
        (["backtest", "--seasons", "20²-2026"], "“20²” is not a season."),
        (["backtest", "--seasons", "2008-2030"], "The men's season 2030 is not in the data."),
        (["backtest", "--seasons", "2026-2008"], "Write 2008-2026."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(capsys, argv, sentence):
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["teams"],
        ["game", "--a", "1"],
        ["teams", "--league", "x"],
        [*GAME, "--a=--"],
        [*BRACKET, "--lock=--"],
    ],
)
def test_a_wrong_command_is_status_2_as_well(capsys, argv):
    with pytest.raises(SystemExit) as caught:
        main(argv)
    err = capsys.readouterr().err
    assert caught.value.code == 2 and "usage" in err and "Traceback" not in err


def test_help_explains_the_seed_and_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["game", "--help"])
    assert "random number of the run (default: 2026)" in " ".join(capsys.readouterr().out.split())


def test_damaged_data_is_no_fault_of_the_asker(capsys, monkeypatch):
    def broken(*_, **__):
        raise DamagedData("teams.parquet is missing.", "Restore it.")

    monkeypatch.setattr(store, "load_teams", broken)
    assert main(["teams", "--season", "2026"]) == 1
    assert capsys.readouterr().err == "teams.parquet is missing. Restore it.\n"


def test_as_a_program():
    run = subprocess.run(
        [sys.executable, "-m", "engine", "teams", "--season", "2020", "--json"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 2 and run.stdout == ""
    assert run.stderr.startswith("The 2020 tournament was cancelled")
