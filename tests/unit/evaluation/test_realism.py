"""Gates, which season has which, and the command line."""

import json

import numpy as np
import pytest

from engine import store
from engine.cli.main import main
from engine.errors import BadNumber, UnknownSeason
from engine.evaluation import realism
from engine.evaluation.realism import Comparison, Gate, Reality, RealitySpec

SPEC = RealitySpec("men", 2026, 2, 1)


def test_a_gate_is_around_the_real_figure_or_fixed():
    assert Gate("points_mean", 0.5).bounds(74.0, 9.0) == (73.5, 74.5)
    assert Gate("overtime", low=0.05, high=0.07).bounds(0.2, 9.0) == (0.05, 0.07)


def test_a_gate_of_the_box_score_is_as_much_wider_as_its_real_figure_is_uncertain():
    assert Gate("home_fouls", 0.5, errors=2.0).bounds(-1.5, 0.25) == (-2.5, -0.5)


@pytest.mark.parametrize(
    ("simulated", "errors", "holds"),
    [(10.0, 0, True), (11.0, 0, True), (11.01, 0, False), (11.3, 3, True), (8.69, 3, False)],
)
def test_a_gate_holds_up_to_its_bounds_and_the_error_allowed(simulated, errors, holds):
    one = Comparison("x", 10.0, simulated, se=0.1, spread=0.3, low=9.0, high=11.0)
    assert one.gated and one.holds(errors) is holds


def test_a_figure_without_a_gate_cannot_fail():
    one = Comparison("x", 10.0, 99.0, se=0.1, spread=0.3)
    assert one.holds() and not one.gated


def test_the_simulated_figure_is_the_mean_over_universes_with_its_error():
    real = {"points_mean": 70.0, "overtime_again": 0.2, "total_sd": 19.0}
    universes = [
        {"points_mean": 70.0, "overtime_again": 0.1, "total_sd": 22.0},
        {"points_mean": 71.0, "overtime_again": np.nan, "total_sd": 22.0},  # no overtime in it
        {"points_mean": 70.2, "overtime_again": 0.3, "total_sd": 22.0},
    ]
    points, again, total = realism.compare("men", real, universes)
    assert points.simulated == pytest.approx(70.4) and points.holds()
    assert points.se == pytest.approx(points.spread / np.sqrt(3))
    assert again.simulated == pytest.approx(0.2)
    assert Reality(SPEC, 1, (points, again, total)).failed() == ("total_sd",)


def test_what_is_asked_of_a_season_is_what_its_sources_can_say():
    def names(league, season):
        return [gate.name for gate in realism.gates(league, store.load_figures(league, season))]

    full, boxes, bare = names("men", 2026), names("men", 2015), names("women", 2015)
    assert len(full) == len(set(full)) == 55
    assert {"margin_40_0", "tied_40_given_4_at_1_00", "halves_correlation"} <= set(full)
    assert "possessions_mean" in boxes and "overtime" in boxes and "margin_40_0" not in boxes
    assert set(boxes) - set(bare) == {"possessions_mean"}


def test_real_figures_are_the_published_ones():
    """Men's 2025-26, 5,465 games: overtime 5.75 %, mean absolute margin 12.52, 74.80 points."""
    real = store.load_figures("men", 2026)
    assert real["points_mean"] == pytest.approx(74.80, abs=0.01)
    assert real["margin_mean_absolute"] == pytest.approx(12.52, abs=0.01)
    assert real["overtime"] == real["margin_40_0"] == pytest.approx(0.0575, abs=0.0001)
    assert real["halves_correlation"] == pytest.approx(-0.21, abs=0.01)


def test_a_spec_is_checked():
    with pytest.raises(UnknownSeason, match="Choose a men's season from 2010 to 2026 except 2020"):
        RealitySpec("men", 2009, 2, 1)
    with pytest.raises(BadNumber, match="from 2 to 1,000"):
        RealitySpec("men", 2026, 1, 1)


# --- On the command line -------------------------------------------------------------------------

ASK = ["reality", "--season", "2026", "--sims", "3", "--workers", "0"]
SOUND = Comparison("overtime", 0.0575, 0.0561, 0.001, 0.003, 0.052, 0.063)
WRONG = Comparison("points_mean", 74.8, 80.0, 0.1, 0.2, 74.3, 75.3)
OTHER = Comparison("margin_40_sd", 11.3, 11.2, 0.1, 0.2)


@pytest.mark.parametrize(("comparisons", "status"), [((SOUND, OTHER), 0), ((SOUND, WRONG), 1)])
def test_the_status_says_whether_all_gates_hold(capsys, monkeypatch, comparisons, status):
    monkeypatch.setattr(realism, "reality", lambda spec, pool: Reality(spec, 5465, comparisons))
    assert main([*ASK, "--json"]) == status
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    first, *_ = said["gates"]
    assert first.items() >= {
        "name": "overtime", "real": 0.0575, "simulated": 0.0561, "low": 0.052, "high": 0.063,
        "ok": True,
    }.items()  # fmt: skip
    assert [c["name"] for c in said["gates"]] == [c.name for c in comparisons if c.gated]
    assert (said["ok"], said["season"], said["sims"]) == (status == 0, 2026, 3)
    assert main(ASK) == status
    out = capsys.readouterr().out
    assert ("FAILS" in out) is (status == 1)
    assert ("1 of 2 gates hold." if status else "1 of 1 gates hold.") in out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--season", "2009"], "Choose a men's season from 2010 to 2026 except 2020."),
        (["--season", "2020"], "The 2020 tournament was cancelled"),
        (["--season", "2026", "--sims", "1"], "Use a whole number from 2 to 1,000."),
        (["--season", "2026", "--sims", "many"], "“many” is not a possible number of universes."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(capsys, argv, sentence):
    assert main(["reality", *argv]) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and len(err.splitlines()) == 1
