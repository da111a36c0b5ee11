"""Sentences of the bracket page."""

from engine.bracket.given_picks import LEAST, OddsGivenPicks
from engine.bracket.surprise import SurpriseRanking
from engine.bracket.upsets import UpsetHistory


def spice_sentence(found: SurpriseRanking, u: int, history: UpsetHistory) -> str:
    """How unusual a universe is: “More surprising than 83 % of universes; 14 games went to the
    worse seed. The median of 23 real tournaments is 17 (from 9 to 22).”"""
    share = round(100 * found.quantile(u))
    games = "1 game" if found.upset[u] == 1 else f"{found.upset[u]} games"
    text = f"More surprising than {share}\u202f% of universes; {games} went to the worse seed."
    if not history.season:
        return text
    return (
        f"{text} The median of {len(history.season)} real tournaments is "
        f"{history.typical:.0f} (from {min(history.upset)} to {max(history.upset)})."
    )


def given_picks(odds: OddsGivenPicks) -> str:
    """Where the numbers in a bracket of picks come from."""
    if not odds.counted.any():
        return "The numbers come from the win probability of each pairing, taken as independent."
    most = f"{int(odds.counted.max()):,}"
    if odds.counted.all():
        return f"Counted in those of {most} universes in which your earlier picks come true."
    return (
        f"Counted in those of {most} universes in which your earlier picks come true. Where fewer "
        f"than {LEAST} are left, the win probability of each pairing stands in, taken as "
        "independent."
    )
