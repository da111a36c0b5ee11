"""The commands about a whole tournament: real results, picks, one universe."""

import csv
import json

import pytest

from engine import store
from engine.bracket import fill, pick_code
from engine.bracket import picks as p
from engine.cli.main import main

FAST = ["--workers", "0"]
BRACKET = ["bracket", "--season", "2026", "--sims", "20", *FAST]
UNIVERSE = ["universe", "--season", "2026", *FAST]


def answer(capsys, *argv: str) -> dict:
    assert main([*argv, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out.splitlines()[-1])


@pytest.fixture(scope="module")
def code() -> str:
    """The men's 2026 chalk, complete."""
    field = store.load_field("men", 2026)
    from engine import run

    win = run.load_win_matrix("men", 2026).win
    slot_prob = store.load_default("men", 2026)[1]
    return pick_code.encode(fill.filled(p.no_picks(field), field, "seeds", win, slot_prob), field)


def test_what_happened_through_a_round(capsys):
    said = answer(capsys, *BRACKET, "--happened", "Sweet 16")
    assert len(said["locks"]) == 4 + 32 + 16 + 8
    alive = [team for team in said["teams"] if team["s16"] > 0]
    assert len(alive) == 8 and all(team["s16"] == 1 for team in alive)
    assert said == answer(capsys, *BRACKET, "--happened", "3") | {"seconds": said["seconds"]}


def test_picks_are_judged(capsys, code):
    said = answer(capsys, *BRACKET, "--picks", code)["picks"]
    assert said["code"] == code and said["made"] == len(said["slots"]) == 67
    one, ten = said["points"].values()
    assert one["most"] == 192 and ten["mean"] == pytest.approx(10 * one["mean"])
    assert 0 < one["mean"] < 192 and said["upsets"] == 0
    assert 0 < said["perfect"]["prob"] < 1e-6 and said["perfect"]["se"] > 0
    assert main([*BRACKET, "--picks", code]) == 0
    text = capsys.readouterr().out
    assert "67 picks in 20 universes" in text and "Perfect bracket: one chance in" in text


def test_a_bracket_that_is_already_wrong_says_so(capsys, code):
    assert main([*BRACKET, "--picks", code, "--happened", "6"]) == 0
    assert "Perfect bracket: no longer possible." in capsys.readouterr().out


def test_a_universe_with_its_scores(capsys, tmp_path):
    path = tmp_path / "universe.csv"
    said = answer(capsys, *UNIVERSE, "--universe", "4217", "--csv", str(path))
    games = said["games"]
    assert len(games) == 67 and games[-1]["winner"] == said["champion"]
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["slot"] for row in rows] == [game["slot"] for game in games]
    final = games[-1]
    replayed = answer(
        capsys, "replay", "--season", "2026", "--a", str(final["team_a"]),
        "--b", str(final["team_b"]), "--universe", "4217", *FAST,
    )  # fmt: skip
    assert [replayed[k]["points"] for k in "ab"] == [final["points_a"], final["points_b"]]
    assert main([*UNIVERSE, "--universe", "4217"]) == 0
    text = capsys.readouterr().out
    assert "Universe 4,217" in text and "Championship" in text and "W01 Duke" in text


def test_a_universe_after_what_happened(capsys):
    said = answer(
        capsys, *UNIVERSE, "--universe", "0", "--happened", "1", "--lock", "R6CH=Michigan"
    )
    locked = [game for game in said["games"] if game["points_a"] is None]
    assert len(locked) == 36 + 5 and locked[-1]["slot"] == "R6CH"
    assert main([*UNIVERSE, "--universe", "0", "--happened", "6"]) == 0
    assert "(locked)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([*BRACKET, "--happened", "7"], "“7” is not a possible round."),
        ([*BRACKET, "--happened", "finals"], "Use a whole number from 0 to 6."),
        ([*BRACKET, "--happened", "1", "--lock", "R1W1=Siena"], "Two locks contradict"),
        ([*BRACKET, "--picks", "B"], "cut short"),
        ([*BRACKET, "--picks", "x" * 100_000], "too long: 100,000 characters"),
        ([*UNIVERSE, "--universe", "100000"], "Use a whole number from 0 to 99,999."),
        ([*UNIVERSE, "--universe", "-1"], "“-1” is not a possible universe."),
        (["universe", "--season", "2020", "--universe", "1"], "was cancelled"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(capsys, argv, sentence):
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and len(err.splitlines()) == 1


def test_picks_of_another_season(capsys, code):
    assert main(["bracket", "--season", "2025", "--picks", code, *FAST]) == 2
    assert "belong to the men's 2026 tournament" in capsys.readouterr().err
