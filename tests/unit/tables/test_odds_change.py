"""Changes of the odds on small examples, with the error of a paired difference."""

import numpy as np
import pytest

from engine import store
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.errors import BadInput
from engine.tables.odds_change import changes
from tests.fields import knockout

TEAMS = store.load_teams("men", 2026)
IDS = [int(team) for team in TEAMS.team_id[:4]]
FIELD = knockout(IDS)


def result(winner: list[list[int]], seed: int = 1) -> TournamentResult:
    array = np.array(winner, dtype=np.uint8)
    return TournamentResult(BracketSpec("men", 2026, array.shape[1], seed), FIELD, array)


BEFORE = result([[0, 0, 0, 1], [2, 2, 3, 3], [0, 2, 0, 1]])
AFTER = result([[1, 1, 1, 1], [2, 2, 3, 3], [1, 2, 1, 1]])


def test_by_hand():
    frame = changes(FIELD, TEAMS, BEFORE, AFTER)
    moved = {(r.team_id, r["round"]): r for _, r in frame.iterrows()}
    assert set(moved) == {(IDS[0], 1), (IDS[1], 1), (IDS[0], 2), (IDS[1], 2)}
    row = moved[IDS[1], 2]
    assert (row.before, row.after, row["diff"]) == (0.25, 0.75, 0.5)
    # two of four universes changed, each by one: variance of the mean (1/2 - 1/4) / 4
    assert row.diff_se == pytest.approx(0.25) and row.paired
    assert row["name"] == TEAMS.name[1] and row.round_name == "Round of 32"
    assert frame["diff"].abs().is_monotonic_decreasing
    assert moved[IDS[1], 1].settled and not row.settled
    np.testing.assert_allclose(frame.groupby("round")["diff"].sum(), 0.0)


def test_unpaired_adds_both_errors():
    plain = changes(FIELD, TEAMS, (BEFORE.slot_prob(), 4), (AFTER.slot_prob(), 4))
    mixed = changes(FIELD, TEAMS, BEFORE, (AFTER.slot_prob(), 4))
    other = changes(FIELD, TEAMS, BEFORE, result(AFTER.winner.tolist(), seed=2))
    for frame in (plain, mixed, other):
        assert not frame["paired"].any()
        last = frame[(frame["team_id"] == IDS[1]) & (frame["round"] == 2)]
        assert last["diff_se"].item() == pytest.approx(np.sqrt(2 * 0.25 * 0.75 / 4))


def test_nothing_moved():
    assert len(changes(FIELD, TEAMS, BEFORE, BEFORE)) == 0


def test_two_tournaments():
    spec = BracketSpec("men", 2025, 4, 1)
    with pytest.raises(BadInput, match="cannot be compared"):
        changes(FIELD, TEAMS, BEFORE, TournamentResult(spec, FIELD, BEFORE.winner))


def test_the_paired_error_is_the_spread_of_paired_differences():
    """Against the plain standard error of after - before; the unpaired one is far too large."""
    draw = np.random.default_rng(2)
    winner = np.stack([draw.integers(0, 2, 4000), draw.integers(2, 4, 4000)])
    final = np.where(draw.random(4000) < 0.5, winner[0], winner[1])
    before = result([*winner.tolist(), final.tolist()])
    flips = draw.random(4000) < 0.05
    after = result([*winner.tolist(), np.where(flips, winner[0], final).tolist()])
    frame = changes(FIELD, TEAMS, before, after)
    loose = changes(FIELD, TEAMS, (before.slot_prob(), 4000), (after.slot_prob(), 4000))
    for _, row in frame.iterrows():
        e = IDS.index(row.team_id)
        d = (after.winner[2] == e).astype(float) - (before.winner[2] == e)
        assert row.diff_se == pytest.approx(d.std() / np.sqrt(4000))
        same = loose[loose["team_id"] == row.team_id]
        assert same["diff_se"].item() > 3 * row.diff_se
