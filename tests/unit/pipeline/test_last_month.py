"""What the ratings said on each eve: nothing of that day or later is in it."""

import numpy as np
import pandas as pd
import pytest

from engine.pipeline.fits import last_month
from engine.pipeline.fits.last_month import FIRST_DAY
from engine.ratings import baseline
from engine.ratings.constants import SHRINKAGE
from engine.ratings.observations import one_sided
from engine.ratings.season_ratings import season_fits
from engine.sources import game_logs

TEAMS = np.arange(1101, 1113)
BOX = {"fgm": 25, "fga": 60, "fgm3": 8, "fga3": 22, "ftm": 14, "fta": 20}
BOX |= {"or": 10, "dr": 25, "to": 12}


def season(year: int) -> pd.DataFrame:
    """A made-up league as ``logs.games`` gives it: everybody plays every fourth day."""
    rng = np.random.default_rng(year)
    strength = np.linspace(-8, 8, len(TEAMS))
    rows = []
    for day in range(20, game_logs.SELECTION_DAY + 1, 4):
        order = rng.permutation(len(TEAMS))
        for i, j in np.sort(order.reshape(-1, 2), axis=1):
            margin = round(strength[i] - strength[j] + rng.normal(0, 10)) or 1
            row = {"season": year, "day_num": day, "date": pd.Timestamp(year, 1, 1)}
            row |= {"team_id_a": TEAMS[i], "team_id_b": TEAMS[j], "minutes": 40.0}
            row |= {"conference_a": f"{TEAMS[i] % 2}", "conference_b": f"{TEAMS[j] % 2}"}
            row |= {"score_a": 70 + margin, "score_b": 70, "venue": float(rng.integers(-1, 2))}
            row |= {f"{k}_{x}": v + rng.integers(0, 3) for k, v in BOX.items() for x in "ab"}
            rows.append(row | {"possessions": 68.0 + rng.normal()})
    return pd.DataFrame(rows)


TURNED = pd.concat([season(2008), season(2009)], ignore_index=True)


@pytest.fixture(scope="module", autouse=True)
def _two_seasons():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(last_month.FIRST_SEASON, "men", 2009)
        yield


def said(turned: pd.DataFrame) -> pd.DataFrame:
    (month,) = last_month.months(turned, "men")
    return last_month.of_month(month)[0].reset_index(drop=True)


def planted(day: int) -> pd.DataFrame:
    """The same logs, but every game of ``day`` was won by 60."""
    fake = TURNED.copy()
    fake.loc[(fake["season"] == 2009) & (fake["day_num"] == day), "score_a"] = 130
    return fake


FORECAST = ["margin", "total", "pace", "margin_se", "total_se", "plain"]
LATE_DAYS = [day for day in range(20, 133, 4) if day >= FIRST_DAY]


@pytest.mark.parametrize("day", [LATE_DAYS[0], LATE_DAYS[3], LATE_DAYS[-1]])
def test_a_fake_result_moves_nothing_said_of_that_day_or_before(day):
    true, fake = said(TURNED), said(planted(day))
    early = true["day"] <= day
    pd.testing.assert_frame_equal(true[early][FORECAST], fake[early][FORECAST])
    assert (true[true["day"] == day]["points_a"] != 130).all()
    if (~early).any():  # the twin: what was played is known the day after
        assert (true[~early]["margin"] != fake[~early]["margin"]).mean() > 0.9
        assert (true[~early]["plain"] != fake[~early]["plain"]).mean() > 0.9


def test_the_eve_of_the_month_knows_nothing_of_the_month():
    (true,), (fake,) = (
        list(last_month.months(turned, "men")) for turned in (TURNED, planted(LATE_DAYS[0]))
    )
    for one, other in zip(
        last_month.of_month(true)[1:], last_month.of_month(fake)[1:], strict=True
    ):
        pd.testing.assert_frame_equal(one, other)
    early = planted(LATE_DAYS[0] - 4)
    (moved,) = last_month.months(early, "men")
    assert (
        last_month.of_month(moved)[1]["home_edge"][0]
        != last_month.of_month(true)[1]["home_edge"][0]
    )


def test_what_is_said_is_what_ratings_of_the_games_before_expect():
    """The last day again, from ratings made like Selection Sunday's of logs that end before it."""
    day = LATE_DAYS[-1]
    before = TURNED[(TURNED["season"] == 2008) | (TURNED["day_num"] < day)]
    sided = one_sided(before)
    ids = np.unique(sided["offense"])
    *_, known = season_fits(sided, ids, SHRINKAGE["men"])
    rows = said(TURNED)
    last = rows[rows["day"] == day]
    net = known.fits["net"]
    a, b = (np.searchsorted(ids, last[x]) for x in "ab")
    expected = net.expected(a, b, last["venue"].to_numpy())
    expected += SHRINKAGE["men"]["net"].tired * rest_on(day)
    margin = expected * last["pace"].to_numpy() / 100
    assert last["margin"].to_numpy() == pytest.approx(margin, abs=0.05)


def rest_on(day: int) -> np.ndarray:
    """+1 where only a played the day before, -1 where only b did."""
    games = TURNED[TURNED["season"] == 2009]
    before, now = (games[games["day_num"] == d] for d in (day - 1, day))
    tired = set(before["team_id_a"]) | set(before["team_id_b"])
    a, b = (now[f"team_id_{x}"].isin(tired).to_numpy(float) for x in "ab")
    return np.asarray(a - b)


def test_every_late_game_is_there_once_with_its_result():
    rows = said(TURNED)
    real = TURNED[(TURNED["season"] == 2009) & (TURNED["day_num"] >= FIRST_DAY)]
    assert len(rows) == len(real) and (rows["a"] < rows["b"]).all()
    assert rows["points_a"].sum() == real["score_a"].sum()
    assert set(rows["day"]) == set(LATE_DAYS)


# ---- the plain rating ----


def test_two_teams_and_one_game_by_hand():
    """Margin 9 on a neutral floor: minimise (9 - s + t)² + penalty (s² + t²)."""
    effect = baseline.ridge(np.array([[0, 1]]), np.array([0.0]), np.array([9.0]))
    s = 9 / (2 + baseline.PENALTY)
    assert effect[:2] == pytest.approx([s, -s]) and effect[2] == pytest.approx(0)


def test_the_plain_rating_in_points_and_per_100_possessions():
    games = TURNED[TURNED["season"] == 2008]
    women, men = baseline.fit(games, "women"), baseline.fit(games, "men")
    assert women.strength[-1] > 4 and women.strength[0] < -4
    assert men.strength == pytest.approx(women.strength, abs=0.7)  # all games have 68 possessions
    team = np.array([[TEAMS[-1], TEAMS[0]], [TEAMS[3], 1999]])
    margin = women.margin(team, np.array([1.0, 0.0]))
    assert margin[0] == pytest.approx(women.strength[-1] - women.strength[0] + women.edge)
    assert margin[1] == pytest.approx(women.strength[3])  # a newcomer is an average team


def test_mens_games_without_a_box_are_left_out():
    games = TURNED[TURNED["season"] == 2008].copy()
    games.loc[games.index[:10], "possessions"] = np.nan
    without = baseline.fit(games.iloc[10:], "men")
    assert baseline.fit(games, "men").strength == pytest.approx(without.strength)
