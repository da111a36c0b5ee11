"""What a play's rates should be, given the two teams, the venue and how the ball was won.

Habits (how teams play by score and clock) are deviations from this expectation; without it the
lead would stand in for strength, because good teams lead.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.arrays import F8, Bool
from engine.domain.rules import rules
from engine.pipeline.pbp.facts import (
    END_EDGES,
    FOULED,
    THREES,
    TRIPS,
    TURNOVERS,
    TWOS,
    late,
    ordinary,
)

BONUS = rules("men", 2026).one_and_one  # team fouls of a half from which one gives free throws

# Ridge strengths tried, as the inverse variance of a team's effect on the logit scale.
RIDGES = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0)
# The same for points per possession, in possessions: best of 1 to 600 on left-out games, 2025-26.
POINTS_RIDGE = 100.0


@dataclass(frozen=True, slots=True)
class Rate:
    """A yes-or-no event: ``event`` out of the plays in ``among``."""

    among: Bool
    event: Bool


def rates_of(plays: pd.DataFrame) -> dict[str, Rate]:
    """The decisions of a play, each among the plays that reach it.

    ran_out: the period ends before anything happens, among all plays. foul: non-shooting foul by
    the defense, among the rest; in the last two minutes of plays in which it costs free throws, and
    give of those in which it does not yet. turnover: among the rest of those. three:
    of shots, fouled ones included. drawn2, drawn3: fouled in missing, of twos and threes tried.
    fg2, fg3: made, of shots not fouled in missing. and1: fouled, of made twos. oreb, ft_oreb:
    offensive, of rebounds of missed field goals and last free throws. ft: the first free throw.
    """
    is_in = plays["outcome"].isin
    played = (plays["start_type"] != "technical") & ~is_in(["other"])
    out, foul, turnover = is_in(["period_end"]), is_in(FOULED), is_in(TURNOVERS)
    two, three = is_in(TWOS), is_in(THREES)
    drawn2, drawn3 = is_in(["two_fouled"]), is_in(["three_fouled"])
    made2, made3 = is_in(["two_made", "two_and1"]), is_in(["three_made", "three_and1"])
    missed = is_in(["two_miss", "three_miss"]) & (plays["rebound"] != "none")
    trip = played & is_in(TRIPS) & (plays["ft_tried"] > 0)
    rebounded = trip & (plays["rebound"] != "none")
    early, in_bonus = ~late(plays, END_EDGES[-1]), plays["team_fouls_def"] + 1 >= BONUS
    pairs = {
        "ran_out": (played, out),
        "foul": (played & ~out & (early | in_bonus), foul),
        "give": (played & ~out & (early | ~in_bonus), foul),
        "turnover": (played & ~out & ~foul, turnover),
        "three": (two | three, three),
        "drawn2": (two, drawn2),
        "drawn3": (three, drawn3),
        "fg2": (two & ~drawn2, made2),
        "fg3": (three & ~drawn3, made3),
        "and1": (made2, is_in(["two_and1"])),
        "oreb": (missed, plays["rebound"] == "off"),
        "ft": (trip, plays["ft_hits"] % 2 == 1),
        "ft_oreb": (rebounded, plays["rebound"] == "off"),
    }
    return {name: Rate(a.to_numpy(bool), e.to_numpy(bool)) for name, (a, e) in pairs.items()}


def logit(p: F8) -> F8:
    """Log-odds of ``p``, kept finite."""
    held = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(held / (1 - held))


def sigmoid(x: F8) -> F8:
    """The probability with log-odds ``x``."""
    return 1 / (1 + np.exp(-x))


def design(plays: pd.DataFrame, games: pd.DataFrame) -> tuple[npt.NDArray[np.int64], F8]:
    """Row of each play in the (game, side) table, and that table's design matrix.

    Columns: offense indicator of each team, defense indicator of each team, venue (+1 the offense
    is at home, -1 away, 0 neutral), intercept.
    """
    order = games.index.get_indexer(pd.Index(plays["game"]))
    row = 2 * order + plays["home"].to_numpy(int)
    names = pd.Index(np.unique(games[["home", "away"]].to_numpy(str)))
    home, away = names.get_indexer(games["home"]), names.get_indexer(games["away"])
    teams, n = len(names), 2 * len(games)
    x = np.zeros((n, 2 * teams + 2))
    at_home, visiting = np.arange(1, n, 2), np.arange(0, n, 2)
    x[at_home, home] = x[at_home, teams + away] = 1
    x[visiting, away] = x[visiting, teams + home] = 1
    venue = np.where(games["neutral"], 0.0, 1.0)
    x[at_home, -2], x[visiting, -2], x[:, -1] = venue, -venue, 1
    return row, x


def left_out(x: F8, y: F8, weight: F8, ridge: float) -> tuple[F8, float]:
    """Ridge prediction of each row from all the others, and its weighted squared error.

    Minimises sum(weight (y - x b)²) + ridge sum(b²) over the team columns; the prediction without
    row r is (fit_r - h_r y_r) / (1 - h_r), h = the hat matrix's diagonal.
    """
    penalty = np.full(x.shape[1], ridge)
    penalty[-2:] = 1e-9
    inverse = np.linalg.inv(x.T @ (weight[:, None] * x) + np.diag(penalty))
    fit = x @ (inverse @ (x.T @ (weight * y)))
    hat = weight * np.einsum("ij,ij->i", x @ inverse, x)
    without = (fit - hat * y) / (1 - hat)
    return without, float(np.sum(weight * (y - without) ** 2))


def team_part(row: npt.NDArray[np.int64], x: F8, gap: F8, weight: F8) -> F8:
    """For each (game, side): the two teams' and the venue's effect, that game left out.

    ``gap`` (event minus base probability) and ``weight`` (p (1 - p)) are per play, zero where a
    play does not count; the effect is on the logit scale by the one-step gap / weight. The ridge
    is the one of ``RIDGES`` that predicts left-out games best.
    """
    total: F8 = np.bincount(row, weight, minlength=len(x)).astype(np.float64)
    y = np.bincount(row, gap, minlength=len(x)) / np.maximum(total, 1e-9)
    tried = [left_out(x, y, total, ridge) for ridge in RIDGES]
    return min(tried, key=lambda fit: fit[1])[0]


def expected(plays: pd.DataFrame, games: pd.DataFrame) -> tuple[dict[str, F8], pd.DataFrame]:
    """Expected log-odds of every rate for every play, and the base log-odds by ``start_type``.

    Fitted on ordinary time only. ``ran_out`` is not covered: it depends on the clock alone.
    """
    steady = plays.index.isin(ordinary(plays).index)
    start_type = plays["start_type"].cat.codes.to_numpy()
    names = list(plays["start_type"].cat.categories)
    row, x = design(plays, games)
    table, base = {}, {}
    for name, rate in rates_of(plays).items():
        if name in ("ran_out", "give"):
            continue
        used = rate.among & steady
        share = np.bincount(start_type[used], rate.event[used], len(names)) / np.maximum(
            np.bincount(start_type[used], minlength=len(names)), 1
        )
        p = np.where(used, share[start_type], 0.0)
        effect = team_part(row, x, np.where(used, rate.event - p, 0.0), p * (1 - p))
        base[name] = logit(share)
        table[name] = base[name][start_type] + effect[row]
    return table | {"give": table["foul"]}, pd.DataFrame(base, index=names)


def expected_points(plays: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """What the teams and the venue let expect of each game, fitted without it, indexed by game.

    Columns home, away (points per possession) and possessions (of one side, as played).
    """
    played = plays[(plays["start_type"] != "technical") & plays["clean"]]
    row, x = design(played, games)
    n = np.bincount(row, played["last"], minlength=len(x)).astype(np.float64)
    points = np.bincount(row, played["points"], minlength=len(x))
    fit, _ = left_out(x, points / np.maximum(n, 1), n, POINTS_RIDGE)
    columns = {"home": fit[1::2], "away": fit[0::2], "possessions": (n[1::2] + n[0::2]) / 2}
    return pd.DataFrame(columns, index=games.index)


def surplus(plays: pd.DataFrame, games: pd.DataFrame) -> F8:
    """The offense's lead at the start of each play beyond what was to be expected by then.

    Expected: the regulation's expected margin times the share of the 40 minutes that is played.
    """
    table = expected_points(plays, games)
    margin = (table["home"] - table["away"]) * table["possessions"].mean()
    mine = np.where(plays["home"], 1, -1) * plays["game"].map(margin).to_numpy(np.float64)
    first = (plays["period"] == 1).to_numpy()
    played = np.where(first, 1200, 2400) - plays["start_left"].to_numpy(np.float64)
    share = np.where(plays["period"] > 2, 1.0, played / 2400)
    return np.asarray(plays["lead"].to_numpy(np.float64) - mine * share)
