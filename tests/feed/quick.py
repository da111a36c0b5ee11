"""Ratings and forecasts in no time, for tests of everything around them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from engine import store
from engine.run.season import live_ratings
from engine.run.season.slate import COLUMNS


def quick_ratings(league, season, games, prior, members, as_of):
    """In place of ``rate_season``: any team's numbers, but the games' own wins, losses and day."""
    table = store.load_teams(league, 2026)
    members = members.sort_values("team_id")
    ids = members["team_id"].to_numpy(np.int32)
    games = games[games["date"] <= as_of]
    home_won = (games["home_points"] > games["away_points"]).to_numpy()
    winner = np.where(home_won, games["home"], games["away"])
    loser = np.where(home_won, games["away"], games["home"])
    row = np.resize(np.arange(len(table.name)), ids.size)
    names = ("pace", "pace_se", "off_eff", "off_se", "def_eff", "def_se", "net_se")
    names += ("offence", "offence_se", "defence", "defence_se")
    return replace(
        table,
        base=replace(table.base, season=season, cutoff=as_of),
        team_id=ids,
        name=tuple(f"Team {team}" for team in ids),
        conference=tuple(members["conference"]),
        wins=np.array([(winner == team).sum() for team in ids], dtype=np.int32),
        losses=np.array([(loser == team).sum() for team in ids], dtype=np.int32),
        digest="quick",
        **{name: getattr(table, name)[row] for name in names},
    )


def quick_eves(league, season, games, prior, members, days):
    """In place of ``eve_ratings``."""
    for day in days:
        eve = date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
        yield day, quick_ratings(league, season, games, prior, members, eve)


def quick_forecasts(table, home, away, neutral, rest=None):
    """In place of ``forecast_games``: the share of the season's wins that are the home side's."""
    wins = table.wins[table.rows(home)] + 1.0
    prob = wins / (wins + table.wins[table.rows(away)] + 1.0)
    return pd.DataFrame(dict.fromkeys(COLUMNS, prob))


FUNCTIONS = {
    "rate_season": quick_ratings,
    "eve_ratings": quick_eves,
    "forecast_games": quick_forecasts,
}


def install() -> None:
    """In a process of its own."""
    for name, function in FUNCTIONS.items():
        setattr(live_ratings, name, function)
