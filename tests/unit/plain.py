"""The kernel as ordinary Python on random numbers written by hand (run with NUMBA_DISABLE_JIT=1).

A script is one random number a line, in the order in which the game asks for them:

    111101 15 | a two, good, after 15 seconds

On an even court every decision is one binary digit of the number, 0 for yes: stopped by a foul;
turned over (then 0 stolen, 10 a charge, 11 otherwise); a three; fouled in the act; good (then 0
fouled as well, or, after a miss, 0 rebounded by the offence). A trip to the line takes a number of
its own: 0 for each shot that goes in, and after a last miss 0 for an offensive rebound. The first
digit of a jump ball's number is the side that gets it."""

import json
import sys
from typing import Any

import numpy as np

from engine import possession as p
from tests.courts import court, even_sheet


def bits(line: str) -> np.uint64:
    """The 64 random bits of one line of a script."""
    digits, _, seconds = line.partition("|")[0].strip().partition(" ")
    return np.uint64(int(digits.ljust(53, "0"), 2) << 11 | int(seconds or 0))


def told(script: str, tempo: float = 1.0, **of_court: Any) -> dict[str, Any]:
    """Play the script: the tally, the log, and how many of the numbers were asked for."""
    numbers = [bits(line) for line in script.strip().splitlines()]
    asked: list[int] = []

    def draw(key: np.uint64, n: np.uint64) -> np.uint64:
        assert n < len(numbers), f"the game goes on after:\n{script}"
        asked.append(int(n))
        return numbers[int(n)]

    p.draw = draw  # type: ignore[assignment]
    tally = np.full(p.TALLY, -1, dtype=np.int64)  # a game begins by wiping it
    log = np.zeros((200, p.LOG_COLUMNS), dtype=np.int64)
    play_court = court(**of_court)
    p.play_game(np.uint64(0), play_court, even_sheet(), tempo, np.ones(2), tally, log)
    return {
        "tally": tally.tolist(),
        "log": log[: tally[p.PLAYS]].tolist(),
        "asked": asked,
        "written": len(numbers),
    }


if __name__ == "__main__":
    json.dump([told(**scene) for scene in json.load(sys.stdin)], sys.stdout)
