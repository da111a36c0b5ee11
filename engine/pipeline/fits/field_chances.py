"""``field_chances``: how often teams with a given chance of the field got in, in past seasons.

On three evenings of every season the rest of it is played with the ratings of then, as that of the
running season is. Nothing later is used: net ratings are those of the week (``weekly_ratings``),
the league's averages those of the season before, and every team plays in the league's style.
Schedule, conferences and the formats of their tournaments are the season's own, announced long
before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit

from engine import store
from engine.arrays import F8, Bool
from engine.domain.specs import FIELD_CHANCE_UNIVERSES
from engine.domain.teams import LEAGUES, League, TeamTable
from engine.pipeline.fits.selection import (
    LAST_FITTED,
    conference_tournaments,
    ladders,
    season_games,
)
from engine.projection.conference_tournament import Format
from engine.projection.season import NOT_PLAYED, SeasonGames
from engine.projection.selection import BUBBLE_RANK
from engine.run.projection.play import ProjectionSpec, select
from engine.sources import game_logs

EVENINGS = ((1, 15), (2, 15), (3, 1))  # month and day
TENTHS = 10
LEAST_MEMBERS = 6  # of a conference whose best record gets its bid without a tournament
SCALES = np.geomspace(0.5, 20.0, 30)  # tried for the plain rule, points per 100 possessions
BEST_SHARES = np.linspace(0.0, 0.9, 19)
NO_TOURNAMENT = Format((1,), at_home=False)


@dataclass(frozen=True, slots=True)
class PlainRule:
    """In the field by net rating alone: a logistic curve of ``scale`` around the bubble's rating,
    and besides it ``best_share`` for the best of each conference with a bid."""

    scale: float
    best_share: float

    def chance(self, net: F8, best: Bool) -> F8:
        """chance[T]."""
        bubble = np.sort(net)[-BUBBLE_RANK]
        return np.asarray(
            1 - (1 - self.best_share * best) * (1 - expit((net - bubble) / self.scale))
        )


def build(source: Path) -> pd.DataFrame:
    """One row a league, season, evening and tenth of the chance (0-9): how many teams are in it,
    the sum of their chances, how many of them got in, and the sums of the squared errors of the
    chances and of the plain rule."""
    parts = []
    for league in LEAGUES:
        games = game_logs.games(source, league)
        tournaments = conference_tournaments(source, league)
        for evening in EVENINGS:
            seen = list(_seasons(league, evening, games, tournaments))
            rule = fitted_rule([frame for season, frame in seen if season <= LAST_FITTED])
            for season, frame in seen:
                named = f"{evening[0]:02}-{evening[1]:02}"
                part = tenths(frame, rule)
                parts.append(part.assign(league=league, season=season, evening=named))
    return pd.concat(parts, ignore_index=True)


def _seasons(
    league: League, evening: tuple[int, int], games: pd.DataFrame, tournaments: pd.DataFrame
) -> Iterator[tuple[int, pd.DataFrame]]:
    for season in store.tournament_seasons(league):
        if season in store.game_seasons(league) and season - 1 in store.seasons(league):
            own = [frame[frame["season"] == season] for frame in (games, tournaments)]
            yield season, chances(league, season, date(season, *evening), own[0], own[1])


def chances(
    league: League,
    season: int,
    evening: date,
    games: pd.DataFrame,
    tournaments: pd.DataFrame,
    universes: int = FIELD_CHANCE_UNIVERSES,
) -> pd.DataFrame:
    """One row a team: its ``chance`` of the field that evening, its ``net``, whether it is the
    ``best`` of a conference with a bid, and whether it got ``in_field``. ``games`` (a games frame)
    and ``tournaments``: the season's."""
    table, rated = known_table(league, season, evening)
    played, later = _rows(table, games, tournaments, evening)
    field = store.load_field(league, season)
    inside = np.isin(table.team_id, field.team_id)
    formats = bids(table, tournaments, inside)
    spec = ProjectionSpec(
        league, season, universes, days=(store.selection_sunday(season) - rated).days
    )
    so_far = replace(played, won=np.where(later, NOT_PLAYED, played.won))
    found = select(spec, table, so_far, formats, len(field.team_id))
    net, conference = table.off_eff - table.def_eff, np.array(table.conference)
    best = np.zeros(len(net), dtype=np.bool_)
    for name in formats:
        mine = np.flatnonzero(conference == name)
        best[mine[np.argmax(net[mine])]] = True
    chance = found.chosen.mean(axis=0)
    return pd.DataFrame({"chance": chance, "net": net, "best": best, "in_field": inside})


def _rows(
    table: TeamTable, games: pd.DataFrame, tournaments: pd.DataFrame, evening: date
) -> tuple[SeasonGames, Bool]:
    """(the season's games, of conference tournaments those of before; ``later[N]``: not played)."""
    known = games["team_id_a"].isin(table.team_id) & games["team_id_b"].isin(table.team_id)
    pair = tournaments[["w_team_id", "l_team_id"]].to_numpy(np.int64)
    cups = {(d, min(p), max(p)) for d, p in zip(tournaments["day_num"], pair.tolist(), strict=True)}
    keys = games[["day_num", "team_id_a", "team_id_b"]].astype(int).itertuples(index=False)
    cup = np.array([tuple(key) in cups for key in keys])
    later = (games["date"] > pd.Timestamp(evening)).to_numpy(bool)
    kept = known.to_numpy(bool) & ~(cup & later)
    whole = season_games(table, games[kept])
    own = whole.in_conference & ~cup[kept]
    return replace(whole, in_conference=own, knocks_out=cup[kept]), later[kept]


def known_table(league: League, season: int, evening: date) -> tuple[TeamTable, date]:
    """(the season's teams as they were known that evening, the day of their ratings)."""
    table, before = store.load_teams(league, season), store.load_teams(league, season - 1).base
    weekly = store.load_weekly_ratings(league, season)
    day = weekly.loc[weekly["date"] <= evening.isoformat(), "date"].max()
    week = weekly[weekly["date"] == day].set_index("team_id").reindex(table.team_id)
    net = week["net"].fillna(week["net"].min()).to_numpy(np.float64)
    net_se = week["net_se"].fillna(week["net_se"].max()).to_numpy(np.float64)
    one, base = np.ones(len(net)), replace(before, season=season, cutoff=str(day))
    rates = np.tile(base.rate, (len(net), 1))
    return replace(
        table,
        base=base,
        pace=base.pace * one,
        pace_se=0 * one,
        off_eff=base.efficiency + net / 2,
        def_eff=base.efficiency - net / 2,
        off_se=net_se / np.sqrt(2),
        def_se=net_se / np.sqrt(2),
        net_se=net_se,
        offence=rates,
        defence=rates,
        offence_se=0 * rates,
        defence_se=0 * rates,
        digest=f"{league} {season} {day}",
    ), date.fromisoformat(str(day))


def bids(table: TeamTable, tournaments: pd.DataFrame, inside: Bool) -> dict[str, Format]:
    """The format of each conference with a bid; ``inside[T]``: in the field, which tells of a
    conference without a tournament whether it had one."""
    formats = {
        name: Format(entering, at_home) for name, entering, at_home in ladders(table, tournaments)
    }
    conference = np.array(table.conference)
    for name in sorted({*conference[inside]} - {*formats, ""}):
        if (conference == name).sum() >= LEAST_MEMBERS:
            formats[name] = NO_TOURNAMENT
    return formats


# --- The plain rule, and the table ---------------------------------------------------------------


def fitted_rule(frames: Sequence[pd.DataFrame]) -> PlainRule:
    """The plain rule with the least Brier score on these seasons."""

    def brier(rule: PlainRule) -> float:
        return float(sum(_squared(rule, frame).sum() for frame in frames))

    return min((PlainRule(s, q) for s in SCALES for q in BEST_SHARES), key=brier)


def _squared(rule: PlainRule, frame: pd.DataFrame) -> F8:
    chance = rule.chance(frame["net"].to_numpy(np.float64), frame["best"].to_numpy(bool))
    return np.asarray((chance - frame["in_field"].to_numpy(bool)) ** 2)


def tenths(frame: pd.DataFrame, rule: PlainRule) -> pd.DataFrame:
    """The rows of one season and evening: tenth, teams, expected, seen, brier, plain_brier."""
    tenth = np.minimum((TENTHS * frame["chance"]).astype(int), TENTHS - 1)
    rows = pd.DataFrame(
        {
            "tenth": tenth,
            "teams": 1,
            "expected": frame["chance"],
            "seen": frame["in_field"].astype(int),
            "brier": (frame["chance"] - frame["in_field"]) ** 2,
            "plain_brier": _squared(rule, frame),
        }
    )
    return rows.groupby("tenth").sum().reset_index()
