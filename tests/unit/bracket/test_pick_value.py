"""A bracket's figures: points, upsets and perfection on examples small enough for paper."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.bracket import pick_value as m
from engine.bracket import picks as p
from engine.bracket import win_curve as ch
from engine.bracket.fill import filled
from engine.bracket.picks import OPEN, Picks
from engine.bracket.win_curve import WinCurve
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.errors import BadInput
from engine.game.kernel import draw_strength
from engine.game.matchup import entrants as kernel_entrants
from tests.fields import knockout, seventy_six

TEAMS = store.load_teams("men", 2026)
FIELD = knockout([int(team) for team in TEAMS.team_id[:4]])
EVEN = WinCurve((0.0, 0.0, 0.0, 0.0), 0.01)  # every game is a toss-up
CHANCES = ch.of_field(FIELD, TEAMS, EVEN)


def result(*universes: tuple[int, int, int], locks=()) -> TournamentResult:
    winner = np.array(universes, dtype=np.uint8).T
    return TournamentResult(BracketSpec("men", 2026, len(universes), 1, locks), FIELD, winner)


RUN = result((0, 2, 0), (0, 3, 0), (1, 2, 2), (1, 3, 3))


def test_points_of_a_small_bracket():
    """One point a game of round 1, two for the final, which is round 2 here."""
    found = m.figures(Picks((0, 2, 0)), RUN, CHANCES)
    assert found.points.tolist() == [4, 3, 1, 0] and found.most == 4
    assert found.right.tolist() == [3, 2, 1, 0]
    assert found.mean == 2.0 and found.mean_se == pytest.approx(np.std([4, 3, 1, 0], ddof=1) / 2)
    np.testing.assert_allclose(found.prob, [0.5, 0.5, 0.5])
    assert (found.upset, found.decided) == (0, 3)
    assert found.usual_upset.tolist() == [0, 1, 2, 3]
    ten = m.figures(Picks((0, 2, 0)), RUN, CHANCES, "10-20-40-80-160-320")
    assert ten.points.tolist() == [40, 30, 10, 0]


def test_an_unfinished_bracket():
    found = m.figures(Picks((1, OPEN, OPEN)), RUN, CHANCES)
    assert found.points.tolist() == [0, 0, 1, 1] and found.most == 1
    assert np.isnan(found.prob[1:]).all() and np.isnan(found.final_four)
    assert (found.upset, found.decided) == (1, 1) and found.perfect is None
    empty = m.figures(p.no_picks(FIELD), RUN, CHANCES)
    assert empty.mean == 0 and empty.most == 0


def test_perfection_on_even_odds_is_one_half_a_game():
    found = m.figures(Picks((0, 2, 0)), RUN, CHANCES).perfect
    assert found.prob == pytest.approx(1 / 8) and found.se == pytest.approx(0, abs=1e-12)
    assert found.error == pytest.approx(np.sqrt(3) * 0.01 / 0.5)


def test_what_is_locked_is_certain_and_what_contradicts_it_impossible():
    locks = ((FIELD.slot[0], int(FIELD.team_id[0])),)
    locked = result((0, 2, 0), (0, 3, 0), locks=locks)
    assert m.perfect(Picks((0, 2, 0)), locked, CHANCES).prob == pytest.approx(1 / 4)
    assert m.perfect(Picks((1, 2, 1)), locked, CHANCES).prob == 0.0


def test_strengths_are_shared_by_a_teams_games():
    """A team of unknown strength wins twice more often than its average chance squared; drawn for
    each game alone it would not."""
    known = ch.of_field(FIELD, TEAMS, WinCurve((1.5, 0.0, 0.0, 0.0), 0.0))
    form = known.team_strengths
    level = {name: np.zeros(4) for name in ("off", "dfn", "pace")}
    unsure = {"net_se": np.array([0.15, 0.0, 0.0, 0.0])}
    fields = {name: getattr(form, name) for name in type(form).__slots__} | level | unsure
    even = ch.WinMatrix(FIELD, type(form)(**fields), known.league_context, known.curve, known.win)
    twice = m.perfect(Picks((0, 2, 0)), RUN, even, draws=20_000)
    assert twice.prob > 0.125 * 1.2
    assert abs(m.perfect(Picks((1, 2, 2)), RUN, even, draws=20_000).prob - 0.125) < 0.005


def test_settled_points_and_what_can_still_be():
    locks = ((FIELD.slot[0], int(FIELD.team_id[0])),)
    locked = result((0, 2, 0), (0, 3, 3), locks=locks)
    right = m.figures(Picks((0, 2, 0)), locked, CHANCES)
    assert (right.settled, right.most, right.points.tolist()) == (1, 4, [4, 1])
    wrong = m.figures(Picks((1, 2, 1)), locked, CHANCES)  # its champion is out
    assert (wrong.settled, wrong.most, wrong.points.tolist()) == (0, 1, [1, 0])


def test_perfection_draws_the_strengths_of_the_universes():
    """The strengths are addressed: those that the games of universes 0, 1, … are played with."""
    few, many = (m._nets(CHANCES, RUN.spec, draws) for draws in (3, 200))
    np.testing.assert_array_equal(few, many[:, :3])
    of, out = kernel_entrants(CHANCES.team_strengths), np.zeros(2)
    draw_strength(RUN.spec.random_seed, of.key[1], of.se[1], 2, out)
    assert few[1, 2] == out[0] - out[1] != 0.0
    assert not m._nets(CHANCES, replace(RUN.spec, uncertain=False), 3).any()
    assert (m._nets(CHANCES, replace(RUN.spec, random_seed=2), 3) != few).all()


def test_the_weakest_pick_costs_most():
    """Slot 2 is won by 0, 0, 2, 3: picking 3 gives 2 x (1/2 - 1/4) points away."""
    (weak,) = m.weakest(Picks((0, 3, 3)), RUN)
    assert (weak.slot, weak.entrant, weak.best, weak.prob, weak.best_prob) == (2, 3, 0, 0.25, 0.5)
    assert weak.cost == pytest.approx(0.5)
    assert m.weakest(Picks((0, 2, 0)), RUN) == []


def test_a_score_so_far():
    real = np.array([1, 2, 2], dtype=np.uint8)
    whole = m.score(Picks((1, 3, 1)), FIELD, real)
    assert whole == m.PickScore(("right", "wrong", "wrong"), 1, 2, 1)
    so_far = m.score(Picks((0, 2, 2)), FIELD, real, after_round=1)
    assert so_far == m.PickScore(("wrong", "right", "open"), 1, 1, 1)
    out = m.score(Picks((0, OPEN, 0)), FIELD, real, after_round=1)
    assert out.mark == ("wrong", "open", "wrong")  # its champion is out already
    assert m.score(Picks((0, 2, 2)), FIELD, real, after_round=-1).mark == ("open",) * 3


def test_games_for_a_place_in_the_round_of_64_count_only_by_who_comes_through():
    """0 plays whoever wins 1 against 2: its pick is right whoever that is, theirs needs both."""
    three = replace(
        FIELD,
        seed=("W01", "W16a", "W16b"),
        team_id=FIELD.team_id[:3],
        slot=("W16", "R1W1"),
        round=np.array([0, 1], dtype=np.int8),
        feeder=np.array([(1, 2), (0, -1)], dtype=np.int16),
        host=FIELD.host[:2],
    )
    chances = ch.of_field(three, TEAMS, WinCurve((1.5, 0.0, 0.0, 0.0), 0.01), uncertain=False)
    sure = replace(chances.team_strengths, net_se=np.zeros(3), level_se=np.zeros(3))
    chances = replace(chances, team_strengths=sure)
    p = chances.win[0]
    winner = np.array([(1, 0), (2, 0), (1, 1), (2, 2)], dtype=np.uint8).T
    run = TournamentResult(BracketSpec("men", 2026, 4, 1), three, winner)
    best = p[1, 2] * p[0, 1] + p[2, 1] * p[0, 2]
    for picks, prob in (((1, 0), best), ((OPEN, 0), best), ((2, 2), p[2, 1] * p[2, 0])):
        found = m.figures(Picks(picks), run, chances)
        assert found.perfect.prob == pytest.approx(prob)
        assert found.decided == (picks[0] != OPEN) and found.right.max() == 1
    lock = (("W16", int(three.team_id[2])),)
    decided = replace(run, spec=BracketSpec("men", 2026, 4, 1, lock))
    assert m.perfect(Picks((2, 0)), decided, chances).prob == pytest.approx(p[0, 2])
    assert m.perfect(Picks((1, 1)), decided, chances).prob == 0.0


def test_a_bracket_of_76_is_complete_with_63_games_and_counts_them():
    field = seventy_six()
    even = ch.of_field(field, TEAMS, EVEN)
    prob = np.zeros((len(field.slot), len(field.seed)))
    whole = filled(p.no_picks(field), field, "seeds", even.win, prob)
    counted = Picks(tuple(np.where(field.counted, whole.entrant, OPEN).tolist()))
    assert whole.counted(field) == counted.counted(field) == counted.made == 63
    run = TournamentResult(
        BracketSpec("men", 2026, 2, 1),
        field,
        np.repeat([whole.entrant], 2, axis=0).T.astype(np.uint8),
    )
    for picks in (whole, counted):  # the better seeds, none of which has to play for its place
        found = m.figures(picks, run, even)
        assert found.perfect.prob == pytest.approx(2.0**-63)
        assert (found.right.tolist(), found.most) == ([63, 63], 192)
    score = m.score(whole, field, run.winner[:, 0])
    assert (score.right, score.wrong, score.points) == (63, 0, 192)


def test_bad_input():
    with pytest.raises(BadInput, match="“soccer” is no scoring"):
        m.figures(Picks((0, 2, 0)), RUN, CHANCES, "soccer")
    with pytest.raises(BadInput, match="another tournament"):
        m.figures(Picks((0, 2)), RUN, CHANCES)


def test_points_by_a_pools_own_rules():
    """``worth[S, U]`` replaces 1-2-4: here the final counts 10 in the second universe only."""
    worth = np.array([[3, 3], [0, 0], [0, 10]])
    won = result((0, 2, 0), (0, 3, 0))
    picks = Picks((0, 2, 0))
    assert m.figures(picks, won, CHANCES, worth=worth).points.tolist() == [3, 13]
    assert m.expected_points(won, worth)[:, 0].tolist() == [3, 0, 5]
    real = np.array([0, 3, 0], dtype=np.uint8)
    assert m.score(picks, FIELD, real, worth=worth[:, 1]).points == 13
    (weak,) = m.weakest(Picks((1, 2, 0)), won, worth=worth)
    assert weak.cost == 3
