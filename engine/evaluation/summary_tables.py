"""The record as tidy tables for the Accuracy page: read from the embedded tables, nothing played.

``python -m engine backtest`` gives the same figures by playing the games again."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8
from engine.bracket import upsets
from engine.domain.field import ROUND_NAMES, Field
from engine.domain.results import advancement
from engine.domain.specs import DEFAULT_UNIVERSES
from engine.domain.teams import League
from engine.domain.venue import venue_signs, venue_texts, venues_of_sign
from engine.evaluation.tournament_backtest import played_games
from engine.stats.estimates import proportion_se

# --- The record ----------------------------------------------------------------------------------


def seasons(table: str, league: League, what: str) -> pd.DataFrame:
    """One season a row (and forecaster, or figure) of ``record`` or ``record_spread``; ``what``:
    ``tournament`` or ``season``."""
    frame = _of(table, league, what)
    single = frame[frame["first"] == frame["last"]]
    return single.rename(columns={"first": "season"}).drop(columns="last").reset_index(drop=True)


def pooled(table: str, league: League, what: str) -> pd.DataFrame:
    """The same of many seasons together: all of them first, then those that fitted a constant, then
    those that did not; with ``span`` in words."""
    frame = _of(table, league, what)
    many = frame[frame["first"] < frame["last"]]
    span = [f"{a}-{b}" for a, b in zip(many["first"], many["last"], strict=True)]
    many = many.assign(span=span, width=many["first"] - many["last"])
    return many.sort_values("width", kind="stable", ignore_index=True).drop(columns="width")


def widest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``pooled`` that hold all seasons."""
    rows: pd.DataFrame = frame[frame["span"] == frame["span"].iloc[0]]
    return rows


def headline(league: League, what: str) -> pd.DataFrame:
    """All pooled seasons of ``record``: one row a forecaster, by name."""
    return widest(pooled("record", league, what)).set_index("forecaster")


def bins(league: League, what: str, kind: str) -> pd.DataFrame:
    """All pooled seasons of ``record_bins``; ``kind``: favourites, margin or total."""
    frame = widest(pooled("record_bins", league, what))
    of_kind: pd.DataFrame = frame[frame["kind"] == kind].sort_values("low", ignore_index=True)
    return of_kind


def _of(table: str, league: League, what: str) -> pd.DataFrame:
    frame = store.frame(table, league)
    return frame[frame["what"] == what].astype(dict.fromkeys(_floats(frame), np.float64))


def _floats(frame: pd.DataFrame) -> list[str]:
    return list(frame.select_dtypes(np.floating).columns)


# --- Upsets --------------------------------------------------------------------------------------


def upset_years(league: League) -> pd.DataFrame:
    """One tournament a row: season and ``upsets.summary``."""
    years = store.tournament_seasons(league)
    return pd.DataFrame([{"season": season} | _upsets(league, season) for season in years])


def upset_histogram(league: League, season: int) -> pd.DataFrame:
    """How many upsets in how many universes: ``upsets``, ``universes``, ``share``."""
    frame = store.frame("upset_counts", league)
    frame = frame[frame["season"] == season][["upsets", "universes"]].astype(np.int64)
    return frame.assign(share=frame["universes"] / frame["universes"].sum())


def _upsets(league: League, season: int) -> dict[str, float | int]:
    counted = upset_histogram(league, season)
    field, games = store.load_field(league, season), store.load_results(league, season)
    real = upsets.real_upsets(field, games)
    return upsets.summary(counted["upsets"].to_numpy(), counted["universes"].to_numpy(), real)


# --- One tournament ------------------------------------------------------------------------------

CONTENDERS = 6  # likeliest champions that are named


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """A team's title: its probability on Selection Sunday with its Monte-Carlo error, its rank
    among all by it (1 is the favourite), and the last round that it played in."""

    name: str
    seed: str
    prob: float
    prob_se: float
    rank: int
    went_out: str


@dataclass(frozen=True, slots=True, eq=False)
class Tournament:
    """What was said of a tournament on Selection Sunday, and what happened.

    ``contenders``: the likeliest champions, the favourite first, and the champion if he is not
    among them; ``games``: one row a game, the least expected winner first."""

    champion: Contender
    contenders: tuple[Contender, ...]
    upsets: dict[str, float | int]
    games: pd.DataFrame


def tournament(league: League, season: int) -> Tournament:
    """One season's tournament; UnknownSeason or DamagedData."""
    field = store.load_field(league, season)
    _, slot_prob = store.load_default(league, season)
    prob = advancement(field, slot_prob)[:, -1]
    winner = store.load_results(league, season)[-1].winner_id
    champion = int(np.flatnonzero(field.team_id == winner)[0])
    likeliest = np.argsort(-prob, kind="stable")[:CONTENDERS].tolist()
    shown = likeliest + [champion] * (champion not in likeliest)
    return Tournament(
        champion=_contender(field, prob, champion),
        contenders=tuple(_contender(field, prob, entrant) for entrant in shown),
        upsets=_upsets(league, season),
        games=tournament_games(league, season),
    )


def _contender(field: Field, prob: F8, entrant: int) -> Contender:
    team = int(field.team_id[entrant])
    rounds = [
        int(field.round[field.slot.index(game.slot)])
        for game in store.load_results(field.league, field.season)
        if team in (game.winner_id, game.loser_id)
    ]
    return Contender(
        name=_names(field)[team],
        seed=field.seed[entrant],
        prob=float(prob[entrant]),
        prob_se=float(proportion_se(prob[entrant], DEFAULT_UNIVERSES)),
        rank=1 + int(np.sum(prob > prob[entrant])),
        went_out=ROUND_NAMES[max(rounds)],
    )


def tournament_games(league: League, season: int) -> pd.DataFrame:
    """Every game, the least expected winner first.

    Columns: slot, round (0-6), round_name, winner, loser (names), winner_line, loser_line,
    winner_points, loser_points, prob (that the winner wins, as said on Selection Sunday), weaker
    and stronger (``rating_error``, of the winner), margin and expected (of the winner, points),
    margin_low, margin_high (the part of the simulated margins, from the winner's side, that the
    real one takes up), venue (as the Game page takes it, the winner being its first team)."""
    games = played_games(league, season)
    said = store.frame("forecasts", league)
    said = said[said["season"] == season].reset_index(drop=True)
    assert said["slot"].tolist() == games.slot.tolist()
    names = _names(store.load_field(league, season))
    won = games.won
    row, side = np.arange(len(won)), np.where(won, 0, 1)
    sign = np.where(won, 1, -1)
    of_winner = venues_of_sign(sign * venue_signs(games.venue))

    def of(name: str, other: str | None = None) -> F8:
        """A probability from the winner's side; ``other``: what it is from the loser's."""
        mine, its = (said[n].to_numpy(np.float64) for n in (name, other or name))
        return np.where(won, mine, 1.0 - its)

    frame = pd.DataFrame(
        {
            "slot": games.slot,
            "round": games.round,
            "round_name": np.array(ROUND_NAMES)[games.round],
            "winner": [names[int(t)] for t in games.team[row, side]],
            "loser": [names[int(t)] for t in games.team[row, 1 - side]],
            "winner_line": games.line[row, side],
            "loser_line": games.line[row, 1 - side],
            "winner_points": games.points[row, side],
            "loser_points": games.points[row, 1 - side],
            "prob": of("win_prob"),
            "weaker": of("weaker", "stronger"),
            "stronger": of("stronger", "weaker"),
            "margin": np.abs(games.margin),
            "expected": sign * said["margin_mean"].to_numpy(np.float64),
            "margin_low": of("low", "high"),
            "margin_high": of("high", "low"),
            "venue": venue_texts(of_winner),
        }
    )
    return frame.sort_values(["prob", "slot"], ignore_index=True)


def _names(field: Field) -> dict[int, str]:
    teams = store.load_teams(field.league, field.season)
    return {int(teams.team_id[row]): teams.name[row] for row in teams.rows(field.team_id)}
