"""The forecast record as tidy tables for the Accuracy page, read from the embedded data.

Nothing is played here. ``python -m engine backtest`` plays the games again and gives the same
figures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine import run, store
from engine.arrays import F8
from engine.bracket import upsets
from engine.bracket.win_curve import error_at
from engine.domain.field import Field
from engine.domain.results import advancement
from engine.domain.specs import DEFAULT_UNIVERSES
from engine.domain.teams import League
from engine.domain.venue import venue_signs, venue_texts, venues_of_sign
from engine.evaluation.tournament_backtest import played_games
from engine.stats.estimates import proportion_se

# --- Forecast record -----------------------------------------------------------------------------


def seasons(table: str, league: League, what: str) -> pd.DataFrame:
    """Single seasons of ``record`` or ``record_spread``, one row per season and forecaster (or
    figure); ``what``: ``tournament`` or ``season``."""
    frame = _rows(table, league, what)
    single = frame[frame["first"] == frame["last"]]
    return single.rename(columns={"first": "season"}).drop(columns="last").reset_index(drop=True)


def pooled(table: str, league: League, what: str) -> pd.DataFrame:
    """Pooled seasons of the same tables, the longest span first: all seasons, then those that
    constants were fitted on, then the later ones. ``span``: ``2008-2026``."""
    frame = _rows(table, league, what)
    many = frame[frame["first"] < frame["last"]]
    span = [f"{a}-{b}" for a, b in zip(many["first"], many["last"], strict=True)]
    many = many.assign(span=span, width=many["first"] - many["last"])
    return many.sort_values("width", kind="stable", ignore_index=True).drop(columns="width")


def widest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``pooled`` that cover all seasons."""
    rows: pd.DataFrame = frame[frame["span"] == frame["span"].iloc[0]]
    return rows


def headline(league: League, what: str) -> pd.DataFrame:
    """``record`` over all seasons: one row per forecaster, indexed by its name."""
    return widest(pooled("record", league, what)).set_index("forecaster")


def bins(league: League, what: str, kind: str) -> pd.DataFrame:
    """``record_bins`` over all seasons; ``kind``: favourites, margin or total."""
    frame = widest(pooled("record_bins", league, what))
    of_kind: pd.DataFrame = frame[frame["kind"] == kind].sort_values("low", ignore_index=True)
    return of_kind


def _rows(table: str, league: League, what: str) -> pd.DataFrame:
    frame = store.frame(table, league)
    return frame[frame["what"] == what].astype(dict.fromkeys(_floats(frame), np.float64))


def _floats(frame: pd.DataFrame) -> list[str]:
    return list(frame.select_dtypes(np.floating).columns)


# --- Upsets --------------------------------------------------------------------------------------


def upset_years(league: League) -> pd.DataFrame:
    """One row per tournament: season and ``upsets.summary``."""
    years = store.tournament_seasons(league)
    return pd.DataFrame([{"season": season} | _upsets(league, season) for season in years])


def upset_histogram(league: League, season: int) -> pd.DataFrame:
    """How many universes had each number of upsets: ``upsets``, ``universes``, ``share``."""
    frame = store.frame("upset_counts", league)
    frame = frame[frame["season"] == season][["upsets", "universes"]].astype(np.int64)
    return frame.assign(share=frame["universes"] / frame["universes"].sum())


def _upsets(league: League, season: int) -> dict[str, float | int]:
    counted = upset_histogram(league, season)
    field, games = store.load_field(league, season), store.load_results(league, season)
    real = upsets.real_upsets(field, games)
    return upsets.summary(counted["upsets"].to_numpy(), counted["universes"].to_numpy(), real)


# --- One tournament ------------------------------------------------------------------------------

CONTENDERS = 6  # most likely champions to list


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """A team's probability of the title on Selection Sunday with its Monte Carlo error, its rank by
    it (1 is the favorite), and the last round it played in."""

    name: str
    seed: str
    prob: float
    prob_se: float
    rank: int
    went_out: str


@dataclass(frozen=True, slots=True, eq=False)
class Tournament:
    """A tournament as forecast on Selection Sunday and as it was played.

    ``contenders``: the most likely champions, the favorite first, and the real champion if not
    among them; ``games``: one row per game, the least expected winner first."""

    champion: Contender
    contenders: tuple[Contender, ...]
    upsets: dict[str, float | int]
    games: pd.DataFrame


def tournament(league: League, season: int) -> Tournament:
    """The tournament of a season; UnknownSeason or DamagedData."""
    field = store.load_field(league, season)
    _, slot_prob = store.load_default(league, season)
    prob = advancement(field, slot_prob)[:, -1]
    winner = store.load_results(league, season)[-1].winner_id
    champion = int(np.flatnonzero(field.team_id == winner)[0])
    most_likely = np.argsort(-prob, kind="stable")[:CONTENDERS].tolist()
    shown = most_likely + [champion] * (champion not in most_likely)
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
        went_out=field.round_names[max(rounds)],
    )


def tournament_games(league: League, season: int) -> pd.DataFrame:
    """Every game, the least expected winner first.

    Columns: slot, round (0-6), round_name, winner, loser (names), winner_line, loser_line,
    winner_points, loser_points, prob (of the winner, forecast on Selection Sunday), error (the win
    curve's), weaker and stronger (if the ratings were one standard error off, of the winner),
    margin and expected (of the winner, in points), margin_low, margin_high (the place of the real
    margin among the simulated ones, seen from the winner), venue (as the Game page takes it, with
    the winner as its first team)."""
    games = played_games(league, season)
    forecasts = store.frame("forecasts", league)
    forecasts = forecasts[forecasts["season"] == season].reset_index(drop=True)
    assert forecasts["slot"].tolist() == games.slot.tolist()
    field = store.load_field(league, season)
    names, curve = _names(field), run.season_curve(store.load_teams(league, season).base)
    won = games.won
    row, side = np.arange(len(won)), np.where(won, 0, 1)
    sign = np.where(won, 1, -1)
    winner_venue = venues_of_sign(sign * venue_signs(games.venue))

    def of_winner(name: str, mirrored: str | None = None) -> F8:
        """A probability of side a seen from the winner; ``mirrored``: its column seen from b."""
        mine, its = (forecasts[n].to_numpy(np.float64) for n in (name, mirrored or name))
        return np.where(won, mine, 1.0 - its)

    frame = pd.DataFrame(
        {
            "slot": games.slot,
            "round": games.round,
            "round_name": np.array(field.round_names)[games.round],
            "winner": [names[int(t)] for t in games.team[row, side]],
            "loser": [names[int(t)] for t in games.team[row, 1 - side]],
            "winner_line": games.seed_line[row, side],
            "loser_line": games.seed_line[row, 1 - side],
            "winner_points": games.points[row, side],
            "loser_points": games.points[row, 1 - side],
            "prob": of_winner("win_prob"),
            "error": error_at(curve, of_winner("win_prob")),
            "weaker": of_winner("weaker", "stronger"),
            "stronger": of_winner("stronger", "weaker"),
            "margin": np.abs(games.margin),
            "expected": sign * forecasts["margin_mean"].to_numpy(np.float64),
            "margin_low": of_winner("low", "high"),
            "margin_high": of_winner("high", "low"),
            "venue": venue_texts(winner_venue),
        }
    )
    return frame.sort_values(["prob", "slot"], ignore_index=True)


def _names(field: Field) -> dict[int, str]:
    teams = store.load_teams(field.league, field.season)
    return {int(teams.team_id[row]): teams.name[row] for row in teams.rows(field.team_id)}
