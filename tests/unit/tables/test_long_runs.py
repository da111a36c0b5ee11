"""Long shots and early exits, against the same counts made another way."""

import numpy as np
import pytest

from engine import store
from engine.domain.field import Field
from engine.domain.results import sides
from engine.tables.long_runs import cinderellas, upset_histogram, vulnerable

FIELD: Field = store.load_field("men", 2026)
TEAMS = store.load_teams("men", 2026)
RUN = store.load_default_result("men", 2026)
PROB = RUN.slot_prob()


def test_cinderellas_are_on_line_ten_or_worse_and_counted():
    table = cinderellas(FIELD, TEAMS, PROB, 10_000)
    assert table["line"].min() == 10 and table["sweet_16"].is_monotonic_decreasing
    assert (table["sweet_16"] >= table["elite_eight"]).all()
    assert (table["elite_eight"] >= table["final_four"]).all()
    first = table.iloc[0]
    e = FIELD.team_id.tolist().index(first["team_id"])
    there = (RUN.winner[FIELD.round == 2] == e).any(axis=0)
    assert first["sweet_16"] == pytest.approx(there.mean())


def test_early_exits_and_who_sees_to_them():
    table = vulnerable(FIELD, TEAMS, RUN.winner)
    assert len(table) == 16 and table["line"].max() == 4
    for _, row in table.iloc[[0, 7, 15]].iterrows():
        e = FIELD.team_id.tolist().index(row["team_id"])
        through = (RUN.winner[FIELD.round == 2] == e).any(axis=0)
        assert row["out"] == pytest.approx(1.0 - through.mean())
        killer = FIELD.team_id.tolist().index(row["killer_id"])
        strong, weak = sides(FIELD, RUN.winner)
        met = ((strong == e) & (weak == killer)) | ((strong == killer) & (weak == e))
        beaten = (met & (RUN.winner == killer) & (FIELD.round <= 2)[:, None]).sum()
        assert row["killer_share"] == pytest.approx(beaten / (~through).sum())


def test_every_number_of_upsets_has_its_share():
    table = upset_histogram(np.array([3, 5, 5, 6]), 4)
    assert table["upsets"].tolist() == [3, 4, 5, 6]
    assert table["universes"].tolist() == [1, 0, 2, 1] and table["share"].sum() == 1.0
