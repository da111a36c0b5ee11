"""The real figures that a simulated season is held against.

Each function takes the frame of ``pbp.plays``; ``figures`` puts all of them into one tidy table
(name, real, n).
"""

import numpy as np
import pandas as pd

from engine.build.pbp_expect import expected_points, surplus
from engine.build.pbp_facts import real_plays

Row = tuple[str, float, int]

MARGIN_BANDS = (3, 5, 10)  # share of games decided by at most so many points
BLOWOUT = 20  # share decided by at least so many
CLOSE = range(7)  # absolute margins after 40 minutes that are counted one by one
LEAD_EDGES = (-60, -20, -15, -10, -6, -3, 0, 1, 4, 7, 11, 16, 21, 60)
MINUTE_LEADS = range(7)  # leads with a minute left whose share of ties is counted


def figures(plays: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Columns name, real, n: shares are fractions, points and possessions per game.

    ``games``: ``pbp.games`` (the sides and the venue of each game).
    """
    rows = [
        *scores(plays),
        *overtimes(plays),
        *regulation(plays),
        *halves(plays, games),
        *possessions(plays),
        *last_minute(plays),
    ]
    return pd.DataFrame(rows, columns=["name", "real", "n"])


def scores(plays: pd.DataFrame) -> list[Row]:
    """Final scores: points, totals, the two sides' correlation, margins (overtime included)."""
    final = plays.groupby(["game", "home"])["points"].sum().unstack()
    home, away = final[True].to_numpy(np.float64), final[False].to_numpy(np.float64)
    n, margin, points = len(final), np.abs(home - away), np.concatenate([home, away])
    rows: list[Row] = [
        ("points_mean", float(points.mean()), 2 * n),
        ("points_sd", float(points.std(ddof=1)), 2 * n),
        ("total_sd", float((home + away).std(ddof=1)), n),
        ("points_correlation", float(np.corrcoef(home, away)[0, 1]), n),
        ("margin_mean_absolute", float(margin.mean()), n),
    ]
    rows += [(f"margin_at_most_{band}", float((margin <= band).mean()), n) for band in MARGIN_BANDS]
    return [*rows, (f"margin_at_least_{BLOWOUT}", float((margin >= BLOWOUT).mean()), n)]


def overtimes(plays: pd.DataFrame) -> list[Row]:
    """Share of games with overtime, and of those the share with more than one."""
    count = plays.groupby("game")["period"].max() - 2
    extra = count[count > 0]
    return [
        ("overtime", float((count > 0).mean()), len(count)),
        ("overtime_again", float((extra > 1).mean()), len(extra)),
    ]


def halves(plays: pd.DataFrame, games: pd.DataFrame) -> list[Row]:
    """The halves' margins given the forecast: sds and correlation; sd of their sum.

    Forecast: a line on the margin that the teams and the venue let expect, the game left out
    (``expected_points``; ``games``: ``pbp.games``).
    """
    first = margins_after(plays, 1, 0).reindex(games.index)
    second = margins_after(plays, 2, 0).reindex(games.index) - first
    table = expected_points(plays, games)
    forecast = (table["home"] - table["away"]).to_numpy(np.float64)
    x = np.column_stack([np.ones(len(forecast)), forecast])
    sides = np.column_stack([first, second]).astype(np.float64)
    rest = sides - x @ np.linalg.lstsq(x, sides, rcond=None)[0]
    n = len(games)
    return [
        ("half_1_margin_sd", float(rest[:, 0].std(ddof=2)), n),
        ("half_2_margin_sd", float(rest[:, 1].std(ddof=2)), n),
        ("halves_correlation", float(np.corrcoef(rest.T)[0, 1]), n),
        ("margin_40_sd", float(rest.sum(1).std(ddof=2)), n),
    ]


def margins_after(plays: pd.DataFrame, period: int, left: int) -> pd.Series:
    """Home minus away in each game when ``left`` seconds of ``period`` remain.

    Points count from the clock of their shot or foul (``act_left``).
    """
    earlier = plays["period"] < period
    now = (plays["period"] == period) & (plays["act_left"] >= left)
    part = plays[earlier | now]
    signed = part["points"].where(part["home"], -part["points"])
    return signed.groupby(part["game"]).sum()


def regulation(plays: pd.DataFrame) -> list[Row]:
    """Shares of absolute margins after 40 minutes, one by one, and of ties among them (0)."""
    margin = margins_after(plays, 2, 0).abs()
    return [(f"margin_40_{k}", float((margin == k).mean()), len(margin)) for k in CLOSE]


def possessions(plays: pd.DataFrame) -> list[Row]:
    """Possessions of both sides (whole game), their points, and how often each number."""
    played = plays[plays["won"] != "technical"]
    game = played.groupby("game")["last"].sum()
    points = played.groupby(["game", "possession"])["points"].sum()
    n = len(points)
    rows: list[Row] = [
        ("possessions_mean", float(game.mean()), len(game)),
        ("possessions_sd", float(game.std(ddof=1)), len(game)),
        ("possession_points_mean", float(points.mean()), n),
        ("possession_points_variance", float(points.var(ddof=1)), n),
    ]
    return rows + [(f"possession_points_{k}", float((points == k).mean()), n) for k in range(5)]


def last_minute(plays: pd.DataFrame) -> list[Row]:
    """Share tied after 40 minutes, by the absolute lead with one minute left."""
    lead = margins_after(plays, 2, 60).abs()
    tied = margins_after(plays, 2, 0).reindex(lead.index) == 0
    rows: list[Row] = []
    for k in MINUTE_LEADS:
        held = tied[lead == k]
        rows.append((f"tied_40_given_{k}_at_1_00", float(held.mean()), len(held)))
    return rows


def scoring_by_lead(plays: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Points per possession over expectation by the offence's lead and surplus, first 36 minutes.

    ``games``: ``pbp.games``. Columns by (lead or surplus), low, high (points), n, excess, length
    (s). The surplus is the lead beyond what the teams and the venue let expect by then.
    """
    whole = real_plays(plays)
    whole = whole.assign(surplus=surplus(whole, games))
    early = whole[(whole["period"] == 1) | ((whole["period"] == 2) & (whole["start_left"] > 240))]
    part = early.groupby(["game", "possession"]).agg(
        home=("home", "first"), lead=("lead", "first"), surplus=("surplus", "first"),
        points=("points", "sum"), length=("length", "sum"),
    )  # fmt: skip
    expected = expected_points(whole, games).reindex(part.index.get_level_values("game"))
    part["excess"] = part["points"] - np.where(part["home"], expected["home"], expected["away"])
    tables = []
    for by in ("lead", "surplus"):
        band = pd.cut(part[by], list(LEAD_EDGES), right=False)
        table = part.groupby(band, observed=True).agg(
            n=("points", "size"), excess=("excess", "mean"), length=("length", "mean")
        )
        edges = pd.IntervalIndex(list(table.index))
        tables.append(table.reset_index(drop=True).assign(by=by, low=edges.left, high=edges.right))
    return pd.concat(tables)[["by", "low", "high", "n", "excess", "length"]]
