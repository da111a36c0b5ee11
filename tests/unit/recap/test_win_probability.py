"""The win-probability curve on synthetic counts and on small runs."""

from dataclasses import replace

import numpy as np
import pytest

from engine.domain.specs import GameSpec, Side
from engine.recap import win_probability as w
from engine.recap.win_probability import EDGES, WIDEST, GameStates, curve
from engine.run import kept_meeting

LEAD = np.arange(-WIDEST, WIDEST + 1)


def true_prob(left: float, lead: np.ndarray, ball: int) -> np.ndarray:
    """A made-up truth: leads weigh more as time runs out, the ball is worth a point."""
    at = (lead + (0.5 - ball) * 2.0 + 2.0 * left / 2400) / np.sqrt(left + 1.0)
    return 1.0 / (1.0 + np.exp(-3.2 * at))


def made_up(n: float) -> GameStates:
    """``n`` moments a slice, spread as leads are, with exactly the true shares."""
    seconds = np.concatenate([[0.5], 0.5 * (EDGES[1:] + EDGES[:-1])])
    count = np.zeros((len(EDGES), len(LEAD), 2, 2))
    for s, left in enumerate(seconds):
        width = 11.0 * np.sqrt(1.0 - 0.9 * left / 2400)
        weight = n * np.exp(-0.5 * (LEAD / width) ** 2) / (width * 2.5066)
        for ball in (0, 1):
            prob = true_prob(left, LEAD, ball)
            count[s, :, ball, 1], count[s, :, ball, 0] = weight * prob, weight * (1 - prob)
    return GameStates(count, seconds, 0.6)


def test_the_curve_finds_what_was_put_in():
    seen = made_up(1e5)
    line = curve(seen)
    for s in range(0, len(EDGES), 4):
        for ball in (0, 1):
            here = np.full(len(LEAD), seen.seconds[s])
            got = line.prob(here, LEAD.astype(float), np.full(len(LEAD), float(ball)))
            near = np.abs(LEAD) <= 12
            want = true_prob(seen.seconds[s], LEAD, ball)
            np.testing.assert_allclose(got[near], want[near], atol=0.03)
    assert line.start == 0.6


def test_more_points_never_hurt():
    game = kept_meeting(GameSpec("men", Side(2026, 1181), Side(2026, 1373), "neutral", 1, 0))
    line = curve(w.game_states(game, universes=300))
    for left in (0.5, 5.0, 30.0, 200.0, 1000.0, 2400.0):
        for ball in (0.0, 0.5, 1.0):
            prob = line.prob(np.full(81, left), LEAD.astype(float), np.full(81, ball))
            assert (np.diff(prob) >= -1e-12).all() and prob.min() >= 0 and prob.max() <= 1


def test_few_universes_agree_with_many():
    game = kept_meeting(GameSpec("women", Side(2026, 3163), Side(2026, 3417), "neutral", 1, 0))
    small, large = (curve(w.game_states(game, n, seed)) for n, seed in ((3000, 1), (30_000, 2)))
    left = np.repeat([4.0, 20.0, 60.0, 300.0, 1200.0], 7)
    lead = np.tile([-6.0, -3, -1, 0, 1, 3, 6], 5)
    ball = np.full(35, 0.5)
    assert np.abs(small.prob(left, lead, ball) - large.prob(left, lead, ball)).max() < 0.12


def test_mirrored_counts_give_the_mirrored_curve():
    seen = made_up(1e4)
    turned = GameStates(seen.count[:, ::-1, ::-1, ::-1].copy(), seen.seconds, 0.4)
    one, two = curve(seen), curve(turned)
    left = np.array([2.0, 45.0, 700.0])
    lead, ball = np.array([1.0, -4.0, 7.0]), np.array([0.0, 1.0, 0.5])
    np.testing.assert_allclose(
        one.prob(left, lead, ball), 1 - two.prob(left, -lead, 1 - ball), atol=1e-9
    )


def test_a_home_side_that_is_behind_gains_late():
    """And as little at the tip-off as on a neutral floor; the visitors lose what it gains."""
    at_home = curve(replace(made_up(1e4), home=1.0))
    neutral = curve(made_up(1e4))
    left, lead, ball = np.array([60.0, 2400.0]), np.array([-3.0, 0.0]), np.array([0.5, 0.5])
    gained = at_home.prob(left, lead, ball) - neutral.prob(left, lead, ball)
    assert 0.005 < gained[0] < 0.03 and abs(gained[1]) < 1e-3
    seen = made_up(1e4)
    count = seen.count[:, ::-1, ::-1, ::-1].copy()
    away = curve(replace(seen, count=count, home=-1.0))
    np.testing.assert_allclose(
        at_home.prob(left, lead, ball), 1 - away.prob(left, -lead, 1 - ball), atol=1e-9
    )


def test_the_same_pairing_is_counted_once():
    spec = GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", 10, 1)
    other = GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", 99, 2)
    assert w.pairing_curve(spec) is w.pairing_curve(other)


def test_a_forecast_that_is_off_is_found():
    """The twin of the check on real games: deciles that say what happened, and that do not."""
    pd = pytest.importorskip("pandas")
    from engine.pipeline.fits import win_probability_check

    rng = np.random.default_rng(5)
    prob = rng.uniform(size=40_000)
    start_type = rng.uniform(size=40_000) < prob
    games = np.arange(40_000)
    honest = win_probability_check.deciles(
        pd.DataFrame({"game": games, "prob": prob, "won": start_type})
    )
    assert len(honest) == 10 and honest["off"].abs().max() < 0.02
    shifted = pd.DataFrame({"game": games, "prob": np.clip(prob + 0.05, 0, 1), "won": start_type})
    assert win_probability_check.deciles(shifted)["off"].abs().max() > 0.03


def moments(behind: float = 0.0):
    """Made-up moments at every mark of 4,000 games with an honest line; home sides that are behind
    do better than said by ``behind`` logits."""
    pd = pytest.importorskip("pandas")
    from engine.pipeline.fits.win_probability_check import FIT_MARKS, MARKS

    rng = np.random.default_rng(3)
    n = 4000
    games = np.arange(n)
    parts = []
    for left in sorted({*MARKS, *FIT_MARKS}):
        expected, lead = rng.normal(4, 8, n), rng.normal(2, 9, n).round()
        z = 0.1 * expected + 0.15 * lead
        prob = 1.0 / (1.0 + np.exp(-z))
        won = rng.uniform(size=n) < 1.0 / (1.0 + np.exp(-z - behind * (lead < 0)))
        ball = (rng.uniform(size=n) < 0.5).astype(float)
        parts.append(
            pd.DataFrame(
                {"game": games, "overtime": False, "left": float(left), "lead": lead,
                 "ball": ball, "won": won, "prob": prob, "expected": expected, "at_home": 1.0}
            )
        )  # fmt: skip
    return pd.concat(parts[::-1])  # a game's moments in order


def test_a_line_that_is_unfair_to_who_is_behind_is_found():
    """The table by marks on an honest line, and its twin."""
    pytest.importorskip("pandas")
    from engine.pipeline.fits import win_probability_check as check

    honest, unfair = check.by_mark(moments()), check.by_mark(moments(behind=0.4))
    assert honest["gain"].mean() > 0 and honest["recalibrated"].mean() > 0
    assert (honest["behind"] / honest["behind_se"]).abs().max() < 4
    assert (unfair["behind"] / unfair["behind_se"]).min() > 4
    assert unfair["gain"].max() < 0 and unfair["recalibrated"].max() < 0


def test_the_fit_finds_nothing_in_an_honest_line_and_something_in_an_unfair_one():
    pytest.importorskip("pandas")
    from engine.pipeline.fits import win_probability_check as check

    honest, unfair = check.fitted(moments()), check.fitted(moments(behind=0.4))
    assert (honest["value"] / honest["se"]).abs().max() < 4
    assert unfair.loc["home", "value"] > 5 * unfair.loc["home", "se"]
