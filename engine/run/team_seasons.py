"""A team's season: its games with what was expected, its rating week by week, its résumé."""

from typing import Any

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8
from engine.bracket.win_curve import WinCurve, averaged
from engine.domain.specs import Side
from engine.domain.teams import League, TeamTable
from engine.run.win_matrix import season_curve
from engine.tables import resume, school
from engine.tables.ledger import ranks


def has_games(league: League, side: Side) -> bool:
    """Whether games of a team's season are in the data."""
    if not _played_source(side.source) and side.season not in store.game_seasons(league):
        return False
    return not team_games(league, side).empty


def _played_source(source: str) -> str:
    """``source`` if it is a snapshot, which has games; "" where the embedded games count."""
    return source if source and isinstance(store.opened(source), store.Snapshot) else ""


@store.cached_by_data_version(16)
def season_games(league: League, season: int, source: str = "") -> pd.DataFrame:
    """Every game of a season from both sides (``resume.sided``) with its opponents, win_prob (by
    the ratings of the day before) and bubble_prob (a bubble team's, by the latest ratings); shared,
    for reading only. UnknownSeason where the games are not in the data."""
    teams = store.load_teams(league, season, source=source)
    curve = season_curve(teams.base)
    rows = resume.with_opponents(resume.sided(_games(league, season, source, teams)), teams)
    venue = rows["venue"].to_numpy(np.float64)
    bubble = resume.bubble_net(teams.off_eff - teams.def_eff)
    net = bubble - rows["opponent_net"].to_numpy() + 2.0 * teams.base.home_edge * venue
    per_game = teams.base.pace / 100.0
    se = per_game * rows["opponent_net_se"].to_numpy()
    rows["bubble_prob"] = _prob(curve, teams, per_game * net, se)
    if "win_prob" not in rows:
        margin, margin_se = (rows[name].to_numpy() for name in ("expected", "expected_se"))
        rows["win_prob"] = _prob(curve, teams, margin, margin_se)
    return rows


def _games(league: League, season: int, source: str, teams: TeamTable) -> pd.DataFrame:
    """The games as ``resume.sided`` takes them."""
    found = store.opened(source) if source else None
    if not isinstance(found, store.Snapshot):
        return store.load_season_games(league, season)
    ours, eves = found.games, found.eves(league)
    ours = ours[(ours["league"] == league) & (ours["status"] == "final")]
    rated = ours["home"].isin(teams.team_id) & ours["away"].isin(teams.team_id)
    games = ours[rated].merge(eves[["event_id", "win_prob", "margin"]], on="event_id", how="left")
    return pd.DataFrame(
        {
            "date": games["date"],
            "a": games["home"],
            "b": games["away"],
            "venue": 1 - games["neutral"].astype(np.int64),
            "points_a": games["home_points"],
            "points_b": games["away_points"],
            "overtimes": games["overtimes"],
            "margin": games["margin"],
            "margin_se": np.nan,
            "win_prob": games["win_prob"],
        }
    )


def _prob(curve: WinCurve, teams: TeamTable, margin: F8, se: F8) -> F8:
    """P(win) by the win curve in a game of the league's usual pace and scoring."""
    pace = np.full(margin.shape, teams.base.pace)
    return averaged(curve, margin, 2.0 * pace * teams.base.efficiency / 100.0, pace, se)


@store.cached_by_data_version(16)
def season_resumes(league: League, season: int, source: str = "") -> pd.DataFrame:
    """``resume.season_resumes`` of every team; shared, for reading only. UnknownSeason."""
    return resume.season_resumes(season_games(league, season, _played_source(source)))


def team_games(league: League, side: Side) -> pd.DataFrame:
    """One team's rows of ``season_games`` in playing order; UnknownSeason."""
    rows = season_games(league, side.season, _played_source(side.source))
    return rows[rows["team_id"] == side.team_id].reset_index(drop=True)


def tournament_games(league: League, side: Side) -> pd.DataFrame:
    """One team's games of the real tournament in the columns of ``team_games`` (without
    bubble_prob), ``date`` being the round's name, with Selection Sunday's forecast of the record;
    empty without any."""
    season, team_id = side.season, side.team_id
    if season not in store.tournament_seasons(league):
        return pd.DataFrame()
    field, teams = store.load_field(league, season), store.load_teams(league, season)
    forecasts = store.frame("forecasts", league)
    of_season = forecasts[forecasts["season"] == season].to_dict("records")
    forecast: dict[str, Any] = {row["slot"]: row for row in of_season}
    rank, rows = ranks(teams.off_eff - teams.def_eff), []
    for game in store.load_results(league, season):
        if team_id not in (game.winner_id, game.loser_id) or game.slot not in forecast:
            continue
        won, at = game.winner_id == team_id, forecast[game.slot]
        other = teams.row(game.loser_id if won else game.winner_id)
        first = team_id < int(teams.team_id[other])  # the forecast is the lower id's
        s = field.slot.index(game.slot)
        hosts = field.host[s] >= 0
        at_home = hosts and int(field.team_id[field.host[s]]) == team_id
        points = (game.winner_points, game.loser_points)
        rows.append(
            {
                "date": field.round_names[field.round[s]],
                "opponent": teams.name[other],
                "opponent_rank": int(rank[other]),
                "venue": 1 if at_home else -int(hosts),
                "points": points[0 if won else 1],
                "allowed": points[1 if won else 0],
                "overtimes": game.overtimes,
                "won": won,
                "expected": float(at["margin_mean"]) * (1 if first else -1),
                "expected_se": np.nan,
                "win_prob": float(at["win_prob"]) if first else 1 - float(at["win_prob"]),
            }
        )
    return pd.DataFrame(rows)


def rating_weeks(league: League, side: Side) -> pd.DataFrame:
    """One team's net efficiency through a season: date, net, net_se on the first day with games of
    each week, before them, and on Selection Sunday; of the running season before its first game and
    now. UnknownSeason."""
    teams = store.load_teams(league, side.season, source=side.source)
    if side.season == store.running_season(league):
        weeks = _rating(store.preseason().tables[league], side.team_id)
    else:
        weeks = store.load_weekly_ratings(league, side.season)
        weeks = weeks.loc[weeks["team_id"] == side.team_id, ["date", "net", "net_se"]]
    return pd.concat([weeks, _rating(teams, side.team_id)], ignore_index=True)


def _rating(teams: TeamTable, team_id: int) -> pd.DataFrame:
    row = teams.row(team_id)
    net = teams.off_eff[row] - teams.def_eff[row]
    return pd.DataFrame([{"date": teams.base.cutoff, "net": net, "net_se": teams.net_se[row]}])


# --- All seasons ---------------------------------------------------------------------------------


@store.cached_by_data_version(4)
def every_season(league: League, source: str = "") -> tuple[pd.DataFrame, F8]:
    """(``school.every_season``, ``school.standardized``) of a league, the season of ``source`` with
    them; shared, for reading only."""
    frames = (store.frame(name, league) for name in ("fields", "slots", "results"))
    teams, bare = store.frame("teams", league), store.frame("seasons", league)
    if source:
        season = store.running_season(league)
        rows, average = store.rating_rows(store.load_teams(league, season, source=source))
        teams, bare = (pd.concat([x, y]) for x, y in ((teams, rows), (bare, average)))
    found = school.every_season(teams, school.tournament_runs(*frames))
    z = school.standardized(found)
    has_style = bare.set_index("season")["has_style"]
    z[~has_style.loc[found["season"]].to_numpy(bool)] = np.nan
    return found, z


def _running_source(league: League, side: Side) -> str:
    """The source of a side of the running season; "" where the embedded ratings count."""
    return side.source if side.season == store.running_season(league) else ""


def similar_teams(league: League, side: Side, count: int) -> pd.DataFrame:
    """The most similar team seasons (``school.similar``)."""
    found = every_season(league, _running_source(league, side))
    return school.similar(*found, side.season, side.team_id, count)


def school_seasons(league: League, side: Side) -> pd.DataFrame:
    """A school's rated seasons, the latest first (``school.every_season``)."""
    teams, _ = every_season(league, _running_source(league, side))
    own = teams[teams["team_id"] == side.team_id]
    return own.sort_values("season", ascending=False, ignore_index=True)
