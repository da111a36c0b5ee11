"""A tournament's universes seen by single teams: when two of them meet, and a team's path."""

import numpy as np
import pandas as pd

from engine.arrays import Bool
from engine.domain.results import TournamentResult, sides
from engine.stats.estimates import proportion_se

SHOWN = 3  # likeliest opponents in each round
LEAST = 50  # universes of a game; of fewer a share says nothing


def meetings(result: TournamentResult, a: int, b: int) -> pd.DataFrame:
    """Where entrants a and b may meet, in playing order: slot, round, prob (share of universes in
    which they meet there) with its standard error, a_wins (share of those) with its own; slots
    where they never do are left out."""
    strong, weak = sides(result.field, result.winner)
    universes, rows = result.winner.shape[1], []
    for s, slot in enumerate(result.field.slot):
        met = ((strong[s] == a) & (weak[s] == b)) | ((strong[s] == b) & (weak[s] == a))
        if met.any():
            row = {"slot": slot, "round": int(result.field.round[s])}
            row |= _share("prob", met, universes) | _share("a_wins", result.winner[s][met] == a)
            rows.append(row)
    columns = ["slot", "round", "prob", "prob_se", "a_wins", "a_wins_se"]
    return pd.DataFrame(rows, columns=columns)


def path(result: TournamentResult, entrant: int, least: int = LEAST) -> pd.DataFrame:
    """Whom an entrant meets, round by round, the ``SHOWN`` likeliest first; games of fewer than
    ``least`` universes are left out.

    Columns, shares with standard errors: slot, round, plays (share of universes in which it plays
    that game), wins (of those), opponent (entrant), prob (share of its games there that are against
    that one), win_prob (against that one)."""
    strong, weak = sides(result.field, result.winner)
    universes, rows = result.winner.shape[1], []
    for s, slot in enumerate(result.field.slot):
        there = (strong[s] == entrant) | (weak[s] == entrant)
        if there.sum() < least:
            continue
        opponent = np.where(strong[s] == entrant, weak[s], strong[s])[there]
        won = result.winner[s][there] == entrant
        count = np.bincount(opponent)
        row = {"slot": slot, "round": int(result.field.round[s])}
        row |= _share("plays", there, universes) | _share("wins", won)
        for other in np.argsort(-count, kind="stable")[:SHOWN]:
            if count[other] >= least:
                met = opponent == other
                of_other = _share("prob", met) | _share("win_prob", won[met])
                rows.append(row | {"opponent": int(other)} | of_other)
    return pd.DataFrame(rows)


def _share(name: str, event: Bool, of: int | None = None) -> dict[str, float]:
    n = event.size if of is None else of
    share = np.asarray(event.sum() / n)
    return {name: float(share), f"{name}_se": float(proportion_se(share, n))}
