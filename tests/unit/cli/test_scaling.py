"""How long a run takes on a cluster: measured here, simulated for the rest."""

import json
from itertools import pairwise

import pytest

from engine import store
from engine.cli.main import main
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.evaluation import scaling


def test_more_workers_are_faster_and_no_cheaper(capsys, monkeypatch):
    monkeypatch.setattr(scaling, "PLAYED", 200)
    assert main(["scaling", "--season", "2026", "--universes", "30000000", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["plans"]
    assert [row["workers"] for row in rows] == [*scaling.WORKERS]
    hours = [row["hours"] for row in rows]
    # A chunk is as long as the simulation says; where the scheduler is the limit it makes no odds.
    assert all(later < 1.1 * earlier for earlier, later in pairwise(hours))
    assert rows[-1]["core_hours"] > rows[0]["core_hours"]
    assert all(row["price"] == pytest.approx(0.04 * row["core_hours"]) for row in rows)


def test_the_cost_of_a_chunk_is_measured_without_games(monkeypatch):
    monkeypatch.setattr(scaling, "EMPTY", 20)
    field: Field = store.load_field("men", 2026)
    with WorkerPool(0) as inline:
        costs = scaling.measured_costs(scaling.usual_count(field, 1, 5), inline)
    assert 0.0 < costs.serial < 0.1


def test_no_price(capsys):
    assert main(["scaling", "--season", "2026", "--price", "nan"]) == 2
    assert "“nan” is no price. Use a number such as 0.04." in capsys.readouterr().err
