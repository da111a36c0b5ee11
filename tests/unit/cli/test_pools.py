"""``python -m engine pool …``: keys, files and refusals."""

import json

import pandas as pd
import pytest

from engine.cli.main import main


def _asked(capsys, *words: str) -> dict:
    assert main(["pool", *words, "--season", "2026", "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_best_and_judge_agree(capsys):
    best = _asked(capsys, "best", "--entries", "30", "--prizes", "60,30,10")
    for made in (best, best["most_points"], best["chalk"]):
        assert {"win_prob", "win_prob_se", "low", "high", "payout", "picks"} <= made.keys()
        assert len(made["picks"]) == 63
    judged = _asked(capsys, "judge", best["code"], "--prizes", "60,30,10")["brackets"][0]
    assert judged["win_prob"] == best["win_prob"] and sum(judged["places"]) < 1


def test_a_second_chance(capsys):
    """From the Final Four on there are three picks, judged in the same pool worth the same."""
    pool = ("--happened", "Elite Eight", "--entries", "10", "--sims", "400", "--workers", "0")
    best = _asked(capsys, "second-chance", *pool)
    assert best["picks"].keys() == {"R5WX", "R5YZ", "R6CH"} and best["happened"] == 4
    judged = _asked(capsys, "judge", best["code"], *pool)["brackets"][0]
    assert judged["win_prob"] == best["win_prob"]


def test_the_public_as_a_table(capsys, tmp_path):
    path = tmp_path / "public.csv"
    _asked(capsys, "public", "--csv", str(path))
    frame = pd.read_csv(path)
    assert list(frame.columns) == ["team_id", "r64", "r32", "s16", "e8", "f4", "champion"]
    assert frame.drop(columns="team_id").sum().to_numpy() == pytest.approx([32, 16, 8, 4, 2, 1])


def test_chances_during_the_tournament_have_both_errors(capsys, tmp_path):
    """Rooting among three entries, a survivor plan and an auction, as the README names them."""
    best = _asked(capsys, "best")
    path = tmp_path / "rivals.txt"
    path.write_text(f"Ann {best['chalk']['code']}\nno code here\n")
    said = _asked(capsys, "rooting", best["code"], "--rivals", str(path), "--prizes", "first")
    assert said["low"] <= said["share"] <= said["high"] and len(said["faults"]) == 1
    assert [entry["name"] for entry in said["entries"]] == ["my bracket", "Ann"]
    among = _asked(capsys, "best", "--rivals", str(path))
    assert among["rivals"] == 1 and among["faults"] == said["faults"]
    assert among["win_prob"] != best["win_prob"]
    assert sum(entry["share"] for entry in said["entries"]) == pytest.approx(1)
    assert len(said["games"]) == 8
    plan = _asked(capsys, "survivor")["plan"]
    assert 0 < plan["low"] <= plan["chance"] <= plan["high"] and plan["chance_se"] > 0
    teams = _asked(capsys, "calcutta")["teams"]
    assert sum(team["share"] for team in teams) == pytest.approx(1, abs=1e-4)
    assert all(team["low"] <= team["share"] <= team["high"] for team in teams)


def test_the_record_as_text_json_and_a_table(capsys, tmp_path):
    path = tmp_path / "record.csv"
    assert main(["pool", "record", "--league", "women", "--json", "--csv", str(path)]) == 0
    payload = json.loads(capsys.readouterr().out)
    tempered = payload["mean"][0]
    assert (tempered["style"], tempered["entries"], tempered["seasons"]) == ("tempered", 10, 16)
    shares = [r["fair_share"] for r in payload["tournaments"] if _is(r, "tempered", 10)]
    assert tempered["fair_share"] == pytest.approx(sum(shares) / 16, abs=1e-3)
    assert len(pd.read_csv(path)) == 16 * 12
    assert main(["pool", "record"]) == 0
    assert "Tempered less most points" in capsys.readouterr().out


def _is(row: dict, style: str, entries: int) -> bool:
    return (row["style"], row["entries"]) == (style, entries)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("best", "--prizes", "60,30"), "add up to 90"),
        (("best", "--prizes", "100,-10"), "never negative"),
        (("best", "--entries", "3", "--mine", "3"), "leave no rival"),
        (("best", "--scoring", "1-2-3"), "six round scores"),
        (("best", "--lock", "R6CH=Nowhere"), "No team called"),
        (("second-chance", "--happened", "6"), "nothing is left"),
        (("judge", "A" * 24), "another version"),
        (("public", "--chalky", "9"), "not a chalkiness"),
        (("calcutta", "--pays", "1,2"), "six payouts"),
    ],
)
def test_bad_input_is_one_sentence(capsys, words, said):
    assert main(["pool", *words, "--season", "2026"]) == 2
    assert said in capsys.readouterr().err
