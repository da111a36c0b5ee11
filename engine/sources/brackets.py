"""Seeds, slots, host sites and results of every tournament, from the raw bracket tables."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from engine.domain.seeding import TOP_SEEDS_HOST, host_of, pod_of, usual_hosts

FIRST_SEASON = {"men": 2003, "women": 2010}

# Announced sites that the rule or the game log's venue column gets wrong: (season, pod) -> the
# host's seed, or "" where the pod plays on a neutral floor.
ANNOUNCED_SITES = {
    (2010, "Z2"): "",  # Seattle, which is not Gonzaga's floor
    (2012, "W2"): "W07",  # Chicago: DePaul. Six sites of 2012 have no venue in the game log
    (2012, "W3"): "W14",  # Little Rock: Arkansas-Little Rock
    (2012, "X2"): "X07",  # Nashville: Vanderbilt
    (2012, "X3"): "X06",  # Norman: Oklahoma
    (2012, "Y4"): "Y05",  # Baton Rouge: LSU
    (2012, "Z1"): "Z01",  # Notre Dame
    (2013, "Z4"): "Z12",  # Spokane: Gonzaga
    (2015, "W3"): "W06",  # Tampa: South Florida; Louisville's arena was taken
    (2016, "W4"): "W05",  # Starkville: Mississippi State; Michigan State's arena was taken
    (2017, "Y2"): "Y07",  # Manhattan: Kansas State; Stanford's arena was taken
    (2019, "Y4"): "",  # Charlotte; South Carolina's arena was taken
}

# (league, season, winner's seed, loser's seed): decided without a game.
NO_CONTEST = (("men", 2021, "X07", "X10"),)  # Oregon advanced over VCU


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """``fields``, ``slots`` and ``results`` of both leagues, sorted."""
    parts = [_league(source, league) for league in FIRST_SEASON]
    fields, slots, results = (
        pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)
    )
    return fields, slots, results


def _league(source: Path, league: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    seeds, slots, games = (
        _read(source, league, table) for table in ("seeds", "slots", "tourney_results")
    )
    slots = slots[slots.season.isin(seeds.season)]  # 2020 has a tree but no seeds
    fields = seeds[["league", "season", "seed", "team_id", "region_name"]]
    fields = fields.assign(region_name=fields.region_name.map(_spaced))
    slots = _slots(slots, _hosts(seeds, games) if league == "women" else {})
    results = _results(league, fields, slots, games)
    return fields.sort_values(["season", "seed"]), slots, results


def _read(source: Path, league: str, table: str) -> pd.DataFrame:
    frame = pd.read_parquet(source / f"{league}_{table}.parquet")
    return frame[frame.season >= FIRST_SEASON[league]].assign(league=league)


def _spaced(name: str) -> str:
    """``FortWorth1`` -> ``Fort Worth 1``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name)


def round_of(slot: str) -> int:
    """0 for a game that is named by the seed it feeds (``X16``), else the digit of ``R1W1``."""
    return int(slot[1]) if slot.startswith("R") else 0


def _slots(slots: pd.DataFrame, hosts: Mapping[int, Mapping[str, str]]) -> pd.DataFrame:
    """The tree in playing order, each slot with the seed at home there."""
    slots = slots.rename(columns={"strong_seed": "strong", "weak_seed": "weak"})
    slots = slots.assign(round=slots.slot.map(round_of)).sort_values(["season", "round", "slot"])
    host = [
        host_of(hosts.get(season, {}), slot, sides)
        for season, slot, *sides in slots[["season", "slot", "strong", "weak"]].itertuples(
            index=False
        )
    ]
    columns = ["league", "season", "slot", "round", "strong", "weak", "host"]
    return slots.assign(host=host)[columns]


def _hosts(seeds: pd.DataFrame, games: pd.DataFrame) -> dict[int, dict[str, str]]:
    """Season -> pod -> host's seed, or "" where the site is no team's home arena."""
    hosts: dict[int, dict[str, str]] = {}
    for season in sorted(set(seeds.season.tolist())):
        if season >= TOP_SEEDS_HOST:
            hosts[season] = usual_hosts("women", season)
        else:
            pods = sorted({pod_of(seed) for seed in seeds.seed[seeds.season == season]})
            played = games[(games.season == season) & games["round"].isin((1, 2))]
            hosts[season] = {pod: _predetermined_host(played, pod) for pod in pods}
    for (season, pod), host in ANNOUNCED_SITES.items():
        if season in hosts:
            hosts[season][pod] = host
    return hosts


def _predetermined_host(games: pd.DataFrame, pod: str) -> str:
    """Up to 2014 the sites were chosen a year ahead; who is at home shows in the pod's first round.

    Where both first-round games of a pod claim a home side, the second round decides.
    """
    games = games[games.w_seed.map(pod_of) == pod]
    home = games.w_seed.where(games.w_loc == "H", games.l_seed.where(games.w_loc == "A", ""))
    first, second = ({seed for seed in home[games["round"] == n] if seed} for n in (1, 2))
    return next(iter(sorted(first & second) + sorted(first)), "")


def _results(
    league: str, fields: pd.DataFrame, slots: pd.DataFrame, games: pd.DataFrame
) -> pd.DataFrame:
    games = games.rename(
        columns={
            "w_team_id": "winner_id",
            "l_team_id": "loser_id",
            "w_score": "winner_points",
            "l_score": "loser_points",
            "num_ot": "overtimes",
        }
    )
    columns = ["league", "season", "slot", "winner_id", "loser_id"]
    columns += ["winner_points", "loser_points", "overtimes"]
    missing = [
        _no_contest(row, fields, slots)
        for row in NO_CONTEST
        if row[0] == league and row[1] in set(fields.season)
    ]
    games = pd.concat([games[columns], pd.DataFrame(missing, columns=columns)])
    games = games.assign(round=games.slot.map(round_of)).sort_values(["season", "round", "slot"])
    return games[columns]


def _no_contest(
    row: tuple[str, int, str, str], fields: pd.DataFrame, slots: pd.DataFrame
) -> dict[str, object]:
    league, season, winner, loser = row
    field = fields[fields.season == season].set_index("seed").team_id
    tree = slots[(slots.season == season) & (slots.strong == winner) & (slots.weak == loser)]
    return {
        "league": league,
        "season": season,
        "slot": tree.slot.iloc[0],
        "winner_id": field[winner],
        "loser_id": field[loser],
        "winner_points": 0,
        "loser_points": 0,
        "overtimes": 0,
    }
