"""The odds a first visit shows are the very ones a run would give."""

import numpy as np
import pytest

from engine import run, store


@pytest.mark.parametrize(("league", "season"), [("men", 2026)])
def test_the_embedded_default_is_what_the_engine_plays(league, season):
    spec, embedded = store.load_default(league, season)
    np.testing.assert_array_equal(run.bracket(spec).slot_prob(), embedded)
