"""What the page makes of the engine's tables: movers, weakest picks, small chances, files."""

import re
import struct
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.bracket import win_curve
from engine.bracket.picks import no_picks, with_pick
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from pages.ui.bracket import my_bracket, share
from pages.ui.bracket.address import Asked
from pages.ui.bracket.odds_changes import movers
from pages.ui.bracket.page_context import PageContext
from pages.ui.drawing.view import View
from pages.ui.runs import FinishedRuns
from pages.ui.shell import format


def change(team: int, round_: int, before: float, after: float) -> dict[str, object]:
    return {"team_id": team, "round": round_, "before": before, "after": after}


def test_movers_name_the_change_worth_saying() -> None:
    frame = pd.DataFrame(
        [
            change(1, 1, 0.9, 0.0),  # out: its first game says the least
            change(1, 5, 0.3, 0.0),
            change(1, 6, 0.001, 0.0),
            change(2, 1, 0.1, 1.0),  # locked: certain by itself
            change(2, 2, 0.05, 0.4),
            change(2, 3, 0.01, 0.1),
            change(3, 6, 0.2, 0.22),
        ]
    )
    frame["diff"] = frame["after"] - frame["before"]
    found = movers(frame)
    assert found[["team_id", "round"]].values.tolist() == [[2, 2], [1, 5], [3, 6]]


@pytest.mark.parametrize(
    ("prob", "said"),
    [
        (0.5, "1 in 2.0"),
        (1 / 12_345, "1 in 12,000"),
        (1 / 4.14e9, "1 in 4.1 billion"),
        (1 / 9.2e18, "1 in 9.2 quintillion"),
        (1 / 479e12, "1 in 480 trillion"),
    ],
)
def test_small_chances_are_said_in_words(prob: float, said: str) -> None:
    assert format.one_in(prob) == said


@pytest.fixture(scope="module")
def run_() -> TournamentResult:
    return store.load_default_result("men", 2026)


@pytest.fixture(scope="module")
def view(run_: TournamentResult) -> View:
    teams = store.load_teams("men", 2026)
    names = [teams.name[row] for row in teams.rows(run_.field.team_id)]
    return View(run_.field, names, run_.slot_prob(), 10_000, title="Men's bracket", note="A note")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_a_large_png(view: View, theme: str) -> None:
    data = share.png(view, theme)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width > 2000 and 1.2 < width / height < 1.5 and len(data) < 4_000_000


def test_the_page_to_print_is_one_landscape_page(view: View) -> None:
    data = share.pdf(view)
    assert data[:5] == b"%PDF-" and b"/Count 1" in data and b"/Count 2" not in data
    box = re.search(rb"MediaBox *\[0 0 (\d+)\.?\d* (\d+)", data)
    assert box and int(box[1]) == 792 and 560 < int(box[2]) <= 612  # fits a Letter page on its side
    assert b"HardwoodSans-Regular" in data  # the screen's letters, not a stand-in
    assert 10_000 < len(data) < 500_000


def test_the_drawing_stands_alone(view: View) -> None:
    text = share.svg(view, "light").decode()
    assert text.startswith("<svg") and "var(--" not in text and "Men&#x27;s bracket" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_shelf_keeps_what_was_used_last(run_: TournamentResult) -> None:
    specs = [BracketSpec("men", 2026, 10_000, seed) for seed in range(4)]
    shelf = FinishedRuns(room=2 * run_.winner.nbytes)
    for spec in specs[:2]:
        shelf.put(replace(run_, spec=spec), "v")
    assert shelf.get(specs[0], "v") is not None
    shelf.put(replace(run_, spec=specs[2]), "v")
    assert shelf.get(specs[1], "v") is None and shelf.get(specs[0], "v") is not None
    assert shelf.get(specs[0], "another version") is None
    locked = replace(specs[0], locks=(("R1W1", 1373),))
    assert [found.spec for found in shelf.alike(locked, "v")] == [specs[0]]
    kept = shelf.get(specs[0], "v")
    assert kept is not None and not kept.winner.flags.writeable
    assert np.shares_memory(kept.winner, run_.winner)


def test_the_picks_as_a_table(run_: TournamentResult) -> None:
    field = run_.field
    picks = with_pick(no_picks(field), field, "R6CH", 0)
    win = run.load_win_matrix("men", 2026).win
    asked = Asked("mine", -1, no_picks(field), picks, 0)
    teams = store.load_teams("men", 2026)
    context = PageContext("men", 2026, field, teams, run_.spec, run_.slot_prob(), asked, run_.spec)
    frame = my_bracket.table(context, picks, win_curve.prob_given_picks(field, win, picks), run_)
    made = frame[frame["pick"] != ""]
    assert len(frame) == 67 and made["pick"].tolist() == ["Duke"] * 6
    assert made["team_a"].iloc[0] == "Duke" and made["team_b"].iloc[0] == "Siena"
    assert made["true_prob"].is_monotonic_decreasing
    assert made["true_prob"].iloc[-1] == run_.slot_prob()[-1, 0]
    assert frame.loc[frame["pick"] == "", "win_prob"].isna().all()
