"""Fields, results and precomputed universes, from the embedded tables."""

from pathlib import Path

import numpy as np

from engine.arrays import F8
from engine.domain.field import NEUTRAL, Field, RealGame
from engine.domain.results import TournamentResult, winner_from
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.domain.teams import League
from engine.store.caches import cached_by_tables, digest_of
from engine.store.manifest import DATA
from engine.store.reader import season_rows
from engine.store.seasons import check_season, tournament_seasons


@cached_by_tables(128, "fields", "slots")
def embedded_field(league: League, season: int, root: Path = DATA) -> Field:
    """An embedded tournament's field and tree; UnknownSeason or DamagedData."""
    check_season(league, season, tournament_seasons(league, root))
    entrants, tree = (season_rows(name, league, season, root) for name in ("fields", "slots"))
    seed, slot = list(entrants["seed"]), list(tree["slot"])
    side = {name: e for e, name in enumerate(seed)} | {name: -s - 1 for s, name in enumerate(slot)}
    sides = [
        [side[strong], side[weak]]
        for strong, weak in zip(tree["strong"], tree["weak"], strict=True)
    ]
    host = [side[name] if name else NEUTRAL for name in tree["host"]]
    return Field(
        league=league,
        season=season,
        seed=tuple(seed),
        team_id=entrants["team_id"].astype(np.int32),
        slot=tuple(slot),
        round=tree["round"].astype(np.int8),
        feeder=np.array(sides, dtype=np.int16),
        host=np.array(host, dtype=np.int16),
        region={s[0]: str(name) for s, name in zip(seed, entrants["region_name"], strict=True)},
        digest=digest_of(root, "fields", "slots"),
    )


@cached_by_tables(128, "fields", "results")
def load_results(league: League, season: int, root: Path = DATA) -> tuple[RealGame, ...]:
    """A tournament's games as they were played, in playing order; UnknownSeason or DamagedData."""
    check_season(league, season, tournament_seasons(league, root))
    rows = season_rows("results", league, season, root)
    numbers = ("winner_id", "loser_id", "winner_points", "loser_points", "overtimes")
    return tuple(
        RealGame(str(slot), *(int(rows[n][i]) for n in numbers))
        for i, slot in enumerate(rows["slot"])
    )


@cached_by_tables(16, "defaults", "fields", "slots")
def load_default_result(league: League, season: int, root: Path = DATA) -> TournamentResult:
    """The precomputed run that a first visit shows; UnknownSeason or DamagedData."""
    field = embedded_field(league, season, root)
    packed = season_rows("defaults", league, season, root)["strong"].tolist()
    winner = winner_from(field, packed, DEFAULT_UNIVERSES)
    winner.flags.writeable = False
    spec = BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
    return TournamentResult(spec, field, winner)


@cached_by_tables(128, "defaults", "fields", "slots")
def load_default(league: League, season: int, root: Path = DATA) -> tuple[BracketSpec, F8]:
    """The same run's spec and ``slot_prob[S, E]``."""
    result = load_default_result(league, season, root)
    return result.spec, result.slot_prob()


@cached_by_tables(128, "defaults", "fields", "results", "slots", "stages")
def load_stage(league: League, season: int, through: int, root: Path = DATA) -> F8:
    """``slot_prob[S, E]`` of the same universes after what happened through a round (0-6)."""
    field = embedded_field(league, season, root)
    if through < field.round[0]:
        return load_default(league, season, root)[1]
    slot_prob = np.zeros((len(field.slot), len(field.seed)))
    for s, game in enumerate(load_results(league, season, root)):
        slot_prob[s, field.team_id == game.winner_id] = field.round[s] <= through
    rows = season_rows("stages", league, season, root)
    for i in np.flatnonzero(rows["through"] == through):
        s, e = field.slot.index(rows["slot"][i]), field.seed.index(rows["seed"][i])
        slot_prob[s, e] = rows["count"][i] / DEFAULT_UNIVERSES
    return slot_prob
