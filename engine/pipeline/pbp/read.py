"""The season's play-by-play as a tidy table of plays, one row each."""

from collections import Counter
from dataclasses import fields
from operator import attrgetter

import numpy as np
import pandas as pd

from engine.pipeline.pbp.events import Source, periods, read
from engine.pipeline.pbp.play import OUTCOMES, REBOUNDS, START_TYPES, Play
from engine.pipeline.pbp.state_machine import Machine

# A play of more seconds lacks events (the shot clock is 30 s): it is marked unclean.
LONGEST = 50


def plays(source: Source) -> pd.DataFrame:
    """One row per play of every game in ``source`` (a play-by-play table or its parquet file).

    Columns: game (ncaa_game_id); period (1, 2 = halves, 3+ = overtimes); home (the offense is the
    home team); start_left, act_left, end_left (seconds left in the period when the play starts,
    at its shot, turnover or foul, and when the next play starts); length = start_left - end_left
    and act_length = start_left - act_left (s); lead (of the offense, at the start, points);
    start_type (how the ball was won); team_fouls_def (of the defense in this half before the
    play, overtimes carry on from the second half); outcome; blocked; rim (layup, dunk or tip);
    assisted; ft_tried, ft_made, ft_hits (bit k set: free throw k+1 made); rebound (of the missed
    last shot: off, def, none) and by_team (it was credited to the team: dead ball); points (of
    the offense); last (the possession ends here); possession (number within the game);
    intentional (late foul by a trailing defense); clean (nothing was missing in the record).
    """
    return table(collect(source)[0])


def games(source: Source, results: pd.DataFrame) -> pd.DataFrame:
    """Home team, away team (names) and ``neutral`` of each game in ``source``, indexed by game.

    ``results`` is the season's table of games: it knows the venue (``w_loc``, N = neutral).
    """
    sides = read(source)[["ncaa_game_id", "home", "away"]].drop_duplicates("ncaa_game_id")
    table = sides.astype(str).set_index("ncaa_game_id").rename_axis("game")
    venue = results.dropna(subset="ncaa_game_id").set_index("ncaa_game_id")["w_loc"]
    table["neutral"] = (venue.reindex(table.index) == "N").to_numpy()
    return table


def collect(source: Source) -> tuple[list[Play], Counter[str]]:
    """Every play, and how often each gap in the record was mended."""
    every: list[Play] = []
    mended: Counter[str] = Counter()
    machine: Machine | None = None
    for period in periods(source):
        if machine is None or machine.game != period.game:
            machine = Machine(period.game)
            machine.plays, machine.mended = every, mended
        machine.run(period)
    return every, mended


def table(every: list[Play]) -> pd.DataFrame:
    """Plays as a frame with small types; adds lengths and possession numbers."""
    names = [field.name for field in fields(Play)]
    frame = pd.DataFrame(list(map(attrgetter(*names), every)), columns=names)
    frame["home"] = frame.pop("side") == 1
    frame["length"] = frame["start_left"] - frame["end_left"]
    frame["act_length"] = frame["start_left"] - frame["act_left"]
    frame["clean"] &= frame["length"] <= LONGEST
    ended = frame["last"].groupby(frame["game"]).cumsum() - frame["last"]
    frame["possession"] = ended.where(frame["start_type"] != "technical", -1)
    for name, values in (("start_type", START_TYPES), ("outcome", OUTCOMES), ("rebound", REBOUNDS)):
        frame[name] = pd.Categorical(frame[name], categories=list(values))
    whole = frame.select_dtypes("integer").columns
    frame[whole] = frame[whole].astype(np.int16)
    return frame
