"""How surprising a universe is: small examples, and its rank among the others."""

import numpy as np
import pytest

from engine import store
from engine.bracket import surprise as sp
from engine.bracket import upsets
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.errors import BadInput
from pages.ui.bracket import wording
from tests.fields import knockout

FIELD = knockout([1101, 1102, 1103, 1104])  # lines 1 against 2, 3 against 4
WIN = np.full((3, 4, 4), 0.5)
WIN[:, 0, 1:], WIN[:, 1:, 0] = 0.8, 0.2


def result(*universes: tuple[int, int, int], locks=()) -> TournamentResult:
    winner = np.array(universes, dtype=np.uint8).T
    return TournamentResult(BracketSpec("men", 2026, len(universes), 1, locks), FIELD, winner)


def test_surprise_and_upsets_by_hand():
    found = sp.surprise_ranking(result((0, 2, 0), (1, 3, 3), (0, 3, 3)), WIN)
    # 0.8 x 0.5 x 0.8; 0.2 x 0.5 x 0.5; 0.8 x 0.5 x 0.2
    np.testing.assert_allclose(found.surprise, -np.log([0.32, 0.05, 0.08]))
    assert found.upset.tolist() == [0, 3, 2]
    assert found.order.tolist() == [0, 2, 1] and found.rank.tolist() == [0, 2, 1]
    assert found.quantile(2) == pytest.approx(1 / 3)


def test_a_lock_is_no_surprise():
    found = sp.surprise_ranking(result((1, 2, 1), locks=(("R1W1", 1102),)), WIN)
    np.testing.assert_allclose(found.surprise, -np.log(0.5 * 0.5))


def many(n: int = 1_000) -> sp.SurpriseRanking:
    draw = np.random.default_rng(1)
    surprise = draw.normal(size=n)
    order = np.argsort(surprise)
    rank = np.empty_like(order)
    rank[order] = np.arange(n)
    return sp.SurpriseRanking(surprise, draw.integers(0, 20, n), order, rank)


@pytest.mark.parametrize("level", sp.LEVELS)
def test_a_drawn_universe_is_of_its_level(level):
    found = many()
    low, high = sp.RANGES[level]
    drawn = [found.draw(level, again) for again in range(100)]
    assert drawn == [found.draw(level, again) for again in range(100)]
    assert all(low <= found.quantile(u) < high and found.level(u) == level for u in drawn)
    assert len(set(drawn)) > 60  # another draw is another universe, not the next in order


def test_levels_cover_every_universe():
    found = many()
    counts = [sum(found.level(u) == level for u in range(1_000)) for level in sp.LEVELS]
    assert counts == [100, 400, 400, 100]


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_few_universes_have_every_level_too(n):
    for level in sp.LEVELS:
        assert 0 <= many(n).draw(level, 5) < n


def test_no_such_level():
    with pytest.raises(BadInput, match="“hot” is not a spice"):
        many().draw("hot")


def test_real_upsets():
    """Real upset counts; the men's 2018 tournament includes UMBC over Virginia."""
    history = [
        (store.load_field("men", s), store.load_results("men", s)) for s in (2018, 2021, 2026)
    ]
    found = upsets.upset_history(history)
    assert found.season == (2018, 2021, 2026)
    assert found.typical == sorted(found.upset)[1]
    assert upsets.upset_history(history, before=2021).season == (2018,)
    field, games = history[0]
    line = {int(t): field.seed_line(e) for e, t in enumerate(field.team_id)}
    worse = [g for g in games if line[g.winner_id] > line[g.loser_id]]
    assert found.upset[0] == len(worse)
    assert any((line[g.winner_id], line[g.loser_id]) == (16, 1) for g in worse)


def test_the_sentence_says_how_unusual():
    found = many()
    history = upsets.UpsetHistory((2023, 2024, 2025), (20, 9, 11))
    text = wording.spice_sentence(found, int(found.order[830]), history)
    assert text.startswith("More surprising than 83\u202f% of universes; ")
    assert text.endswith("The median of 3 real tournaments is 11 (from 9 to 20).")
    assert "real" not in wording.spice_sentence(found, 0, upsets.UpsetHistory((), ()))
