"""Everything the plays say about how the score and the clock change the game, as arrays."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.pipeline.pbp import play_lengths, score_clock_effects
from engine.pipeline.pbp.end_of_period import horn
from engine.pipeline.pbp.expected import rates_of
from engine.pipeline.pbp.facts import END_EDGES
from engine.pipeline.pbp.play import START_TYPES


def effects(plays: pd.DataFrame, games: pd.DataFrame) -> dict[str, npt.NDArray[np.generic]]:
    """Smoothed tables over (time bin, lead of the offense), with their axes.

    ``shift_<rate>`` [24 time bins, 51 leads -25 … 25]: log-odds to add to what is expected of the
    teams and of how the ball was won; the rates are those of ``pbp_expect.rates_of``.
    In the time bins up to 8:00 of the second half (``axis_surplus``) the lead axis is the surplus:
    the lead beyond the expected margin times the share of the 40 minutes played.
    ``base_<rate>`` [7 ways the ball was won]: log-odds in ordinary time. ``base_ran_out`` [37]: by
    seconds left. ``pace`` [24, 51]: length of a play over its expectation (1 near the ends).
    ``length_won`` [7, 64]: quantiles (s). ``length_end`` [3 classes, 3 + 14 end bins, 51, 32]:
    quantiles near a half's end, a fraction of the seconds left in bins up to 36 s, else seconds.
    ``late``, ``rush``: what the horn adds in the last seconds (``pbp_horn.Horn``).
    """
    rates = rates_of(plays)
    offsets, base = score_clock_effects.offsets_of(plays, games)
    last, offsets = horn(plays, games, rates, offsets)
    shifts, used = score_clock_effects.shifts(plays, games, rates, offsets)
    start_type = [name for name in START_TYPES if name != "technical"]
    tables: dict[str, npt.NDArray[np.generic]] = {
        f"shift_{name}": table.astype(np.float32) for name, table in shifts.items()
    }
    tables |= {
        f"base_{name}": base[name].loc[start_type].to_numpy(np.float32) for name in base.columns
    }
    tables |= {"late": last.late.astype(np.float32), "rush": last.rush.astype(np.float32)}
    tables["base_ran_out"] = score_clock_effects.ran_out_base(plays).astype(np.float32)
    tables["pace"] = play_lengths.pace_ratio(plays, games).astype(np.float32)
    tables["length_won"] = play_lengths.won_quantiles(plays).astype(np.float32)
    tables["length_end"] = play_lengths.end_quantiles(plays).astype(np.float32)
    return tables | {
        "axis_lead": score_clock_effects.LEADS,
        "axis_won": np.array(start_type),
        "axis_time": np.array(time_names()),
        "axis_surplus": np.arange(score_clock_effects.N_TIME)[score_clock_effects.SURPLUS],
        "axis_end_class": np.array(play_lengths.END_CLASSES),
        "penalties": used.to_records(index=False).astype("U10,i8,i8,f8,f8"),
    }


def time_names() -> list[str]:
    """A name for each time bin: the end of the first half, ordinary time, the end of the game."""

    def spans(name: str, edges: tuple[int, ...]) -> list[str]:
        return [f"{name} {low}-{high}s" for low, high in pairwise(edges)]

    ordinary = list(score_clock_effects.ORDINARY)
    return spans("H1 end", score_clock_effects.HALF_EDGES) + ordinary + spans("end", END_EDGES)
