"""How good the odds of the season that is being played have been so far."""

import numpy as np
import pandas as pd

from engine.stats.proper_scores import log_loss

MOST = 0.999999  # stored probabilities are rounded; none is certain
COLUMNS = ("date", "games", "log_loss", "log_loss_se")


def season_log_loss(eves: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """The running log loss of a season: one row a day with finals, all games up to it counted.

    ``eves``: event_id, date, win_prob of the home side, made the evening before
    (``Snapshot.eves``); ``games``: event_id, status, home_points, away_points (``Snapshot.games``;
    others than those of ``eves`` are ignored). Columns: date (ISO); games, how many; log_loss in
    nats a game; log_loss_se, its error from counting finitely many games (infinite for one)."""
    finals = games.loc[games["status"] == "final", ["event_id", "home_points", "away_points"]]
    both = eves[["event_id", "date", "win_prob"]].merge(finals, on="event_id")
    if both.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    prob = both["win_prob"].to_numpy(np.float64).clip(1.0 - MOST, MOST)
    loss = log_loss(prob, (both["home_points"] > both["away_points"]).to_numpy())
    day = pd.DataFrame({"date": both["date"], "games": 1, "loss": loss, "square": loss**2})
    so_far = day.groupby("date").sum().cumsum()
    n, mean = so_far["games"], so_far["loss"] / so_far["games"]
    variance = (so_far["square"] / n - mean**2).clip(lower=0.0) / (n - 1.0)
    columns = {"games": n, "log_loss": mean, "log_loss_se": np.sqrt(variance)}
    return pd.DataFrame(columns).fillna({"log_loss_se": np.inf}).reset_index()
