"""One sentence about a game, as a paper would print it, and who scored most."""

import numpy as np

from engine.recap import scorer as sc
from engine.recap.boxscore import POINTS
from engine.recap.game_recap import Recap
from engine.recap.scorer import Event

COMEBACK = 12  # points; a smaller deficit is no story
LATE = 30.0  # seconds left: a basket from here on wins a game
ROUT, CLOSE = 20, 5  # points of margin
UPSET = 0.35  # win probability at tip-off below which a win is one
TIMES = ("", "overtime", "two overtimes", "three overtimes")
SHOTS = {sc.MADE_TWO: "two", sc.MADE_THREE: "three", sc.MADE_FT: "free throw"}


def headline(game: Recap) -> str:
    """What kind of game it was, with its score; then the top scorer where players are known."""
    points = game.replay.points
    won = int(points[1] > points[0])
    before = game.start_prob if won == 0 else 1.0 - game.start_prob
    upset = f", an upset given {before:.0%} at tip-off" if before < UPSET else ""
    return f"{_story(game, won)}{upset}.{_top_scorer(game)}"


def _story(game: Recap, won: int) -> str:
    winner, loser = game.team[won], game.team[1 - won]
    replay = game.replay
    high, low = max(replay.points), min(replay.points)
    score, down = f"{high}–{low}", replay.largest_lead[1 - won]
    basket = winning_basket(game.event_log.event, won)
    if replay.overtimes:
        times = TIMES[min(replay.overtimes, len(TIMES) - 1)]
        return f"{winner} outlasts {loser} {score} in {times}"
    if basket is not None:
        who = game.event_log.name(won, basket.player) or winner
        seconds = round(basket.left)
        left = (
            f"with {seconds} second{'s' if seconds > 1 else ''} left" if seconds else "at the end"
        )
        shot = f"A {SHOTS[basket.event]} by {who} {left}"
        return f"{shot} wins it for {winner}, {score} over {loser}"
    if down >= COMEBACK:
        return f"{winner} comes back from {down} down to beat {loser} {score}"
    if high - low >= ROUT:
        return f"{winner} routs {loser} {score}"
    if down == 0:
        return f"{winner} leads all the way against {loser}, {score}"
    return f"{winner} {'holds off' if high - low <= CLOSE else 'beats'} {loser} {score}"


def winning_basket(event: tuple[Event, ...], won: int) -> Event | None:
    """The shot that put the winner ahead for good, if it fell in the last seconds of the game."""
    sign = 1 if won == 0 else -1
    ahead = np.array([sign * (e.a - e.b) > 0 for e in event])
    behind = np.flatnonzero(~ahead)
    last = event[int(behind[-1]) + 1] if behind.size else event[0]
    in_time = last.period == event[-1].period and last.left <= LATE
    return last if in_time and last.event in SHOTS and last.side == won else None


def _top_scorer(game: Recap) -> str:
    most = [
        (int(box.player[i, POINTS]), game.event_log.name(side, i))
        for side, box in enumerate(game.box)
        for i in range(len(box.player))
    ]
    if not most:
        return ""
    points, name = max(most)
    return f" {name} leads all scorers with {points}."


def swings(game: Recap, most: int = 5) -> list[int]:
    """The rows of the play-by-play that moved the win probability most, the largest first; the horn
    of a period is no play."""
    moved = np.abs(np.diff(game.win_prob, prepend=game.start_prob))
    moved[[e.event == sc.PERIOD_END for e in game.event_log.event]] = 0.0
    return [int(i) for i in np.argsort(-moved, kind="stable")[:most] if moved[i] > 0]
