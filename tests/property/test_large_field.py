"""A field of 76 teams through the engine: universes, locks, what-ifs, fills, odds and tables."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engine import run, store
from engine.bracket import exact_advancement, fill, pick_code, surprise, upsets, win_curve
from engine.bracket import picks as p
from engine.bracket.history import check_round
from engine.bracket.locks import locked_slots
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.domain.results import TournamentResult, packed_bits, sides, winner_from
from engine.domain.specs import BracketSpec
from engine.tables import bracket as odds_table
from engine.tables import odds_change
from tests.fields import PLAY_INS, held, made_up, ready

UNIVERSES = 200
CASES = [("women", PLAY_INS[0]), *(("men", places) for places in PLAY_INS)]


@cache
def played(league: str, places: tuple[str, ...]) -> TournamentResult:
    field = made_up(league, 2026, places)
    return run.bracket(BracketSpec(league, 2026, UNIVERSES, 7, source=held(field)))


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]} {case[1][0]}")
def result(request) -> TournamentResult:
    return played(*request.param)


def test_every_universe_is_a_knockout(result):
    field, winner = result.field, result.winner
    strong, weak = sides(field, winner)
    assert winner.shape == (75, UNIVERSES) and ((winner == strong) | (winner == weak)).all()
    assert (strong != weak).all()
    prob = result.advancement()
    np.testing.assert_allclose(prob.sum(axis=0), [52 + 12, 32, 16, 8, 4, 2, 1])
    assert (np.diff(prob, axis=1) <= 0).all()
    again = winner_from(field, packed_bits(field, winner), UNIVERSES)
    np.testing.assert_array_equal(again, winner)


def test_a_lock_before_the_round_of_64_leaves_the_other_games_alone(result):
    field = result.field
    underdog = int(field.feeder[0, 1])
    lock = ((field.slot[0], int(field.team_id[underdog])),)
    locked = run.bracket(replace(result.spec, locks=lock))
    assert (locked.winner[0] == underdog).all()
    same = result.winner[0] == underdog
    np.testing.assert_array_equal(locked.winner[:, same], result.winner[:, same])
    beyond = field.reach()[:, underdog]
    np.testing.assert_array_equal(locked.winner[~beyond][:11], result.winner[~beyond][:11])
    moved = odds_change.changes(field, store.load_teams(field.league, 2026), result, locked)
    assert moved["paired"].all() and set(moved["round_name"]) >= {"Opening Round", "Round of 64"}


def test_a_what_if_is_the_run_with_those_locks():
    result = played("men", PLAY_INS[0])
    field = result.field
    loser, last = int(field.feeder[3, 1]), len(field.seed) - 1
    pair = ((field.slot[3], loser), ("R4Z1", last))
    lock = tuple((slot, int(field.team_id[entrant])) for slot, entrant in pair)
    spec = replace(result.spec, locks=lock)
    again = run.whatif(spec, result)
    assert again.field is field
    np.testing.assert_array_equal(again.winner, run.bracket(spec).winner)


def test_a_run_in_two_workers_is_the_run_in_none():
    spec = replace(played("men", PLAY_INS[0]).spec, universes=900)
    with WorkerPool(2) as pool:
        result = run.bracket(spec, pool)
    np.testing.assert_array_equal(result.winner, run.bracket(spec).winner)


def test_a_universe_and_its_games_are_those_of_the_run(result):
    games = run.one_universe(result.spec, 3)
    assert [game.winner for game in games] == result.winner[:, 3].tolist()
    final = run.slot_spec(result.spec, "R6CH", 3)
    assert final == games[-1].spec and final.a.source == result.spec.source
    assert run.replay(final, 3).points == games[-1].points


@pytest.mark.parametrize("how", fill.FILLS)
def test_every_fill_is_complete_and_its_code_brings_it_back(result, how):
    field = result.field
    win = run.win_matrix_of(field).win
    begun = p.with_pick(p.no_picks(field), field, "R4X1", field.seed.index(_last(field, "X")))
    whole = fill.filled(begun, field, how, win, result.slot_prob())
    assert whole.complete and whole.counted(field) == 63
    locked_slots(field, p.locks_of(whole, field))
    code = pick_code.encode(whole, field)
    assert len(code) == pick_code.LENGTH == 24 and pick_code.decode(code, field) == whole


def _last(field: Field, letter: str) -> str:
    return [seed for seed in field.seed if seed[0] == letter][-1]


def test_surprise_and_upsets_of_a_universe(result):
    field = result.field
    ranking = surprise.surprise_ranking(result, run.win_matrix_of(field).win)
    calm, wild = (ranking.draw(level) for level in ("vanilla", "max"))
    assert ranking.surprise[calm] < ranking.surprise[wild]
    winner, unasked = result.winner[:, wild], np.zeros((75, 76, 76))
    assert fill.filled_from(p.no_picks(field), field, winner, unasked).entrant == tuple(winner)
    assert upsets.upsets(field, result.winner).max() <= 63


def test_exact_odds_add_up_and_agree_with_the_counted(result):
    field = result.field
    solved = exact_advancement.slot_prob(field, run.win_matrix_of(field, uncertain=False).win)
    np.testing.assert_allclose(solved.sum(axis=1), 1.0)
    sure = TournamentResult(
        result.spec, field, ready(field, uncertain=False).brackets(7, 0, UNIVERSES)
    ).slot_prob()
    assert np.abs(sure - solved).max() < 5 * 0.5 / np.sqrt(UNIVERSES)
    given = win_curve.prob_given_picks(field, run.win_matrix_of(field).win, p.no_picks(field))
    assert np.abs(given - solved).max() < 0.2


def test_the_table_of_odds(result):
    field = result.field
    teams = store.load_teams(field.league, 2026)
    frame = odds_table.odds(field, teams, result.slot_prob(), UNIVERSES)
    plays = field.reach()[field.round == 0].any(axis=0)
    assert len(frame) == 76 and (frame["first_four"] < 1).sum() == plays.sum() == 24
    assert (frame.loc[~plays, "first_four_se"] == 0).all()


def test_round_0_answers_to_either_name():
    assert check_round("First Four") == check_round("opening round") == check_round("0") == 0
