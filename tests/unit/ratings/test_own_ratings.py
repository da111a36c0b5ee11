"""Own ratings in the place of a season's."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.errors import UnknownTeam
from engine.ratings.own_ratings import with_ratings

TABLE = store.load_teams("men", 2026)


def rated(rows: list[tuple[int, float, float, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["team", "off_eff", "def_eff", "pace", "net_se"])


def test_a_few_ratings_are_taken_as_they_stand():
    found = with_ratings(TABLE, rated([(1181, 120, 95, 70, np.nan), (1314, 110, 99, 65, 2.0)]))
    duke, unc = found.rows([1181, 1314])
    assert (found.off_eff[duke], found.def_eff[duke], found.pace[duke]) == (120, 95, 70)
    assert found.net_se[duke] == TABLE.net_se[duke] and found.net_se[unc] == 2
    assert found.off_se[unc] / TABLE.off_se[unc] == pytest.approx(2 / TABLE.net_se[unc])
    others = np.delete(np.arange(len(TABLE.team_id)), [duke, unc])
    np.testing.assert_array_equal(found.off_eff[others], TABLE.off_eff[others])
    assert found.base == TABLE.base and found.digest != TABLE.digest


def test_ratings_of_most_teams_may_be_on_a_level_of_their_own():
    """As if every possession were worth three points less, and there were two more of them."""
    rows = [
        (team, off - 3, dfn - 3, pace + 2, np.nan)
        for team, off, dfn, pace in zip(
            TABLE.team_id, TABLE.off_eff, TABLE.def_eff, TABLE.pace, strict=True
        )
    ]
    found = with_ratings(TABLE, rated(rows[:300]))
    np.testing.assert_allclose(found.off_eff, TABLE.off_eff - 3)  # those without a rating too
    assert found.base.efficiency == pytest.approx(TABLE.base.efficiency - 3)
    assert found.base.pace == pytest.approx(TABLE.base.pace + 2)
    assert found.base.season_pace == pytest.approx(TABLE.base.season_pace + 2)
    few = with_ratings(TABLE, rated(rows[:100]))
    assert few.base == TABLE.base and few.off_eff[200] == TABLE.off_eff[200]


def test_a_team_that_is_not_there():
    with pytest.raises(UnknownTeam):
        with_ratings(TABLE, rated([(1, 100, 100, 70, np.nan)]))
