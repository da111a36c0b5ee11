"""The real figures that a simulated season is held against.

Each function takes the frame of ``pbp.plays`` and, where scores or venues are needed, the season's
table of games; ``figures`` puts all of them into one tidy table (name, real, n).
"""

import numpy as np
import pandas as pd

from engine.build.pbp_facts import real_plays

Row = tuple[str, float, int]

MARGIN_BANDS = (3, 5, 10)  # share of games decided by at most so many points
BLOWOUT = 20  # share decided by at least so many
CLOSE = range(7)  # absolute margins after 40 minutes that are counted one by one
MINUTE_LEADS = range(7)  # leads with a minute left whose share of ties is counted


def figures(plays: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Columns name, real, n: shares are fractions, points and possessions per game.

    ``games``: the rows of the season's table of games; those with play-by-play are used.
    """
    known = games[games["ncaa_game_id"].isin(plays["game"].unique())]
    rows = [
        *scores(known),
        *overtimes(known),
        *regulation(plays),
        *possessions(plays),
        *last_minute(plays),
    ]
    return pd.DataFrame(rows, columns=["name", "real", "n"])


def scores(games: pd.DataFrame) -> list[Row]:
    """Final scores: points, totals, the two sides' correlation, margins (overtime included)."""
    w, l = games["w_score"].to_numpy(float), games["l_score"].to_numpy(float)  # noqa: E741
    n, margin = len(games), w - l
    points = np.concatenate([w, l])
    # Each game counts once with either side first: who won must not decide the order.
    first, second = points, np.concatenate([l, w])
    rows: list[Row] = [
        ("points_mean", float(points.mean()), 2 * n),
        ("points_sd", float(points.std(ddof=1)), 2 * n),
        ("total_sd", float((w + l).std(ddof=1)), n),
        ("points_correlation", float(np.corrcoef(first, second)[0, 1]), n),
        ("margin_mean_absolute", float(margin.mean()), n),
    ]
    rows += [(f"margin_at_most_{band}", float((margin <= band).mean()), n) for band in MARGIN_BANDS]
    return [*rows, (f"margin_at_least_{BLOWOUT}", float((margin >= BLOWOUT).mean()), n)]


def overtimes(games: pd.DataFrame) -> list[Row]:
    """Share of games with overtime, and of those the share with more than one."""
    count = games["num_ot"].to_numpy(int)
    extra = count[count > 0]
    return [
        ("overtime", float((count > 0).mean()), len(count)),
        ("overtime_again", float((extra > 1).mean()), len(extra)),
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


def scoring_by_lead(plays: pd.DataFrame, points_expected: pd.Series) -> pd.DataFrame:
    """Points per possession over expectation by the offence's lead, first 36 minutes.

    ``points_expected`` per possession (index game, possession): what the two teams and the venue
    let expect. Columns lead, n, excess, length (s).
    """
    whole = real_plays(plays)
    early = whole[(whole["period"] == 1) | ((whole["period"] == 2) & (whole["start_left"] > 240))]
    part = early.groupby(["game", "possession"]).agg(
        lead=("lead", "first"), points=("points", "sum"), length=("length", "sum")
    )
    part["excess"] = part["points"] - points_expected.reindex(part.index)
    edges = [-60, -20, -15, -10, -6, -3, 0, 1, 4, 7, 11, 16, 21, 60]
    band = pd.cut(part["lead"], edges, right=False).astype(str)
    table = part.groupby(band, sort=False).agg(
        low=("lead", "min"), n=("points", "size"), excess=("excess", "mean"),
        length=("length", "mean"),
    )  # fmt: skip
    return table.sort_values("low").drop(columns="low").rename_axis("lead").reset_index()


def expected_points(plays: pd.DataFrame, games: pd.DataFrame, ridge: float = 300.0) -> pd.Series:
    """Points expected of each possession from the teams and the venue, its game left out.

    ``games``: ``pbp.games``. Ridge on points per possession; ``ridge`` in possessions.
    """
    from engine.build.pbp_expect import design, left_out

    first = real_plays(plays).groupby(["game", "possession"])
    part = first.agg(home=("home", "first"), points=("points", "sum")).reset_index()
    row, x = design(part, games)
    n = np.bincount(row, minlength=len(x)).astype(np.float64)
    y = np.bincount(row, part["points"], minlength=len(x)) / np.maximum(n, 1)
    fit, _ = left_out(x, y, n, ridge)
    return pd.Series(fit[row], index=pd.MultiIndex.from_frame(part[["game", "possession"]]))
