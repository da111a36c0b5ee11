"""The real season 2025-26 played again as if ESPN served it, refreshed step by step.

    python -m tests.feed.rehearse --source DIR [--league men] [--step 7]

DIR holds the game tables ``men_games.parquet`` and ``women_games.parquet``. Every step shows the
games of the days before as final and the rest as scheduled, refreshes, and checks *as of*, that
no later game counts, and that what was once said of a game stays. At the end the ratings are
compared with the embedded ones of 2026, and the odds of the last month with the embedded record of
the same games.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd

from engine import store
from engine.bracket.win_curve import WinCurve, averaged
from engine.cli import main as cli
from engine.domain.rules import rules
from engine.domain.teams import League
from engine.run.season.slate import forecast_games
from engine.sources.game_logs import SELECTION_DAY
from engine.stats.estimates import paired
from engine.stats.proper_scores import log_loss
from engine.store import Snapshot
from engine.tables.season_record import season_log_loss
from tests.feed.fake_espn import FakeEspn, World
from tests.feed.shapes import days, event

SEASON, FIRST, LAST = 2026, "2025-11-03", "2026-03-15"
COUNTS = ("fgm", "fga", "fgm3", "fga3", "ftm", "fta", "or", "dr", "to", "pf", "ast", "stl", "blk")


@dataclass
class Season(World):
    """Games whose scores are shown only of the days before ``today``; without a box where the
    table has none."""

    today: str = FIRST
    no_box: set[str] = field(default_factory=set)

    def answer(self, league: str, what: str, query: dict[str, str]) -> Any:
        """As ESPN stands on the morning of ``today``."""
        found = super().answer(league, what, query)
        if what == "scoreboard":
            digits = query["dates"]
            if f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" >= self.today:
                found["events"] = [_unplayed(one) for one in found["events"]]
        elif found and query.get("event") in self.no_box:
            for team in found["boxscore"]["teams"]:
                team["statistics"] = []
        return found


def _unplayed(one: dict[str, Any]) -> dict[str, Any]:
    game = one["competitions"][0]
    kind = {"name": "STATUS_SCHEDULED", "state": "pre", "completed": False, "detail": "TBD"}
    sides = [side | {"score": "0"} for side in game["competitors"]]
    status = {"period": 0, "type": kind}
    return one | {"competitions": [game | {"status": status, "competitors": sides}]}


def add_league(world: Season, source: Path, league: League) -> int:
    """Put a league's games before the tournaments into ``world``; how many there are."""
    games = pd.read_parquet(source / f"{league}_games.parquet")
    games = games[
        (games["season"] == SEASON) & games["game_type"].isin(("regular", "conf_tourney"))
    ]
    games = games[games["date"].astype(str).str[:10] <= LAST]
    teams = store.espn_teams(league, SEASON)
    espn = dict(zip(teams["team_id"].tolist(), teams["espn_id"].tolist(), strict=True))
    for number, row in enumerate(games.to_dict("records"), 100_000_000):
        winner_at_home = row["w_loc"] != "A"
        home, away = ("w", "l") if winner_at_home else ("l", "w")
        day = str(row["date"])[:10]
        overtimes = row["num_ot"]
        one = event(
            number, espn[row[f"{home}_team_id"]], espn[row[f"{away}_team_id"]],
            (int(row[f"{home}_score"]), int(row[f"{away}_score"])), day=day, league=league,
            overtimes=0 if pd.isna(overtimes) else int(overtimes), neutral=row["w_loc"] == "N",
        )  # fmt: skip
        world.events.setdefault((league, day), []).append(one)
        world.day_of[str(number)] = league, day
        _add_box(world, str(number), row, (home, away))
    return len(games)


def _add_box(world: Season, number: str, row: dict[str, Any], sides: tuple[str, str]) -> None:
    values = [[row.get(f"{side}_{name}") for name in COUNTS] for side in sides]
    needed = [value for side in values for value in side[:9]]
    if pd.isna(row["box_ok"]) or not row["box_ok"] or any(pd.isna(value) for value in needed):
        world.no_box.add(number)
        return
    world.boxes[number] = tuple(
        {n: 0 if pd.isna(v) else int(v) for n, v in zip(COUNTS, side, strict=True)}
        for side in values
    )


def step_days(first: str, last: str, step: int) -> list[str]:
    """The mornings on which to refresh: every ``step`` days, and the one after the last day."""
    mornings = days(first, last)[step::step]
    end = days(last, last[:8] + f"{int(last[8:]) + 1:02}")[-1]
    return [*[morning for morning in mornings if morning < end], end]


def refreshed(fake: FakeEspn, live: Path, morning: str, league: str, *more: str) -> dict[str, Any]:
    """One refresh at 09:00 Eastern of a morning; its facts."""
    words = ["refresh", "--league", league, "--season", str(SEASON), "--now", f"{morning}T14:00Z"]
    out = io.StringIO()
    own = {"HARDWOOD_ESPN": fake.address, "HARDWOOD_NCAA_MIRROR": fake.address}
    own |= {"HARDWOOD_LIVE": str(live)}
    with mock.patch.dict(os.environ, own), contextlib.redirect_stdout(out):
        code = cli.main([*words, "--json", *more])
    facts: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    assert code == 0, facts
    return facts


def check_step(live: Path, morning: str, league: League) -> int:
    """*As of* is the day before, and only games through it count; how many do."""
    snapshot, refused = store.snapshots.latest(live)
    assert snapshot is not None and refused == ()
    as_of = snapshot.as_of[league]
    assert as_of == str(np.datetime64(morning) - 1), (as_of, morning)
    games = snapshot.games[(snapshot.games["league"] == league)]
    finals = games[(games["status"] == "final") & (games["home"] > 0) & (games["away"] > 0)]
    assert (finals["date"] <= as_of).all()
    assert int(snapshot.teams(league).wins.sum()) == len(finals)
    return len(finals)


def check_eves(live: Path, league: League, said: pd.DataFrame) -> pd.DataFrame:
    """Every final has its odds of the evening before, and those ``said`` earlier are the same, to
    the last bit; all of them."""
    snapshot, _ = store.snapshots.latest(live)
    assert snapshot is not None
    eves = snapshot.eves(league)
    assert len(eves) == int(snapshot.teams(league).wins.sum())
    earlier = eves[eves["event_id"].isin(said["event_id"])].reset_index(drop=True)
    if len(said):
        pd.testing.assert_frame_equal(earlier, said.reset_index(drop=True))
    return eves


def told(live: Path, morning: str, league: League) -> pd.DataFrame:
    """What the snapshot of a morning says of the games of its day: event_id and win_prob."""
    snapshot, _ = store.snapshots.latest(live)
    assert snapshot is not None
    games = snapshot.games[snapshot.games["league"] == league]
    games = games[(games["date"] == morning) & (games["home"] > 0) & (games["away"] > 0)]
    home, away, neutral = (games[name].to_numpy() for name in ("home", "away", "neutral"))
    odds = forecast_games(snapshot.teams(league), home, away, neutral)["win_prob"]
    return games[["event_id"]].assign(told=odds.to_numpy())


def as_told(eves: pd.DataFrame, told_before: pd.DataFrame) -> dict[str, float]:
    """How far the eves are from what was on screen before each game."""
    both = eves.merge(told_before, on="event_id")
    difference = (both["win_prob"] - both["told"]).abs()
    return {
        "games_told": len(both),
        "told_mean_difference": float(difference.mean()),
        "told_largest_difference": float(difference.max()),
    }


def recorded(eves: pd.DataFrame, snapshot: Snapshot, league: League) -> dict[str, float]:
    """Log loss of the rehearsed eves and of the embedded record's, on the same games of the last
    month, and the difference with its paired error."""
    late = store.frame("late_games", league)
    late = late[late["season"] == SEASON].reset_index(drop=True)
    curve = WinCurve(*store.load_win_curve(rules(league, SEASON).periods))
    margin, total, pace, se = (
        late[name].to_numpy(np.float64) for name in ("margin", "total", "pace", "margin_se")
    )
    late["prob"] = averaged(curve, margin, total, pace, se)
    late["date"] = [str(np.datetime64(LAST) - (SELECTION_DAY - day)) for day in late["day"]]
    home_is_a = eves["home"] < eves["away"]
    ours = pd.DataFrame(
        {
            "date": eves["date"],
            "a": eves["home"].where(home_is_a, eves["away"]),
            "b": eves["away"].where(home_is_a, eves["home"]),
            "ours": eves["win_prob"].where(home_is_a, 1.0 - eves["win_prob"]),
        }
    )
    both = late.merge(ours, on=["date", "a", "b"], validate="1:1")
    won = (both["points_a"] > both["points_b"]).to_numpy()
    loss = [log_loss(both[name].to_numpy(np.float64), won) for name in ("ours", "prob")]
    difference, error = paired(*loss)
    old = both[["a", "b"]].isin(store.load_prior(league, SEASON).team_id).all(axis=1).to_numpy()
    without, without_error = paired(*(part[old] for part in loss))
    season = season_log_loss(eves, snapshot.games).iloc[-1]
    return {
        "season_games": int(season["games"]),
        "season_log_loss": float(season["log_loss"]),
        "season_log_loss_se": float(season["log_loss_se"]),
        "last_month_games": len(both),
        "last_month_of_record": len(late),
        "log_loss": float(loss[0].mean()),
        "log_loss_of_record": float(loss[1].mean()),
        "difference": difference,
        "difference_se": error,
        "difference_without_newcomers": without,
        "difference_without_newcomers_se": without_error,
        "prob_mean_difference": float((both["ours"] - both["prob"]).abs().mean()),
    }


def compared(snapshot: Snapshot, league: League) -> dict[str, float]:
    """The last ratings against the embedded ones of 2026 (points per 100 possessions)."""
    ours, theirs = snapshot.teams(league), store.load_teams(league, SEASON)
    row = [int(np.flatnonzero(ours.team_id == team)[0]) for team in theirs.team_id]
    net, embedded = (ours.off_eff - ours.def_eff)[row], theirs.off_eff - theirs.def_eff
    same = (ours.wins[row] == theirs.wins) & (ours.losses[row] == theirs.losses)
    return {
        "teams": len(row),
        "win_loss_equal": int(same.sum()),
        "net_mean_difference": float(np.abs(net - embedded).mean()),
        "net_largest_difference": float(np.abs(net - embedded).max()),
        "net_correlation": float(np.corrcoef(net, embedded)[0, 1]),
        "pace_mean_difference": float(np.abs(ours.pace[row] - theirs.pace).mean()),
        "boxes": int((snapshot.boxes["league"] == league).sum()),
    }


def main() -> None:
    """The whole rehearsal."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--league", choices=("men", "women"), default="men")
    parser.add_argument("--step", type=int, default=1, help="days between two refreshes")
    parser.add_argument("--boxes", choices=("new", "all"), default="new")
    parser.add_argument("--out", type=Path, help="keep the snapshots here")
    args = parser.parse_args()
    world = Season(season=SEASON)
    known = add_league(world, args.source, args.league)
    _say(f"{known:,} games, {len(world.boxes):,} with a box score")
    with FakeEspn(world) as fake, tempfile.TemporaryDirectory() as folder:
        live = args.out or Path(folder)
        said, on_screen = pd.DataFrame({"event_id": []}), list[pd.DataFrame]()
        for morning in step_days(FIRST, LAST, args.step):
            world.today, began = morning, time.perf_counter()
            facts = refreshed(fake, live, morning, args.league, "--boxes", args.boxes)
            seconds = time.perf_counter() - began
            finals = check_step(live, morning, args.league)
            said = check_eves(live, args.league, said)
            on_screen.append(told(live, morning, args.league))
            boxes = facts["counts"][args.league]["boxes_known"]
            failed = f"{len(facts['failures'])} failures"
            _say(f"{morning}: {finals:,} games, {boxes:,} boxes, {seconds:.1f} s, {failed}")
        snapshot, _ = store.snapshots.latest(live)
        assert snapshot is not None
        _say(json.dumps(compared(snapshot, args.league)))
        _say(json.dumps(as_told(said, pd.concat(on_screen))))
        _say(json.dumps(recorded(said, snapshot, args.league)))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
