"""The play that turned a game, or since when it was decided. Frames in, words out.

``rows`` is ``play_by_play.table``: one row an event, with event, text, clock, period, period_name
and win_prob, the first team's win probability after it.
"""

import numpy as np
import pandas as pd

from pages.ui.shell.format import chance

LEAST_SWING = 0.08  # of win probability: a smaller one decides no game
SAFE = 0.95  # win probability from which a team is out of danger


def turning_play(rows: pd.DataFrame, start_prob: float) -> int | None:
    """The row of the play that moved the win probability most, None when none moved it by
    LEAST_SWING. The horn that ends a period is no play."""
    swing = np.abs(np.diff(rows["win_prob"].to_numpy(dtype=np.float64), prepend=start_prob))
    swing[(rows["event"] == "end of period").to_numpy()] = 0.0
    most = int(np.argmax(swing))
    return most if swing[most] >= LEAST_SWING else None


def sentence(rows: pd.DataFrame, team: tuple[str, str], start_prob: float) -> str:
    """The turning point in words; without one, how the game was decided."""
    turn = turning_play(rows, start_prob)
    if turn is None:
        return _undisputed(rows, team, start_prob)
    before = float(rows["win_prob"].iloc[turn - 1]) if turn else start_prob
    after = float(rows["win_prob"].iloc[turn])
    gained = after > before
    share = (before, after) if gained else (1 - before, 1 - after)
    return (
        f"◆ **The turning point:** {rows['text'].iloc[turn]}, with {rows['clock'].iloc[turn]} left "
        f"in the {_period(rows, turn)}. It took {team[0 if gained else 1]} from "
        f"{chance(share[0])} to {chance(share[1])}."
    )


def _undisputed(rows: pd.DataFrame, team: tuple[str, str], start_prob: float) -> str:
    prob = np.array([start_prob, *rows["win_prob"]])
    winner = 0 if prob[-1] >= 0.5 else 1
    share = prob if winner == 0 else 1 - prob
    unsafe = np.flatnonzero(share < SAFE)
    first = int(unsafe[-1]) if len(unsafe) else -1  # the row that made it safe
    if first + 1 >= len(rows):
        return f"No single play decided it: {team[winner]} was not safe before the horn."
    since = (
        "the start"
        if first < 0
        else f"{rows['clock'].iloc[first]} left in the {_period(rows, first)}"
    )
    early = first < 0 or int(rows["period"].iloc[first]) <= max(int(rows["period"].max()) // 2, 1)
    head = (
        f"**{team[winner]} was never in danger:**"
        if share.min() >= 0.5 and early
        else f"**No single play decided it:** {team[winner]} pulled away, with"
    )
    return f"{head} a win probability of {SAFE:.0%} or more from {since} on."


def _period(rows: pd.DataFrame, row: int) -> str:
    name = str(rows["period_name"].iloc[row])
    return f"{name[0].lower()}{name[1:]}"
