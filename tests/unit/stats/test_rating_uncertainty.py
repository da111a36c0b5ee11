"""What a probability would be if the ratings were off: by formula, and by playing it."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run, store
from engine.domain.specs import GameSpec, Side
from engine.evaluation.baselines import normal_forecast
from engine.game.final_scores import play_scores
from engine.game.matchup import TeamStrengths, league_context, margin_se, team_strengths
from engine.stats.rating_uncertainty import rating_range


def at(prob: float, sd: float, se: float) -> tuple[float, float]:
    weaker, stronger = rating_range(np.array([prob]), np.array([sd]), np.array([se]))
    return weaker[0], stronger[0]


def test_by_hand():
    """Expected margin 4, sd 13, of which the ratings' error is 5: given the strengths, 12."""
    prob = normal_forecast(np.array([4 / 13]))[0]
    weaker, stronger = at(prob, 13.0, 5.0)
    assert weaker == pytest.approx(normal_forecast(np.array([(4 - 5) / 12]))[0])
    assert stronger == pytest.approx(normal_forecast(np.array([(4 + 5) / 12]))[0])


def test_ratings_without_error_move_nothing():
    assert at(0.63, 11.0, 0.0) == pytest.approx((0.63, 0.63))


def test_the_other_side_sees_the_mirror_image():
    weaker, stronger = at(0.7, 11.0, 4.0)
    assert at(0.3, 11.0, 4.0) == pytest.approx((1 - stronger, 1 - weaker))


def test_what_no_run_can_tell_from_certain_stays_a_probability():
    weaker, stronger = at(1.0, 11.0, 3.0)
    assert 0.99 < weaker < stronger <= 1.0


PAIRS = [
    ("men", 2026, "Duke", "Siena"),
    ("men", 2026, "Iowa", "Clemson"),
    ("men", 2015, "Kentucky", "Notre Dame"),
    ("women", 2018, "Notre Dame", "Connecticut"),
    ("women", 2016, "Washington", "Syracuse"),
]


def spec(league: str, season: int, a: str, b: str, universes: int = 8000) -> GameSpec:
    table = store.load_teams(league, season)
    sides = (Side(season, int(table.team_id[table.row(name)])) for name in (a, b))
    return GameSpec(league, *sides, "neutral", universes, 5)


def played(of: GameSpec, errors: float) -> float:
    """Probability that a wins at ratings that lie apart by ``errors`` standard errors more, each
    side moved by its share of the variance."""
    f, base = run.pair_strengths(of)
    # Half of net is offense, half is defense.
    move = errors * f.net_se**2 / np.hypot(*f.net_se) / 2.0 * np.array([1.0, -1.0])
    moved: TeamStrengths = replace(f, off=f.off + move, dfn=f.dfn - move)
    a, b = (0, 1) if tuple(f.key[0]) < tuple(f.key[1]) else (1, 0)
    inputs = run.kernel_inputs(moved, base, np.array([a]), np.array([b]), uncertain=False)
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    points = play_scores(
        of.random_seed, teams, pairings, np.array([0]), game_tables, 0, of.universes
    )
    won = np.mean(points[0, 0] > points[0, 1])
    return float(won if a == 0 else 1 - won)


ALLOWED = 0.012  # beside three standard errors of counting


def off(of: GameSpec, shrink: float) -> bool:
    """Whether the range differs from what is played at shifted ratings."""
    result = run.game(of)
    f, base = run.pair_strengths(of)
    se = shrink * margin_se(f, league_context(base), np.array([0]), np.array([1]))[0]
    computed = np.array(at(result.win_prob, float(np.std(result.margin)), se))
    error = 3 * np.sqrt(2 * result.win_prob * (1 - result.win_prob) / of.universes)
    return bool((np.abs(computed - [played(of, -1.0), played(of, 1.0)]) > ALLOWED + error).any())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[2]}-{pair[3]}")
def test_it_is_what_playing_at_shifted_ratings_gives(pair):
    assert not off(spec(*pair), 1.0)


@pytest.mark.parametrize("pair", PAIRS[1:], ids=lambda pair: f"{pair[2]}-{pair[3]}")
def test_less_than_half_the_ratings_error_would_be_noticed(pair):
    """The twin."""
    assert off(spec(*pair), 0.4)


def test_the_error_of_a_margin_is_that_of_both_teams():
    table = store.load_teams("men", 2026)
    f = team_strengths(table, np.array([0, 1]))
    se = margin_se(f, league_context(table.base), np.array([0]), np.array([1]))[0]
    pace = table.pace[0] + table.pace[1] - table.base.pace
    assert se == pytest.approx(pace / 100 * np.hypot(table.net_se[0], table.net_se[1]))
