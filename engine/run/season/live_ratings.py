"""The ratings of the season that is being played, and what they said of every final the evening
before its day.

One pass through the season gives the ratings of every eve, and the forecast code is that of the
games to come (``run.slate``). A later game or box changes no eve before it, so a refresh makes only
those from the first changed day on; a first one makes all.
"""

import pandas as pd

from engine import MODEL_VERSION, store
from engine.ratings.current_season import eve_ratings, rate_season
from engine.ratings.season_prior import SeasonPrior
from engine.run.season import current_season, gathering
from engine.run.season.gathering import Gathered, Progress
from engine.run.season.slate import COLUMNS, forecast_games, rest_on
from engine.store import snapshot_tables
from engine.store.snapshots import Snapshot

Tables = dict[str, pd.DataFrame]  # one league's rows by table of the snapshot

GAME = ["event_id", "date", "home", "away", "neutral"]


def rated(known: Gathered, before: Snapshot | None, progress: Progress) -> Tables:
    """The league's rows of ``ratings``, ``averages`` and ``eve_forecasts``: those of ``before``
    where they still hold."""
    before = before if before and _same_model(known, before) else None
    if before and (_same_games(known, before) or _same_rated(known, before)):
        made = {name: getattr(before, name) for name in ("ratings", "averages", "eve_forecasts")}
        return {name: frame[frame["league"] == known.league] for name, frame in made.items()}
    league, season = known.league, known.season
    games = current_season.rated_games(known.rows, known.boxes, known.as_of)
    prior = store.load_prior(league, season)
    progress(f"{league}: ratings through {known.as_of}")
    table = rate_season(league, season, games, prior, known.members, known.as_of)
    ratings, averages = snapshot_tables.rating_rows(table)
    eves = _eves(known, games, prior, before, progress).assign(league=league, season=season)
    return {"ratings": ratings, "averages": averages, "eve_forecasts": eves}


def made_with() -> list[str]:
    """What ratings depend on besides the games: the model and the embedded tables."""
    return [MODEL_VERSION, store.data_version()]


def _eves(
    known: Gathered,
    games: pd.DataFrame,
    prior: SeasonPrior,
    before: Snapshot | None,
    progress: Progress,
) -> pd.DataFrame:
    """``GAME`` and the columns of ``forecast_games`` of every final."""
    league, finals = known.league, known.finals[GAME]
    kept = _eves_that_hold(known, before, games) if before else finals[:0]
    left = finals[~finals["event_id"].isin(kept["event_id"])].sort_values("event_id")
    by_day = {str(day): part.reset_index(drop=True) for day, part in left.groupby("date")}
    parts = [kept]
    days = list(by_day)
    for day, table in eve_ratings(league, known.season, games, prior, known.members, days):
        progress(f"{league}: what was expected on {day}")
        of = by_day[day]
        home, away, neutral = (of[name].to_numpy() for name in ("home", "away", "neutral"))
        rest = rest_on(known.finals, day, home, away)
        parts.append(of.join(forecast_games(table, home, away, neutral, rest=rest)))
    return pd.concat(parts, ignore_index=True).reindex(columns=[*GAME, *COLUMNS])


def _same_model(known: Gathered, before: Snapshot) -> bool:
    """Were the old ratings made by this model, from these embedded tables and conferences?"""
    rows = before.ratings[before.ratings["league"] == known.league].set_index("team_id")
    members = known.members.set_index("team_id")["conference"]
    return (
        before.season == known.season
        and known.league in before.as_of
        and before.sources.get("made_with", {}).get(known.league) == made_with()
        and rows["conference"].to_dict() == members.to_dict()
    )


def _same_games(known: Gathered, before: Snapshot) -> bool:
    """Do the old ratings and eves stand on the same games through the same day?"""
    if before.as_of[known.league] != known.as_of:
        return False
    if len(before.eves(known.league)) != len(known.finals):
        return False
    for name, frame in gathering.tables(known).items():
        old: pd.DataFrame = getattr(before, name)
        old = old[old["league"] == known.league]
        if snapshot_tables.table_bytes(name, old) != snapshot_tables.table_bytes(name, frame):
            return False
    return True


def _same_rated(known: Gathered, before: Snapshot) -> bool:
    """On a tournament day, whose scores are read alone: do the ratings stand on the same games? The
    eves of the day's finals are made with the next whole refresh."""
    if not known.scores_only or before.as_of[known.league] != known.as_of:
        return False
    old = gathering.resumed(known.league, known.members, before)
    was, now = (
        current_season.rated_games(part.rows, part.boxes, known.as_of) for part in (old, known)
    )
    order = ["date", "event_id"]
    return (
        was.sort_values(order)
        .reset_index(drop=True)
        .equals(now.sort_values(order).reset_index(drop=True))
    )


def _eves_that_hold(known: Gathered, before: Snapshot, games: pd.DataFrame) -> pd.DataFrame:
    """The old eves of today's finals up to the first day whose rated ``games`` are others than they
    were: an eve stands on the games before its day."""
    league, as_of = known.league, before.as_of[known.league]
    old = gathering.resumed(league, known.members, before)
    eves = before.eves(league)
    eves = eves[
        pd.MultiIndex.from_frame(eves[GAME]).isin(pd.MultiIndex.from_frame(known.finals[GAME]))
    ]
    both = pd.concat([current_season.rated_games(old.rows, old.boxes, as_of), games])
    changed = both[~both.duplicated(keep=False)]
    return eves if changed.empty else eves[eves["date"] <= changed["date"].min()]
