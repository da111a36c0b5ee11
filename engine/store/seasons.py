"""Which leagues and seasons the embedded tables hold, their games and figures."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from engine.domain.schedule import Schedule
from engine.domain.teams import LEAGUES, League
from engine.errors import BadInput, UnknownSeason
from engine.store.caches import cached_by_tables, digest_of
from engine.store.manifest import DATA, pinned
from engine.store.reader import read_table, season_rows

_KEY = ("league", "season")


def check_league(text: object) -> League:
    """``text`` as a league, or BadInput."""
    for league in LEAGUES:
        if text == league:
            return league
    raise BadInput(f"“{str(text)[:24]}” is not a league.", "Use men or women.")


def _seasons(name: str, league: League, root: Path) -> tuple[int, ...]:
    with pinned(root):
        return _seasons_in(name, check_league(league), root, digest_of(root, name))


@lru_cache(maxsize=64)
def _seasons_in(name: str, league: League, root: Path, digest: str) -> tuple[int, ...]:
    table = read_table(name, root)
    of_league = table.filter(pc.equal(table["league"], league))
    return tuple(sorted(of_league["season"].unique().to_pylist()))


def seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All rated seasons, the first one first."""
    return _seasons("seasons", league, root)


def tournament_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose tournament was played."""
    return _seasons("fields", league, root)


def schedule_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose every game is known, so that they can be played again."""
    return _seasons("schedule", league, root)


def prior_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose season before is kept as a prior."""
    return tuple(season + 1 for season in _seasons("last_ratings", league, root))


def game_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose every game is known with its result."""
    return _seasons("season_games", league, root)


def last_month_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose last month before the tournament is on record."""
    return _seasons("eve_seasons", league, root)


def _span(known: tuple[int, ...]) -> str:
    gaps = [str(y) for y in range(known[0], known[-1]) if y not in known]
    return f"from {known[0]} to {known[-1]}" + (f" except {', '.join(gaps)}" if gaps else "")


def check_season(league: League, season: object, known: tuple[int, ...]) -> int:
    """``season`` as one of ``known``, or UnknownSeason that says why not and which there are."""
    remedy = f"Choose a {league}'s season {_span(known)}."
    text = str(season).strip()
    if text.isdecimal() and int(text[:6]) in known:
        return int(text)
    if text == "2020":
        raise UnknownSeason(
            "The 2020 tournament was cancelled, so there is no 2020 season.", remedy
        )
    if text.isdecimal() and len(text) == 4:
        raise UnknownSeason(f"The {league}'s season {text} is not in the data.", remedy)
    raise UnknownSeason(f"“{text[:24]}” is not a season.", remedy)


@cached_by_tables(16, "schedule")
def load_schedule(league: League, season: int, root: Path = DATA) -> Schedule:
    """Every game of a season; UnknownSeason or DamagedData."""
    check_season(league, season, schedule_seasons(league, root))
    rows = season_rows("schedule", league, season, root)
    return Schedule(league, season, *(rows[name].astype(np.int64) for name in ("a", "b", "venue")))


@cached_by_tables(8, "season_games")
def load_season_games(league: League, season: int, root: Path = DATA) -> pd.DataFrame:
    """Every game of a season up to Selection Sunday: date, a, b, venue, points_a, points_b,
    overtimes; margin, margin_se as the ratings of the day before expected it. Shared, for reading
    only; UnknownSeason or DamagedData."""
    return _of_season("season_games", league, season, root)


@cached_by_tables(8, "weekly_ratings")
def load_weekly_ratings(league: League, season: int, root: Path = DATA) -> pd.DataFrame:
    """Every team's rating at the start of each week: date, team_id, net, net_se. Shared, for
    reading only; UnknownSeason or DamagedData."""
    return _of_season("weekly_ratings", league, season, root)


def _of_season(name: str, league: League, season: int, root: Path) -> pd.DataFrame:
    check_season(league, season, game_seasons(league, root))
    rows = season_rows(name, league, season, root)
    return pd.DataFrame({column: rows[column] for column in rows if column not in _KEY})


@cached_by_tables(4, "player_figures")
def load_player_figures(
    league: League, season: int, root: Path = DATA
) -> dict[str, tuple[float, float]]:
    """What the players' lines of a season looked like: (figure, standard error) by name, none where
    they are not known; DamagedData."""
    rows = season_rows("player_figures", league, season, root)
    pairs = zip(rows["real"].tolist(), rows["se"].tolist(), strict=True)
    return dict(zip(rows["name"].tolist(), pairs, strict=True))


@cached_by_tables(16, "figures", "schedule")
def load_figures(league: League, season: int, root: Path = DATA) -> dict[str, float]:
    """What the games of the schedule looked like, by name; UnknownSeason or DamagedData."""
    check_season(league, season, schedule_seasons(league, root))
    rows = season_rows("figures", league, season, root)
    return dict(zip(rows["name"].tolist(), rows["real"].tolist(), strict=True))
