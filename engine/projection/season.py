"""A season up to Selection Sunday as numbers: its games, records and wins above bubble."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, Bool

NOT_PLAYED = -1


@dataclass(frozen=True, slots=True, eq=False)
class SeasonGames:
    """N games between T teams before Selection Sunday, of conference tournaments those that were
    played or are next.

    ``a[N]``, ``b[N]``: rows of the teams; ``venue[N]``: numbers of ``Venue`` seen from a;
    ``won[N]``: 1 where a won, 0 where b did, NOT_PLAYED; ``in_conference[N]``: it counts for the
    standings of a conference; ``knocks_out[N]``: its loser leaves a conference tournament."""

    a: I8
    b: I8
    venue: I8
    won: I8
    in_conference: Bool
    knocks_out: Bool

    @property
    def left(self) -> I8:
        """The numbers of the games not played yet."""
        return np.flatnonzero(self.won == NOT_PLAYED)


def wins(games: SeasonGames, won: Bool, teams: int, of: Bool | None = None) -> F8:
    """wins[U, T] where ``won[U, N]`` says who won each game in each universe (a if True); ``of[N]``
    selects games."""
    chosen = np.arange(len(games.a)) if of is None else np.flatnonzero(of)
    out = np.zeros((len(won), teams))
    for n in chosen.tolist():
        out[:, games.a[n]] += won[:, n]
        out[:, games.b[n]] += ~won[:, n]
    return out


def knocked_out(games: SeasonGames, won: Bool, teams: int) -> Bool:
    """out[U, T]: who has lost in a conference tournament; ``won[U, N]`` as for ``wins``."""
    out = np.zeros((len(won), teams), dtype=np.bool_)
    for n in np.flatnonzero(games.knocks_out).tolist():
        out[:, games.a[n]] |= ~won[:, n]
        out[:, games.b[n]] |= won[:, n]
    return out


def bubble_wins(games: SeasonGames, bubble: F8, teams: int) -> F8:
    """expected[T]: the wins of a bubble team with each team's schedule; ``bubble[3, T]``: its
    probability of beating each team on a neutral floor, at home and away, in that order."""
    home, away = np.array([0, 1, 2]), np.array([0, 2, 1])  # venue seen from a, and from b
    expected = np.zeros(teams)
    np.add.at(expected, games.a, bubble[home[games.venue], games.b])
    np.add.at(expected, games.b, bubble[away[games.venue], games.a])
    return expected


def standings(games: SeasonGames, won: Bool, members: Sequence[I8], tie_break: F8) -> list[I8]:
    """order[U, M] for each conference of M ``members`` (rows): the best record against its own
    first, ties broken by ``tie_break[U, T]`` (below one game)."""
    teams = tie_break.shape[1]
    played = np.zeros(teams)
    own = np.flatnonzero(games.in_conference)
    np.add.at(played, games.a[own], 1)
    np.add.at(played, games.b[own], 1)
    share = wins(games, won, teams, games.in_conference) / np.maximum(played, 1) + tie_break
    return [rows[np.argsort(-share[:, rows], axis=1, kind="stable")] for rows in members]
