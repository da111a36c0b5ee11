"""The running season as its snapshot has it: games, results, and what they are worth so far."""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from engine.arrays import I8, Bool, Text
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue
from engine.projection.season import NOT_PLAYED, SeasonGames, bubble_wins, wins
from engine.run.projection.play import bubble_odds
from engine.store import Snapshot

REGULAR = 2  # ESPN's season type of the regular season and the conference tournaments
TO_COME = ("scheduled", "in_progress")
# What the notes of a conference tournament's games say, and from when on: autumn has tournaments
# of invited teams under the same words.
TOURNAMENT = re.compile(r"\b(tournament|championship)\b", re.IGNORECASE)
FIRST_TOURNAMENT = (2, 24)


@dataclass(frozen=True, slots=True, eq=False)
class SoFar:
    """The games of a season with their events: ``event_id[N]``, ``date[N]`` (ISO, Eastern)."""

    games: SeasonGames
    event_id: I8
    date: Text

    def next_day(self) -> I8:
        """The numbers of the games of the next day on which any are left."""
        left = self.games.left
        return left[self.date[left] == min(self.date[left])] if len(left) else left


def season_so_far(table: TeamTable, rows: pd.DataFrame, as_of: str) -> SoFar:
    """The games between members. Of conference tournaments those that were played, and each team's
    next one where its opponent is known.

    A result after *as of* counts as not played, as it does for the ratings."""
    rows = rows[rows["home"].isin(table.team_id) & rows["away"].isin(table.team_id)]
    rows = rows[(rows["season_type"] == REGULAR) & ~rows["ncaa"]]
    rows = rows[rows["status"].isin(("final", *TO_COME))]
    final = ((rows["status"] == "final") & (rows["date"] <= as_of)).to_numpy(bool)
    a, b = (table.rows(rows[side]) for side in ("home", "away"))
    conference = np.array(table.conference)
    own = (conference[a] == conference[b]) & (conference[a] != "")
    tournament = own & _in_tournament(rows)
    home_won = (rows["home_points"] > rows["away_points"]).to_numpy(bool)
    venue = np.where(rows["neutral"].to_numpy(bool), int(Venue.NEUTRAL), int(Venue.A))
    won = np.where(final, home_won.astype(np.int64), NOT_PLAYED)
    kept = ~tournament | final
    losers = np.where(home_won, b, a)[tournament & final]
    kept[_next_games(a, b, rows["date"].to_numpy(str), np.flatnonzero(~kept), losers)] = True
    games = SeasonGames(
        a[kept],
        b[kept],
        venue[kept].astype(np.int64),
        won[kept],
        (own & ~tournament)[kept],
        tournament[kept],
    )
    kept_rows = rows[kept]
    return SoFar(games, kept_rows["event_id"].to_numpy(np.int64), kept_rows["date"].to_numpy(str))


def _next_games(a: I8, b: I8, day: Text, of: I8, losers: I8) -> list[int]:
    """Of the games ``of`` those that are the first of both teams, neither of which has lost: later
    ones are played by the ladder."""
    busy = set(losers.tolist())
    chosen = []
    for n in of[np.argsort(day[of], kind="stable")].tolist():
        if not busy & {int(a[n]), int(b[n])}:
            chosen.append(n)
        busy |= {int(a[n]), int(b[n])}
    return chosen


def _in_tournament(rows: pd.DataFrame) -> Bool:
    """[N]: by its note and its day, a game of a conference tournament."""
    first = rows["season"].map(lambda season: date(season, *FIRST_TOURNAMENT).isoformat())
    named = rows["headline"].fillna("").map(lambda text: bool(TOURNAMENT.search(text)))
    return np.asarray((rows["date"] >= first) & named, dtype=np.bool_)


def resumes(snapshot: Snapshot, league: League) -> pd.DataFrame:
    """What a committee would look at, one row a member: team_id, wins, losses, wab (wins above
    those that a bubble team would expect from the same games), net (points per 100 possessions),
    net_se and net_rank. Of the games through *as of*."""
    table = snapshot.teams(league)
    rows = snapshot.games[snapshot.games["league"] == league]
    games = season_so_far(table, rows, snapshot.as_of[league]).games
    played = np.flatnonzero(games.won != NOT_PLAYED)
    games = SeasonGames(*(getattr(games, part)[played] for part in SeasonGames.__slots__))
    teams, net = len(table.team_id), table.off_eff - table.def_eff
    won = wins(games, (games.won == 1)[None], teams)[0]
    return pd.DataFrame(
        {
            "team_id": table.team_id,
            "wins": table.wins,
            "losses": table.losses,
            "wab": won - bubble_wins(games, bubble_odds(table), teams),
            "net": net,
            "net_se": table.net_se,
            "net_rank": (-net).argsort(kind="stable").argsort() + 1,
        }
    )
