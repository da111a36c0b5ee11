"""The odds a first visit shows are the very ones a run would give."""

import numpy as np
import pytest

from engine import run, store
from engine.domain.results import packed_bits, sides, winner_from
from engine.domain.teams import LEAGUES


@pytest.mark.parametrize(("league", "season"), [("men", 2026)])
def test_the_embedded_default_is_what_the_engine_plays(league, season):
    embedded = store.load_default_result(league, season)
    np.testing.assert_array_equal(run.bracket(embedded.spec).winner, embedded.winner)
    assert store.load_default(league, season)[0] == embedded.spec


@pytest.mark.parametrize(("league", "season", "through"), [("men", 2021, 1), ("women", 2026, 2)])
def test_an_embedded_stage_is_what_the_engine_plays(league, season, through):
    spec = run.spec_after_round(league, season, through)
    found = run.whatif(spec, store.load_default_result(league, season))
    np.testing.assert_array_equal(found.slot_prob(), store.load_stage(league, season, through))


def test_every_tournament_has_its_universes_and_stages():
    for league in LEAGUES:
        for season in store.tournament_seasons(league):
            field, result = (
                store.load_field(league, season),
                store.load_default_result(league, season),
            )
            strong, weak = sides(field, result.winner)
            assert ((result.winner == strong) | (result.winner == weak)).all()
            for through in range(-1, 7):
                prob = store.load_stage(league, season, through)
                np.testing.assert_allclose(prob.sum(axis=1), 1.0)
                known = field.round <= through
                assert (prob[known].max(axis=1) == 1).all()
            np.testing.assert_array_equal(store.load_stage(league, season, -1), result.slot_prob())


def test_universes_come_back_from_their_bits():
    field = store.load_field("women", 2014)
    winner = store.load_default_result("women", 2014).winner[:, :13]
    packed = packed_bits(field, winner)
    assert {len(row) for row in packed} == {2}
    np.testing.assert_array_equal(winner_from(field, packed, 13), winner)
