"""A request is made ready once, from its submission to its result."""

from collections import Counter
from dataclasses import replace

import pytest

from engine import run, store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.run import prepare as preparing
from engine.run.prepare import prepare

SPEC = BracketSpec("women", 2019, 30, 41)


@pytest.fixture
def done(monkeypatch) -> Counter:
    """How often a field was loaded and locks were resolved while a run was made ready."""
    count: Counter = Counter()
    preparing._prepare.cache_clear()
    preparing._field.cache_clear()

    def counted(module, name):
        real = getattr(module, name)

        def call(*of, **named):
            count[name] += 1
            return real(*of, **named)

        monkeypatch.setattr(module, name, call)

    counted(store, "load_field")
    counted(preparing, "locked_slots")
    return count


def test_one_run_loads_its_field_and_resolves_its_locks_once(done):
    champion = int(store.load_field("women", 2019).team_id[0])
    spec = replace(SPEC, locks=(("R1W1", champion),))
    done.clear()
    with WorkerPool(0) as pool:
        job = run.submit_bracket(spec, pool)
        result = run.bracket_result(spec, job.result())
    run.one_universe(spec, 7, result.winner[:, 7])
    run.slot_spec(spec, "R2W1", 7)
    assert done == {"load_field": 1, "locked_slots": 1}
    run.bracket(replace(spec, random_seed=42))
    assert done == {"load_field": 1, "locked_slots": 2}  # the twin: another run counts again


def test_a_what_if_resolves_each_runs_locks_once(done):
    base = run.bracket(SPEC)
    spec = replace(SPEC, locks=(("R1W1", int(base.field.team_id[0])),))
    done.clear()
    run.whatif(spec, base)
    run.whatif(spec, base)
    assert done == {"locked_slots": 1}  # those of base are known, and its field


def test_other_data_is_prepared_anew(monkeypatch):
    first = prepare(SPEC)
    assert prepare(SPEC) is first
    monkeypatch.setattr(store, "data_version", lambda: "another")
    assert prepare(SPEC) is not first


def test_chunks_cover_every_universe_once():
    chunks = prepare(replace(SPEC, universes=1000)).chunks(400)
    assert [chunk[-2:] for chunk in chunks] == [(0, 400), (400, 400), (800, 200)]


def test_games_of_a_universe_are_those_of_the_bracket():
    """Every game of one universe, played alone, has the winner of its slot."""
    ready = prepare(SPEC)
    for s, game in enumerate(run.one_universe(SPEC, 3)):
        assert game.points is not None
        assert (game.points[0] > game.points[1]) == (game.winner == game.a)
        assert game.slot == ready.field.slot[s]
