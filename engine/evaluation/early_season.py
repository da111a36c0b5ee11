"""How good forecasts are in a season's first weeks, when last season says most of what is known.

Every game has its forecast from the day before in ``season_games``; its win probability is the
curve's at that margin, in a game of the league's average total and pace."""

import numpy as np
import pandas as pd

from engine import run, store
from engine.arrays import F8, I8, Bool
from engine.bracket.win_curve import win_odds
from engine.domain.teams import League
from engine.evaluation.last_month_backtest import day_before

# Days of a season from its first game on: (first, last).
SPANS = ((0, 14), (15, 34))


def early_record(league: League, first: int, last: int) -> pd.DataFrame:
    """One row for each of ``SPANS`` over the seasons ``first`` to ``last``: first_day, last_day,
    games, log_loss with log_loss_se, brier, and the share of games that the likelier side won
    (``favorite_won``) beside its mean probability (``favorite_prob``)."""
    seasons = [s for s in store.last_month_seasons(league) if first <= s <= last]
    parts = [_season(league, season) for season in seasons]
    day, prob, won = (np.concatenate(of) for of in zip(*parts, strict=True))
    rows = []
    for begin, end in SPANS:
        at = (day >= begin) & (day <= end)
        p, outcome = prob[at], won[at]
        loss = -np.log(np.where(outcome, p, 1.0 - p))
        rows.append(
            {
                "first_day": begin,
                "last_day": end,
                "games": int(at.sum()),
                "log_loss": float(loss.mean()),
                "log_loss_se": float(loss.std(ddof=1) / np.sqrt(at.sum())),
                "brier": float(np.mean((p - outcome) ** 2)),
                "favorite_prob": float(np.maximum(p, 1.0 - p).mean()),
                "favorite_won": float(np.where(p >= 0.5, outcome, ~outcome).mean()),
            }
        )
    return pd.DataFrame(rows)


def _season(league: League, season: int) -> tuple[I8, F8, Bool]:
    """(day of the season, probability that side a wins, whether it did) of every game, by day."""
    games = store.load_season_games(league, season)
    date = pd.to_datetime(games["date"])
    base = day_before(league, season)
    margin, se = (games[name].to_numpy(np.float64) for name in ("margin", "margin_se"))
    pace = np.full(len(games), base.pace)
    odds = win_odds(run.season_curve(base), margin, pace * base.efficiency / 50.0, pace, se)
    won = np.asarray(games["points_a"] > games["points_b"], dtype=np.bool_)
    return np.asarray((date - date.min()).dt.days, dtype=np.int64), odds.prob, won
