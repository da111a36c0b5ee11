"""Commands that keep counts: the figures of the universes, checkpoints, and what is refused."""

import json

import numpy as np
import pytest

from engine import store
from engine.bracket import rare
from engine.bracket.fill import filled
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks
from engine.cli.main import main
from engine.run import load_win_matrix

FAST = ["--season", "2026", "--workers", "0", "--json"]
GAME = ["game", "--a", "Siena", "--b", "Duke", *FAST]


def answer(capsys, *argv: str) -> dict:
    """The JSON of a command that must succeed."""
    assert main(list(argv)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def code() -> str:
    field, matrix = store.load_field("men", 2026), load_win_matrix("men", 2026)
    return encode(filled(no_picks(field), field, "favourites", matrix.win, np.zeros(())), field)


@pytest.mark.parametrize("sides", [("Siena", "Duke"), ("Duke", "Siena")])
def test_a_game_has_the_same_figures_from_counts(capsys, sides):
    ask = ["game", "--a", sides[0], "--b", sides[1], *FAST, "--sims", "3000", "--venue", "a"]
    whole, counted = answer(capsys, *ask), answer(capsys, *ask, "--counts")
    assert counted.keys() == whole.keys()
    for name, value in whole.items():
        assert counted[name] == (pytest.approx(value) if isinstance(value, float) else value), name


def test_a_bracket_has_the_same_odds_from_counts(capsys, code, tmp_path):
    ask = ["bracket", *FAST, "--sims", "1200", "--picks", code]
    whole = answer(capsys, *ask)
    file = str(tmp_path / "counts.npz")
    counts = [*ask, "--counts", "--together", "Final Four", "--checkpoint", file]
    counted = answer(capsys, *counts)
    assert counted["teams"] == whole["teams"]
    assert counted["right"]["mean"] == pytest.approx(whole["picks"]["right_mean"], abs=1e-4)
    assert counted["perfect"]["universes"] == 0
    assert sum(pair["universes"] for pair in counted["together"]) == 1200  # two in every final
    again = answer(
        capsys, *ask, "--counts", "--together", "Final Four", "--checkpoint", file, "--resume"
    )
    assert again["teams"] == counted["teams"]


def test_rare_things_in_json(capsys, code, tmp_path, monkeypatch):
    monkeypatch.setattr(rare, "DRAWS", 20)
    ask = ["rare", *FAST, "--universes", "300", "--code", code, "--csv", str(tmp_path / "r.csv")]
    rows = answer(capsys, *ask)["questions"]
    assert [row["question"] for row in rows[-2:]] == [
        "A perfect bracket of favorites",
        f"A perfect bracket {code}",
    ]
    for row in rows:
        assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1
        assert row["solved"] > 0
    assert rows[-1]["solved"] == pytest.approx(rows[-2]["solved"])
    assert len((tmp_path / "r.csv").read_text().splitlines()) == len(rows) + 1


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([*GAME, "--checkpoint", "x.npz"], "Only counts have a checkpoint. Add --counts"),
        ([*GAME, "--counts", "--resume"], "There is nothing to resume. Name the file"),
        ([*GAME, "--counts", "--sims", "1000000001"], "from 1 to 1,000,000,000"),
        ([*GAME, "--sims", "1000000"], "from 1 to 100,000"),
        ([*GAME, "--cluster", "local:2"], "Leave out --workers or --cluster"),
        (["bracket", *FAST, "--together", "4"], "Only counts have pairs of teams"),
        (["rare", *FAST, "--checkpoint", "no/such/folder.npz"], "There is no folder no/such"),
        (["rare", *FAST, "--code", "nonsense"], "link"),
        (["rare", "--season", "2026", "--cluster", "mars"], "“mars” is no cluster. Write local"),
    ],
)
def test_what_cannot_be_counted_is_told(capsys, argv, sentence):
    assert main(argv) == 2
    assert sentence in capsys.readouterr().err
