"""The games of one day of a season, each with its odds of the evening before.

Two sources look alike here: a snapshot of the season that is being played, and, where there is
none, the last month before the tournament of the last rated season.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine import store
from engine.bracket.win_curve import win_odds
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import League, TeamTable
from engine.run.season.current_season import shifted
from engine.run.season.slate import COLUMNS, forecast_games, rest_on
from engine.run.win_matrix import season_curve
from engine.store.snapshots import Snapshot

SELECTION_SUNDAY = 132  # its day of the season in ``late_games``
# Days from Selection Sunday to the last game: men a Monday, women the Sunday before.
TO_THE_TITLE: dict[League, int] = {"men": 22, "women": 21}


@dataclass(frozen=True, slots=True, eq=False)
class SeasonGames:
    """One league's season as far as it is known.

    ``games``: event_id, date (ISO, US Eastern), start (UTC, ISO), time_valid, status, home and away
    (team ids, 0 outside Division I), their names and points, overtimes, neutral, venue.
    ``eves``: what was said of finals the evening before (as ``Snapshot.eves``). ``as_of``: the last
    day in ``teams``' ratings. ``digest`` names the content, ``live`` whether it is still played."""

    league: League
    season: int
    as_of: str
    games: pd.DataFrame
    eves: pd.DataFrame
    teams: TeamTable
    digest: str
    live: bool


def last_day_known(league: League) -> str:
    """The day of the championship game of the last embedded season; DamagedData."""
    season = store.tournament_seasons(league)[-1]
    return shifted(store.load_teams(league, season).base.cutoff, TO_THE_TITLE[league])


def of_snapshot(snapshot: Snapshot, league: League) -> SeasonGames:
    """A league's season as a snapshot holds it; SnapshotDamaged if the league is not in it."""
    games = snapshot.games[snapshot.games["league"] == league].reset_index(drop=True)
    return SeasonGames(
        league, snapshot.season, snapshot.as_of.get(league, ""), games, snapshot.eves(league),
        snapshot.teams(league), snapshot.digest, live=True,
    )  # fmt: skip


def of_last_month(league: League) -> SeasonGames:
    """The last month before the last embedded tournament, from the embedded tables; DamagedData."""
    season = store.last_month_seasons(league)[-1]
    teams = store.load_teams(league, season)
    rows = store.frame("late_games", league)
    rows = rows[rows["season"] == season].reset_index(drop=True)
    sunday = teams.base.cutoff
    at_a = rows["venue"] >= 0  # on a neutral floor the first-named team counts as the home side
    name = dict(zip(teams.team_id.tolist(), teams.name, strict=True))
    games = pd.DataFrame(
        {
            "event_id": np.arange(len(rows)),
            "date": [shifted(sunday, int(day) - SELECTION_SUNDAY) for day in rows["day"]],
            "start": "",
            "time_valid": False,
            "status": "final",
            "home": rows["a"].where(at_a, rows["b"]),
            "away": rows["b"].where(at_a, rows["a"]),
            "home_points": rows["points_a"].where(at_a, rows["points_b"]),
            "away_points": rows["points_b"].where(at_a, rows["points_a"]),
            "overtimes": 0,
            "neutral": rows["venue"] == 0,
            "venue": "",
        }
    )
    games = games.assign(**{f"{s}_name": games[s].map(name).fillna("") for s in ("home", "away")})
    eves = games[["event_id", "date", "home", "away", "neutral"]].join(_said(rows, teams))
    digest = store.data_version()
    return SeasonGames(league, season, sunday, games, eves, teams, digest, live=False)


def _said(rows: pd.DataFrame, teams: TeamTable) -> pd.DataFrame:
    """``slate.COLUMNS`` of games of ``late_games``, from the home side; no chance of a close finish
    is kept there."""
    sign = np.where(rows["venue"] >= 0, 1.0, -1.0)
    total, pace, se = (rows[n].to_numpy(np.float64) for n in ("total", "pace", "margin_se"))
    margin = sign * rows["margin"].to_numpy(np.float64)
    odds = win_odds(season_curve(teams.base), margin, total, pace, se)
    values = {
        "win_prob": odds.prob,
        "weaker": odds.weaker,
        "stronger": odds.stronger,
        "home_points": (total + margin) / 2.0,
        "away_points": (total - margin) / 2.0,
        "margin": margin,
    }
    return pd.DataFrame(values).reindex(columns=list(COLUMNS))


# --- One day -------------------------------------------------------------------------------------


def rated(games: pd.DataFrame) -> pd.DataFrame:
    """The games between two Division I teams."""
    return games[(games["home"] > 0) & (games["away"] > 0)]


def unrated(season: SeasonGames, day: str) -> pd.DataFrame:
    """A day's games with a side outside Division I, which have no rating."""
    games = season.games
    return games[(games["date"] == day) & ~games.index.isin(rated(games).index)]


def day_games(season: SeasonGames, day: str, pool: WorkerPool | None = None) -> pd.DataFrame:
    """The Division I games of a day, one row each, by tip-off, unknown times last.

    The columns of ``games``; for each side its ``_name``, ``_conference``, ``_rank`` by net rating,
    ``_wins`` and ``_losses`` before that day, and ``_expected`` points; for the home side win_prob,
    weaker and stronger as in ``slate.forecast_games``, and close; ``said``: "eve", "now" (by the
    ratings of today) or "" where no forecast was kept."""
    games = rated(season.games)
    rows = games[games["date"] == day].assign(tbd=lambda found: ~found["time_valid"].astype(bool))
    rows = rows.sort_values(["tbd", "start", "event_id"], kind="stable").drop(columns="tbd")
    known = season.teams.team_id.tolist()
    rows = rows[rows["home"].isin(known) & rows["away"].isin(known)].reset_index(drop=True)
    rows = _with_teams(rows, season.teams)
    rows = _with_records(rows, season, games, day)
    return _with_odds(rows, season, day, pool)


def _with_teams(rows: pd.DataFrame, teams: TeamTable) -> pd.DataFrame:
    net = teams.off_eff - teams.def_eff
    rank = np.empty(len(net), dtype=np.int64)
    rank[np.argsort(-net, kind="stable")] = np.arange(1, len(net) + 1)
    new: dict[str, Any] = {}
    for side in ("home", "away"):
        at = teams.rows(rows[side])
        new[f"{side}_name"] = [teams.name[row] for row in at]
        new[f"{side}_conference"] = [teams.conference[row] for row in at]
        new[f"{side}_rank"] = rank[at]
    return rows.assign(**new)


def _with_records(
    rows: pd.DataFrame, season: SeasonGames, games: pd.DataFrame, day: str
) -> pd.DataFrame:
    """Wins and losses against Division I before the day: counted from the first game, or back from
    the record at the end where only the last month is known."""
    before = games["date"] < day
    finals = games[(games["status"] == "final") & (before if season.live else ~before)]
    home_won = finals["home_points"] > finals["away_points"]
    teams, new = season.teams, {}
    for name, won, end in (("wins", home_won, teams.wins), ("losses", ~home_won, teams.losses)):
        count = finals["home"].where(won, finals["away"]).value_counts()
        at_end = dict(zip(teams.team_id.tolist(), end.tolist(), strict=True))
        for side in ("home", "away"):
            counted = rows[side].map(count).fillna(0).astype(int)
            left = counted if season.live else rows[side].map(at_end) - counted
            new[f"{side}_{name}"] = left.astype(int)
    return rows.assign(**new)


def _with_odds(
    rows: pd.DataFrame, season: SeasonGames, day: str, pool: WorkerPool | None
) -> pd.DataFrame:
    """The odds kept of the evening before; of later days those by the ratings of now."""
    renamed = {f"{side}_points": f"{side}_expected" for side in ("home", "away")}
    kept = season.eves.rename(columns=renamed).set_index("event_id")
    columns = [renamed.get(name, name) for name in COLUMNS]
    odds = kept.reindex(rows["event_id"])[columns].astype(float).reset_index(drop=True)
    said = np.where(odds["win_prob"].notna(), "eve", "")
    coming = (said == "") & (day > season.as_of) & season.live
    if coming.any():
        home, away = (rows.loc[coming, side].to_numpy(np.int64) for side in ("home", "away"))
        neutral = rows.loc[coming, "neutral"].to_numpy(np.bool_)
        rest = rest_on(season.games, day, home, away)
        now = forecast_games(season.teams, home, away, neutral, pool=pool, rest=rest)
        odds.loc[coming, columns] = now[list(COLUMNS)].to_numpy()
        said = np.where(coming, "now", said)
    return rows.assign(**odds, said=said)
