"""Counts are those of the universes, whatever the cut, the workers, the order and the restarts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import run, store
from engine.bracket import rare
from engine.bracket.picks import Picks
from engine.bracket.upsets import upsets
from engine.compute.process_pool import WorkerPool
from engine.domain.counts import Tally
from engine.domain.specs import BracketSpec
from engine.errors import BadInput, ClusterError
from engine.run import counting

SPEC = BracketSpec("men", 2026, 1, 5)
UNIVERSES = 2_300
FINAL_FOUR = 4


@pytest.fixture(scope="module")
def field():
    return store.load_field("men", 2026)


@pytest.fixture(scope="module")
def winner():
    return run.bracket(replace(SPEC, universes=UNIVERSES)).winner


@pytest.fixture(scope="module")
def count(field, winner) -> run.Count:
    """The usual questions, and whether all games of universe 0 come true."""
    first = rare.all_right("As in universe 0", Picks(tuple(winner[:, 0].tolist())), field)
    questions = [*rare.usual_questions(field, run.win_matrix_of(field).win), first]
    return run.count_of_bracket(SPEC, UNIVERSES, rare.asked(field, questions, FINAL_FOUR))


@pytest.fixture(scope="module")
def whole(count) -> Tally:
    with WorkerPool(0) as inline:
        return Tally(*run.counted(count, inline))


def same(found, whole) -> None:
    for one, other in zip(found, whole, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_counts_are_those_of_the_universes(field, winner, whole):
    assert whole.universes.tolist() == [UNIVERSES]
    for s, row in enumerate(winner):
        np.testing.assert_array_equal(whole.winner[s], np.bincount(row, minlength=len(field.seed)))
    games = len(field.slot) + 1
    np.testing.assert_array_equal(whole.upsets, np.bincount(upsets(field, winner), minlength=games))
    right = (winner == winner[:, :1])[field.counted].sum(axis=0)
    np.testing.assert_array_equal(whole.hits[-1], np.bincount(right, minlength=games))
    four = winner[field.round == FINAL_FOUR]
    for e, f in ((four[0, 0], four[1, 0]), (four[0, 0], four[0, 0])):
        both = (four == e).any(axis=0) & (four == f).any(axis=0)
        assert whole.together[e, f] == both.sum()


def test_rare_things_are_counted_as_they_are_meant(field, winner, whole):
    line = np.array([field.seed_line(e) for e in range(len(field.seed))])[winner]
    four, first = line[field.round == FINAL_FOUR], line[field.round == 1]
    meant = {
        "All four 1 seeds in the Final Four": (four == 1).all(axis=0),
        "No 1 seed in the Final Four": (four > 1).all(axis=0),
        "Two double-digit seeds in the Final Four": (four > 9).sum(axis=0) >= 2,
        "A 16 seed beats a 1 seed": (first == 16).any(axis=0),
        "The better seed wins all of the Round of 64": (first <= 8).all(axis=0),
    }
    asked = rare.usual_questions(field, run.win_matrix_of(field).win)
    for question, hits in zip(asked, whole.hits[:-1], strict=True):
        if question.name in meant:
            assert question.happened(hits) == meant.pop(question.name).sum()
    assert not meant


def test_two_workers_and_another_cut_count_the_same(count, whole, monkeypatch):
    monkeypatch.setattr(counting, "LEG_CHUNKS", 3)
    with WorkerPool(2) as pool:
        same(run.counted(replace(count, size=170), pool), whole)


class Lost(Exception):
    """What stops a run here."""


def test_a_stopped_run_goes_on_where_it_was(count, whole, tmp_path, monkeypatch):
    """Stopped after the second leg, then asked for more, then all, each time with another cut."""
    monkeypatch.setattr(counting, "LEG_CHUNKS", 2)
    file = tmp_path / "counts.npz"
    told: list[int] = []

    def stop(done: int, _: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise Lost

    with WorkerPool(0) as inline:
        with pytest.raises(Lost):
            run.counted(replace(count, size=200), inline, run.Checkpoint(file), stop)
        assert told == [400, 800]
        with pytest.raises(BadInput, match=r"holds 800 universes of this run already\. Add --resu"):
            run.counted(count, inline, run.Checkpoint(file))
        go_on = run.Checkpoint(file, resume=True)
        run.counted(replace(count, universes=1_001, size=77), inline, go_on)
        same(run.counted(replace(count, size=330), inline, go_on), whole)
        with pytest.raises(BadInput, match="more than asked for"):
            run.counted(replace(count, universes=10), inline, go_on)


def test_a_lost_cluster_says_how_to_go_on(count, tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "LEG_CHUNKS", 1)
    keep = run.Checkpoint(tmp_path / "counts.npz")
    with WorkerPool(0) as inline:
        submit = inline.submit

        def lost_after_a_while(key, task, chunks):
            job = submit(key, task, chunks)
            if key[1] >= 900:
                job.fail(
                    ClusterError("The cluster’s scheduler does not answer any more.", "Start it.")
                )
            return job

        monkeypatch.setattr(inline, "submit", lost_after_a_while)
        with pytest.raises(ClusterError, match=r"\d+ universes are kept: repeat .* --resume"):
            run.counted(replace(count, size=300), inline, keep)
    assert keep.path.exists()


def test_a_checkpoint_of_another_run_is_refused(count, tmp_path):
    file: Path = tmp_path / "counts.npz"
    with WorkerPool(0) as inline:
        run.counted(replace(count, universes=5), inline, run.Checkpoint(file))
        other = replace(count, key=count.key.replace("seed 5", "seed 6"))
        with pytest.raises(BadInput, match="seed 5 there, seed 6 here"):
            run.counted(other, inline, run.Checkpoint(file, resume=True))
        file.write_bytes(file.read_bytes()[:100])
        with pytest.raises(BadInput, match="is no checkpoint, or is damaged"):
            run.counted(count, inline, run.Checkpoint(file, resume=True))
