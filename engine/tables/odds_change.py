"""Changes of the odds between two runs of a tournament."""

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.teams import TeamTable
from engine.errors import BadInput
from engine.stats.estimates import proportion_se

Odds = TournamentResult | tuple[F8, int]  # a run, or its slot_prob[S, E] and number of universes


def changes(field: Field, teams: TeamTable, before: Odds, after: Odds) -> pd.DataFrame:
    """One row per team and round with a changed probability, the largest change first.

    Columns: team_id, name, seed, round (0-6), round_name, before, after, diff,
    diff_se, paired, settled (the slot now has the same winner in all universes). For two runs of
    the same universes (``paired``) the error of the difference comes from the universes that
    changed; otherwise the squares of both errors are added.
    """
    old, new = _slot_prob(before), _slot_prob(after)
    diff = new - old
    paired = _same_universes(before, after)
    se = _paired_se(before, after, diff) if paired else np.hypot(_se(before), _se(after))
    slot, entrant = np.nonzero(diff)
    rows = teams.rows(field.team_id[entrant])
    number = field.round[slot].astype(np.int64)
    frame = pd.DataFrame(
        {
            "team_id": field.team_id[entrant],
            "name": [teams.name[row] for row in rows],
            "seed": [field.seed[e] for e in entrant],
            "round": number,
            "round_name": [field.round_names[n] for n in number],
            "before": old[slot, entrant],
            "after": new[slot, entrant],
            "diff": diff[slot, entrant],
            "diff_se": se[slot, entrant],
            "paired": paired,
            "settled": (new.max(axis=1) == 1.0)[slot],
        }
    )
    order = np.lexsort((frame["seed"], -frame["round"], -frame["diff"].abs()))
    return frame.iloc[order].reset_index(drop=True)


def _slot_prob(odds: Odds) -> F8:
    return odds.slot_prob() if isinstance(odds, TournamentResult) else odds[0]


def _universes(odds: Odds) -> int:
    return odds.winner.shape[1] if isinstance(odds, TournamentResult) else odds[1]


def _se(odds: Odds) -> F8:
    return proportion_se(_slot_prob(odds), _universes(odds))


def _same_universes(before: Odds, after: Odds) -> bool:
    """Whether both are runs of the same universes."""
    if not (isinstance(before, TournamentResult) and isinstance(after, TournamentResult)):
        return False
    if (before.spec.league, before.spec.season) != (after.spec.league, after.spec.season):
        raise BadInput("Two tournaments cannot be compared.", "Choose runs of the same season.")
    return (
        before.spec.random_seed == after.spec.random_seed
        and before.winner.shape == after.winner.shape
    )


def _paired_se(before: Odds, after: Odds, diff: F8) -> F8:
    """Standard error of the mean over universes of after - before, each -1, 0 or 1:
    sqrt((P(differs) - diff²) / U)."""
    assert isinstance(before, TournamentResult) and isinstance(after, TournamentResult)
    entrants, n = diff.shape[1], before.winner.shape[1]
    moved = np.zeros(diff.shape)
    for s, (old, new) in enumerate(zip(before.winner, after.winner, strict=True)):
        other = old != new
        moved[s] = np.bincount(old[other], minlength=entrants)
        moved[s] += np.bincount(new[other], minlength=entrants)
    return np.asarray(np.sqrt(np.maximum(moved / n - diff**2, 0.0) / n))
