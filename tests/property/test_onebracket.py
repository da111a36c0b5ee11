"""One universe as a bracket: its games are the replays', its winners the run's."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run, store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.domain.venue import Venue
from engine.errors import BadNumber
from engine.run import one_universe, replay, slot_spec

MEN, WOMEN = BracketSpec("men", 2026, 40, 9), BracketSpec("women", 2026, 40, 9)
OLDER = BracketSpec("women", 2012, 40, 9)  # halves, and hosts chosen a year ahead


def locked(spec: BracketSpec) -> BracketSpec:
    """A champion from the sixteenth line, and one First Four side."""
    field = store.load_field(spec.league, spec.season)
    team = {seed: int(id_) for seed, id_ in zip(field.seed, field.team_id, strict=True)}
    locks = [("R6CH", team["W16"])]
    if field.round[0] == 0:
        first = field.feeder[0][1]
        locks.append((field.slot[0], int(field.team_id[first])))
    return replace(spec, locks=tuple(locks))


@pytest.mark.parametrize("spec", [MEN, WOMEN, OLDER, locked(MEN), locked(WOMEN)], ids=str)
def test_every_game_is_its_replay(spec):
    field, result = store.load_field(spec.league, spec.season), run.bracket(spec)
    at_home = 0
    for u in (0, 1, 39):
        games = one_universe(spec, u, result.winner[:, u])
        assert [game.slot for game in games] == list(field.slot)
        assert [game.winner for game in games] == result.winner[:, u].tolist()
        for game in games:
            if game.spec is None:
                assert game.points is None and game.overtimes is None
                continue
            again = replay(game.spec, u)
            assert again.points == game.points and again.overtimes == game.overtimes
            assert (game.points[0] > game.points[1]) == (game.winner == game.a)
            assert {game.a, game.b} == {game.winner, game.loser}
            at_home += game.spec.venue != Venue.NEUTRAL
        for game in (games[5], games[40]):
            assert game.spec is None or game.spec == slot_spec(spec, game.slot, u)
    assert (at_home > 0) == (spec.league == "women")


def test_a_locked_slot_has_no_game():
    spec = locked(MEN)
    games = one_universe(spec, 3)
    undecided = [game.slot for game in games if game.points is None]
    assert undecided == ["X16", "R1W1", "R2W1", "R3W1", "R4W1", "R5WX", "R6CH"]
    champion = games[-1]
    assert champion.winner == store.load_field("men", 2026).seed.index("W16")
    assert champion.winner in (champion.a, champion.b)


def test_played_alone_with_the_run_or_on_the_pool():
    known = one_universe(WOMEN, 7, run.bracket(WOMEN).winner[:, 7])
    assert one_universe(WOMEN, "7") == known
    with WorkerPool(0) as pool:
        assert one_universe(WOMEN, 7, pool=pool) == known


def test_everything_locked():
    field = store.load_field("men", 2026)
    games = one_universe(MEN, 0)
    locks = tuple((game.slot, int(field.team_id[game.winner])) for game in games)
    again = one_universe(replace(MEN, locks=locks), 0)
    assert [game.winner for game in again] == [game.winner for game in games]
    assert all(game.points is None for game in again)


@pytest.mark.parametrize("universe", [-1, 40, "x", 1e9])
def test_outside_the_run(universe):
    with pytest.raises(BadNumber, match="from 0 to 39"):
        one_universe(MEN, universe)


def test_another_universe_is_another_bracket():
    one, two = one_universe(MEN, 0), one_universe(MEN, 1)
    assert np.mean([a.points == b.points for a, b in zip(one, two, strict=True)]) < 0.1
