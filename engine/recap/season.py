"""A whole season in one universe, with players, as three tables."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine import MODEL_VERSION, run, store
from engine.arrays import I8
from engine.compute.process_pool import WorkerPool
from engine.domain.players import Roster
from engine.domain.schedule import Schedule
from engine.domain.specs import MAX_UNIVERSES, check_random_seed, whole_number
from engine.domain.teams import League, TeamTable
from engine.domain.venue import venues_of_sign
from engine.game.kernel import Plain
from engine.game.matchup import team_strengths
from engine.recap import season_task
from engine.recap.player_sample import plain
from engine.recap.season_task import EXPORTED, GAME_COLUMNS, Fixtures, Lines

GAMES_PER_CHUNK = 100
TEAMS_PER_CHUNK = 12


@dataclass(frozen=True, slots=True)
class SeasonSpec:
    """One universe of all games of a season, the first ``most`` of the schedule if it is not 0."""

    league: League
    season: int
    universe: int
    random_seed: int
    most: int = 0
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        whole_number(self.universe, "universe", 0, MAX_UNIVERSES - 1)
        check_random_seed(self.random_seed)
        store.check_season(self.league, self.season, store.schedule_seasons(self.league))


@dataclass(frozen=True, slots=True, eq=False)
class SeasonRecord:
    """``games``: game, home, away, neutral, home_points, away_points, home_half, away_half,
    overtimes, home_possessions, away_possessions. ``events``, in playing order: game, period,
    seconds_left, side (0 home, 1 away), event, player_id (-1: the team). ``players``: game, side,
    player_id, name, seconds, starter; of teams whose players are in the data."""

    games: pd.DataFrame
    events: pd.DataFrame
    players: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The three tables by name."""
        return {"games": self.games, "events": self.events, "players": self.players}


def season_record(spec: SeasonSpec, pool: WorkerPool) -> SeasonRecord:
    """Play the season on the pool; the same for any number of workers. UnknownSeason."""
    schedule = store.load_schedule(spec.league, spec.season)
    n = _games(spec, schedule)
    ids = np.unique(np.concatenate([schedule.a[:n], schedule.b[:n]]))
    table = store.load_teams(spec.league, spec.season)
    rosters = _rosters(spec, ids)
    rotations = _rotations(spec, rosters, table, pool)
    chunks = _chunks(spec, schedule, ids, table.whole_season(), rotations)
    job = pool.submit(("season", spec), season_task.play_games, chunks)
    return _record(spec, schedule, ids, rosters, [Lines(*part) for part in job.result()])


def _rosters(spec: SeasonSpec, ids: I8) -> dict[int, Roster]:
    """By row of ``ids``, of the teams whose players are in the data."""
    found = (store.load_roster(spec.league, spec.season, int(team)) for team in ids)
    return {row: roster for row, roster in enumerate(found) if roster is not None}


def _rotations(
    spec: SeasonSpec, rosters: dict[int, Roster], table: TeamTable, pool: WorkerPool
) -> dict[int, Plain]:
    if not rosters:
        return {}
    rates = plain(store.load_credit_rates())
    chunks = []
    every = list(rosters.values())
    for at in range(0, len(every), TEAMS_PER_CHUNK):
        some = every[at : at + TEAMS_PER_CHUNK]
        pace = table.pace[table.rows([one.team_id for one in some])]
        chunks.append((tuple(plain(one) for one in some), rates, pace))
    parts = pool.submit(("rotations", spec), season_task.make_rotations, chunks).result()
    return dict(zip(rosters, (one for part in parts for one in part), strict=True))


def _chunks(
    spec: SeasonSpec, schedule: Schedule, ids: I8, table: TeamTable, rotations: dict[int, Plain]
) -> list[tuple[object, ...]]:
    games = _games(spec, schedule)
    a, b = np.searchsorted(ids, schedule.a[:games]), np.searchsorted(ids, schedule.b[:games])
    strengths = team_strengths(table, table.rows(ids))
    inputs = run.kernel_inputs(strengths, table.base, a, b, uncertain=True)
    venue, meeting, home_b = venues_of_sign(schedule.venue), schedule.meeting(), schedule.at_home()
    rates = plain(store.load_credit_rates())
    chunks: list[tuple[object, ...]] = []
    for at in range(0, games, GAMES_PER_CHUNK):
        part = slice(at, min(at + GAMES_PER_CHUNK, games))
        fixtures = Fixtures(
            spec.league, spec.season, spec.random_seed, spec.universe,
            np.arange(part.start, part.stop), tuple(inputs.teams),
            run.part_of(inputs.pairings, part), venue[part], meeting[part], home_b[part],
            tuple(inputs.game_tables),
        )  # fmt: skip
        playing = {*a[part].tolist(), *b[part].tolist()} & rotations.keys()
        mine = {row: rotations[row] for row in sorted(playing)}
        chunks.append((tuple(fixtures), mine, rates))
    return chunks


def _games(spec: SeasonSpec, schedule: Schedule) -> int:
    return min(spec.most or len(schedule.a), len(schedule.a))


def _record(
    spec: SeasonSpec, schedule: Schedule, ids: I8, rosters: dict[int, Roster], parts: list[Lines]
) -> SeasonRecord:
    n = _games(spec, schedule)
    swap = schedule.at_home()[:n]
    home = np.where(swap, schedule.b[:n], schedule.a[:n])
    away = np.where(swap, schedule.a[:n], schedule.b[:n])
    games = pd.DataFrame(
        {"game": np.arange(n), "home": home, "away": away, "neutral": schedule.venue[:n] == 0}
    )
    counts = np.concatenate([part.game for part in parts])
    games[list(GAME_COLUMNS)] = counts
    rows = np.concatenate([part.event for part in parts])
    events = pd.DataFrame(rows[:, :4], columns=["game", "period", "seconds_left", "side"])
    names = np.array(EXPORTED)[rows[:, 4]]
    events["event"] = pd.Categorical(names, categories=list(EXPORTED))
    events["player_id"] = rows[:, 5].astype(np.int64)
    row = np.concatenate([part.player for part in parts])
    team = np.where(row[:, 1] == 0, home[row[:, 0]], away[row[:, 0]])
    who = [rosters[at] for at in np.searchsorted(ids, team).tolist()]
    players = pd.DataFrame(row[:, :2], columns=["game", "side"])
    players["player_id"] = np.array(
        [one.player_id[i] for one, i in zip(who, row[:, 2].tolist(), strict=True)], dtype=np.int64
    )
    players["name"] = [one.name[i] for one, i in zip(who, row[:, 2].tolist(), strict=True)]
    players["seconds"], players["starter"] = row[:, 3], row[:, 4] > 0
    return SeasonRecord(games, events, players)
