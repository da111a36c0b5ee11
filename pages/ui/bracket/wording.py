"""Sentences of the bracket page."""

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
