"""How a game goes over its minutes: the lead's fan, what a half-time lead is worth, stories."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.arrays import F8, Bool
from engine.domain.game_detail import GameDetail
from engine.explain.factors import typical
from engine.stats.estimates import proportion_se

QUANTILES = {"low90": 0.05, "low50": 0.25, "middle": 0.50, "high50": 0.75, "high90": 0.95}
CLOSE_MINUTE, CLOSE_LEAD = 38, 5  # two minutes left, a lead of five points or less
BLOWOUT, ONE_POSSESSION = 15, 3  # points of margin

StoryKind = Literal["typical", "upset", "last_second", "overtime", "blowout", "comeback"]


def lead_by_minute(detail: GameDetail) -> pd.DataFrame:
    """One row a minute, from 0 to 40: the lead of a, its middle half (low50, high50) and its middle
    nine tenths (low90, high90), and a_ahead, the share of universes in which a leads."""
    lead = np.concatenate([np.zeros((len(detail.lead), 1), np.int16), detail.lead], axis=1)
    table = pd.DataFrame({"minute": np.arange(lead.shape[1])})
    found = np.quantile(lead, list(QUANTILES.values()), axis=0)
    for name, of_minute in zip(QUANTILES, found, strict=True):
        table[name] = of_minute
    table["a_ahead"] = (lead > 0).mean(axis=0)
    return table


@dataclass(frozen=True, slots=True)
class HalfTime:
    """Shares of universes with standard errors: ``ahead``: the side leads at half-time; ``holds``:
    it wins when it does; ``returns``: it wins when it is behind (NaN where that never happens)."""

    ahead: float
    ahead_se: float
    holds: float
    holds_se: float
    returns: float
    returns_se: float


def half_time(detail: GameDetail, side: int = 0) -> HalfTime:
    """What a half-time lead is worth to a side."""
    half = detail.games.half
    lead = half[side] - half[1 - side]
    wins = detail.a_wins if side == 0 else ~detail.a_wins
    ahead, behind = lead > 0, lead < 0
    return HalfTime(*_prob(ahead), *_prob(wins[ahead]), *_prob(wins[behind]))


def _prob(event: Bool) -> tuple[float, float]:
    if not event.size:
        return float("nan"), float("nan")
    share = np.asarray(event.mean())
    return float(share), float(proportion_se(share, event.size))


def close_finish(detail: GameDetail) -> tuple[float, float]:
    """(probability, standard error) that the game is within five points with two minutes left:
    the excitement of a game, as a chance that anybody can check."""
    return _prob(np.abs(detail.lead[:, CLOSE_MINUTE - 1]) <= CLOSE_LEAD)


def comeback(detail: GameDetail) -> F8:
    """comeback[U]: the largest deficit in points from which the winner came back."""
    largest = detail.games.largest_lead
    return np.asarray(np.where(detail.a_wins, largest[1], largest[0]), dtype=np.float64)


def stories(detail: GameDetail) -> dict[StoryKind, int]:
    """A universe worth opening for each kind of game that happens in the run."""
    games = detail.games
    apart = np.abs(games.margin.astype(int))
    favored_a = games.win_prob >= 0.5
    favorite_wins = detail.a_wins == favored_a
    late = np.abs(detail.lead[:, CLOSE_MINUTE - 1].astype(int))
    found: dict[StoryKind, int | None] = {
        "typical": typical(detail, np.ones(len(apart), np.bool_)),
        "upset": typical(detail, ~favorite_wins),
        "last_second": _first(
            (games.overtimes == 0) & (apart <= 2) & (late <= 3), -games.lead_changes.astype(int)
        ),
        "overtime": _first(
            games.overtimes > 0, -games.overtimes.astype(int) * 100 - games.lead_changes
        ),
        "blowout": _first(apart >= BLOWOUT, -apart),
        "comeback": _first(comeback(detail) >= 10, -comeback(detail)),
    }
    return {kind: u for kind, u in found.items() if u is not None}


def _first(event: Bool, order: F8) -> int | None:
    """The universe of the event with the smallest ``order``."""
    at = np.flatnonzero(event)
    return int(at[np.argmin(order[at])]) if at.size else None
