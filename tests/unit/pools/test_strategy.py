"""The search, its locks and its figures on a real field."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.errors import BadInput, BadLock
from engine.pools import strategy
from engine.pools.board import board_of
from engine.pools.evaluate import best_changes, figures, payouts, payouts_among, places
from engine.pools.payouts import payout_table
from engine.pools.public import sample_shares
from engine.pools.rules import FIRST, Pool, Prizes, Scoring, pick_value, totals
from engine.pools.scores import count_below
from engine.run.pools import PoolSpec, load_public, pool_answer, ready_pool
from tests.fields import knockout

RESULT = ("men", 2026)


@pytest.fixture(scope="module")
def ready():
    spec = PoolSpec("men", 2026, Pool(30, Prizes.read("60,30,10")))
    return ready_pool(spec, store.load_default_result(*RESULT))


@pytest.fixture(scope="module")
def answer(ready):
    return pool_answer(ready)


def test_the_best_entry_beats_the_baselines_where_it_was_searched(ready, answer):
    table = strategy.table_for(ready.search, ready.spec.pool, "tempered")
    climb = strategy._Climb(ready.search, table, {}, ())
    worth = climb.worth(answer.entries[0])
    assert worth >= climb.worth(answer.most_points[0]) and worth >= climb.worth(answer.chalk[0])


def test_the_literal_optimum_of_a_large_pool_holds_too(ready):
    choice = strategy.entries(ready.search, Pool(100), "bold")[0]
    seen, unseen = (payouts(choice, w, Pool(100)).mean() for w in (ready.search, ready.held.worlds))
    assert unseen > 0.85 * seen


def test_figures_hold_in_what_the_search_did_not_see(answer):
    assert answer.figures.win_prob > 0.93 * answer.seen
    assert answer.figures.low <= answer.figures.win_prob <= answer.figures.high


def _mean_share(ready, share: np.ndarray, entries: int) -> float:
    """Fair shares that 5,000 brackets drawn by ``share[C, 6]`` get in the mean."""
    seen = ready.held.worlds
    drawn = sample_shares(ready.board, share, 5_000, np.random.default_rng(8))
    below = count_below(drawn, seen.won, seen.value, seen.below.shape[1] - 2)
    table = payout_table(seen.below, FIRST, entries)
    return float((np.diff(below, axis=1) * table).sum() / below.shape[0] / 5_000 * entries)


@pytest.mark.parametrize("entries", [10, 30, 100])
def test_the_public_gets_one_share_each(ready, entries):
    assert _mean_share(ready, ready.public.share, entries) == pytest.approx(1.0, abs=0.03)


def test_a_chalkier_bracket_than_the_public_s_is_worth_more(ready):
    """The twin: brackets of a public 10 % chalkier."""
    chalkier = load_public("men", 2026, chalk=1.1).share
    assert _mean_share(ready, chalkier, 30) > 1.03


def _among(spec: PoolSpec, rivals: np.ndarray) -> PoolSpec:
    return replace(spec, known=tuple(rival.tobytes() for rival in rivals.T))


def _rivals(ready, number: int) -> np.ndarray:
    draw = np.random.default_rng(3)
    return np.ascontiguousarray(sample_shares(ready.board, ready.public.share, number, draw))


@pytest.mark.parametrize("style", strategy.STYLES)
@pytest.mark.parametrize("entries", [30, 10])
def test_the_search_knows_the_known_rivals(ready, style, entries):
    """Against nine rivals who all have the entry that is best without them, another is chosen, and
    it is worth more."""
    pool = Pool(entries)
    (blind,) = strategy.entries(ready.search, pool, style)
    spec = replace(ready.spec, style=style, pool=pool, known=(blind.tobytes(),) * 9)
    held = replace(ready.held, known=spec.rivals)
    seeing = pool_answer(replace(ready, spec=spec, held=held))
    assert seeing.figures.win_prob > 1.5 * figures([blind], held, pool).win_prob


def test_a_table_with_known_rivals_is_the_payout_among_them(ready):
    known, pool, seen = list(_rivals(ready, 9).T), Pool(30, Prizes.read("60,30,10")), ready.search
    choice = strategy.most_points(seen)
    table = strategy.table_for(seen, pool, "bold", known)
    paid = table[np.arange(len(table)), totals(seen.value, seen.won, choice)].mean()
    assert paid == pytest.approx(payouts_among(known, seen, pool)(choice).mean(), rel=0.01)
    assert paid != pytest.approx(payouts(choice, seen, pool).mean(), rel=0.01)


def test_more_known_rivals_than_entries_are_refused(ready):
    with pytest.raises(BadInput, match="9 known rivals and my 1 are more than 9 entries"):
        _among(replace(ready.spec, pool=Pool(9)), _rivals(ready, 9))


def test_locks_hold_in_every_entry():
    locks = (("R6CH", 1276), ("R1W1", int(store.load_field("men", 2026).team_id[0])))
    spec = PoolSpec("men", 2026, Pool(30, mine=2), locks=locks)
    answer = pool_answer(ready_pool(spec, store.load_default_result(*RESULT)))
    board = answer.ready.board
    champion = board.contestant[board.field.team_id.tolist().index(1276)]
    brackets = [*answer.entries, answer.most_points[0], answer.chalk[0]]
    assert all(choice[-1] == champion for choice in brackets)
    assert len({choice.tobytes() for choice in answer.entries}) == 2
    together = answer.figures.win_prob
    assert together > figures([answer.entries[0]], answer.ready.held, Pool(30)).win_prob


def test_every_bracket_can_come_true(ready, answer):
    board = ready.board
    for choice in (*answer.entries, answer.most_points[0], answer.chalk[0]):
        strong, weak = board.sides(choice)
        assert ((choice == strong) | (choice == weak)).all()
        assert (board.chosen(board.picks(choice, np.zeros((67, 68)))) == choice).all()


def _all_brackets(board):
    for bits in itertools.product((0, 1), repeat=len(board.slot)):
        choice = np.zeros(len(board.slot), dtype=np.uint8)
        for p, sides in enumerate(board.feeder.tolist()):
            came = [f if f >= 0 else choice[-f - 1] for f in sides]
            choice[p] = came[bits[p]]
        yield choice


def test_the_best_sum_of_a_small_bracket_is_found():
    board = board_of(knockout([1, 2, 3, 4, 5, 6, 7, 8]))
    value = np.random.default_rng(1).random((7, 8))
    rows = np.arange(7)
    best = max(_all_brackets(board), key=lambda c: value[rows, c].sum())
    assert (strategy.best_sum(board, value) == best).all()
    locked = strategy.best_sum(board, value, {6: 7})
    best = max((c for c in _all_brackets(board) if c[6] == 7), key=lambda c: value[rows, c].sum())
    assert (locked == best).all()
    with pytest.raises(BadLock):
        strategy.best_sum(board, value, {6: 7, 5: 4})


def test_scores_with_every_bonus():
    """Chalk but 8 beats 1: lines 1-8, contestants 0-7, value of a right pick in the first game."""
    board = board_of(knockout([1, 2, 3, 4, 5, 6, 7, 8]))
    won = np.array([[1], [2], [4], [6], [1], [4], [1]], dtype=np.uint8)  # lines 2 3 5 7 2 5 2
    points = (1, 2, 4, 8, 16, 32)
    wanted = {"none": 1, "times-seed": 2, "plus-seed": 3, "seed-difference": 2, "upset": 6}
    for bonus, first in wanted.items():
        scoring = Scoring(points, bonus, 5 if bonus == "upset" else 0)
        assert pick_value(scoring, board, won)[0, 0] == first
    assert totals(pick_value(Scoring(), board, won), won, won[:, 0])[0] == 4 * 1 + 2 * 2 + 4


def test_scores_that_are_too_fine(ready):
    won = ready.search.won[:, :10]
    with pytest.raises(BadInput, match="too fine"):
        pick_value(Scoring((997, 1999, 4001, 8009, 9973, 9967), "times-seed"), ready.board, won)
    large = pick_value(Scoring((10, 20, 40, 80, 160, 320), "times-seed"), ready.board, won)
    assert large.dtype == np.int32


def test_the_range_is_over_publics_and_odds(ready, answer):
    """Worst to best of three other publics, two other odds and four draws of the ratings."""
    assert len(ready.held.others) == 9
    one = [
        figures([answer.entries[0]], replace(ready.held, others=(world,)), Pool(30)).low
        for world in ready.held.others
    ]
    judged = figures([answer.entries[0]], ready.held, Pool(30))
    assert judged.low == min(one) < judged.win_prob < judged.high


def test_known_rivals_count_in_places_and_changes(ready, answer):
    """Twenty known rivals with my own bracket leave me a share of every tie and little else."""
    mine = answer.entries[0]
    copies = replace(ready.held, known=(mine,) * 20)
    alone, shared = places(mine, ready.held, 30), places(mine, copies, 30)
    assert shared[0] == pytest.approx(figures([mine], copies, Pool(30)).win_prob)
    assert shared[0] < alone[0] / 3 and shared.sum() <= 1
    changes = best_changes(mine, ready.search, copies, Pool(30))
    assert changes[0].gain > 5 * changes[0].gain_se
    before = best_changes(mine, ready.search, ready.held, Pool(30))
    assert all(change.gain < changes[0].gain for change in before)
