"""The real men's season 2025-26 in the format of ``python -m engine season``, from play-by-play."""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.pipeline.pbp import read
from engine.recap.season import SeasonRecord
from engine.recap.season_task import EXPORTED
from engine.sources import schedules

PBP, LINES = "pbp_2026_full.parquet", "player_games_2026_from_pbp.parquet"
SHOTS = ("Three Point Jumper", "Two Point Jumper", "Layup", "Dunk", "Hook")
OTHERS = {
    "Offensive Rebound": "off_reb",
    "Defensive Rebound": "def_reb",
    "Turnover": "turnover",
    "Commits Foul": "foul",
    "Steal": "steal",
    "Blocked Shot": "block",
}
COLUMNS = ["ncaa_game_id", "home", "away", "period", "clock", "home_score", "away_score", "team"]
COLUMNS += ["player_1", "player_2", "event_type", "result", "shot_value", "quals"]
TEAM = -1
UNSOUND = 0.03  # of the minutes of five players


def real_season(source: Path) -> SeasonRecord:
    """Every game of the embedded schedule, in its order, as it was played.

    On a neutral floor the lower team id counts as the home side, as in an export. Men's halves and
    possessions are those of ``pipeline.pbp``; bench and coach's technicals are the team's."""
    schedule = _schedule(source)
    lines = pd.read_parquet(source / LINES)
    raw = pd.read_parquet(source / PBP, columns=COLUMNS)
    text = ["home", "away", "team", "player_1", "player_2", "event_type", "result", "quals"]
    raw[text] = raw[text].astype(object).fillna("")
    raw["game"] = raw["ncaa_game_id"].map(schedule["game"])
    raw = raw[raw["game"].notna()].astype({"game": int})
    ids = _team_ids(raw, lines)
    home = schedule.set_index("game")["home"]
    raw["side"] = (raw["team"].map(ids) != raw["game"].map(home)).astype(int)
    raw["team_id"] = raw["team"].map(ids)
    events = _events(raw, lines)
    games = _games(read.plays(source / PBP), schedule, raw, events)
    return SeasonRecord(games, events, _players(lines, schedule))


def _schedule(source: Path) -> pd.DataFrame:
    """Indexed by ncaa_game_id: game, home, away, neutral and the final score."""
    played = schedules.games(source, "men")
    played = played[played["season"] == schedules.PBP_SEASON[1]].reset_index(drop=True)
    at_b = played["venue"] < 0
    table = pd.DataFrame({"game": played.index, "neutral": played["venue"] == 0})
    for name, first, second in (("", "a", "b"), ("_points", "score_a", "score_b")):
        table[f"home{name}"] = np.where(at_b, played[second], played[first])
        table[f"away{name}"] = np.where(at_b, played[first], played[second])
    table["overtimes"] = played["overtimes"]
    return table.set_index(played["ncaa_game_id"].astype(str))


def _team_ids(raw: pd.DataFrame, lines: pd.DataFrame) -> "pd.Series[int]":
    """The record's names of teams -> ids, by their players."""
    key = ["ncaa_game_id", "player_1"]
    players = lines.rename(columns={"player_pbp": "player_1", "team_id": "id"})[[*key, "id"]]
    pairs = raw[["team", *key]].drop_duplicates().merge(players, on=key)
    count = pairs.groupby(["team", "id"]).size()
    return (
        count.reset_index()
        .sort_values(0)
        .drop_duplicates("team", keep="last")
        .set_index("team")["id"]
    )


def _events(raw: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    made = raw["result"] == "made"
    kind = raw["event_type"].map(OTHERS)
    shot = raw["event_type"].isin(SHOTS)
    value = raw["shot_value"].fillna(0).astype(int).astype(str)
    kind = kind.mask(shot, np.where(made, "made", "missed") + value)
    kind = kind.mask(raw["event_type"] == "Free Throw", np.where(made, "made_ft", "missed_ft"))
    challenge = raw["quals"].str.contains("challenge")
    raw = raw.assign(event=kind, order=np.arange(len(raw)))[kind.notna() & ~challenge]
    helped = raw[raw["event"].isin(["made2", "made3"]) & (raw["player_2"] != "")]
    helped = helped.assign(event="assist", player_1=helped["player_2"])
    both = pd.concat([raw, helped]).sort_values("order", kind="stable")
    who = lines[["ncaa_game_id", "team_id", "player_pbp", "torvik_pid"]].rename(
        columns={"player_pbp": "player_1"}
    )
    both = both.merge(who, how="left", on=["ncaa_game_id", "team_id", "player_1"])
    clock = both["clock"].astype(str).str.split(":", expand=True).astype(int)
    both["seconds_left"] = clock[0] * 60 + clock[1]
    both["period"] = both["period"].astype(int)
    both["player_id"] = both["torvik_pid"].fillna(TEAM).astype(np.int64)
    both["event"] = pd.Categorical(both["event"], categories=list(EXPORTED))
    both["back"] = -both["seconds_left"]
    both = both.sort_values(["game", "period", "back"], kind="stable", ignore_index=True)
    return both[["game", "period", "seconds_left", "side", "event", "player_id"]]


def _games(
    plays: pd.DataFrame, schedule: pd.DataFrame, raw: pd.DataFrame, events: pd.DataFrame
) -> pd.DataFrame:
    table = schedule.set_index("game").sort_index()
    worth = events["event"].astype(str).map({"made2": 2, "made3": 3, "made_ft": 1}).fillna(0)
    early = worth[events["period"] == 1]
    half = early.groupby([events["game"], events["side"]]).sum().unstack(fill_value=0)
    ball = plays[plays["last"] & (plays["start_type"] != "technical")]
    hosts = raw[raw["team"] == raw["home"]].drop_duplicates("game").set_index("game")["side"]
    number = ball["game"].map(schedule["game"])
    side = np.where(ball["home"], number.map(hosts), 1 - number.map(hosts))
    possessions = ball.groupby([number, side]).size().unstack(fill_value=0)
    for column, name in enumerate(("home", "away")):
        table[f"{name}_half"] = half[column].astype(int)
        table[f"{name}_possessions"] = possessions[column].astype(int)
    return table.reset_index()


def _players(lines: pd.DataFrame, schedule: pd.DataFrame) -> pd.DataFrame:
    """Who was on the floor; games whose recorded minutes do not add up have nobody."""
    lines = lines[lines["ncaa_game_id"].isin(schedule.index)]
    of = schedule.loc[lines["ncaa_game_id"]]
    total = lines.groupby(["ncaa_game_id", "team_id"])["minutes"].transform("sum").to_numpy()
    off = np.abs(total / (200 + 25 * of["overtimes"].to_numpy()) - 1)
    sound = lines["minutes_ok"].fillna(False).to_numpy(bool) & (off < UNSOUND)
    bad = pd.Series(~sound).groupby(lines["ncaa_game_id"].to_numpy()).transform("any").to_numpy()
    table = pd.DataFrame(
        {
            "game": of["game"].to_numpy(),
            "side": (lines["team_id"].to_numpy() != of["home"].to_numpy()).astype(int),
            "player_id": lines["torvik_pid"].fillna(TEAM).astype(np.int64).to_numpy(),
            "name": lines["player"].to_numpy(),
            "seconds": (60 * lines["minutes"]).round().fillna(0).astype(int).to_numpy(),
            "starter": lines["started"].to_numpy() > 0,
        }
    )
    return table[~bad & (table["seconds"] > 0)].sort_values(["game", "side"], ignore_index=True)
