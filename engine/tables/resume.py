"""A team's season from its games: results with what was expected, tiers, wins above bubble."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.teams import TeamTable
from engine.tables.ledger import ranks

# Opponents by the rank of their net efficiency on Selection Sunday.
TIERS = ((25, "Top 25"), (50, "26 to 50"), (100, "51 to 100"))
LAST_TIER = "Below 100"
BUBBLE_RANK = 45  # about the last team that gets an at-large bid
SHOWN = 3  # best wins, worst losses
VENUES = {1: "Home", 0: "Neutral", -1: "Away"}


def sided(games: pd.DataFrame) -> pd.DataFrame:
    """Games (date, a, b, venue, points_a, points_b, overtimes, margin, margin_se) twice, once from
    each side: date, team_id, opponent_id, venue (1 at home, -1 away), points, allowed, overtimes,
    won, expected (margin in points by the ratings of the day before) and expected_se; win_prob
    where the games have it."""
    parts = []
    for own, other, sign in (("a", "b", 1), ("b", "a", -1)):
        points, allowed = (games[f"points_{x}"].astype(np.int64) for x in (own, other))
        parts.append(
            pd.DataFrame(
                {
                    "date": games["date"],
                    "team_id": games[own].astype(np.int64),
                    "opponent_id": games[other].astype(np.int64),
                    "venue": sign * games["venue"].astype(np.int64),
                    "points": points,
                    "allowed": allowed,
                    "overtimes": games["overtimes"].astype(np.int64),
                    "won": points > allowed,
                    "expected": sign * games["margin"].astype(np.float64),
                    "expected_se": games["margin_se"].astype(np.float64),
                }
            )
        )
        if "win_prob" in games:
            prob = games["win_prob"].astype(np.float64)
            parts[-1]["win_prob"] = prob if sign > 0 else 1.0 - prob
    return pd.concat(parts).sort_values(["team_id", "date"], kind="stable", ignore_index=True)


def with_opponents(rows: pd.DataFrame, teams: TeamTable) -> pd.DataFrame:
    """The sided games with the opponent's name, net efficiency (``opponent_net``, its ``_se``) and
    its rank, all as of the table."""
    net = teams.off_eff - teams.def_eff
    at = teams.rows(rows["opponent_id"])
    return rows.assign(
        opponent=np.array(teams.name, dtype=object)[at],
        opponent_net=net[at],
        opponent_net_se=teams.net_se[at],
        opponent_rank=ranks(net)[at],
    )


def season_resumes(rows: pd.DataFrame) -> pd.DataFrame:
    """Every team's season, by team id: games, wins, above_bubble (wins less those that a bubble
    team would have had against the same opponents at the same venues), above_bubble_sd (how much
    such a team's wins vary by luck), schedule (mean net efficiency of the opponents) with
    schedule_se, and the ranks of both.

    ``rows``: sided games with opponents and bubble_prob, the bubble team's win probability."""
    variance = rows["bubble_prob"] * (1.0 - rows["bubble_prob"])
    full = rows.assign(variance=variance, net_variance=rows["opponent_net_se"] ** 2)
    by_team = full.groupby("team_id")
    found = pd.DataFrame({"games": by_team.size(), "wins": by_team["won"].sum().astype(int)})
    found["above_bubble"] = found["wins"] - by_team["bubble_prob"].sum()
    found["above_bubble_sd"] = np.sqrt(by_team["variance"].sum())
    found["schedule"] = by_team["opponent_net"].mean()
    found["schedule_se"] = np.sqrt(by_team["net_variance"].sum()) / found["games"]
    for name in ("above_bubble", "schedule"):
        found[f"{name}_rank"] = ranks(found[name].to_numpy(np.float64))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Resume:
    """One team's season: ``tiers`` and ``venues`` (name, wins, losses); ``best`` wins and ``worst``
    losses, ``last`` ten games (rows of sided games, the latest first)."""

    tiers: pd.DataFrame
    venues: pd.DataFrame
    best: pd.DataFrame
    worst: pd.DataFrame
    last: pd.DataFrame


def resume(played: pd.DataFrame) -> Resume:
    """The season of one team from its sided games with opponents and bubble_prob.

    A win is the better the less likely a bubble team gets it, a loss the worse the more likely a
    bubble team wins there."""
    edges = [0, *(edge for edge, _ in TIERS), np.inf]
    names = [*(name for _, name in TIERS), LAST_TIER]
    tier = pd.cut(played["opponent_rank"], edges, labels=names)
    venue = played["venue"].map(VENUES)
    won, lost = played[played["won"]], played[~played["won"]]
    return Resume(
        tiers=_records(played, tier, names),
        venues=_records(played, venue, list(VENUES.values())),
        best=won.sort_values("bubble_prob", kind="stable").head(SHOWN),
        worst=lost.sort_values("bubble_prob", ascending=False, kind="stable").head(SHOWN),
        last=played.iloc[::-1].head(10),
    )


def _records(played: pd.DataFrame, key: "pd.Series[str]", names: list[str]) -> pd.DataFrame:
    won = played["won"].to_numpy(bool)
    wins = [int((won & (key == name).to_numpy(bool)).sum()) for name in names]
    losses = [int((~won & (key == name).to_numpy(bool)).sum()) for name in names]
    return pd.DataFrame({"name": names, "wins": wins, "losses": losses})


def common_opponents(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Opponents of both teams (their sided games), the best first: opponent, opponent_rank, and for
    each side games, wins and margin (mean points a game)."""
    parts = []
    for side, played in (("a", a), ("b", b)):
        margin = played["points"] - played["allowed"]
        by = played.assign(margin=margin).groupby(["opponent_id", "opponent", "opponent_rank"])
        found = by.agg(games=("won", "size"), wins=("won", "sum"), margin=("margin", "mean"))
        parts.append(found.add_suffix(f"_{side}"))
    both = parts[0].join(parts[1], how="inner").reset_index()
    return both.sort_values("opponent_rank", ignore_index=True)


def bubble_net(net: F8) -> float:
    """The net efficiency of a bubble team."""
    return float(np.sort(net)[::-1][min(BUBBLE_RANK, net.size) - 1])
