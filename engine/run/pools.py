"""Pools of a real tournament: its board, its public and its universes, from the embedded tables."""

from functools import lru_cache

import numpy as np

from engine import store
from engine.arrays import F8
from engine.domain.field import Field
from engine.domain.teams import League, TeamTable
from engine.pools.board import Board, board_of
from engine.pools.public import contestant_win, differences
from engine.run.win_matrix import load_win_matrix

BRAND_HALF_LIFE = 12.0  # years after which a tournament win counts half
MAJOR = {
    "Atlantic Coast Conference",
    "Big 12 Conference",
    "Big East Conference",
    "Big Ten Conference",
    "Pacific-10 Conference",
    "Pacific-12 Conference",
    "Southeastern Conference",
}


def brand(field: Field) -> F8:
    """brand[E]: log(1 + tournament wins of earlier seasons, half as much after 12 years)."""
    wins = dict.fromkeys(field.team_id.tolist(), 0.0)
    for season in store.tournament_seasons(field.league):
        if season >= field.season:
            continue
        weight = 0.5 ** ((field.season - season) / BRAND_HALF_LIFE)
        for game in store.load_results(field.league, season):
            if game.winner_id in wins and game.slot.startswith("R"):
                wins[game.winner_id] += weight
    return np.asarray(np.log1p(np.array([wins[int(team)] for team in field.team_id])))


@lru_cache(maxsize=64)
def pool_board(league: League, season: int) -> Board:
    """The board of a tournament; UnknownSeason."""
    return board_of(store.load_field(league, season))


def public_inputs(league: League, season: int) -> tuple[Board, F8, F8]:
    """(board, win[C, C], difference[F, C, C]) of a tournament: what its public is made from."""
    board, table = pool_board(league, season), store.load_teams(league, season)
    rows = table.rows(board.field.team_id)
    win = contestant_win(board, load_win_matrix(league, season).win)
    difference = differences(board, win, brand(board.field), _major(table)[rows], _won(table)[rows])
    return board, win, difference


def _major(table: TeamTable) -> F8:
    return np.array([name in MAJOR for name in table.conference], dtype=np.float64)


def _won(table: TeamTable) -> F8:
    games = np.maximum(table.wins + table.losses, 1)
    return np.asarray(table.wins / games, dtype=np.float64)
