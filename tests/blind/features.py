"""What a classifier sees of each game of a season, by kind: one row a game, indexed by game."""

import numpy as np
import pandas as pd

from engine.recap.season import SeasonRecord

SIDES = ("home", "away")
POINTS = {"made2": 2, "made3": 3, "made_ft": 1}
SHOTS = ("made2", "missed2", "made3", "missed3")
RUN = 8  # unanswered points
TOP = 4  # men of a side whose own lines are shown


def score(record: SeasonRecord) -> pd.DataFrame:
    """Both halves, overtimes, margins."""
    g = record.games.set_index("game")
    out = g[["home_points", "away_points", "home_half", "away_half", "overtimes"]].copy()
    out["margin"] = out["home_points"] - out["away_points"]
    out["half_margin"] = out["home_half"] - out["away_half"]
    out["late_margin"] = out["margin"] - out["half_margin"]
    out["total"], out["apart"] = out["home_points"] + out["away_points"], out["margin"].abs()
    out["half_total"] = out["home_half"] + out["away_half"]
    return out


def _timed(record: SeasonRecord) -> pd.DataFrame:
    """Events with points, seconds elapsed and the lead of the home side after each."""
    e = record.events
    points = e["event"].astype(str).map(POINTS).fillna(0).to_numpy(np.int64)
    late = np.maximum(e["period"] - 3, 0)
    length = np.where(e["period"] > 2, 300, 1200)
    at = np.minimum(e["period"] - 1, 2) * 1200 + late * 300 + length - e["seconds_left"]
    signed = np.where(e["side"] == 0, points, -points)
    lead = pd.Series(signed).groupby(e["game"].to_numpy()).cumsum().to_numpy()
    return e.assign(points=points, at=at, lead=lead)


def flow(record: SeasonRecord) -> pd.DataFrame:
    """Lead changes, runs, droughts, comebacks, points by four minutes, and fouls by half."""
    e = _timed(record)
    out = score(record)
    scored = e[e["points"] > 0]
    by = scored.groupby("game")
    sign = np.sign(scored["lead"])
    ahead = scored.assign(sign=sign)[sign != 0]
    change = ahead.groupby("game")["sign"].diff().fillna(0) != 0
    out["lead_changes"] = change.groupby(ahead["game"]).sum()
    out["ties"] = (scored["lead"] == 0).groupby(scored["game"]).sum()
    out["most_ahead"], out["most_behind"] = by["lead"].max(), by["lead"].min()
    new = (scored["side"] != scored.groupby("game")["side"].shift()).cumsum()
    runs = scored.groupby(["game", new])["points"].sum()
    out["longest_run"] = runs.groupby("game").max()
    out["runs"] = (runs >= RUN).groupby("game").sum()
    for side, name in enumerate(SIDES):
        own = scored[scored["side"] == side]
        out[f"{name}_drought"] = own.groupby("game")["at"].diff().groupby(own["game"]).max()
    bins = scored[scored["period"] <= 2].assign(bin=lambda x: np.minimum(x["at"] // 240, 9))
    out = out.join(
        bins.pivot_table("points", "game", "bin", "sum", fill_value=0).add_prefix("part")
    )
    last = scored[(scored["period"] == 2) & (scored["seconds_left"] <= 120)]
    out["last_two_minutes"] = last.groupby("game")["points"].sum()
    for event in ("foul", "made_ft", "missed_ft"):
        some = e[(e["event"] == event) & (e["period"] <= 2)]
        count = some.groupby(["game", "period", "side"]).size().unstack([1, 2], fill_value=0)
        count.columns = [f"{event}_{period}_{SIDES[side]}" for period, side in count.columns]
        out = out.join(count)
    for period in (1, 2):
        home, away = (out[f"foul_{period}_{name}"] for name in SIDES)
        out[f"fouls_apart_{period}"], out[f"fouls_{period}"] = (home - away).abs(), home + away
        trips = [out[f"made_ft_{period}_{n}"] + out[f"missed_ft_{period}_{n}"] for n in SIDES]
        out[f"ft_apart_{period}"], out[f"ft_{period}"] = (trips[0] - trips[1]).abs(), sum(trips)
    return out.fillna(0)


def box(record: SeasonRecord) -> pd.DataFrame:
    """Both box scores without what recorders differ in: team rebounds and turnovers are left out,
    assists and blocks too."""
    e = record.events
    e = e[~e["event"].isin(["assist", "block"])]
    e = e[~(e["event"].isin(["off_reb", "def_reb", "turnover"]) & (e["player_id"] < 0))]
    count = e.groupby(["game", "side", "event"], observed=True).size().unstack(fill_value=0)
    parts = []
    for side, name in enumerate(SIDES):
        own = count.xs(side, level="side")
        own = own.assign(two=own["made2"] / (own["made2"] + own["missed2"]).clip(lower=1))
        own["three"] = own["made3"] / (own["made3"] + own["missed3"]).clip(lower=1)
        own["free"] = own["made_ft"] / (own["made_ft"] + own["missed_ft"]).clip(lower=1)
        own["fga"] = own[list(SHOTS)].sum(axis=1)
        parts.append(own.add_prefix(f"{name}_"))
    out = pd.concat(parts, axis=1)
    for name in ("foul", "turnover", "fga", "off_reb", "two", "three"):
        out[f"{name}_apart"] = out[f"home_{name}"] - out[f"away_{name}"]
        out[f"{name}_both"] = out[f"home_{name}"] + out[f"away_{name}"]
    return out


def lines(record: SeasonRecord) -> pd.DataFrame:
    """One row a game, side and player with an event or minutes: counts by event, points, rebounds,
    seconds (0 without), starter."""
    key = ["game", "side", "player_id"]
    e = record.events[record.events["player_id"] >= 0]
    count = e.groupby([*key, "event"], observed=False).size().unstack(fill_value=0)
    count.columns = count.columns.astype(str)
    floor = record.players.groupby(key)[["seconds", "starter"]].max()
    out = count.join(floor, how="outer").fillna(0).astype(np.int64)
    out["points"] = 2 * out["made2"] + 3 * out["made3"] + out["made_ft"]
    out["rebounds"] = out["off_reb"] + out["def_reb"]
    out["fga"] = out[list(SHOTS)].sum(axis=1)
    return out


def players(record: SeasonRecord) -> pd.DataFrame:
    """Players' lines without minutes: how a side's events fall on its men."""
    line = lines(record)
    line = line[line[list(line.columns[:13])].sum(axis=1) > 0]
    out = {}
    by = line.groupby(["game", "side"])
    out["men"] = by.size()
    for column in ("points", "rebounds", "assist", "fga", "foul", "turnover", "steal", "made3"):
        ranked = line[column].groupby(["game", "side"]).rank(ascending=False, method="first")
        for k in range(1, TOP + 1):
            out[f"{column}_{k}"] = line[column][ranked == k].droplevel("player_id")
        share = line[column] / by[column].transform("sum").clip(lower=1)
        out[f"{column}_shared"] = (share**2).groupby(["game", "side"]).sum()
    for fouls in range(6):
        out[f"on_{fouls}_fouls"] = (line["foul"] == fouls).groupby(["game", "side"]).sum()
    doubles = (line[["points", "rebounds", "assist"]] >= 10).sum(axis=1) >= 2
    out["double_doubles"] = doubles.groupby(["game", "side"]).sum()
    for least in (10, 20):
        out[f"with_{least}"] = (line["points"] >= least).groupby(["game", "side"]).sum()
    out["scoreless"] = (line["points"] == 0).groupby(["game", "side"]).sum()
    return _side_by_side(pd.DataFrame(out).fillna(0))


def minutes(record: SeasonRecord) -> pd.DataFrame:
    """Players' lines with minutes; only games with known minutes."""
    line = lines(record)
    line = line[line["seconds"] > 0]
    out, by = {}, line.groupby(["game", "side"])
    out["used"] = by.size()
    ranked = line["seconds"].groupby(["game", "side"]).rank(ascending=False, method="first")
    for k in range(1, 12):
        one = line[ranked == k].droplevel("player_id")
        out[f"minutes_{k}"] = one["seconds"] // 60
        if k <= 8:
            out[f"minutes_{k}_points"], out[f"minutes_{k}_fouls"] = one["points"], one["foul"]
    for low, high in ((0, 60), (60, 120), (120, 300), (300, 600), (600, 1200), (1200, 1800)):
        some = (line["seconds"] > low) & (line["seconds"] <= high)
        out[f"minutes_{low}_{high}"] = some.groupby(["game", "side"]).sum()
    out["starters"] = (line["seconds"] * line["starter"]).groupby(["game", "side"]).sum() // 60
    start = line[line["starter"] > 0]
    out["least_starter"] = start.groupby(["game", "side"])["seconds"].min() // 60
    troubled = line[line["foul"] >= 4].groupby(["game", "side"])["seconds"]
    out["troubled"], out["bench_most"] = (
        troubled.max() // 60,
        line[line["starter"] == 0].groupby(["game", "side"])["seconds"].max() // 60,
    )
    wide = _side_by_side(pd.DataFrame(out).fillna(0))
    return wide.join(players(record), how="inner").join(score(record)[["apart", "overtimes"]])


def _side_by_side(table: pd.DataFrame) -> pd.DataFrame:
    wide = table.unstack("side")
    wide.columns = [f"{SIDES[side]}_{name}" for name, side in wide.columns]
    return wide.dropna()


KINDS = {"score": score, "flow": flow, "box": box, "players": players, "minutes": minutes}
