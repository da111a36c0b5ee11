"""Engine results as tidy tables, for the pages and the command line. Pure: no files, no screen.

Shares and probabilities are fractions; ``_se`` columns are standard errors.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.comparison import compare
from engine.field import ROUND_KEYS, Field, RealGame
from engine.rating_error import rating_range
from engine.results import F8, Games, advancement, proportion_se
from engine.teams import RATES, TeamTable

__all__ = [
    "FIGURES",
    "compare",
    "game_summary",
    "games",
    "histogram",
    "odds",
    "ratings",
    "record",
    "season_span",
    "seed_history",
    "upsets",
]

# --- Teams ---------------------------------------------------------------------------------------


def ratings(teams: TeamTable) -> pd.DataFrame:
    """One row a rated team, the best net efficiency (points per 100 possessions) first."""
    columns: dict[str, object] = {
        "team_id": teams.team_id,
        "name": teams.name,
        "conference": teams.conference,
        "wins": teams.wins,
        "losses": teams.losses,
        "net_eff": teams.off_eff - teams.def_eff,
        "net_se": teams.net_se,
    }
    for name in ("off_eff", "off_se", "def_eff", "def_se", "pace", "pace_se"):
        columns[name] = getattr(teams, name)
    for r, rate in enumerate(RATES):
        columns[f"off_{rate}"] = teams.offence[:, r]
        columns[f"def_{rate}"] = teams.defence[:, r]
    frame = pd.DataFrame(columns).sort_values(["net_eff", "team_id"], ascending=[False, True])
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    return frame.reset_index(drop=True)


def record(teams: TeamTable, row: int) -> str:
    """Wins and losses as a fan writes them: ``34-3``."""
    return f"{teams.wins[row]}-{teams.losses[row]}"


# --- Bracket -------------------------------------------------------------------------------------


def odds(field: Field, teams: TeamTable, slot_prob: F8, universes: int) -> pd.DataFrame:
    """One row an entrant, in seed order: who it is and, for each key of ``ROUND_KEYS``, the
    probability of winning its game of that round and that probability's Monte-Carlo error.

    ``slot_prob[S, E]`` was counted over ``universes``. An entrant that skips the First Four has
    probability 1 there, exactly.
    """
    prob = advancement(field, slot_prob)
    se = proportion_se(prob, universes)
    se[~field.reach()[field.round == 0].any(axis=0), 0] = 0.0
    frame = _entrants(field, teams)
    for k, key in enumerate(ROUND_KEYS):
        frame[key] = prob[:, k]
    for k, key in enumerate(ROUND_KEYS):
        frame[f"{key}_se"] = se[:, k]
    return frame


def _entrants(field: Field, teams: TeamTable) -> pd.DataFrame:
    rows = [teams.row(int(team)) for team in field.team_id]
    return pd.DataFrame(
        {
            "team_id": field.team_id,
            "name": [teams.name[row] for row in rows],
            "seed": field.seed,
            "region": [field.region[seed[0]] for seed in field.seed],
            "conference": [teams.conference[row] for row in rows],
        }
    )


# --- Upsets --------------------------------------------------------------------------------------

History = Iterable[tuple[Field, Sequence[RealGame]]]


def seed_history(history: History, before: int) -> pd.DataFrame:
    """How often the larger seed line won a first-round game, by pairing, in seasons < ``before``.

    Columns: favourite_line, underdog_line, games, upsets, rate, rate_se, seasons (in words). A no
    contest is not a game. Later seasons are left out so that nothing shown knows its own outcome.
    """
    earlier = [(field, games) for field, games in history if field.season < before]
    rows = [row for field, games in earlier for row in _first_round_lines(field, games)]
    frame = pd.DataFrame(rows, columns=["favourite_line", "underdog_line", "upset"])
    counted = frame.groupby(["favourite_line", "underdog_line"], as_index=False).agg(
        games=("upset", "size"), upsets=("upset", "sum")
    )
    rate = (counted["upsets"] / counted["games"]).to_numpy(dtype=np.float64)
    games = counted["games"].to_numpy(dtype=np.int64)
    seasons = season_span([field.season for field, _ in earlier])
    return counted.assign(
        rate=rate,
        rate_se=[float(proportion_se(p, n)) for p, n in zip(rate, games, strict=True)],
        seasons=seasons,
    )


def season_span(seasons: Iterable[int]) -> str:
    """``2003-2025 without 2020``; nothing for no season."""
    known = sorted(set(seasons))
    if not known:
        return ""
    gaps = [str(season) for season in range(known[0], known[-1]) if season not in known]
    span = f"{known[0]}-{known[-1]}" if len(known) > 1 else str(known[0])
    return span + (f" without {', '.join(gaps)}" if gaps else "")


def _first_round_lines(field: Field, games: Sequence[RealGame]) -> Iterable[tuple[int, int, bool]]:
    line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
    first = {slot for slot, n in zip(field.slot, field.round, strict=True) if n == 1}
    for game in games:
        if game.slot in first and game.winner_points > 0:
            winner, loser = line[game.winner_id], line[game.loser_id]
            yield min(winner, loser), max(winner, loser), winner > loser


def upsets(
    field: Field,
    teams: TeamTable,
    slot_prob: F8,
    universes: int,
    history: History,
    spreads: pd.DataFrame,
) -> pd.DataFrame:
    """The first round's games, the likeliest upset first.

    Columns: slot, favourite, favourite_id, favourite_line, underdog, underdog_id, underdog_line,
    upset_prob, upset_prob_se (Monte Carlo), weaker and stronger (``rating_error``, from the
    season's rows of ``first_rounds``), and of that seed pairing in the seasons before:
    history_rate, history_se, history_games, history_upsets, history_seasons (no game: NaN and 0).
    A side that a First Four game feeds counts as one: both names, the sum of their probabilities,
    and the id 0.
    """
    frame = pd.DataFrame(
        [
            _pairing(field, teams, slot_prob, s) | _rating_range(field, slot_prob, s, spreads)
            for s in range(len(field.slot))
            if field.round[s] == 1
        ]
    )
    frame["upset_prob_se"] = proportion_se(frame["upset_prob"].to_numpy(), universes)
    past = seed_history(history, field.season)
    names = {"rate": "history_rate", "rate_se": "history_se", "games": "history_games"}
    names |= {"upsets": "history_upsets"}
    seasons = past["seasons"].iloc[0] if len(past) else ""
    past = past.drop(columns="seasons").rename(columns=names)
    frame = frame.merge(past, on=["favourite_line", "underdog_line"], how="left")
    counts = ["history_games", "history_upsets"]
    frame[counts] = frame[counts].fillna(0).astype(np.int64)
    frame["history_seasons"] = seasons
    return frame.sort_values(["upset_prob", "slot"], ascending=[False, True], ignore_index=True)


def _pairing(field: Field, teams: TeamTable, slot_prob: F8, s: int) -> dict[str, object]:
    reach = field.reach()
    sides = [
        np.array([side]) if side >= 0 else np.flatnonzero(reach[-side - 1])
        for side in field.feeder[s].tolist()
    ]
    favourite, underdog = sorted(sides, key=lambda side: field.seed_line(int(side[0])))
    row: dict[str, object] = {"slot": field.slot[s]}
    for name, side in (("favourite", favourite), ("underdog", underdog)):
        ids = [int(field.team_id[e]) for e in side]
        row[name] = " / ".join(teams.name[teams.row(team)] for team in ids)
        row[f"{name}_id"] = ids[0] if len(ids) == 1 else 0
        row[f"{name}_line"] = field.seed_line(int(side[0]))
    return row | {"upset_prob": float(slot_prob[s, underdog].sum())}


def _rating_range(field: Field, slot_prob: F8, s: int, spreads: pd.DataFrame) -> dict[str, float]:
    """weaker and stronger of the underdog, or the mean over those that may come through the First
    Four, weighed by how likely they do."""
    reach: dict[str, float] = {}
    for side in field.feeder[s].tolist():
        prob = {side: 1.0} if side >= 0 else dict(enumerate(slot_prob[-side - 1].tolist()))
        reach |= {field.seed[e]: p for e, p in prob.items() if p > 0}
    rows = spreads[spreads["slot"] == field.slot[s]]
    weight = np.array([[reach.get(seed, 0.0) for seed in rows[n]] for n in SIDES]).prod(axis=0)
    wins = np.array([slot_prob[s, field.seed.index(seed)] for seed in rows["underdog"]])
    # An underdog meets one favourite only in effect: two that may come through share its wins.
    prob = wins / np.maximum(weight, 1e-9)
    sd, se = (rows[name].to_numpy(np.float64) for name in ("margin_sd", "margin_se"))
    found = rating_range(np.minimum(prob, 1.0), sd, se)
    return {name: float(weight @ of) for name, of in zip(RANGE, found, strict=True)}


SIDES = ("underdog", "favourite")
RANGE = ("weaker", "stronger")


# --- One pairing ---------------------------------------------------------------------------------


def games(result: Games) -> pd.DataFrame:
    """One row a universe: the columns of ``game --csv``."""
    return pd.DataFrame(
        {
            "universe": np.arange(result.points.shape[1]),
            "points_a": result.points[0],
            "points_b": result.points[1],
            "half_a": result.half[0],
            "half_b": result.half[1],
            "overtimes": result.overtimes,
            "possessions_a": result.possessions[0],
            "possessions_b": result.possessions[1],
            "lead_changes": result.lead_changes,
            "largest_lead_a": result.largest_lead[0],
            "largest_lead_b": result.largest_lead[1],
        }
    )


FIGURES: dict[str, Callable[[Games], NDArray[np.int16]]] = {
    "margin": lambda g: g.margin,
    "total": lambda g: g.points[0] + g.points[1],
    "points_a": lambda g: g.points[0],
    "points_b": lambda g: g.points[1],
}


def histogram(result: Games, figure: str) -> pd.DataFrame:
    """How often each value of ``figure`` (a key of ``FIGURES``) came up, gaps filled with zeros.

    Columns: value, universes (a count), share, share_se, a_wins (of those universes).
    """
    value = FIGURES[figure](result).astype(np.int64)
    low, n = int(value.min()), value.size
    count = np.bincount(value - low)
    a_wins = np.bincount(value[result.margin > 0] - low, minlength=count.size)
    share = count / n
    return pd.DataFrame(
        {
            "value": np.arange(low, low + count.size),
            "universes": count,
            "share": share,
            "share_se": proportion_se(share, n),
            "a_wins": a_wins,
        }
    )


def game_summary(result: Games) -> dict[str, float]:
    """One pairing in figures: win probability with its error, mean and sd of margin, total and each
    side's points, their central 50 % and 90 %, share of overtime games, possessions per side."""
    summary = {
        "universes": result.points.shape[1],
        "win_prob_a": result.win_prob,
        "win_prob_a_se": result.win_prob_se,
    }
    for name, figure in FIGURES.items():
        value = figure(result)
        summary[f"{name}_mean"], summary[f"{name}_sd"] = float(value.mean()), float(value.std())
        for q in (5, 25, 50, 75, 95):
            summary[f"{name}_q{q:02d}"] = float(np.percentile(value, q))
    summary["overtime_prob"] = float(np.mean(result.overtimes > 0))
    summary["possessions_mean"] = float(result.possessions.mean())
    return summary
