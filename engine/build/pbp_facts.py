"""Measured facts of a season's plays: rates by how the ball was won, rebounds, fouls, the end game.

Every function takes the frame of ``pbp.plays`` and returns a tidy table; shares are fractions,
times seconds. Rows of technical free throws are no plays and never counted as such.
"""

import numpy as np
import pandas as pd

FOULED = ("floor_foul", "bonus_1and1", "bonus_2")  # fouls on no shot
TURNOVERS = ("steal", "dead_tov", "off_foul")
TWOS = ("two_miss", "two_made", "two_and1", "two_fouled")
THREES = ("three_miss", "three_made", "three_and1", "three_fouled")
MADE_TWO, MADE_THREE = ("two_made", "two_and1"), ("three_made", "three_and1")
TRIPS = ("two_fouled", "three_fouled", "two_and1", "three_and1", "bonus_1and1", "bonus_2")
# Edges of the bins of seconds left used for the last two minutes.
END_EDGES = (0, 4, 8, 12, 18, 24, 30, 36, 45, 55, 65, 80, 95, 110, 120)


def real_plays(plays: pd.DataFrame) -> pd.DataFrame:
    """Plays with a complete record: no technicals, nothing mended."""
    return plays[(plays["won"] != "technical") & plays["clean"]]


def late(plays: pd.DataFrame, seconds: int) -> "pd.Series[bool]":
    """The play starts in the last ``seconds`` of the second half or of an overtime."""
    return (plays["period"] >= 2) & (plays["start_left"] <= seconds)


def ordinary(plays: pd.DataFrame) -> pd.DataFrame:
    """Complete plays away from the ends: not the last 4 minutes of the game, 35 s of a half."""
    whole = real_plays(plays)
    return whole[~late(whole, 240) & (whole["start_left"] > 35)]


def rates(plays: pd.DataFrame) -> pd.Series:
    """The rates of a set of plays; shooting fouls count as attempts of ``three_share`` only."""
    is_in = plays["outcome"].isin
    count = plays["outcome"].value_counts()
    shots = int(is_in(TWOS).sum() + is_in(THREES).sum())
    two = int(count[list(TWOS)].sum() - count["two_fouled"])
    three = int(count[list(THREES)].sum() - count["three_fouled"])
    missed = plays[is_in(("two_miss", "three_miss")) & (plays["rebound"] != "none")]
    return pd.Series(
        {
            "n": float(len(plays)),
            "points": plays["points"].mean(),
            "steal": is_in(("steal",)).mean(),
            "dead_tov": is_in(("dead_tov",)).mean(),
            "off_foul": is_in(("off_foul",)).mean(),
            "floor_or_bonus_foul": is_in(FOULED).mean(),
            "period_end": is_in(("period_end",)).mean(),
            "three_share": ratio(is_in(THREES).sum(), shots),
            "fg2": ratio(count[list(MADE_TWO)].sum(), two),
            "fg3": ratio(count[list(MADE_THREE)].sum(), three),
            "two_fouled_of_twos": ratio(count["two_fouled"], is_in(TWOS).sum()),
            "and1_of_made_twos": ratio(count["two_and1"], count[list(MADE_TWO)].sum()),
            "three_fouled_of_threes": ratio(count["three_fouled"], is_in(THREES).sum()),
            "blocked_of_missed_twos": ratio(
                (plays["blocked"] & is_in(("two_miss",))).sum(), count["two_miss"]
            ),
            "rim_of_twos": ratio((plays["rim"] & is_in(TWOS)).sum(), two),
            "oreb": ratio((missed["rebound"] == "off").sum(), len(missed)),
            "act_length": plays["act_length"].mean(),
            "act_length_median": plays["act_length"].median(),
            "length": plays["length"].mean(),
        }
    )


def ratio(part: float, whole: float) -> float:
    """``part / whole``, not a number when there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def by_won(plays: pd.DataFrame) -> pd.DataFrame:
    """Rates in ordinary time by how the ball was won."""
    grouped = ordinary(plays).groupby("won", observed=True)
    return pd.DataFrame({str(won): rates(part) for won, part in grouped}).T


def rebounds(plays: pd.DataFrame) -> pd.DataFrame:
    """Offensive share of rebounds by what was missed (ordinary time); ``team``: dead-ball share."""
    part = ordinary(plays)
    part = part[part["rebound"] != "none"]
    outcome, blocked = part["outcome"], part["blocked"]
    sets = {
        "two, not blocked": (outcome == "two_miss") & ~blocked,
        "two at the rim, not blocked": (outcome == "two_miss") & ~blocked & part["rim"],
        "two away from the rim, not blocked": (outcome == "two_miss") & ~blocked & ~part["rim"],
        "two, blocked": (outcome == "two_miss") & blocked,
        "three, not blocked": (outcome == "three_miss") & ~blocked,
        "three, blocked": (outcome == "three_miss") & blocked,
        "last free throw": outcome.isin(TRIPS),
    }
    return pd.DataFrame(
        [
            (
                name,
                int(mask.sum()),
                (part.loc[mask, "rebound"] == "off").mean(),
                part.loc[mask & (part["rebound"] == "off"), "by_team"].mean(),
                part.loc[mask & (part["rebound"] == "def"), "by_team"].mean(),
            )
            for name, mask in sets.items()
        ],
        columns=["missed", "n", "oreb", "team_of_off", "team_of_def"],
    )


def free_throws(plays: pd.DataFrame) -> pd.DataFrame:
    """Share made of the first, second and third free throw, by kind of trip."""
    part = plays[plays["outcome"].isin(TRIPS)]
    rows = []
    for outcome, trips in part.groupby("outcome", observed=True):
        for nth in range(3):
            taken = trips[trips["ft_tried"] > nth]
            if len(taken):
                made = ((taken["ft_hits"] // 2**nth) % 2).mean()
                rows.append((str(outcome), nth + 1, len(taken), made))
    return pd.DataFrame(rows, columns=["outcome", "nth", "n", "made"])


def lengths(plays: pd.DataFrame, quantiles: int = 64) -> pd.DataFrame:
    """Mid-point quantiles of ``act_length`` by ``won``: ordinary time, lead within 5 points."""
    part = ordinary(plays)
    part = part[part["lead"].abs() <= 5]
    levels = (np.arange(quantiles) + 0.5) / quantiles
    table = part.groupby("won", observed=True)["act_length"].quantile(levels)
    return table.rename("seconds").rename_axis(["won", "level"]).reset_index()


def rebound_delays(plays: pd.DataFrame, longest: int = 8) -> pd.DataFrame:
    """Shares of the seconds between a last miss and its rebound (``longest``: that or more)."""
    part = ordinary(plays)
    part = part[part["rebound"] != "none"]
    delay = (part["length"] - part["act_length"]).clip(upper=longest)
    shot = part["outcome"].isin(TRIPS).map({True: "free throw", False: "field goal"})
    groups = [shot.rename("missed"), part["rebound"].astype(str)]
    return delay.rename("delay").groupby(groups).value_counts(normalize=True).reset_index()


def half_fouls(plays: pd.DataFrame) -> pd.DataFrame:
    """Team fouls at the end of each half, one row a team and half (last play they defended)."""
    part = plays[(plays["period"] <= 2) & (plays["won"] != "technical")]
    after = part["team_fouls_def"] + part["outcome"].isin((*FOULED, *TRIPS))
    table = part.assign(fouls=after).groupby(["game", "period", "home"])["fouls"].max()
    return table.reset_index().assign(home=lambda frame: ~frame["home"])


def tempo(plays: pd.DataFrame) -> pd.DataFrame:
    """Mean possession length (s) by the offence's lead and the part of the game."""
    whole = plays[plays["won"] != "technical"]
    part = whole.groupby(["game", "possession"]).agg(
        lead=("lead", "first"), left=("start_left", "first"), period=("period", "first"),
        length=("length", "sum"), points=("points", "sum"),
    )  # fmt: skip
    edges = [-60, -20, -15, -10, -6, -3, 0, 1, 4, 7, 11, 16, 21, 60]
    when = pd.Series("rest", index=part.index)
    for name, low, high in (("8-4", 240, 480), ("4-2", 120, 240), ("2-0", 0, 120)):
        when[(part["period"] == 2) & (part["left"] > low) & (part["left"] <= high)] = name
    groups = [when.rename("minutes_left"), pd.cut(part["lead"], edges, right=False).rename("lead")]
    table = part.groupby(groups, observed=True).agg(
        n=("length", "size"), length=("length", "mean"), points=("points", "mean")
    )
    return table.reset_index()


def end_game(plays: pd.DataFrame, largest: int = 12) -> pd.DataFrame:
    """Rates and lengths in the last two minutes by the offence's lead and the seconds left."""
    part = real_plays(plays)
    part = part[late(part, END_EDGES[-1]) & (part["lead"].abs() <= largest)]
    left = pd.cut(part["start_left"], list(END_EDGES), labels=False).rename("bin")
    rows = {}
    for key, cell in part.groupby([left, "lead"]):
        quartiles = cell["act_length"].quantile([0.25, 0.5, 0.75])
        quartiles.index = pd.Index(["act_q25", "act_q50", "act_q75"])
        rows[key] = pd.concat([rates(cell), quartiles])
    table = pd.DataFrame(rows).T.rename_axis(["bin", "lead"]).reset_index()
    low = table.pop("bin").map(dict(enumerate(END_EDGES)))
    table.insert(0, "low", low)
    return table
