"""A what-if does not depend on how many workers solve it, or in how many pieces."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.run import what_if

SPEC = BracketSpec("women", 2026, 301, 5)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_workers_and_pieces_change_no_what_if(workers, monkeypatch):
    base = run.bracket(SPEC)
    team = int(base.field.team_id[base.field.seed.index("W16")])
    spec = replace(SPEC, locks=(("R1W1", team),))
    alone = run.whatif(spec, base)
    with WorkerPool(workers) as pool:
        for largest in (5_000, 77):
            monkeypatch.setattr(what_if, "LARGEST_CHUNK", largest)
            job = run.submit_whatif(spec, base, pool)
            assert job.total >= 2 * max(1, workers)
            found = run.whatif_result(spec, base, job.result(100))
            np.testing.assert_array_equal(found.winner, alone.winner)
    assert (alone.winner != base.winner).any()
