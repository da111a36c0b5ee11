"""``python -m engine replay``: one universe as text, as JSON and as a table."""

import csv
import json

import pytest

from engine import run, store
from engine.cli.main import main
from engine.domain.specs import GameSpec, Side

PAIR = ["--season", "2026", "--a", "Michigan", "--b", "1163"]


def replay(capsys, *argv: str) -> dict:
    assert main(["replay", *argv, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out.splitlines()[-1])


def test_the_score_is_the_one_the_game_command_counts(capsys, tmp_path):
    path = tmp_path / "plays.csv"
    said = replay(capsys, *PAIR, "--universe", "17", "--seed", "7", "--csv", str(path))
    fast = run.game(GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", 18, 7))
    assert [said["a"]["points"], said["b"]["points"]] == fast.points[:, 17].tolist()
    assert (said["universe"], said["seed"], said["note"]) == (17, 7, "")
    assert said["data"] == store.data_version() and len(said["a"]["box"]) > 8
    assert sum(line["points"] for line in said["a"]["box"][:-1]) == said["a"]["points"]
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == said["events"]
    last = rows[-1]
    assert [int(last["score_a"]), int(last["score_b"])] == fast.points[:, 17].tolist()
    assert 0 <= said["turning_point"]["win_prob_after"] <= 1


def test_a_person_reads_plays_and_box_scores(capsys):
    assert main(["replay", *PAIR, "--universe", "17"]) == 0
    out = capsys.readouterr().out
    for words in ("1st half", "2nd half", "makes a two", "End of the game: Michigan", "Total"):
        assert words in out


def test_one_players_plays(capsys):
    name = replay(capsys, *PAIR, "--universe", "17")["a"]["box"][0]["player"]
    assert main(["replay", *PAIR, "--universe", "17", "--player", name.lower()]) == 0
    plays = capsys.readouterr().out.split("\n\n")[0].splitlines()[1:]
    assert plays and all(name in line for line in plays)


def test_seasons_without_players_say_so(capsys):
    argv = ["--league", "women", "--season", "2015", "--a", "Connecticut", "--b", "Notre Dame"]
    said = replay(capsys, *argv, "--universe", "0")
    assert "since 2021" in said["note"] and [x["player"] for x in said["a"]["box"]] == ["Total"]


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (["--universe", "100000"], "from 0 to 99,999"),
        (["--universe", "-1"], "from 0 to 99,999"),
        (["--universe", "some"], "from 0 to 99,999"),
        (["--universe", "3", "--b", "1276"], "two different teams"),
        (["--universe", "3", "--b", "Atlantis"], "No team called"),
        (["--universe", "3", "--season", "1950"], "Choose a men's season"),
        (["--universe", "3", "--player", "Nobody at all"], "No player called"),
        (["--universe", "3", "--seed", "x"], "seed"),
    ],
)
def test_what_cannot_be_replayed(capsys, argv, hint):
    assert main(["replay", *PAIR, *argv]) == 2
    out, err = capsys.readouterr()
    assert out == "" and hint in err
