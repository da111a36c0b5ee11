"""Effects, cutoffs and stories on universes with a known cause."""

import numpy as np
import pytest

from engine.domain.game_detail import BOX, GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec, Side
from engine.explain import factors, flow

UNIVERSES = 4000
SPEC = GameSpec("men", Side(2026, 1), Side(2026, 2), "neutral", UNIVERSES, 1)


def made_up(points_a_three: float) -> GameDetail:
    """Universes in which every three of b counts ``points_a_three`` points and luck the rest."""
    rng = np.random.default_rng(5)
    box = np.zeros((UNIVERSES, 2, len(BOX)), np.int16)
    columns = {name: i for i, name in enumerate(BOX)}
    for name, mean in (
        ("fga2", 30),
        ("fga3", 20),
        ("fta", 15),
        ("orb", 8),
        ("drb", 20),
        ("tov", 11),
    ):
        box[:, :, columns[name]] = rng.poisson(mean, (UNIVERSES, 2))
    for made, tried, share in (("fgm2", "fga2", 0.5), ("fgm3", "fga3", 0.35), ("ftm", "fta", 0.7)):
        box[:, :, columns[made]] = rng.binomial(box[:, :, columns[tried]], share)
    threes = box[:, 1, columns["fgm3"]]
    b = 70 + np.rint(points_a_three * (threes - 7) + rng.normal(0, 6, UNIVERSES)).astype(np.int16)
    a = np.full(UNIVERSES, 70, np.int16)
    b[b == a] += 1
    points = np.stack([a, b])
    zero = np.zeros((2, UNIVERSES), np.int16)
    games = Games(SPEC, points, zero, points, zero, zero[0], zero[0], zero)
    return GameDetail(games, box, np.zeros((UNIVERSES, 40), np.int16))


def test_the_planted_cause_comes_first():
    found = factors.effects(made_up(3.0), made_up(3.0).games.margin < 0)
    assert {(e.key, e.side) for e in found[:2]} == {("threes", 1), ("three_share", 1)}
    assert found[0].d > 10 * found[0].d_se and found[0].diff > 0
    rest = [e for e in found if (e.key, e.side) not in {("threes", 1), ("three_share", 1)}]
    assert all(abs(e.d) < 4.5 * e.d_se for e in rest)


def test_without_a_cause_nothing_stands_out():
    """The twin: the same universes with threes that count nothing."""
    detail = made_up(0.0)
    found = factors.effects(detail, detail.games.margin < 0)
    assert all(abs(e.d) < 4.5 * e.d_se for e in found)


def test_a_cutoff_is_reported_on_other_universes_than_it_was_chosen_on():
    detail = made_up(3.0)
    event = detail.games.margin < 0
    found = factors.cutoff(detail, event, "threes", 1)
    assert found.at_least and found.prob - found.otherwise > 20 * found.prob_se
    there = detail.count(1, "fgm3")[1::2] >= found.value
    assert found.prob == pytest.approx(event[1::2][there].mean())
    chance = factors.cutoff(made_up(0.0), made_up(0.0).games.margin < 0, "turnovers", 0)
    assert chance is None or abs(chance.prob - chance.otherwise) < 4.5 * chance.prob_se


def test_a_rare_event_has_no_effects():
    detail = made_up(3.0)
    event = np.zeros(UNIVERSES, np.bool_)
    event[:10] = True
    assert factors.effects(detail, event) == []
    assert factors.typical(detail, np.zeros(UNIVERSES, np.bool_)) is None


def test_stories_are_what_they_claim():
    detail = made_up(3.0)
    found = flow.stories(detail)
    margin = detail.games.margin.astype(int)
    favored_a = detail.games.win_prob >= 0.5
    assert (margin[found["upset"]] > 0) != favored_a
    assert abs(margin[found["blowout"]]) == np.abs(margin).max()
    assert abs(margin[found["last_second"]]) <= 2
    assert "overtime" not in found and "comeback" not in found
