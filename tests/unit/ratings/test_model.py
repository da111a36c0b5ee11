"""Ratings against hand and brute force, and that nothing after Selection Sunday reaches them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.pipeline.fits import replayed_season, season_ratings
from engine.ratings.constants import BLOWOUT_SCALE, SHRINKAGE
from engine.ratings.model import (
    AFTER,
    Fit,
    Observations,
    Prior,
    RandomWalkPrior,
    Shrinkage,
    adjusted_margin,
    carried,
    fit,
    fit_shared,
    kalman_filter,
    no_prior,
)
from engine.ratings.observations import one_sided
from engine.ratings.season_ratings import daily_ratings, season_fits
from engine.sources import game_logs

ALONE = np.array([-1, -1])  # no conferences


def games(offense, defense, value, weight, day, conference=ALONE) -> Observations:
    """Observations on neutral floors."""
    arrays = (np.array(offense), np.array(defense), np.zeros(len(value)), np.array(value, float))
    return Observations(*arrays, np.array(weight, float), np.array(day), np.array(conference))


BOTH_WAYS = games([0, 1], [1, 0], [110, 90], [4, 4], [1, 1])


def test_one_game_by_hand():
    """A scores 110 and B 90 per 100 possessions. By symmetry the mean is 100 and A's offense, B's
    defense are d above it, the others d below. Minimising 2 w (10 - 2 d)² + 4 k d² over d gives
    d = 10 w / (k + 2 w): with w = 4 and k = 2 it is 4."""
    found = fit(BOTH_WAYS, 2, Shrinkage(2.0, 2.0, 0.0), no_prior(2))
    assert found.mean == pytest.approx(100.0) and found.edge == pytest.approx(0.0)
    np.testing.assert_allclose(found.offense, [4.0, -4.0])
    np.testing.assert_allclose(found.defense, [-4.0, 4.0])


def test_one_margin_by_hand():
    """A beats B by 20. Both are N(0, 3²), a game of weight 1 has noise 4: the difference of the two
    is N(0, 18) beforehand, so 18 / (18 + 16) of the 20 points is theirs, half of it each."""
    found = fit_shared(
        games([0], [1], [20], [1], [1]), RandomWalkPrior(4, 3, 0, 0, 1), no_prior(2), -1.0
    )
    half = 20 * 18 / 34 / 2
    np.testing.assert_allclose(found.offense, [half, -half], rtol=1e-4)
    np.testing.assert_allclose(found.defense, [-half, half], rtol=1e-4)
    assert found.mean == 0.0


def test_a_game_moves_both_conferences_by_hand():
    """A and C share a conference worth N(0, 2²), B has its own. A beats B by 20: C, who did not
    play, takes 4 parts of the variance 2 (9 + 4) + 16 from it, and is less well known than A."""
    obs = games([0], [1], [20], [1], [1], [0, 1, 0])
    found = fit_shared(obs, RandomWalkPrior(4, 3, 2, 0, 1), no_prior(3), -1.0)
    np.testing.assert_allclose(found.offense, 20 * np.array([13, -13, 4]) / 42, rtol=1e-4)
    assert found.offense_se[2] == pytest.approx(np.sqrt(13 - 16 / 42), rel=1e-4)
    assert found.offense_se[0] == pytest.approx(np.sqrt(13 - 169 / 42), rel=1e-4)


def test_an_eve_knows_the_games_before_it_and_no_others():
    obs = games([0, 1, 0], [1, 0, 1], [20, 5, -30], [1, 1, 1], [1, 4, 9])
    motion = RandomWalkPrior(4, 3, 0, 0.5, 1)
    eves = dict(kalman_filter(obs, motion, no_prior(2), -1.0))
    assert list(eves) == [1, 4, 9, AFTER]
    assert not eves[1].offense.any()
    until = games([0, 1], [1, 0], [20, 5], [1, 1], [1, 4])
    ended = fit_shared(until, motion, no_prior(2), -1.0)
    np.testing.assert_array_equal(eves[9].offense, ended.offense)


def test_a_blowout_tells_less_by_the_point():
    told = adjusted_margin(np.array([0.0, 2.0, 25.0, 50.0, -50.0]), np.zeros(5), 50.0)
    np.testing.assert_allclose(told[:2], [0.0, 2.0], atol=1e-3)
    np.testing.assert_allclose(told[2:] / [25, 50, -50], [0.9624, 0.8814, 0.8814], atol=1e-4)
    assert (
        adjusted_margin(np.array([9.0]), np.array([9.0]), BLOWOUT_SCALE) == 0.0
    )  # nothing but luck


def test_a_prior_is_where_a_team_stays_without_games():
    prior = Prior(np.array([0.0, 0.0, 7.0]), np.array([0.0, 0.0, -3.0]))
    found = fit(BOTH_WAYS, 3, Shrinkage(2.0, 2.0, 0.0), prior)
    assert found.offense[2] == pytest.approx(7.0) and found.defense[2] == pytest.approx(-3.0)
    assert found.offense_se[2] > found.offense_se[0]


def test_last_season_is_carried_in_part():
    last = fit(BOTH_WAYS, 2, Shrinkage(2.0, 2.0, 0.0), no_prior(2))
    prior = carried(last, Shrinkage(2.0, 2.0, 0.75))
    np.testing.assert_allclose(prior.offense, [3.0, -3.0])
    np.testing.assert_allclose(prior.defense, [-3.0, 3.0])


def league(teams: int, games: int) -> tuple[Observations, Prior]:
    """A made-up league, each game from both sides."""
    draw = np.random.default_rng(3)
    a = draw.integers(0, teams, games)
    b = (a + draw.integers(1, teams, games)) % teams
    venue = draw.integers(-1, 2, games).astype(np.float64)
    strength = draw.normal(0, 8, (2, teams))
    offense, defense = np.concatenate([a, b]), np.concatenate([b, a])
    at = np.concatenate([venue, -venue])
    weight = draw.uniform(55, 80, 2 * games)
    noise = draw.normal(0, 90, 2 * games) / np.sqrt(weight)
    value = 104 + strength[0, offense] + strength[1, defense] + 1.6 * at + noise
    prior = Prior(0.5 * strength[0] + draw.normal(0, 1, teams), 0.5 * strength[1])
    day = np.tile(np.sort(draw.integers(1, 120, games)), 2)
    conference = np.arange(teams) % 4 - 1
    return Observations(offense, defense, at, value, weight, day, conference), prior


def brute_force(
    obs: Observations, design: np.ndarray, penalty: np.ndarray, residual: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """(effects, standard errors, noise) by least squares on the rows of the games with those of the
    penalties below them."""
    root = np.sqrt(obs.weight)
    rows = np.vstack([design * root[:, None], np.diag(np.sqrt(penalty))])
    right = np.concatenate([residual * root, np.zeros(penalty.size)])
    effect, *_ = np.linalg.lstsq(rows, right, rcond=None)
    left = right - rows @ effect
    noise2 = left @ left / (obs.value.size - 2)
    return effect, np.sqrt(noise2 * np.diag(np.linalg.inv(rows.T @ rows))), float(np.sqrt(noise2))


def one_hot(rows: np.ndarray, teams: int) -> np.ndarray:
    return np.eye(teams)[rows]


def test_a_season_agrees_with_brute_force():
    obs, prior = league(12, 90)
    found = fit(obs, 12, Shrinkage(400.0, 300.0, 0.9), prior)
    ones = np.ones((obs.value.size, 1))
    design = np.hstack(
        [ones, obs.venue[:, None], one_hot(obs.offense, 12), one_hot(obs.defense, 12)]
    )
    penalty = np.array([0.0, 0.0, *[400.0] * 12, *[300.0] * 12])
    residual = obs.value - prior.offense[obs.offense] - prior.defense[obs.defense]
    effect, se, noise = brute_force(obs, design, penalty, residual)
    expect(found, effect, se, noise, prior, slice(2, 14), slice(14, 26))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_following_a_season_agrees_with_brute_force(sign):
    """Days one after another against one big normal distribution: every game and every team's
    strength on the last day, with all covariances written out."""
    obs, _ = league(9, 60)
    prior = Prior(np.linspace(-2, 2, 9), sign * np.linspace(-2, 2, 9))
    motion = RandomWalkPrior(90.0, 7.0, 3.0, 0.6, 1.0, 1.2)
    found = fit_shared(obs, motion, prior, sign)

    teams = one_hot(obs.offense, 9) + sign * one_hot(obs.defense, 9)
    common = (np.ones(obs.value.size) if sign > 0 else obs.venue)[:, None]
    mates = (obs.conference[:, None] == obs.conference) & (obs.conference >= 0)
    start = 49.0 * np.eye(9) + 9.0 * mates
    elapsed = obs.day - obs.day.min()
    shared_days = np.minimum(elapsed[:, None], elapsed)
    between = teams @ start @ teams.T + 0.36 * shared_days * (teams @ teams.T)
    between += 1e6 * common @ common.T + np.diag(90.0**2 / obs.weight)
    last = teams @ start + 0.36 * elapsed[:, None] * teams  # with every team on the last day
    final = start + 0.36 * elapsed.max() * np.eye(9)
    surprise = 1.2 * obs.value - teams @ prior.offense
    weigh = np.linalg.solve(between, last)
    np.testing.assert_allclose(
        found.offense, prior.offense + weigh.T @ surprise, rtol=1e-5, atol=1e-5
    )
    cov = final - last.T @ weigh
    np.testing.assert_allclose(found.offense_se, np.sqrt(np.diag(cov)), rtol=1e-5)
    np.testing.assert_allclose(found.defense, sign * found.offense)
    edge = 1e6 * common[:, 0] @ np.linalg.solve(between, surprise)
    assert (found.edge if sign < 0 else found.mean) == pytest.approx(edge, rel=1e-4)
    evidence = -0.5 * (
        surprise @ np.linalg.solve(between, surprise) + np.linalg.slogdet(between)[1]
    )
    assert found.log_evidence == pytest.approx(evidence, abs=1e-3)


def expect(
    found: Fit,
    effect: np.ndarray,
    se: np.ndarray,
    noise: float,
    prior: Prior,
    off: slice,
    dfn: slice,
) -> None:
    assert found.mean == pytest.approx(effect[0]) and found.edge == pytest.approx(effect[1])
    np.testing.assert_allclose(found.offense, prior.offense + effect[off], rtol=1e-6)
    np.testing.assert_allclose(found.defense, prior.defense + effect[dfn], rtol=1e-6)
    np.testing.assert_allclose(found.offense_se, se[off], rtol=1e-6)
    np.testing.assert_allclose(found.defense_se, se[dfn], rtol=1e-6)
    assert found.noise == pytest.approx(noise)


# ---- from game logs ----

TEAMS, SEASONS = 8, (2010, 2011)
BOX = {"fgm": 26, "fga": 60, "fgm3": 7, "fga3": 21, "ftm": 14, "fta": 20, "or": 10, "dr": 24,
       "to": 12}  # fmt: skip


def game(season: int, day: int, winner: int, loser: int, by: int, kind: str) -> dict[str, object]:
    row: dict[str, object] = {
        "season": season, "day_num": day, "date": pd.Timestamp(season, 1, 1), "game_type": kind,
        "w_team_id": winner, "w_score": 65 + by, "l_team_id": loser, "l_score": 65,
        "w_loc": "HAN"[day % 3], "num_ot": 0, "box_ok": True,
    }  # fmt: skip
    for side, extra in (("w", by // 3), ("l", 0)):
        row |= {f"{side}_{name}": count + extra for name, count in BOX.items()}
    return row


def write_source(folder: Path, *more: tuple[int, int, int, int, int, str]) -> Path:
    """A tiny source for both leagues; ``more``: games besides, of the men."""
    draw = np.random.default_rng(8)
    for name, base in (("men", 1100), ("women", 3100)):
        rows = []
        for season in SEASONS:
            for day in range(1, 121):
                a, b = draw.choice(TEAMS, 2, replace=False)
                rows.append(game(season, day, base + a, base + b, 1 + int(b) * 2, "regular"))
        rows += [game(*one) for one in more] if name == "men" else []
        pd.DataFrame(rows).to_parquet(folder / f"{name}_games.parquet")
        ids = [base + t for t in range(TEAMS)]
        teams = pd.DataFrame({"team_id": ids, "team": [f"Team {t}" for t in ids]})
        teams.to_parquet(folder / f"{name}_teams.parquet")
        member = pd.DataFrame([(s, t, "mid") for s in SEASONS for t in ids],
                              columns=["season", "team_id", "conf_abbrev"])  # fmt: skip
        member.to_parquet(folder / f"{name}_team_conferences.parquet")
    conferences = pd.DataFrame({"conf_abbrev": ["mid"], "description": ["Middle Conference"]})
    conferences.to_parquet(folder / "conferences.parquet")
    return folder


def tables(folder: Path, *more: tuple[int, int, int, int, int, str]) -> list[pd.DataFrame]:
    folder.mkdir()
    return list(season_ratings.build(write_source(folder, *more)).values())


def same(one: list[pd.DataFrame], two: list[pd.DataFrame]) -> bool:
    return all(a.equals(b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("day", "kind"),
    [(game_logs.SELECTION_DAY + 2, "ncaa"), (game_logs.SELECTION_DAY + 1, "regular"),
     (game_logs.SELECTION_DAY + 9, "conf_tourney"), (140, "secondary"), (120, "ncaa")],
)  # fmt: skip
def test_nothing_after_selection_sunday_reaches_a_rating(tmp_path, day, kind):
    """A result that would turn the league upside down, if anybody looked."""
    plain = tables(tmp_path / "plain")
    leaked = tables(tmp_path / "leaked", (2011, day, 1107, 1100, 60, kind))
    assert same(plain, leaked)


def test_the_same_result_on_selection_sunday_does(tmp_path):
    plain = tables(tmp_path / "plain")
    told = tables(tmp_path / "told", (2011, game_logs.SELECTION_DAY, 1107, 1100, 60, "regular"))
    assert not same(plain, told)


def test_who_won_is_not_told_by_the_order_of_columns(tmp_path):
    """Each game from both sides, turned by team id."""
    turned = game_logs.games(write_source(tmp_path), "men")
    assert (turned["team_id_a"] < turned["team_id_b"]).all()
    won = turned["score_a"] > turned["score_b"]
    assert 0.1 < won.mean() < 0.9
    sided = one_sided(turned)
    assert len(sided) == 2 * len(turned)
    assert sided["venue"].sum() == 0


def month(folder: Path, *more: tuple[int, int, int, int, int, str]) -> dict[int, np.ndarray]:
    """The men's strengths on the eve of each day of the last month of 2011."""
    folder.mkdir()
    sided = one_sided(game_logs.games(write_source(folder, *more), "men"))
    ids, pulls = np.unique(sided["offense"]), SHRINKAGE["men"]
    (before,) = season_fits(sided[sided["season"] == 2010], ids, pulls)
    rows = sided[sided["season"] == 2011]
    eves = daily_ratings(rows, ids, pulls, before.fits, game_logs.LAST_MONTH)
    return {day: known.fits["net"].offense for day, known in eves}


def test_an_eve_of_the_last_month_has_not_seen_its_day(tmp_path):
    """A result that would turn the league upside down, planted in the middle of the month."""
    planted = 110
    plain = month(tmp_path / "plain")
    told = month(tmp_path / "told", (2011, planted, 1107, 1100, 60, "regular"))
    assert min(plain) == game_logs.LAST_MONTH and max(plain) == 120 == max(told)
    for day in plain:
        assert np.array_equal(plain[day], told[day]) == (day <= planted)


def test_forecasts_of_a_last_month_are_those_of_its_eves(tmp_path):
    turned = game_logs.games(write_source(tmp_path), "men")
    margin, total = replayed_season.unseen(turned, 2011, SHRINKAGE["men"])
    late = (turned["day_num"] >= game_logs.LAST_MONTH)[turned["season"] == 2011]
    assert np.array_equal(np.isfinite(margin), late) and np.array_equal(np.isfinite(total), late)
    untouched = (turned["season"] < 2011) | (turned["day_num"] < 110)
    moved = turned.assign(score_a=turned["score_a"].where(untouched, 200))
    again, _ = replayed_season.unseen(moved, 2011, SHRINKAGE["men"])
    early = (turned["day_num"] <= 110)[turned["season"] == 2011]
    np.testing.assert_array_equal(margin[early], again[early])
    assert not np.array_equal(margin[~early], again[~early])


def test_what_is_published_is_against_the_mean_of_those_who_played(tmp_path):
    """All may drift together; what any two of them are expected to play like must not change."""
    built = season_ratings.build(write_source(tmp_path))
    teams, averages = built["teams"], built["seasons"]
    men, mean = teams[teams["league"] == "men"], averages[averages["league"] == "men"]
    for season, of in men.groupby("season"):
        base = mean[mean["season"] == season].iloc[0]
        assert of["pace"].mean() == pytest.approx(base["pace"])
        assert of["off_eff"].mean() == pytest.approx(base["efficiency"])
        assert of["def_eff"].mean() == pytest.approx(base["efficiency"])
    sided = one_sided(game_logs.games(tmp_path, "men"))
    ids = np.unique(sided["offense"])
    *_, raw = season_fits(sided, ids, SHRINKAGE["men"])
    last = men[men["season"] == 2011].sort_values("team_id")
    level = raw.fits["level"].expected(np.array([0]), np.array([1]), np.zeros(1))[0]
    either = (last["off_eff"] + last["def_eff"]).to_numpy()
    base = mean[mean["season"] == 2011].iloc[0]
    assert either[0] + either[1] - 2 * base["efficiency"] == pytest.approx(level)
