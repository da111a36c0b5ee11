"""What the last season's end says about the next one, as it is embedded."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.errors import UnknownSeason
from engine.ratings.constants import SHRINKAGE
from engine.ratings.current_season import GAME_COLUMNS, rate_season
from engine.ratings.observations import MEASURES
from engine.ratings.season_prior import from_tables, last_tables, season_prior
from engine.ratings.season_ratings import SeasonFits, fit_season

NO_GAMES = pd.DataFrame(columns=[*GAME_COLUMNS])


@pytest.mark.parametrize("league", ["men", "women"])
def test_the_prior_of_the_next_season_is_what_the_last_one_ended_with(league):
    prior, teams = store.load_prior(league, 2027), store.load_teams(league, 2026)
    assert prior.team_id.tolist() == teams.team_id.tolist()
    net = prior.offense[:, MEASURES.index("net")]
    np.testing.assert_allclose(net - net.mean(), teams.off_eff - teams.def_eff, atol=2e-4)
    np.testing.assert_array_equal(prior.defense[:, MEASURES.index("net")], -net)
    level = prior.offense[:, MEASURES.index("level")]
    np.testing.assert_array_equal(prior.defense[:, MEASURES.index("level")], level)
    three = MEASURES.index("three")
    shares = prior.mean[three] + prior.defense[:, three]
    np.testing.assert_allclose(shares, teams.defence[:, 2], atol=1e-4)
    assert prior.edge[MEASURES.index("net")] == pytest.approx(2 * teams.base.home_edge, abs=1e-4)
    assert np.isfinite(prior.offense).all() and (prior.noise > 0).all()


@pytest.mark.parametrize("league", ["men", "women"])
def test_the_next_season_is_rated_before_its_first_game(league):
    members = store.espn_teams(league, 2027)
    table = rate_season(
        league, 2027, NO_GAMES, store.load_prior(league, 2027), members, "2026-11-01"
    )
    before = store.load_teams(league, 2026)
    assert set(table.team_id.tolist()) == set(members["team_id"])
    best = table.name[int(np.argmax(table.off_eff - table.def_eff))]
    rank = np.argsort(before.def_eff - before.off_eff)[:5]
    assert best in [before.name[i] for i in rank]
    assert table.net_se.min() > before.net_se.mean()
    florida = table.row("West Florida")
    assert (
        table.net_se[florida] == table.net_se.max()
        and table.off_eff[florida] < table.def_eff[florida]
    )


def test_rows_and_object_say_the_same():
    rng = np.random.default_rng(2)
    ids = np.arange(1101, 1105)
    rows = pd.DataFrame(
        {
            "offense": np.tile(ids, 4), "defense": np.roll(np.tile(ids, 4), 1), "conference": "a",
            "venue": np.repeat([1.0, -1.0], 8), "points": rng.integers(60, 80, 16), "minutes": 40.0,
            "day_num": np.tile(np.arange(8), 2), "possessions": 70.0, "fgm": 25.0, "fga": 60.0,
            "fgm3": 8.0, "fga3": 20.0, "ftm": 12.0, "fta": 18.0, "or": 9.0, "dr": 25.0, "to": 12.0,
            "opp_dr": 25.0,
        }
    )  # fmt: skip
    played = np.array([True, True, False, True])
    last = SeasonFits(2026, fit_season(rows, ids, SHRINKAGE["men"], {}), played, True)
    prior = season_prior("men", last, ids, "")
    assert prior.season == 2027 and prior.team_id.tolist() == [1101, 1102, 1104]
    for m, measure in enumerate(MEASURES):
        fit = last.fits[measure]
        np.testing.assert_allclose(prior.offense[:, m], fit.offense[played])
        np.testing.assert_allclose(prior.defense[:, m], fit.defense[played], atol=1e-12)
    teams, averages, following = last_tables("men", [last], ids)
    shuffled = averages.sample(frac=1.0, random_state=1)  # as sorted on disk
    columns = [{str(c): x[c].to_numpy() for c in x} for x in (teams, shuffled, following)]
    np.testing.assert_array_equal(from_tables("men", 2027, columns, "").mean, prior.mean)
    net = last.fits["net"]
    np.testing.assert_allclose(prior.strength, SHRINKAGE["men"]["net"].carry * net.offense[played])
    np.testing.assert_allclose(prior.home, net.home[played])


def test_other_seasons_have_no_prior():
    assert store.load_prior("men", 2026).season == 2026
    for season in (2025, 2028):
        with pytest.raises(UnknownSeason, match=f"season {season} is not in the data"):
            store.load_prior("men", season)
