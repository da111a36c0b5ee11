"""The kernel as ordinary Python on written random numbers (run with NUMBA_DISABLE_JIT=1).

A script has one play in each line, in playing order:

    111.101 15 | a two, good, after 15 seconds

With even odds every decision is one binary digit, 0 for yes. Before the point, what kind of play
it is: stopped by a foul; turned over; a three. After it, how it ends: a shot is fouled in the act;
good (then 0 fouled as well, or, after a miss, 0 rebounded by the offense); a turnover is 0 stolen,
10 a charge, 11 otherwise. A trip to the line has a number for each shot, 0 if it goes in, and one
more after a last miss, 0 for an offensive rebound: 0,1,0. The first digit of a jump ball's number
is the side that gets it. What decides on a technical foul is always one half."""

import json
import sys
from typing import Any

import numpy as np

from engine.game import periods, play
from engine.game import possession as p
from tests.game_tables import even_odds, game_tables

KEY, HALF = np.uint64(0), np.uint64(1 << 63)


def bits(line: str) -> list[np.uint64]:
    """The numbers of 64 random bits that one line of a script stands for."""
    play, _, seconds = line.partition("|")[0].strip().partition(" ")
    numbers = []
    for digits in play.split(","):
        kind, _, end = digits.partition(".")
        high, low = int(kind.ljust(26, "0"), 2), int(end.ljust(26, "0"), 2)
        numbers.append(np.uint64(high << 38 | low << 12 | int(seconds or 0) << 6))
    return numbers


def played(script: str, tempo: float = 1.0, **tables: Any) -> dict[str, Any]:
    """Play the script: the tally, the log, and how many of the numbers were asked for."""
    numbers = [number for line in script.strip().splitlines() for number in bits(line)]
    asked: list[int] = []

    def draw(key: np.uint64, n: np.uint64) -> np.uint64:
        if key != KEY:
            return HALF
        assert n < len(numbers), f"the game goes on after:\n{script}"
        asked.append(int(n))
        return numbers[int(n)]

    play.draw = periods.draw = draw  # type: ignore[assignment]
    tally = np.full(p.TALLY, -1, dtype=np.int64)  # a game must reset it
    log = np.zeros((200, p.LOG_COLUMNS), dtype=np.int64)
    periods.play_game(KEY, game_tables(**tables), even_odds(), tempo, tally, log)
    return {
        "tally": tally.tolist(),
        "log": log[: tally[p.PLAYS]].tolist(),
        "asked": asked,
        "written": len(numbers),
    }


if __name__ == "__main__":
    json.dump([played(**scene) for scene in json.load(sys.stdin)], sys.stdout)
