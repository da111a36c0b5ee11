"""February to the title as ESPN and the NCAA served them: projected, announced, played.

    python -m tests.feed.rehearse_march --source DIR [--league men] [--of 2021]

DIR holds the game tables ``men_games.parquet`` and ``women_games.parquet``. From 1 February on the
season 2025-26 is refreshed and projected; on Selection Sunday the NCAA's bracket of the tournament
``of`` appears, and its games are played a round a day; others stand in for schools that have left
Division I. Every morning nothing later counts, the locked results are the real ones, and odds
carried on from the morning before equal those of a run with all locks at once.
"""

import argparse
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import numpy as np

from engine import run, store
from engine.bracket.history import results_as_locks
from engine.compute.process_pool import WorkerPool
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.run.projection import project_snapshot
from engine.store import Snapshot
from tests.feed.fake_espn import FakeEspn
from tests.feed.rehearse import Season, _say, add_league, check_step, refreshed
from tests.feed.tournament import MORNINGS, SEASON, Tournament, ncaa_bracket, standins

PROJECTED = ("2026-02-01", "2026-02-15", "2026-03-01", "2026-03-08", "2026-03-15")
UNIVERSES = 2_000  # of the tournament


@dataclass
class March(Tournament, Season):
    """The season, and after Selection Sunday the tournament ``of``."""


def projected(live: Path, league: League, morning: str, universes: int, pool: WorkerPool) -> str:
    """The projection of a morning beside the field as it came."""
    now = datetime.fromisoformat(f"{morning}T15:00").replace(tzinfo=UTC)
    snapshot = project_snapshot(live, (league,), universes, 2026, now, pool)
    table, real = snapshot.projection, store.load_field(league, SEASON)
    assert set(table["as_of"]) == {snapshot.as_of[league]}
    inside = set(snapshot.projected_field["team_id"])
    right = len(inside & set(real.team_id.tolist()))
    favorite = table.sort_values("champion").iloc[-1]
    name = store.espn_teams(league, SEASON).set_index("team_id")["name"]
    return (
        f"{right} of the {len(real.team_id)} teams are among the projected {len(inside)}; "
        f"{name[favorite['team_id']]} wins {favorite['champion']:.1%}"
    )


def odds_of(
    snapshot: Snapshot, world: March, before: TournamentResult | None
) -> tuple[TournamentResult, str]:
    """The tournament as a morning has it; what was checked."""
    league = world.league
    field = store.load_field(league, SEASON, source=snapshot.digest)
    known = {game.slot: game for game in store.results_of(field)}
    assert known == {game.slot: game for game in world.over()}
    locks = results_as_locks(field, known.values(), len(MORNINGS))
    source = store.first_alike(league, SEASON, snapshot.digest)  # ratings and field are the same
    spec = BracketSpec(league, SEASON, UNIVERSES, 2026, locks, source=source)
    at_once = run.bracket(spec)
    if before is not None:
        carried = run.whatif(spec, before)
        assert np.array_equal(at_once.winner, carried.winner)
    title = np.bincount(at_once.winner[-1], minlength=len(field.team_id)) / UNIVERSES
    best = int(np.argmax(title))
    name = snapshot.teams(league)
    said = f"{len(known)} games over; {name.name[name.row(int(field.team_id[best]))]} "
    return at_once, said + f"wins {title[best]:.1%}"


def main() -> None:
    """The whole rehearsal."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--league", choices=("men", "women"), default="men")
    parser.add_argument("--of", type=int, default=SEASON, help="the tournament that is played")
    parser.add_argument("--universes", type=int, default=200, help="of a projection")
    args = parser.parse_args()
    standin = standins(args.league, args.of)
    world = March(season=SEASON, league=args.league, of=args.of, standin=standin)
    _say(f"{add_league(world, args.source, args.league):,} games of the season")
    with FakeEspn(world) as fake, tempfile.TemporaryDirectory() as folder:
        live, before = Path(folder), None
        with mock.patch.dict(os.environ, {"HARDWOOD_LIVE": folder}), WorkerPool() as pool:
            for morning in PROJECTED:
                world.today = morning
                refreshed(fake, live, morning, args.league, "--boxes", "new")
                check_step(live, morning, args.league)
                said = projected(live, args.league, morning, args.universes, pool)
                _say(f"{morning}: {said}")
            world.brackets[args.league] = ncaa_bracket(args.league, args.of, standin)
            for morning in MORNINGS:
                world.today = morning
                refreshed(fake, live, morning, args.league, "--boxes", "none")
                snapshot = store.snapshot_in_use()
                assert snapshot is not None
                result, said = odds_of(snapshot, world, before)
                before = result
                _say(f"{morning}: {said}")


if __name__ == "__main__":
    main()
