"""The Upsets page: upsets worth the name first, results beside them, long runs below."""

import pytest

from engine import store
from tests.pages.conftest import Visit, text


def test_near_even_pairs_come_last_and_results_are_told(visit: Visit) -> None:
    app = visit("upsets")
    assert not app.exception and not app.error
    assert "first-round upsets were expected; **3 came**" in text(app)
    frame = app.dataframe[0].value
    gap = (frame["underdog_line"] - frame["favourite_line"]).tolist()
    assert gap[0] > 3 and gap[-8:] == [1 if g == 1 else 3 for g in gap[-8:]]
    heads = [head.value for head in app.subheader]
    assert heads == ["Cinderellas", "Vulnerable favorites", "How many upsets"]
    assert "**16 came.**" in text(app)


@pytest.mark.parametrize(("league", "season"), [("men", 2021), ("women", 2012), ("men", 2003)])
def test_any_tournament_has_its_upsets(visit: Visit, league: str, season: int) -> None:
    assert season in store.tournament_seasons(league)
    app = visit("upsets", league=league, season=str(season))
    assert not app.exception and not app.error and "Cinderellas" in [h.value for h in app.subheader]
