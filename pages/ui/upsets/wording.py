"""What the Upsets page says, in words."""

import pandas as pd

from engine.explain.reason import Reason
from pages.ui.shell.format import percent

LEAST_EDGE = 0.5  # points per 100 possessions; a smaller one is no reason

# A factor in words: what the offense does, what the defense allows or forces.
FACTOR = {
    "Effective field goal percentage": ("has an effective field goal percentage of", "allows"),
    "Turnovers per play": ("turns it over on", "forces"),
    "Offensive rebound percentage": ("rebounds its misses at", "allows"),
    "Free throws made per field goal attempt": ("makes free throws per shot at", "allows"),
}

ROUNDS = {
    "all": "All rounds",
    "1": "Round of 64",
    "2": "Round of 32",
    "3": "Sweet 16",
    "4": "Elite Eight",
    "5": "Final Four",
    "6": "Championship",
}


def summary(games: pd.DataFrame, round_: str) -> str:
    """How many upsets worth the name were expected and came, and the likeliest one."""
    named = games[~games["near_even"]]
    where = "" if round_ == "all" else f" of the {ROUNDS[round_]}"
    if named.empty:
        return f"No game{where} is more than three seed lines apart."
    over = named[named["came_true"].notna()]
    coming = named.drop(over.index)
    counted = over if len(over) else coming
    came = f"; **{over['came_true'].sum():.0f} came**" if len(over) else ""
    so_far = " in the games so far" if len(over) and len(coming) else ""
    more = f" {coming['upset_prob'].sum():.1f} more are expected." if so_far else ""
    top = (coming if len(coming) else over).iloc[0]
    return (
        "Leaving out games three seed lines apart or less, "
        f"{counted['upset_prob'].sum():.1f} upsets{where} were expected{so_far}{came}.{more} The "
        f"likeliest{' to come' if so_far else ''}: **{top.underdog_line} {top.underdog}** "
        f"over {top.favourite_line} {top.favourite}, **{percent(top.upset_prob)}**."
    )


def reason_text(found: Reason | None, underdog: str, favorite: str, apart: float) -> str:
    """One sentence for a row: the largest edge, or by how much the underdog is the weaker team."""
    if found is None or found.points < LEAST_EDGE:
        ahead = f"{favorite} by {apart:.0f}" if apart >= 0.5 else "neither team"
        return f"No factor is on its side: the ratings expect {ahead}."
    attack, defend = (underdog, favorite) if found.own_ball else (favorite, underdog)
    does, allows = FACTOR[found.name]
    return (
        f"{attack} {does} {found.offense:.0%} ({ordinal(found.offense_rank)}), {defend} {allows} "
        f"{found.defense:.0%} ({ordinal(found.defense_rank)}): "
        f"{found.points:+.1f} points per 100 possessions."
    )


def ordinal(number: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
