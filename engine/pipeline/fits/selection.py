"""``selection`` and ``conference_formats``: how the committee chose, and how conferences play.

For every tournament on record, wins above bubble come from the games up to Selection Sunday and the
ratings of that day; true automatic bids are given. The weight of wins above bubble is the one with
most at-large teams right on the fields up to 2019, the noise the one that makes those choices
likeliest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr

from engine import store
from engine.arrays import F8, I8, Bool
from engine.domain.teams import LEAGUES, League, TeamTable
from engine.projection.conference_tournament import entering_of
from engine.projection.season import SeasonGames, bubble_wins, wins
from engine.projection.selection import at_large, scores
from engine.run.projection.play import bubble_odds
from engine.sources import game_logs

LAST_FITTED = 2019
WEIGHTS = np.linspace(0.0, 1.0, 41)
NOISES = np.geomspace(0.02, 0.6, 60)
FORMATS_OF = 2026


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """One Selection Sunday: ``wab[T]``, ``net[T]``; ``automatic[T]`` and ``at_large[T]``, the field
    as it was; ``line[T]``, 0 outside."""

    season: int
    wab: F8
    net: F8
    automatic: Bool
    at_large: Bool
    line: I8

    def guess(self, weight: float) -> Bool:
        """The at-large teams by their scores, the automatic ones given."""
        score = scores(self.wab, self.net, weight)
        return at_large(score, self.automatic, int(self.at_large.sum()))

    def right(self, weight: float) -> int:
        """How many at-large teams that names."""
        return int((self.guess(weight) & self.at_large).sum())


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(conference_formats, selection)."""
    rows, formats = [], []
    for league in LEAGUES:
        games = game_logs.games(source, league)
        tournaments = conference_tournaments(source, league)
        seen = [
            chosen(league, season, games, tournaments)
            for season in store.tournament_seasons(league)
        ]
        rows += [(league, *row) for row in fitted(seen)]
        formats += list(_formats(league, tournaments))
    return (
        pd.DataFrame(formats, columns=["league", "conference", "entering", "at_home"]),
        pd.DataFrame(rows, columns=["league", "name", "season", "value"]),
    )


def conference_tournaments(source: Path, league: League) -> pd.DataFrame:
    """Every conference-tournament game, in the order of its days."""
    raw = pd.read_parquet(
        source / f"{league}_games.parquet",
        columns=["season", "day_num", "conf_tourney", "w_team_id", "l_team_id", "w_loc"],
    )
    return raw[raw["conf_tourney"].notna()].sort_values(["season", "day_num"])


def chosen(league: League, season: int, games: pd.DataFrame, tournaments: pd.DataFrame) -> Chosen:
    """A tournament's selection from the games before it."""
    table, field = store.load_teams(league, season), store.load_field(league, season)
    played = season_games(table, games[games["season"] == season])
    teams = len(table.team_id)
    won = (played.won == 1)[None]
    wab = wins(played, won, teams)[0] - bubble_wins(played, bubble_odds(table), teams)
    rows = table.rows(field.team_id)
    line = np.zeros(teams, dtype=np.int64)
    line[rows] = [field.seed_line(e) for e in range(len(rows))]
    automatic = _automatic(table, tournaments[tournaments["season"] == season], line)
    return Chosen(
        season, wab, table.off_eff - table.def_eff, automatic, (line > 0) & ~automatic, line
    )


def season_games(table: TeamTable, games: pd.DataFrame) -> SeasonGames:
    """A games frame (``game_logs``) as rows of a table; games with a team outside it are left
    out."""
    known = games["team_id_a"].isin(table.team_id) & games["team_id_b"].isin(table.team_id)
    games = games[known]
    a, b = (table.rows(games[f"team_id_{side}"].astype(int)) for side in "ab")
    venue = games["venue"].map({0.0: 0, 1.0: 1, -1.0: 2}).to_numpy(np.int64)
    won = (games["score_a"] > games["score_b"]).to_numpy(bool).astype(np.int64)
    conference = np.array(table.conference)
    own = np.asarray(conference[a] == conference[b])
    nobody_out = np.zeros(len(a), dtype=np.bool_)
    return SeasonGames(a, b, np.asarray(venue, dtype=np.int64), won, own, nobody_out)


def _automatic(table: TeamTable, tournaments: pd.DataFrame, line: I8) -> Bool:
    """Winners of conference tournaments; where a conference had none that sent its winner, its best
    line."""
    last = tournaments.groupby("conf_tourney")["w_team_id"].last()
    out = np.zeros(len(table.team_id), dtype=np.bool_)
    winners = [row for team in last if line[row := table.row(int(team))] > 0]
    out[winners] = True
    conference = np.array(table.conference)
    for name in sorted({*conference[line > 0]} - {*conference[out]}):
        mine = np.flatnonzero((conference == name) & (line > 0))
        out[mine[np.argmin(line[mine])]] = True
    return out


def fitted(seen: Sequence[Chosen]) -> Iterator[tuple[str, int, float]]:
    """(name, season, value): ``wab_weight``, ``noise``, and by season ``places`` at large, how many
    of them are ``right``, and the share of teams ``within_one`` line of their own."""
    early = [one for one in seen if one.season <= LAST_FITTED]
    right = np.array([sum(one.right(w) for one in early) for w in WEIGHTS])
    weight = float(WEIGHTS[right == right.max()].mean())
    yield "wab_weight", 0, weight
    yield "noise", 0, float(min(NOISES, key=lambda noise: _surprise(early, weight, noise)))
    for one in seen:
        yield "places", one.season, float(one.at_large.sum())
        yield "right", one.season, float(one.right(weight))
        yield "within_one", one.season, _within_one(one, weight)


def _surprise(seen: Sequence[Chosen], weight: float, noise: float) -> float:
    """Minus the log-likelihood of the real choices if each team's score has a normal error and the
    cut lies between the last place and the first one out."""
    total = 0.0
    for one in seen:
        score = scores(one.wab, one.net, weight)
        free = np.sort(score[~one.automatic])[::-1]
        places = int(one.at_large.sum())
        cut = 0.5 * (free[places - 1] + free[places])
        inside = ndtr((score - cut) / noise)
        prob = np.where(one.at_large, inside, 1.0 - inside)[~one.automatic]
        total -= float(np.log(np.maximum(prob, 1e-9)).sum())
    return total


def _within_one(one: Chosen, weight: float) -> float:
    """Of the real field, in the order of its scores four to a line, the share at most one line from
    its own."""
    rows = np.flatnonzero(one.line > 0)
    order = rows[np.argsort(-scores(one.wab, one.net, weight)[rows], kind="stable")]
    expected = np.sort(one.line[rows])  # as many teams on a line as there were
    return float((np.abs(one.line[order] - expected) <= 1).mean())


def _formats(league: League, tournaments: pd.DataFrame) -> Iterator[tuple[str, str, str, bool]]:
    """The ladder of each conference's last tournament, and whether better seeds were hosts."""
    table = store.load_teams(league, FORMATS_OF)
    last = tournaments[tournaments["season"] == FORMATS_OF]
    for name, entering, at_home in ladders(table, last):
        yield league, name, ",".join(map(str, entering)), at_home


def ladders(
    table: TeamTable, tournaments: pd.DataFrame
) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """(conference, its ladder, whether better seeds were hosts) of a season's ``tournaments``."""
    for _, games in tournaments.groupby("conf_tourney"):
        left: dict[int, int] = {}  # rounds from a team's first game to the final
        for winner, loser in zip(games["w_team_id"][::-1], games["l_team_id"][::-1], strict=True):
            left[winner] = left[loser] = left.get(winner, -1) + 1
        rounds = max(left.values())
        entering = entering_of([rounds - n for n in left.values()], rounds)
        name = table.conference[table.row(int(games["w_team_id"].iloc[-1]))]
        yield name, entering, float((games["w_loc"] != "N").mean()) > 0.5
