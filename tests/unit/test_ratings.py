"""Ratings against hand and brute force, and that nothing after Selection Sunday reaches them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.build import logs, team_seasons
from engine.ratings import Fit, Observations, Prior, Shrinkage, carried, fit, fit_shared, no_prior

BOTH_WAYS = Observations(
    np.array([0, 1]), np.array([1, 0]), np.zeros(2), np.array([110.0, 90.0]), np.array([4.0, 4.0])
)


def test_one_game_by_hand():
    """A scores 110 and B 90 per 100 possessions. By symmetry the mean is 100 and A's offence, B's
    defence are d above it, the others d below. Minimising 2 w (10 - 2 d)² + 4 k d² over d gives
    d = 10 w / (k + 2 w): with w = 4 and k = 2 it is 4."""
    found = fit(BOTH_WAYS, 2, Shrinkage(2.0, 2.0, 0.0), no_prior(2))
    assert found.mean == pytest.approx(100.0) and found.edge == pytest.approx(0.0)
    np.testing.assert_allclose(found.offence, [4.0, -4.0])
    np.testing.assert_allclose(found.defence, [-4.0, 4.0])


def test_one_margin_by_hand():
    """A beats B by 20 per 100 possessions: strengths s and -s, and minimising
    w (20 - 2 s)² + 2 k s² gives s = 20 w / (k + 2 w); with w = 4 and k = 2 it is 8."""
    once = Observations(
        np.array([0]), np.array([1]), np.zeros(1), np.array([20.0]), np.array([4.0])
    )
    found = fit_shared(once, 2, Shrinkage(2.0, 2.0, 0.0), no_prior(2), -1.0)
    assert found.mean == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(found.offence, [8.0, -8.0])
    np.testing.assert_allclose(found.defence, [-8.0, 8.0])


def test_a_prior_is_where_a_team_stays_without_games():
    prior = Prior(np.array([0.0, 0.0, 7.0]), np.array([0.0, 0.0, -3.0]))
    found = fit(BOTH_WAYS, 3, Shrinkage(2.0, 2.0, 0.0), prior)
    assert found.offence[2] == pytest.approx(7.0) and found.defence[2] == pytest.approx(-3.0)
    assert found.offence_se[2] > found.offence_se[0]


def test_last_season_is_carried_in_part():
    last = fit(BOTH_WAYS, 2, Shrinkage(2.0, 2.0, 0.0), no_prior(2))
    prior = carried(last, 0.75)
    np.testing.assert_allclose(prior.offence, [3.0, -3.0])
    np.testing.assert_allclose(prior.defence, [-3.0, 3.0])


def league(teams: int, games: int) -> tuple[Observations, Prior]:
    """A made-up league, each game from both sides."""
    draw = np.random.default_rng(3)
    a = draw.integers(0, teams, games)
    b = (a + draw.integers(1, teams, games)) % teams
    venue = draw.integers(-1, 2, games).astype(np.float64)
    strength = draw.normal(0, 8, (2, teams))
    offence, defence = np.concatenate([a, b]), np.concatenate([b, a])
    at = np.concatenate([venue, -venue])
    weight = draw.uniform(55, 80, 2 * games)
    noise = draw.normal(0, 90, 2 * games) / np.sqrt(weight)
    value = 104 + strength[0, offence] + strength[1, defence] + 1.6 * at + noise
    prior = Prior(0.5 * strength[0] + draw.normal(0, 1, teams), 0.5 * strength[1])
    return Observations(offence, defence, at, value, weight), prior


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
        [ones, obs.venue[:, None], one_hot(obs.offence, 12), one_hot(obs.defence, 12)]
    )
    penalty = np.array([0.0, 0.0, *[400.0] * 12, *[300.0] * 12])
    residual = obs.value - prior.offence[obs.offence] - prior.defence[obs.defence]
    effect, se, noise = brute_force(obs, design, penalty, residual)
    expect(found, effect, se, noise, prior, slice(2, 14), slice(14, 26))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_what_both_sides_share_agrees_with_brute_force(sign):
    obs, _ = league(9, 60)
    prior = Prior(np.linspace(-2, 2, 9), sign * np.linspace(-2, 2, 9))
    found = fit_shared(obs, 9, Shrinkage(250.0, 250.0, 0.9), prior, sign)
    mean = np.ones((obs.value.size, 1)) * (sign > 0)
    teams = one_hot(obs.offence, 9) + sign * one_hot(obs.defence, 9)
    design = np.hstack([mean, obs.venue[:, None], teams])
    penalty = np.array([0.0 if sign > 0 else 1.0, 0.0, *[250.0] * 9])
    residual = obs.value - prior.offence[obs.offence] - prior.defence[obs.defence]
    effect, se, noise = brute_force(obs, design, penalty, residual)
    np.testing.assert_allclose(found.offence, prior.offence + effect[2:], rtol=1e-6)
    np.testing.assert_allclose(found.defence, sign * found.offence)
    np.testing.assert_allclose(found.offence_se, se[2:], rtol=1e-4)
    assert found.edge == pytest.approx(effect[1], rel=1e-5)
    assert found.noise == pytest.approx(noise, rel=1e-4)


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
    np.testing.assert_allclose(found.offence, prior.offence + effect[off], rtol=1e-6)
    np.testing.assert_allclose(found.defence, prior.defence + effect[dfn], rtol=1e-6)
    np.testing.assert_allclose(found.offence_se, se[off], rtol=1e-6)
    np.testing.assert_allclose(found.defence_se, se[dfn], rtol=1e-6)
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
    return list(team_seasons.build(write_source(folder, *more)))


def same(one: list[pd.DataFrame], two: list[pd.DataFrame]) -> bool:
    return all(a.equals(b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("day", "kind"),
    [(logs.SELECTION_DAY + 2, "ncaa"), (logs.SELECTION_DAY + 1, "regular"),
     (logs.SELECTION_DAY + 9, "conf_tourney"), (140, "secondary"), (120, "ncaa")],
)  # fmt: skip
def test_nothing_after_selection_sunday_reaches_a_rating(tmp_path, day, kind):
    """A result that would turn the league upside down, if anybody looked."""
    plain = tables(tmp_path / "plain")
    leaked = tables(tmp_path / "leaked", (2011, day, 1107, 1100, 60, kind))
    assert same(plain, leaked)


def test_the_same_result_on_selection_sunday_does(tmp_path):
    plain = tables(tmp_path / "plain")
    told = tables(tmp_path / "told", (2011, logs.SELECTION_DAY, 1107, 1100, 60, "regular"))
    assert not same(plain, told)


def test_who_won_is_not_told_by_the_order_of_columns(tmp_path):
    """Each game from both sides, turned by team id."""
    turned = logs.games(write_source(tmp_path), "men")
    assert (turned["team_id_a"] < turned["team_id_b"]).all()
    won = turned["score_a"] > turned["score_b"]
    assert 0.1 < won.mean() < 0.9
    sided = logs.one_sided(turned)
    assert len(sided) == 2 * len(turned)
    assert sided["venue"].sum() == 0
