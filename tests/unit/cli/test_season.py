"""``python -m engine season``: files that are whole or not there, and errors with a remedy."""

import json

import pandas as pd
import pytest

from engine.cli.main import main
from engine.recap import season


@pytest.fixture(autouse=True)
def few_games(monkeypatch):
    monkeypatch.setattr(season, "_games", lambda spec, schedule: 3)


def command(folder, *more: str) -> int:
    argv = ["season", "--season", "2026", "--seed", "1", "--workers", "0", "--out", str(folder)]
    return main([*argv, *more])


def test_three_files_and_a_stamp(capsys, tmp_path):
    folder = tmp_path / "new" / "season"
    assert command(folder, "--json") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["rows"]["games"] == 3 and said["universe"] == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"games.parquet", "events.parquet", "players.parquet", "made_by.json"}
    games = pd.read_parquet(folder / "games.parquet")
    assert {"game", "home", "away", "neutral", "home_half", "home_possessions"} <= set(games)
    assert json.loads((folder / "made_by.json").read_text())["seed"] == 1


def test_a_whole_folder_is_left_alone_and_a_broken_one_is_finished(capsys, tmp_path):
    assert command(tmp_path) == 0
    before = (tmp_path / "events.parquet").read_bytes()
    (tmp_path / "events.parquet").write_bytes(b"mine")
    assert command(tmp_path) == 0
    assert "already holds" in capsys.readouterr().out.splitlines()[-1]
    (tmp_path / "made_by.json").unlink()  # as after a run that was stopped
    assert command(tmp_path) == 0
    assert (tmp_path / "events.parquet").read_bytes() == before
    assert command(tmp_path, "--universe", "1") == 0
    assert (tmp_path / "events.parquet").read_bytes() != before


@pytest.mark.parametrize("name", ["notes.txt", ""])
def test_other_peoples_files_are_never_touched(capsys, tmp_path, name):
    folder = tmp_path if name else tmp_path / "file"
    (tmp_path / (name or "file")).write_text("mine")
    assert command(folder) == 2
    assert "Choose an" in capsys.readouterr().err
    assert (tmp_path / (name or "file")).read_text() == "mine"


@pytest.mark.parametrize("more", [("--season", "1999"), ("--universe", "-1"), ("--seed", "x")])
def test_bad_requests_say_what_is_possible(capsys, tmp_path, more):
    assert command(tmp_path / "out", *more) == 2
    assert len(capsys.readouterr().err) < 300
    assert not (tmp_path / "out").exists()
