"""Scripted games: the kernel as ordinary Python on written random numbers.

``plain.py`` explains the scripts. Every expected value was derived on paper from the rules of the
game and the order of decisions described in ``possession.py``."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.game import possession as p

ROOT = Path(__file__).parents[3]
A, B = 0, 1
MISS = "111.11 60 | a long two, missed at the horn"  # ends a period of a minute


@dataclass(frozen=True)
class Scene:
    """``plays``: (side, event, points a, points b, won) line by line; ``ends``: tally entries;
    ``lines``: entries of a log line, by its number."""

    script: tuple[str, ...]
    plays: list[tuple[int, int, int, int, int]]
    ends: dict[int, int]
    game_tables: dict[str, Any] = field(default_factory=dict)
    lines: dict[int, dict[int, int]] = field(default_factory=dict)


SCENES = {
    "a three, a steal, a two, and the horn": Scene(
        (
            "0 | the jump ball is a's",
            "110.101 15 | a three, not fouled, good, nothing more",
            "10.0 10 | b turns it over: stolen",
            "111.101 20 | a two, good",
            "111.110 15 | b misses as the horn sounds: no rebound",
            "111.111 60 | the arrow is b's; missed again at the horn",
        ),
        [
            (A, p.E_MADE3, 3, 0, p.START),
            (B, p.E_STEAL, 3, 0, p.MADE),
            (A, p.E_MADE2, 5, 0, p.STEAL),
            (B, p.E_MISSED2, 5, 0, p.MADE),
            (B, p.E_MISSED2, 5, 0, p.START),
        ],
        {p.HALF_A: 5, p.HALF_B: 0, p.POSS_A: 2, p.POSS_B: 3, p.LARGEST_A: 5, p.LARGEST_B: 0},
        lines={0: {p.L_TENTHS: 450, p.L_PERIOD: 1}, 3: {p.L_TENTHS: 0, p.L_REBOUND: 0}},
    ),
    "rebounds: one's own keeps the possession, the other's ends it": Scene(
        (
            "1 | b's ball",
            "111.110 10 | missed, rebounded by b",
            "110.111 10 | a three this time, missed, a's rebound",
            "10.10 10 | a is called for a charge",
            "10.11 10 | b throws it away",
            "111.101 20 | a scores at the horn",
            MISS,
        ),
        [
            (B, p.E_MISSED2, 0, 0, p.START),
            (B, p.E_MISSED3, 0, 0, p.OFF_REB),
            (A, p.E_CHARGE, 0, 0, p.DEF_REB),
            (B, p.E_TURNOVER, 0, 0, p.DEAD),
            (A, p.E_MADE2, 2, 0, p.DEAD),
            (A, p.E_MISSED2, 2, 0, p.START),
        ],
        {p.POSS_A: 3, p.POSS_B: 2, p.HALF_A: 2, p.FOULS_A: 0, p.FOULS_B: 0},
        lines={0: {p.L_REBOUND: p.OFFENSIVE}, 1: {p.L_REBOUND: p.DEFENSIVE}},
    ),
    "shots count at the horn, free throws too": Scene(
        (
            "0 | a's ball",
            "111.101 30 | a two, good",
            "111.0 30 | b is fouled in the act of a two as time runs out",
            "0,1,1 | made, missed: no rebound after the horn",
            MISS,
        ),
        [
            (A, p.E_MADE2, 2, 0, p.START),
            (B, p.E_DRAWN2, 2, 1, p.MADE),
            (B, p.E_MISSED2, 2, 1, p.START),
        ],
        {p.LARGEST_A: 2, p.LARGEST_B: 0, p.LEAD_CHANGES: 0},
        lines={1: {p.L_TRIED: 2, p.L_HITS: 0b01, p.L_REBOUND: p.NO_REBOUND}},
    ),
    "and one": Scene(
        (
            "0 | a's ball",
            "111.100 10 | a two, good and fouled",
            "0 | made: three points the old way",
            "110.100 10 | b: a three, good and fouled",
            "1,1 | missed, rebounded by a",
            "110.101 40 | a three at the horn",
            MISS,
        ),
        [
            (A, p.E_MADE2, 3, 0, p.START),
            (B, p.E_MADE3, 3, 3, p.MADE),
            (A, p.E_MADE3, 6, 3, p.DEF_REB),
            (B, p.E_MISSED2, 6, 3, p.START),
        ],
        {p.LARGEST_A: 3, p.LARGEST_B: 0, p.LEAD_CHANGES: 0, p.HALF_A: 6, p.HALF_B: 3},
        lines={
            0: {p.L_TRIED: 1, p.L_HITS: 1},
            1: {p.L_TRIED: 1, p.L_HITS: 0, p.L_REBOUND: p.DEFENSIVE},
        },
    ),
    "three shots after a foul on a three": Scene(
        (
            "1 | b's ball",
            "110.0 10 | fouled on a three",
            "0,1,0 | made, missed, made",
            "111.101 20 | a ties",
            "110.0 10 | fouled again",
            "1,1,1,0 | missed all three, rebounded by b",
            "111.101 20 | and puts it back",
            MISS,
        ),
        [
            (B, p.E_DRAWN3, 0, 2, p.START),
            (A, p.E_MADE2, 2, 2, p.MADE),
            (B, p.E_DRAWN3, 2, 2, p.MADE),
            (B, p.E_MADE2, 2, 4, p.OFF_REB),
            (A, p.E_MISSED2, 2, 4, p.START),
        ],
        {p.POSS_A: 2, p.POSS_B: 2, p.LARGEST_B: 2, p.LARGEST_A: 0},
        lines={
            0: {p.L_TRIED: 3, p.L_HITS: 0b101},
            2: {p.L_TRIED: 3, p.L_HITS: 0, p.L_REBOUND: p.OFFENSIVE},
        },
    ),
    "one-and-one from the second foul here, two shots from the third": Scene(
        (
            "0 | a's ball",
            "0 5 | b's first team foul: a keeps the ball",
            "0 5 | the second: one-and-one",
            "1,0 | the first is missed, so there is no second; a's rebound",
            "111.101 5 | put back",
            "111.0 5 | a fouls a shooter, its first",
            "0,0 | two good",
            "0 5 | b's third: two shots",
            "1,0 | the first is missed and the second comes all the same: good",
            "111.101 35 | b at the horn",
            "0 10 | fouls start anew with the half: b keeps the ball",
            "111.111 50 | and misses at the horn",
        ),
        [
            (A, p.E_FOUL, 0, 0, p.START),
            (A, p.E_BONUS, 0, 0, p.KEPT),
            (A, p.E_MADE2, 2, 0, p.OFF_REB),
            (B, p.E_DRAWN2, 2, 2, p.MADE),
            (A, p.E_BONUS, 3, 2, p.MADE),
            (B, p.E_MADE2, 3, 4, p.MADE),
            (B, p.E_FOUL, 3, 4, p.START),
            (B, p.E_MISSED2, 3, 4, p.KEPT),
        ],
        {p.POSS_A: 2, p.POSS_B: 3, p.FOULS_A: 1, p.FOULS_B: 0, p.LEAD_CHANGES: 1},
        game_tables={"one_and_one": 2, "two_shots": 3},
        lines={
            1: {p.L_TRIED: 1, p.L_HITS: 0, p.L_REBOUND: p.OFFENSIVE},
            4: {p.L_TRIED: 2, p.L_HITS: 0b10, p.L_REBOUND: p.NO_REBOUND},
        },
    ),
    "the ball is held for the last shot, or it is not": Scene(
        (
            "0 | a's ball",
            "111.101 50 | a scores with ten seconds left",
            "0 5 | b holds it until the horn",
            "111.111 55 | b misses with five seconds left; a's rebound",
            "1111.101 5 | a does not hold it: a two, good",
        ),
        [
            (A, p.E_MADE2, 2, 0, p.START),
            (B, p.E_HORN, 2, 0, p.MADE),
            (B, p.E_MISSED2, 2, 0, p.START),
            (A, p.E_MADE2, 4, 0, p.DEF_REB),
        ],
        {p.POSS_A: 2, p.POSS_B: 2},
        game_tables={"hold": 24},
    ),
    "overtime until a side wins, and fouls carry over": Scene(
        (
            "0 | a's ball",
            MISS,
            "0 10 | a's first foul of the half",
            "111.111 50 | b misses at the horn: 0-0",
            "1 | b gets the first overtime's tip",
            "0 10 | a's second foul: one-and-one",
            "0,0 | both",
            "111.101 20 | a answers at the horn",
            "0 | a's tip",
            "110.101 30 | a three ends it",
        ),
        [
            (A, p.E_MISSED2, 0, 0, p.START),
            (B, p.E_FOUL, 0, 0, p.START),
            (B, p.E_MISSED2, 0, 0, p.KEPT),
            (B, p.E_BONUS, 0, 2, p.START),
            (A, p.E_MADE2, 2, 2, p.MADE),
            (A, p.E_MADE3, 5, 2, p.START),
        ],
        {
            p.OVERTIMES: 2,
            p.REG_A: 0,
            p.REG_B: 0,
            p.HALF_A: 0,
            p.FOULS_A: 2,
            p.LEAD_CHANGES: 1,
            p.LARGEST_A: 3,
            p.LARGEST_B: 2,
            p.POSS_A: 3,
            p.POSS_B: 2,
        },
        game_tables={"one_and_one": 2, "two_shots": 3},
        lines={3: {p.L_PERIOD: 3}, 5: {p.L_PERIOD: 4, p.L_TENTHS: 0}},
    ),
    "quarters: the arrow's side has the second and third, the tip's the fourth": Scene(
        (
            "1 | b's tip",
            "111.101 60 | 0-2",
            "110.101 60 | a's quarter: 3-2 at half time",
            "111.101 60 | a's again: 5-2",
            "110.101 60 | b's: tied",
            "0 | a's tip",
            "111.101 30 | a wins",
        ),
        [
            (B, p.E_MADE2, 0, 2, p.START),
            (A, p.E_MADE3, 3, 2, p.START),
            (A, p.E_MADE2, 5, 2, p.START),
            (B, p.E_MADE3, 5, 5, p.START),
            (A, p.E_MADE2, 7, 5, p.START),
        ],
        {
            p.HALF_A: 3,
            p.HALF_B: 2,
            p.REG_A: 5,
            p.REG_B: 5,
            p.OVERTIMES: 1,
            p.LEAD_CHANGES: 1,
            p.LARGEST_A: 3,
            p.LARGEST_B: 2,
        },
        game_tables={"periods": 4},
    ),
    "a technical foul: two shots for the side with the ball, which it keeps": Scene(
        (
            "0 | a's ball",
            "111.101 45 | a scores with fifteen seconds left, when the technical comes",
            "0,1,1 | b makes the first and misses the second",
            "111.101 15 | b at the horn",
            "111.111 60 | misses at the horn, before the second half's technical",
        ),
        [
            (A, p.E_MADE2, 2, 0, p.START),
            (B, p.E_TECHNICAL, 2, 1, p.KEPT),
            (B, p.E_MADE2, 2, 3, p.MADE),
            (B, p.E_MISSED2, 2, 3, p.START),
        ],
        {p.POSS_A: 1, p.POSS_B: 2, p.LARGEST_B: 1, p.LEAD_CHANGES: 1},
        game_tables={"technical": 40.0},
        lines={1: {p.L_TRIED: 2, p.L_HITS: 1, p.L_REBOUND: p.NO_REBOUND, p.L_TENTHS: 150}},
    ),
    "a rebound takes time, free throws and scores stop the clock": Scene(
        (
            "0 | a's ball",
            "111.110 10 | missed, rebounded a second later",
            "111.111 10 | missed, b's rebound two seconds later",
            "111.0 10 | b is fouled",
            "1,1,0 | both missed; b's own rebound, half a second later",
            MISS,
            "111.101 60 | b wins it",
        ),
        [
            (A, p.E_MISSED2, 0, 0, p.START),
            (A, p.E_MISSED2, 0, 0, p.OFF_REB),
            (B, p.E_DRAWN2, 0, 0, p.DEF_REB),
            (B, p.E_MISSED2, 0, 0, p.OFF_REB),
            (B, p.E_MADE2, 0, 2, p.START),
        ],
        {p.POSS_A: 1, p.POSS_B: 2},
        game_tables={"delays": (1.0, 2.0, 0.5)},
        lines={0: {p.L_TENTHS: 500}, 1: {p.L_TENTHS: 390}, 2: {p.L_TENTHS: 270}},
    ),
}


@pytest.fixture(scope="module")
def played() -> dict[str, dict[str, Any]]:
    """Every scene, played by a Python whose Numba compiles nothing."""
    asked = [{"script": "\n".join(scene.script), **scene.game_tables} for scene in SCENES.values()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.plain"],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(SCENES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", SCENES)
def test_a_game_played_by_hand(name, played):
    scene, got = SCENES[name], played[name]
    columns = (p.L_SIDE, p.L_EVENT, p.L_POINTS_A, p.L_POINTS_B, p.L_START_TYPE)
    assert [tuple(line[column] for column in columns) for line in got["log"]] == scene.plays
    final = scene.plays[-1]
    ends = {p.POINTS_A: final[2], p.POINTS_B: final[3], **scene.ends}
    assert {column: got["tally"][column] for column in ends} == ends
    for number, entries in scene.lines.items():
        assert {column: got["log"][number][column] for column in entries} == entries


@pytest.mark.parametrize("name", SCENES)
def test_each_number_is_asked_for_once_and_in_order(name, played):
    assert played[name]["asked"] == list(range(played[name]["written"]))
