"""Fits -> the rows of the tables ``teams`` and ``seasons``, and those rows -> a ``TeamTable``."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain.teams import RATES, League, LeagueSeason, TeamTable
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import Fit, RandomWalkPrior
from engine.ratings.next_season import returning
from engine.ratings.observations import SHARED, USUAL_PACE, observations, one_sided
from engine.ratings.season_ratings import SeasonFits, prior_of, season_fits
from engine.ratings.season_spread import season_spread

FIRST_PUBLISHED: dict[League, int] = {"men": 2003, "women": 2010}
CANCELLED = 2020  # no tournament, so no ratings to publish


class SeasonTables(NamedTuple):
    """The tables ``teams`` and ``seasons`` of one league, the fits behind them (all seasons), and
    the team ids of the fits' rows."""

    teams: pd.DataFrame
    seasons: pd.DataFrame
    fits: list[SeasonFits]
    ids: I8


def season_tables(
    games: pd.DataFrame,
    league: League,
    names: Mapping[int, str],
    conferences: Mapping[tuple[int, int], str],
    players: pd.DataFrame | None = None,
) -> SeasonTables:
    """The ratings of every season of one league.

    ``games``: a games frame (``observations``) of all seasons; ``names``: by team id;
    ``conferences``: by (season, team id); ``players``: their seasons (``next_season.returning``),
    where who returns is to count."""
    sided = one_sided(games)
    ids = np.unique(sided["offense"]).astype(np.int64)
    back = None if players is None else returning(players, ids)
    fitted = list(season_fits(sided, ids, SHRINKAGE[league], back))
    style = mean_style(fitted)
    wins, losses = win_loss(games)
    cutoff = games.groupby("season")["date"].max()
    teams, seasons = [], []
    for before, one in zip([None, *fitted], fitted, strict=False):
        if one.season == CANCELLED or one.season < FIRST_PUBLISHED[league]:
            continue
        key = {"league": league, "season": one.season}
        spread = _spread(sided[sided["season"] == one.season], ids, league, one, before)
        known = {"season_spread": spread, "cutoff": f"{cutoff[one.season]:%Y-%m-%d}"}
        seasons.append(key | season_row(one, style) | known)
        of = [(one.season, int(team)) for team in ids[one.played]]
        labels = {
            **key,
            "name": [names[team] for _, team in of],
            "conference": [conferences[season_team] for season_team in of],
            "wins": [wins.get(season_team, 0) for season_team in of],
            "losses": [losses.get(season_team, 0) for season_team in of],
        }
        teams.append(team_frame(one, ids, style).assign(**labels))
    return SeasonTables(pd.concat(teams, ignore_index=True), pd.DataFrame(seasons), fitted, ids)


def win_loss(games: pd.DataFrame) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """(wins, losses) by (season, team id) of a games frame."""
    a_won = games["score_a"] > games["score_b"]
    winner = games["team_id_a"].where(a_won, games["team_id_b"]).astype(int)
    loser = games["team_id_b"].where(a_won, games["team_id_a"]).astype(int)
    return _counts(games["season"], winner), _counts(games["season"], loser)


def _counts(season: "pd.Series[int]", team: "pd.Series[int]") -> dict[tuple[int, int], int]:
    return dict(Counter(zip(season.tolist(), team.tolist(), strict=True)))


def _spread(
    rows: pd.DataFrame, ids: I8, league: League, one: SeasonFits, before: SeasonFits | None
) -> float:
    """``season_spread`` of a season, its prior the season before."""
    strength = SHRINKAGE[league]["net"]
    assert isinstance(strength, RandomWalkPrior)
    net = observations(rows, ids, "net", one.fits.get("pace"))
    half = len(rows) // 2
    points = rows["points"].to_numpy(np.float64)
    margin = 100.0 * (points[:half] - points[half:]) / net.weight
    prior = prior_of(before.fits["net"] if before else None, strength, ids.size)
    return season_spread(net, margin, strength, prior)


def mean_style(fitted: Sequence[SeasonFits]) -> dict[str, float]:
    """League means of the rates over the seasons with boxes, and the usual pace: the style of the
    seasons without."""
    with_boxes = [one for one in fitted if one.has_style]
    rates = {r: float(np.mean([one.fits[r].mean for one in with_boxes])) for r in RATES}
    return {"pace": USUAL_PACE, **rates}


def _centered(one: SeasonFits, measure: str) -> Fit:
    """A shared number against the mean of the teams that played. Followed from day to day, all of
    them may drift together (pace falls toward March); what a game is expected to be stays."""
    found, sign = one.fits[measure], SHARED[measure]
    common = float(found.offense[one.played].mean())
    effect = found.offense - common
    mean = found.mean + (1.0 + sign) * common
    return replace(found, mean=mean, offense=effect, defense=sign * effect)


def season_row(one: SeasonFits, style: Mapping[str, float]) -> dict[str, Any]:
    """The averages of a league and season: a row of ``seasons`` without its key and cutoff."""
    rates = one.fits if one.has_style else ()  # before the first game there are none
    return {
        "pace": _centered(one, "pace").mean if one.has_style else style["pace"],
        "efficiency": _centered(one, "level").mean / 2.0,
        "home_edge": one.fits["net"].edge / 2.0,
        "season_pace": one.pace,
        "season_efficiency": one.efficiency,
        "season_spread": np.nan,
        **{f"rate_{r}": one.fits[r].mean if r in rates else style[r] for r in RATES},
        "has_style": one.has_style,
    }


def team_frame(one: SeasonFits, ids: I8, style: Mapping[str, float]) -> pd.DataFrame:
    """Every team that played: the numbers of ``teams``, by team id."""
    net, level = _centered(one, "net"), _centered(one, "level")
    pace = _centered(one, "pace") if one.has_style else None
    se = np.hypot(net.offense_se, level.offense_se) / 2.0
    columns: dict[str, Any] = {"team_id": ids}
    columns |= _columns("pace", pace, style["pace"], paired=False)
    columns |= {
        "off_eff": (level.mean + level.offense + net.offense) / 2.0, "off_se": se,
        "def_eff": (level.mean + level.offense - net.offense) / 2.0, "def_se": se,
        "net_se": net.offense_se, "home": net.home_edge(np.arange(ids.size)),
    }  # fmt: skip
    for rate in RATES:
        found = one.fits[rate] if one.has_style and rate in one.fits else None
        columns |= _columns(rate, found, style[rate], paired=True)
    return pd.DataFrame(columns)[one.played]


def _columns(name: str, found: Fit | None, usual: float, paired: bool) -> dict[str, Any]:
    """A measure's columns; every team the ``usual`` number where it was not measured."""
    sides = (f"off_{name}", f"def_{name}") if paired else (name,)
    if found is None:
        return {column: x for side in sides for column, x in ((side, usual), (f"{side}_se", 0.0))}
    low, high = (0.005, 0.995) if paired else (0.0, np.inf)
    effects = ((found.offense, found.offense_se), (found.defense, found.defense_se))
    columns: dict[str, Any] = {}
    for side, (effect, se) in zip(sides, effects, strict=False):
        columns |= {side: np.clip(found.mean + effect, low, high), f"{side}_se": se}
    return columns


# --- Rows -> what the engine plays with ----------------------------------------------------------

WHOLE_SEASON = ("season_pace", "season_efficiency", "season_spread")
Columns = Mapping[str, Any]  # arrays by column name, of some rows of a table


def team_table(
    league: League, season: int, teams: Columns, average: Columns, digest: str
) -> TeamTable:
    """A league's season from its rows of ``teams`` and its one row of ``seasons`` (arrays of
    length 1); ``digest`` names what they were made from."""
    numbers = ("pace", "pace_se", "off_eff", "off_se", "def_eff", "def_se", "net_se")
    return TeamTable(
        base=_league_season(league, season, average),
        team_id=teams["team_id"].astype(np.int32),
        name=tuple(teams["name"]),
        conference=tuple(teams["conference"]),
        wins=teams["wins"].astype(np.int32),
        losses=teams["losses"].astype(np.int32),
        **{name: teams[name].astype(np.float64) for name in numbers},
        offence=_rates(teams, "off_{}"),
        offence_se=_rates(teams, "off_{}_se"),
        defence=_rates(teams, "def_{}"),
        defence_se=_rates(teams, "def_{}_se"),
        home=_home(teams),
        digest=digest,
    )


def _home(teams: Columns) -> F8:
    """[T] the teams' home edges; zero in rows that were made without."""
    known = teams.get("home", np.zeros(len(teams["team_id"])))
    return np.nan_to_num(np.asarray(known, dtype=np.float64))


def _rates(rows: Columns, column: str) -> F8:
    """[T, R] from the columns named by ``column``, in the order of ``RATES``."""
    return np.stack([rows[column.format(r)] for r in RATES], axis=1).astype(np.float64)


def _league_season(league: League, season: int, row: Columns) -> LeagueSeason:
    names = ("pace", "efficiency", "home_edge", *WHOLE_SEASON)
    return LeagueSeason(
        league=league,
        season=season,
        rate=_rates(row, "rate_{}")[0],
        has_style=bool(row["has_style"][0]),
        cutoff=str(row["cutoff"][0]),
        **{name: float(row[name][0]) for name in names},
    )
