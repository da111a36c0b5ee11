"""Ratings of a season that is being played, in a made-up league whose truth is known."""

import numpy as np
import pandas as pd
import pytest

from engine.domain.box_score import BOX, points
from engine.errors import BadInput
from engine.ratings import current_season, season_ratings
from engine.ratings.constants import NEWCOMER_NET, SHRINKAGE
from engine.ratings.current_season import eve_ratings, games_frame, rate_season
from engine.ratings.observations import one_sided
from engine.ratings.season_prior import SeasonPrior, season_prior
from engine.ratings.season_ratings import SeasonFits
from engine.ratings.season_tables import season_row, team_frame

TEAMS = np.arange(1101, 1125)
STRENGTH = dict(zip(TEAMS.tolist(), np.linspace(-12, 12, TEAMS.size), strict=True))
NEWCOMER = 1199
MEMBERS = pd.DataFrame(
    {
        "team_id": TEAMS,
        "name": [f"Team {team}" for team in TEAMS],
        "conference": [f"Conference {team % 3}" for team in TEAMS],
    }
)


def season(year: int, teams: np.ndarray = TEAMS, days: int = 120) -> pd.DataFrame:
    """Everybody plays every fourth day; each game has a sound box score."""
    rng = np.random.default_rng(year)
    rows = []
    for day in range(0, days, 4):
        date = pd.Timestamp(year - 1, 11, 2) + pd.Timedelta(days=day)
        order = rng.permutation(teams)
        for home, away in order[: len(order) // 2 * 2].reshape(-1, 2).tolist():
            row = {"date": f"{date:%Y-%m-%d}", "home": home, "away": away}
            row |= {"neutral": bool(rng.random() < 0.2), "overtimes": int(rng.random() < 0.05)}
            for side, team in (("home", home), ("away", away)):
                box = _box(rng, STRENGTH.get(team, -15.0), row["neutral"], side)
                row |= {f"{side}_{name}": count for name, count in box.items()}
                row[f"{side}_points"] = points(box["fgm"], box["fgm3"], box["ftm"])
            if row["home_points"] != row["away_points"]:
                rows.append(row)
    return pd.DataFrame(rows)


def _box(rng: np.random.Generator, strength: float, neutral: bool, side: str) -> dict[str, int]:
    edge = 0.0 if neutral else 0.02 if side == "home" else -0.02
    three, two = rng.integers(16, 27), rng.integers(30, 42)
    fgm3 = rng.binomial(three, 0.34)
    fgm = fgm3 + rng.binomial(two, 0.5 + edge + strength / 120)
    fta = rng.integers(8, 30)
    ftm = rng.binomial(fta, 0.72)
    box = (fgm, three + two, fgm3, three, ftm, fta, rng.integers(5, 14), rng.integers(18, 30),
           rng.integers(7, 17))  # fmt: skip
    return {name: int(count) for name, count in zip(BOX, box, strict=True)}


GAMES, LAST = season(2026), "2026-03-15"


@pytest.fixture(scope="module")
def last() -> SeasonFits:
    """The fits of 2025, the way the data build makes them."""
    rows = one_sided(_with_conferences(games_frame(season(2025), 2025)))
    (found,) = season_ratings.season_fits(rows, TEAMS, SHRINKAGE["men"])
    return found


@pytest.fixture(scope="module")
def prior(last) -> SeasonPrior:
    return season_prior("men", last, TEAMS, "2025")


def _with_conferences(frame: pd.DataFrame) -> pd.DataFrame:
    conference = dict(zip(TEAMS.tolist(), MEMBERS["conference"], strict=True))
    return frame.assign(**{f"conference_{x}": frame[f"team_id_{x}"].map(conference) for x in "ab"})


def rated(prior: SeasonPrior, as_of: str = LAST, games=GAMES, members=MEMBERS):
    return rate_season("men", 2026, games, prior, members, as_of)


def net(table) -> np.ndarray:
    return np.asarray(table.off_eff - table.def_eff)


def numbers(table) -> np.ndarray:
    """Every number of a team table."""
    columns = [table.off_eff, table.def_eff, table.off_se, table.net_se, table.pace, table.pace_se]
    rates = [table.offence, table.defence, table.offence_se, table.defence_se]
    base = table.base
    league = [base.pace, base.efficiency, base.home_edge, *base.rate]
    return np.concatenate([*columns, *(x.ravel() for x in rates), league])


def test_a_whole_season_has_the_numbers_of_the_data_build(last, prior, monkeypatch):
    """With nothing known of the league's means beforehand, as the data build has it, all of a
    season's numbers are the same."""
    rows = one_sided(_with_conferences(games_frame(GAMES, 2026)))
    built = season_ratings.fit_season(rows, TEAMS, SHRINKAGE["men"], last.fits)
    means = season_ratings.averages(rows, has_style=True)
    one = SeasonFits(2026, built, np.ones(TEAMS.size, dtype=bool), True, *means)
    style = dict.fromkeys(built, np.nan)
    teams, average = team_frame(one, TEAMS, style), season_row(one, style)
    close = rated(prior)
    unknown = dict.fromkeys(built, (1000.0, 1000.0))
    monkeypatch.setattr(current_season, "LEAGUE_SD", unknown)
    monkeypatch.setattr(current_season, "NOISE_COUNT", 0.0)
    same = rated(prior)
    for name in ("pace", "off_eff", "def_eff", "off_se", "net_se", "pace_se"):
        np.testing.assert_allclose(getattr(same, name), teams[name], atol=1e-4)
        np.testing.assert_allclose(getattr(close, name), teams[name], atol=0.3)
    np.testing.assert_allclose(same.offence[:, 0], teams["off_tov"], atol=1e-6)
    np.testing.assert_allclose(same.defence_se[:, 4], teams["def_fg3_se"], atol=1e-6)
    assert same.base.home_edge == pytest.approx(average["home_edge"], abs=1e-4)
    assert same.base.season_pace == pytest.approx(average["season_pace"])
    assert same.base.season_efficiency == pytest.approx(average["season_efficiency"])


@pytest.mark.parametrize("as_of", ["2025-11-02", "2025-12-24", "2026-02-10"])
def test_a_later_game_changes_nothing(prior, as_of):
    """A result that would turn the league upside down, the day after and in March."""
    best, worst = int(TEAMS[-1]), int(TEAMS[0])
    shock = {"home": best, "away": worst, "home_points": 40, "away_points": 120,
             "neutral": True, "overtimes": 0}  # fmt: skip
    day_after = f"{pd.Timestamp(as_of) + pd.Timedelta(days=1):%Y-%m-%d}"
    later = pd.DataFrame([shock | {"date": day_after}, shock | {"date": "2026-03-01"}])
    planted = pd.concat([later, GAMES], ignore_index=True)
    true, fake = rated(prior, as_of), rated(prior, as_of, planted)
    np.testing.assert_array_equal(numbers(true), numbers(fake))
    assert true.digest == fake.digest and true.wins.tolist() == fake.wins.tolist()
    same_day = pd.concat([GAMES, pd.DataFrame([shock | {"date": as_of}])], ignore_index=True)
    moved = rated(prior, as_of, same_day)  # the twin: on the day itself it counts
    assert np.abs(net(moved) - net(true)).max() > 0.5 and moved.digest != true.digest


EVES = ("2025-11-02", "2025-11-03", "2025-12-01", "2026-02-02", LAST)


def of_eves(prior: SeasonPrior, games=GAMES, days=EVES):
    return dict(eve_ratings("men", 2026, games, prior, MEMBERS, days))


def _last_game(day: str) -> pd.Timestamp:
    return pd.Timestamp(max([date for date in GAMES["date"] if date < day], default=day))


def test_eves_are_the_ratings_of_the_evening_before(prior):
    """All at once what ``rate_season`` says day by day; errors grow by what strengths may drift."""
    for day, table in of_eves(prior).items():
        eve = f"{pd.Timestamp(day) - pd.Timedelta(days=1):%Y-%m-%d}"
        one = rated(prior, eve)
        assert table.base.cutoff == eve and table.digest == one.digest
        assert table.wins.tolist() == one.wins.tolist()
        for name in ("off_eff", "def_eff", "pace"):
            np.testing.assert_allclose(getattr(table, name), getattr(one, name), atol=1e-9)
        assert table.base.home_edge == pytest.approx(one.base.home_edge)
        drift = SHRINKAGE["men"]["net"].drift * (pd.Timestamp(day) - _last_game(day)).days ** 0.5
        np.testing.assert_allclose(table.net_se, np.hypot(one.net_se, drift))
        rates = rated(prior, {"2025-12-01": eve}.get(day, f"{day[:8]}01"))
        if day != LAST:  # no game on the first of these months
            np.testing.assert_allclose(table.offence, rates.offence)


def test_no_eve_knows_its_own_day(prior):
    shock = {"date": "2025-12-02", "home": int(TEAMS[-1]), "away": int(TEAMS[0]), "neutral": True,
             "home_points": 40, "away_points": 120, "overtimes": 0}  # fmt: skip
    planted = pd.concat([GAMES, pd.DataFrame([shock])], ignore_index=True)
    days = ("2025-11-20", "2025-12-02", "2025-12-03")
    true, fake = of_eves(prior, GAMES, days), of_eves(prior, planted, days)
    for day in days[:2]:
        np.testing.assert_allclose(numbers(true[day]), numbers(fake[day]), rtol=1e-12)
    assert np.abs(net(true[days[2]]) - net(fake[days[2]])).max() > 0.5  # the twin


def test_eves_of_games_without_a_box(prior):
    bare = GAMES[[*current_season.GAME_COLUMNS]]
    one, table = rated(prior, "2026-02-01", games=bare), of_eves(prior, bare)["2026-02-02"]
    np.testing.assert_allclose(net(table), net(one), atol=0.05)
    np.testing.assert_allclose(table.off_eff, one.off_eff, atol=0.5)


def test_the_order_of_the_games_does_not_matter(prior):
    shuffled = GAMES.sample(frac=1.0, random_state=3)
    np.testing.assert_allclose(numbers(rated(prior, games=shuffled)), numbers(rated(prior)))
    assert rated(prior, games=shuffled).digest == rated(prior).digest


def test_before_any_game_the_ratings_are_the_carried_prior(last, prior):
    before, strength = rated(prior, "2025-10-01"), SHRINKAGE["men"]["net"]
    carried = last.fits["net"].following
    np.testing.assert_allclose(net(before), carried - carried.mean(), atol=1e-9)
    np.testing.assert_allclose(before.net_se, np.hypot(strength.own, strength.conference))
    assert before.wins.sum() == before.losses.sum() == 0
    assert before.base.home_edge == pytest.approx(last.fits["net"].edge / 2)
    assert before.base.has_style and np.isfinite(numbers(before)).all()
    shrinkage, fg3 = SHRINKAGE["men"]["fg3"], last.fits["fg3"]
    np.testing.assert_allclose(before.offence_se[:, 4], fg3.noise / np.sqrt(shrinkage.offense))


def test_error_bars_are_wide_in_november_and_narrow_with_games(prior):
    days = ("2025-10-01", "2025-11-02", "2025-11-20", "2026-01-05", LAST)
    tables = [rated(prior, day) for day in days]
    for name in ("net_se", "off_se", "pace_se", "offence_se"):
        mean = [float(getattr(table, name).mean()) for table in tables]
        assert mean == sorted(mean, reverse=True) and mean[0] > 1.2 * mean[-1], name


def test_error_bars_hold_the_truth_before_the_season_and_after(prior):
    """The share of strengths inside one standard error; halved errors would be caught."""
    truth = 0.85 * 2 * np.array(list(STRENGTH.values())) / 120 * 36 / 0.7
    for as_of in ("2025-12-01", LAST):
        table = rated(prior, as_of)
        slope = float(net(table) @ truth / (truth @ truth))
        inside = np.abs(net(table) - slope * truth) < 2 * table.net_se
        assert inside.mean() > 0.85
    assert (np.abs(net(table) - slope * truth) < 0.2 * table.net_se).mean() < 0.85


def test_a_newcomer_starts_below_the_mean_with_a_wide_error(prior):
    new = pd.DataFrame([{"team_id": NEWCOMER, "name": "New", "conference": "Conference 0"}])
    members = pd.concat([MEMBERS, new], ignore_index=True)
    table = rated(prior, "2025-10-01", members=members)
    row = table.row(NEWCOMER)
    others = np.delete(net(table), row)
    assert net(table)[row] - others.mean() == pytest.approx(NEWCOMER_NET["men"], abs=1.0)
    assert table.net_se[row] > 1.4 * np.delete(table.net_se, row).max()
    games = season(2026, np.append(TEAMS, NEWCOMER))
    played = rated(prior, games=games, members=members)
    assert played.net_se[row] < 0.6 * table.net_se[row] and played.wins[row] < played.losses[row]


def test_a_team_without_games_moves_with_its_conference(prior):
    quiet = int(TEAMS[5])
    games = GAMES[(GAMES["home"] != quiet) & (GAMES["away"] != quiet)]
    before, after = rated(prior, "2025-10-01"), rated(prior, games=games)
    row = after.row(quiet)
    assert after.wins[row] == after.losses[row] == 0
    assert net(after)[row] != pytest.approx(net(before)[row])
    assert after.net_se[row] > 1.4 * np.delete(after.net_se, row).max()


def test_games_without_a_box_count_by_their_scores(prior):
    bare = GAMES[[*current_season.GAME_COLUMNS]]
    table, full = rated(prior, games=bare), rated(prior)
    assert np.corrcoef(net(table), net(full))[0, 1] > 0.98
    np.testing.assert_allclose(table.offence_se, rated(prior, "2025-10-01").offence_se, rtol=0.3)
    assert np.isfinite(numbers(table)).all()


def test_a_box_that_does_not_add_up_counts_as_none(prior):
    broken = GAMES.copy()
    broken.loc[broken.index[::2], "home_fgm"] += 1
    frame = games_frame(broken, 2026)
    assert frame["possessions"].isna().sum() == len(broken.index[::2])
    assert frame.loc[frame["possessions"].isna(), "fga_a"].isna().all()


def test_sides_are_turned_by_team_id():
    frame = games_frame(GAMES, 2026)
    assert (frame["team_id_a"] < frame["team_id_b"]).all()
    home_is_a = (GAMES["home"] < GAMES["away"]).to_numpy()
    venue = np.where(GAMES["neutral"], 0.0, np.where(home_is_a, 1.0, -1.0))
    np.testing.assert_array_equal(frame["venue"], venue)
    total = GAMES["home_points"] + GAMES["away_points"]
    np.testing.assert_array_equal(frame["score_a"] + frame["score_b"], total)


def test_all_that_is_wrong_is_said_at_once(prior):
    strange = pd.concat([GAMES, GAMES.head(1).assign(home=9999)])
    doubled = pd.concat([MEMBERS, MEMBERS.head(1)])
    with pytest.raises(BadInput) as caught:
        rate_season("women", 2026, strange, prior, doubled, LAST)
    assert "team 1101 is listed twice; team 9999 plays but is no member" in caught.value.message
    assert "the prior is that of the men's season 2026" in caught.value.message
    with pytest.raises(BadInput, match="games have no column overtimes"):
        rated(prior, games=GAMES.drop(columns="overtimes"))
