"""Upsets of every round: each game between two seed lines, its odds, and what happened."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import I2, U1
from engine.domain.field import OPEN, Field, RealGame
from engine.domain.results import sides
from engine.domain.teams import TeamTable
from engine.domain.venue import Venue
from engine.stats.estimates import proportion_se
from engine.stats.rating_uncertainty import rating_range

History = Iterable[tuple[Field, Sequence[RealGame]]]
Odds = Callable[[int, int, int], tuple[float, float]]  # (slot, a, b) -> P(a beats b), its error

NEAR_EVEN = 3  # seed lines apart: such a game is close on paper, no upset worth the name
# From the least probability of each tier on; games that are close on paper are a tier of their own.
TIERS = (("Best bets", 0.35), ("Worth a look", 0.20), ("Long shots", 0.10), ("Stay away", 0.0))
CLOSE = "Close on paper"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two entrants on different seed lines who meet in slot ``slot``, with probability ``chance``
    (1 once it is known): ``prob`` that the underdog wins then, with its standard ``error``, of the
    win curve for a known pairing, else of counting."""

    slot: int
    favorite: int
    underdog: int
    chance: float
    prob: float
    error: float


def played_meetings(field: Field, real: I2, odds: Odds) -> list[Meeting]:
    """The games of a tournament as they were played (``real[S]``: winners, OPEN where none is
    known), and those whose two sides are known."""
    pairs = [(s, _by_line(field, *field.arriving(real, s))) for s in _slots(field)]
    return [_known(odds, s, *pair) for s, pair in pairs if pair is not None]


def _known(odds: Odds, slot: int, favorite: int, underdog: int) -> Meeting:
    return Meeting(slot, favorite, underdog, 1.0, *odds(slot, underdog, favorite))


def likely_meetings(field: Field, winner: U1, odds: Odds) -> list[Meeting]:
    """The likeliest pairing of different seed lines in each slot, counted in ``winner[S, U]``, but
    by ``odds`` where it is certain."""
    strong, weak = sides(field, winner)
    entrants = len(field.seed)
    found = []
    for s in _slots(field):
        pair = strong[s].astype(np.int64) * entrants + weak[s]
        for code in np.argsort(-np.bincount(pair), kind="stable").tolist():
            lines = _by_line(field, *divmod(code, entrants))
            if lines is not None:
                break
        else:
            continue
        met = pair == code
        if met.all():
            found.append(_known(odds, s, *lines))
        elif met.any():
            prob = np.mean(winner[s, met] == lines[1])
            error = float(proportion_se(prob, int(met.sum())))
            found.append(Meeting(s, *lines, float(met.mean()), float(prob), error))
    return found


def _slots(field: Field) -> list[int]:
    return np.flatnonzero(field.counted).tolist()


def _by_line(field: Field, a: int, b: int) -> tuple[int, int] | None:
    """(favorite, underdog) by seed line; None on the same line or without a side."""
    if OPEN in (a, b) or field.seed_line(a) == field.seed_line(b):
        return None
    return (int(a), int(b)) if field.seed_line(a) < field.seed_line(b) else (int(b), int(a))


def table(
    field: Field,
    teams: TeamTable,
    meetings: Sequence[Meeting],
    expected: pd.DataFrame,
    cost: Sequence[float],
    history: History,
    results: Sequence[RealGame],
) -> pd.DataFrame:
    """One row a meeting, the likeliest upset first; close games on paper at the end.

    ``expected``: of each meeting favourite_points, underdog_points, margin_sd and margin_se (of the
    simulated margin and its part by the ratings' error, points); ``cost``: what picking the
    underdog through it costs (``bracket.fill.most_points``). Columns: slot, round,
    region ("" in the Final Four), favourite, underdog (names), each with _id, _line and _entrant;
    venue (of the favorite), chance, upset_prob, upset_prob_se, weaker and stronger
    (``stats.rating_uncertainty``), favourite_points and underdog_points (expected), history_games,
    history_upsets, history_rate, history_se (of that pair of lines in the round of 64, or in any
    later round, in earlier seasons), history_seasons, cost (expected points, 1-2-4-8-16-32, by
    which the best bracket with the underdog through this slot has less than the best one),
    near_even, tier, came_true, result.
    """
    frame = pd.DataFrame([_row(field, teams, meeting) for meeting in meetings])
    frame["cost"] = cost
    prob = frame["upset_prob"].to_numpy(np.float64)
    frame = frame.join(expected)
    sd = frame.pop("margin_sd").to_numpy(np.float64)
    se = frame.pop("margin_se").to_numpy(np.float64)
    frame["weaker"], frame["stronger"] = rating_range(prob, sd, se)
    frame = _with_history(frame, history, field.season)
    frame["near_even"] = frame["underdog_line"] - frame["favourite_line"] <= NEAR_EVEN
    frame["tier"] = [
        CLOSE if near else next(name for name, least in TIERS if p >= least)
        for near, p in zip(frame["near_even"], prob, strict=True)
    ]
    return _with_results(frame, results).sort_values(
        ["near_even", "upset_prob", "slot"], ascending=[True, False, True], ignore_index=True
    )


def _row(field: Field, teams: TeamTable, of: Meeting) -> dict[str, object]:
    row: dict[str, object] = {
        "slot": field.slot[of.slot],
        "round": int(field.round[of.slot]),
        "region": field.region[field.seed[of.underdog][0]] if field.round[of.slot] < 5 else "",
        "venue": Venue.of_host(int(field.host[of.slot]), of.favorite, of.underdog).text,
        "chance": of.chance,
        "upset_prob": of.prob,
        "upset_prob_se": of.error,
    }
    for name, entrant in (("favourite", of.favorite), ("underdog", of.underdog)):
        row[f"{name}_entrant"], row[f"{name}_id"] = entrant, int(field.team_id[entrant])
        row[name] = teams.name[teams.row(int(field.team_id[entrant]))]
        row[f"{name}_line"] = field.seed_line(entrant)
    return row


def _with_results(frame: pd.DataFrame, results: Sequence[RealGame]) -> pd.DataFrame:
    """came_true (1.0, 0.0, NaN where no game was played) and result (``78-75``, the winner's points
    first; empty where none)."""
    by_slot = {game.slot: game for game in results if game.winner_points > 0}
    played = [by_slot.get(slot) for slot in frame["slot"]]
    came = [
        float("nan") if game is None else float(game.winner_id == underdog)
        for game, underdog in zip(played, frame["underdog_id"], strict=True)
    ]
    result = ["" if g is None else f"{g.winner_points}–{g.loser_points}" for g in played]
    return frame.assign(came_true=came, result=result)


# --- History -------------------------------------------------------------------------------------


def _with_history(frame: pd.DataFrame, history: History, before: int) -> pd.DataFrame:
    """The four columns of what such pairs of lines did in seasons before ``before``."""
    earlier = [(field, games) for field, games in history if field.season < before]
    games: dict[tuple[bool, int, int], list[bool]] = {}
    for field, real in earlier:
        for first, favorite, underdog, upset in _lines(field, real):
            games.setdefault((first, favorite, underdog), []).append(upset)
    keys = zip(frame["round"] == 1, frame["favourite_line"], frame["underdog_line"], strict=True)
    known = [games.get(key, []) for key in keys]
    count, won = np.array([len(of) for of in known]), np.array([sum(of) for of in known])
    with np.errstate(invalid="ignore"):
        rate = won / count
    return frame.assign(
        history_games=count,
        history_upsets=won,
        history_rate=rate,
        history_se=[float(proportion_se(p, max(n, 1))) for p, n in zip(rate, count, strict=True)],
        history_seasons=season_span([field.season for field, _ in earlier]),
    )


def _lines(field: Field, games: Sequence[RealGame]) -> Iterable[tuple[bool, int, int, bool]]:
    """(whether of the round of 64, better line, worse line, whether the worse one won) of each game
    from the round of 64 on between different lines."""
    line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
    round_ = dict(zip(field.slot, field.round.tolist(), strict=True))
    for game in games:
        won, lost = line[game.winner_id], line[game.loser_id]
        if game.winner_points > 0 and round_[game.slot] > 0 and won != lost:
            yield round_[game.slot] == 1, min(won, lost), max(won, lost), won > lost


def season_span(seasons: Iterable[int]) -> str:
    """``2003-2025 without 2020``; "" without seasons."""
    known = sorted(set(seasons))
    if not known:
        return ""
    gaps = [str(season) for season in range(known[0], known[-1]) if season not in known]
    span = f"{known[0]}-{known[-1]}" if len(known) > 1 else str(known[0])
    return span + (f" without {', '.join(gaps)}" if gaps else "")


def largest(
    history: History, forecasts: pd.DataFrame, names: Callable[[int, int], str], most: int = 12
) -> pd.DataFrame:
    """The real upsets that were given the least: season, slot, round, venue (of the loser), winner,
    winner_id, winner_line, loser, loser_id, loser_line, prob (of the winner, by the table
    ``forecasts``), result. ``names(season, team_id)``."""
    prob = forecasts.set_index(["season", "slot"])["win_prob"]
    rows = []
    for field, games in history:
        line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
        entrant = {int(team): e for e, team in enumerate(field.team_id)}
        round_ = dict(zip(field.slot, field.round.tolist(), strict=True))
        for g in games:
            if round_[g.slot] > 0 and g.winner_points > 0 and line[g.winner_id] > line[g.loser_id]:
                a_wins = float(prob.loc[(field.season, g.slot)])
                host = int(field.host[field.slot.index(g.slot)])
                venue = Venue.of_host(host, entrant[g.loser_id], entrant[g.winner_id])
                rows.append(
                    {
                        "season": field.season,
                        "slot": g.slot,
                        "round": round_[g.slot],
                        "venue": venue.text,
                        "winner_id": g.winner_id,
                        "winner_line": line[g.winner_id],
                        "loser_id": g.loser_id,
                        "loser_line": line[g.loser_id],
                        "prob": a_wins if g.winner_id < g.loser_id else 1 - a_wins,
                        "result": f"{g.winner_points}–{g.loser_points}",
                    }
                )
    frame = pd.DataFrame(rows).sort_values(["prob", "season"], ignore_index=True).head(most)
    for side in ("winner", "loser"):
        frame[side] = [
            names(season, team)
            for season, team in zip(frame["season"], frame[f"{side}_id"], strict=True)
        ]
    return frame
