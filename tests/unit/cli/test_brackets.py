"""The commands about a whole tournament: real results, picks, one universe."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine import store
from engine.bracket import fill, pick_code
from engine.bracket import picks as p
from engine.cli.main import main
from engine.domain.field import ROUND_KEYS, Field
from tests.fields import seventy_six
from tests.own_files import field_csv

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


# A field of one's own ---------------------------------------------------------------------------


@pytest.fixture
def own_field(tmp_path) -> tuple[Path, Field]:
    """A file with a field of 76 teams."""
    path = tmp_path / "field.csv"
    path.write_bytes(field_csv())
    return path, replace(seventy_six(), own=True)


@pytest.mark.parametrize("season", ["2026", "2027"])
def test_a_field_of_ones_own(capsys, tmp_path, own_field, season):
    path, field = own_field
    table = tmp_path / "odds.csv"
    files = ["--field", str(path), "--csv", str(table)]
    said = answer(capsys, "bracket", "--season", season, "--sims", "20", *FAST, *files)
    own = said["own_data"]
    assert said["field"]["teams"] == 76 and own["contents"] == "field of 76 teams"
    rows = list(csv.DictReader(table.open()))
    assert [int(row["team_id"]) for row in rows] == field.team_id.tolist()
    assert {row["own_data"] for row in rows} == {own["digest"]}
    total = {key: sum(float(row[key]) for row in rows) for key in ROUND_KEYS}
    assert [round(n, 6) for n in total.values()] == [12 + 52, 32, 16, 8, 4, 2, 1]


def test_a_universe_in_a_field_of_ones_own_says_so(capsys, own_field):
    path, _ = own_field
    assert main([*UNIVERSE, "--universe", "3", "--field", str(path)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("With own data ") and "Opening Round" in text


def test_locks_and_picks_in_a_field_of_ones_own(capsys, own_field):
    path, field = own_field
    picks = p.no_picks(field)
    for slot, seed in (("R6CH", "W01"), ("R1X5", "X12b")):
        picks = p.with_pick(picks, field, slot, field.seed.index(seed))
    second = int(field.team_id[field.seed.index("X12b")])
    lock = ["--lock", f"X12={second}"]
    own, public = (pick_code.encode(picks, one) for one in (field, seventy_six()))
    said = answer(capsys, *BRACKET, "--field", str(path), *lock, "--picks", own)
    first = said["picks"]["slots"][0]
    assert (first["slot"], first["prob"]) == ("X12", 1) and said["picks"]["made"] == 8
    assert said["locks"] == [["X12", second]]
    assert main([*BRACKET, "--picks", own]) == 2
    assert "were made in a field of somebody's own" in capsys.readouterr().err
    assert main([*BRACKET, "--field", str(path), "--picks", public]) == 2
    assert "were made in the real field" in capsys.readouterr().err


def test_a_bad_field_is_refused(capsys, own_field):
    path, _ = own_field
    assert main([*BRACKET, "--field", str(path), "--happened", "6"]) == 2
    assert "has no results" in capsys.readouterr().err
    path.write_text(path.read_text().replace("W,East,1,", "W,East,0,"))
    assert main([*BRACKET, "--field", str(path)]) == 2
    err = capsys.readouterr().err
    assert "line 2, seed “0”" in err and "line W01 is missing" in err and "Correct" in err
