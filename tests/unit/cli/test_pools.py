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


def test_the_public_as_a_table(capsys, tmp_path):
    path = tmp_path / "public.csv"
    _asked(capsys, "public", "--csv", str(path))
    frame = pd.read_csv(path)
    assert len(frame) == 68 and frame.champion[~frame.first_four].sum() > 0.95
    assert {"team_id", "r64", "r32", "s16", "e8", "f4", "champion"} <= set(frame.columns)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("best", "--prizes", "60,30"), "add up to 90"),
        (("best", "--entries", "3", "--mine", "3"), "leave no rival"),
        (("best", "--scoring", "1-2-3"), "six round scores"),
        (("best", "--lock", "R6CH=Nowhere"), "No team called"),
        (("judge", "A" * 24), "another version"),
        (("public", "--chalky", "9"), "not a chalkiness"),
        (("calcutta", "--pays", "1,2"), "six payouts"),
    ],
)
def test_bad_input_is_one_sentence(capsys, words, said):
    assert main(["pool", *words, "--season", "2026"]) == 2
    assert said in capsys.readouterr().err
