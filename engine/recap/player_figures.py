"""What players' lines of a season look like: figures for real and simulated seasons alike, and how
close a simulated one must come."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

REGULARS = 5  # men of a team with the most minutes
OFTEN, LONG = 15, 600.0  # games and seconds a game of men whose own games are compared
GROUPS = 20  # of games, left out in turn for standard errors

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class PlayerGate:
    """A simulated figure must lie within ``allowed`` of the real one, plus two of the real one's
    standard errors."""

    name: str
    allowed: float
    words: str


GATES = (
    PlayerGate("men_used", 0.15, "men used by a side"),
    PlayerGate("under_two_minutes", 0.15, "of them under two minutes"),
    PlayerGate("starters_minutes", 2.0, "minutes of the five starters"),
    PlayerGate("minutes_sd", 0.4, "sd of a man's minutes around his mean"),
    PlayerGate("regulars_games", 0.02, "share of the games that the first five play in"),
    PlayerGate("fouled_out", 0.08, "men with five fouls"),
    PlayerGate("on_four_fouls", 0.12, "men with four fouls"),
    PlayerGate("fouls_sd", 0.08, "sd of a man's fouls around his mean"),
    PlayerGate("top_scorer", 0.5, "points of a side's top scorer"),
    PlayerGate("scored_20", 0.06, "men with 20 points"),
    PlayerGate("double_doubles", 0.05, "double-doubles"),
    PlayerGate("points_with_minutes", 0.08, "correlation of a man's points and minutes"),
    PlayerGate("points_with_rebounds", 0.08, "correlation of a man's points and rebounds"),
)


def player_figures(line: pd.DataFrame) -> Figures:
    """The figures of ``GATES``, counts per side and game.

    ``line``: one row for each man of a side and game: game, side, team, player_id, seconds,
    starter, points, rebounds, assists, fouls. Fewer minutes than none do not count. A man's own
    games are compared if he plays ``OFTEN`` and ``LONG`` enough."""
    line = line[line["seconds"] > 0]
    sides = line.groupby(["game", "side"])
    n = sides.ngroups
    doubles = (line[["points", "rebounds", "assists"]] >= 10).sum(axis=1) >= 2
    around = _around_means(line)
    return {
        "men_used": len(line) / n,
        "under_two_minutes": float((line["seconds"] < 120).sum()) / n,
        "starters_minutes": float(line.loc[line["starter"], "seconds"].sum()) / 60.0 / n,
        "minutes_sd": float(around["seconds"].std()) / 60.0,
        "regulars_games": _regulars(line),
        "fouled_out": float((line["fouls"] >= 5).sum()) / n,
        "on_four_fouls": float((line["fouls"] == 4).sum()) / n,
        "fouls_sd": float(around["fouls"].std()),
        "top_scorer": float(sides["points"].max().mean()),
        "scored_20": float((line["points"] >= 20).sum()) / n,
        "double_doubles": float(doubles.sum()) / n,
        "points_with_minutes": float(around["points"].corr(around["seconds"])),
        "points_with_rebounds": float(around["points"].corr(around["rebounds"])),
    }


def _around_means(line: pd.DataFrame) -> pd.DataFrame:
    own = line.groupby("player_id")
    often = (own["seconds"].transform("size") >= OFTEN) & (own["seconds"].transform("mean") >= LONG)
    columns = ["seconds", "points", "rebounds", "fouls"]
    some = line[often]
    return some[columns] - some.groupby("player_id")[columns].transform("mean")


def _regulars(line: pd.DataFrame) -> float:
    games = line.groupby("team")["game"].nunique()
    total = line.groupby(["team", "player_id"])["seconds"].agg(["sum", "size"]).reset_index()
    order = total.groupby("team")["sum"].rank(ascending=False, method="first")
    first = total[order <= REGULARS]
    return float((first["size"] / first["team"].map(games)).mean())


def with_errors(line: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: name, real and se, by leaving out a group of games in turn (jackknife)."""
    every = player_figures(line)
    group = line["game"] % GROUPS
    left = pd.DataFrame([player_figures(line[group != k]) for k in range(GROUPS)])
    se = np.sqrt((GROUPS - 1) / GROUPS * ((left - left.mean()) ** 2).sum())
    return pd.DataFrame({"name": list(every), "real": list(every.values()), "se": se.to_numpy()})


def lines_of(games: pd.DataFrame, events: pd.DataFrame, players: pd.DataFrame) -> pd.DataFrame:
    """The lines of an exported season (``recap.season.SeasonRecord``)."""
    key = ["game", "side", "player_id"]
    known = events[events["player_id"] >= 0]
    count = known.groupby([*key, "event"], observed=False).size().unstack(fill_value=0)
    count.columns = count.columns.astype(str)
    line = players.merge(count.reset_index(), how="left", on=key).fillna(dict.fromkeys(count, 0))
    line["points"] = 2 * line["made2"] + 3 * line["made3"] + line["made_ft"]
    line["rebounds"] = line["off_reb"] + line["def_reb"]
    line["assists"], line["fouls"] = line["assist"], line["foul"]
    at = line["game"].map(games.set_index("game")["home"])
    away = line["game"].map(games.set_index("game")["away"])
    line["team"] = at.where(line["side"] == 0, away)
    return line


@dataclass(frozen=True, slots=True)
class PlayerComparison:
    """One figure: ``real`` with its standard error ``se``, ``simulated``, and the gate's bounds."""

    name: str
    words: str
    real: float
    se: float
    simulated: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the simulated figure is within the bounds."""
        return self.low <= self.simulated <= self.high


def compared(
    real: dict[str, tuple[float, float]], simulated: list[Figures]
) -> tuple[PlayerComparison, ...]:
    """Every gate's figure: ``real`` with its error by name, and the mean of the simulated ones."""
    found = []
    for gate in GATES:
        value, se = real[gate.name]
        wide = gate.allowed + 2.0 * se
        mean = float(np.mean([figures[gate.name] for figures in simulated]))
        found.append(
            PlayerComparison(gate.name, gate.words, value, se, mean, value - wide, value + wide)
        )
    return tuple(found)
