"""A run by ratings that follow a tournament's results."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run, store
from engine.domain.live_results import SoFar
from engine.domain.specs import BracketSpec
from engine.run.followed import followed_table
from tests import live

FIELD, TABLE = store.load_field("men", 2026), store.load_teams("men", 2026)
RESULTS = store.load_results("men", 2026)[:8]
DAYS = (*[live.day_after(2)] * 4, *[live.day_after(4)] * 4)
SO_FAR = SoFar(RESULTS, DAYS)


def test_only_who_played_moves_and_later_days_do_not_count():
    first = followed_table(TABLE, FIELD, SO_FAR, DAYS[0])
    played = {team for g in RESULTS[:4] for team in (g.winner_id, g.loser_id)}
    moved = TABLE.team_id[first.off_eff != TABLE.off_eff].tolist()
    assert set(moved) == played
    later = replace(SO_FAR, results=(*RESULTS[:4], *reversed(RESULTS[4:])))
    np.testing.assert_array_equal(
        followed_table(TABLE, FIELD, later, DAYS[0]).off_eff, first.off_eff
    )
    both = followed_table(TABLE, FIELD, SO_FAR, DAYS[-1])
    assert (both.off_eff != first.off_eff).sum() == 8


def test_a_no_contest_says_nothing():
    none = tuple(replace(g, winner_points=0, loser_points=0) for g in RESULTS)
    assert followed_table(TABLE, FIELD, SoFar(none, DAYS), DAYS[-1]) is TABLE


def test_a_run_by_them_has_a_source_of_its_own():
    spec = BracketSpec("men", 2026, 200, 1)
    one, same = (run.followed(spec, FIELD, SO_FAR, DAYS[-1]) for _ in range(2))
    assert run.followed(spec, FIELD, SO_FAR, live.SUNDAY) == spec
    assert one == same and one.source != run.followed(spec, FIELD, SO_FAR, DAYS[0]).source != ""
    changed = replace(RESULTS[0], winner_points=RESULTS[0].winner_points + 1)
    other = replace(SO_FAR, results=(changed, *RESULTS[1:]))
    assert run.followed(spec, FIELD, other, DAYS[-1]).source != one.source
    field = store.load_field("men", 2026, source=one.source)
    assert field.seed == FIELD.seed and store.results_of(field) == ()
    assert run.bracket(one).slot_prob()[-1].sum() == pytest.approx(1)
