"""Ratings that follow a tournament's results."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run, store
from engine.domain.field import RealGame
from engine.domain.specs import BracketSpec
from engine.run.followed import followed_table

FIELD, TABLE = store.load_field("men", 2026), store.load_teams("men", 2026)
DUKE, SIENA = (int(FIELD.team_id[FIELD.seed.index(seed)]) for seed in ("W01", "W16"))


def net(table, *teams):
    row = table.rows(np.array(teams))
    return (table.off_eff - table.def_eff)[row]


def after(*margins):
    """Duke and Siena after games between them that Duke won by so much."""
    games = [RealGame("R1W1", *((DUKE, SIENA) if m > 0 else (SIENA, DUKE)), 70 + abs(m), 70, 0)
             for m in margins]  # fmt: skip
    return followed_table(TABLE, FIELD, games)


def test_more_than_expected_lifts_the_winner_and_less_the_loser():
    before = net(TABLE, DUKE, SIENA)
    well, badly = (net(after(m), DUKE, SIENA) - before for m in (60, 1))
    assert well[0] > 0 > well[1] and badly[0] < 0 < badly[1]
    upset = net(after(-3), DUKE, SIENA) - before
    assert upset[0] < badly[0] and 0.5 < upset[1] < 6
    assert (abs(net(after(60, 60), DUKE, SIENA) - before) > abs(well)).all()


def test_only_the_two_teams_move_and_their_errors_shrink():
    new = after(60)
    sides = np.isin(TABLE.team_id, [DUKE, SIENA])
    assert (new.off_eff != TABLE.off_eff).tolist() == sides.tolist()
    assert (new.net_se < TABLE.net_se).tolist() == sides.tolist()
    assert (new.net_se > 0.8 * TABLE.net_se).all()
    none = followed_table(TABLE, FIELD, [RealGame("R1W1", DUKE, SIENA, 0, 0, 0)])
    np.testing.assert_array_equal(none.off_eff, TABLE.off_eff)


def test_a_run_by_them_has_a_source_of_its_own():
    spec = BracketSpec("men", 2026, 200, 1)
    games = store.load_results("men", 2026)[:8]
    assert run.followed(spec, FIELD, ()) == spec
    one, same, other = (run.followed(spec, FIELD, g) for g in (games, games, games[:7]))
    assert one == same and one.source != other.source != ""
    changed = replace(games[0], winner_points=games[0].winner_points + 1)
    assert run.followed(spec, FIELD, (changed, *games[1:])).source != one.source
    field = store.load_field("men", 2026, source=one.source)
    assert field.seed == FIELD.seed and store.results_of(field) == ()
    assert run.bracket(one).slot_prob()[-1].sum() == pytest.approx(1)
