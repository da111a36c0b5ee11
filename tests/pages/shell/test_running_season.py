"""The season that is being played, in every chooser, and links that name its data."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from tests.fields import seventy_six
from tests.pages.conftest import Visit, finished, text


class Announced:
    """A snapshot in which the men's field of 2027 is known."""

    def __init__(self) -> None:
        self.digest = "announced"
        teams = store.running("men").teams_of("men", 2027)
        ids = [team for team in seventy_six().team_id.tolist() if team in teams.team_id]
        spare = [team for team in teams.team_id.tolist() if team not in ids]
        self.teams = teams
        self.field = replace(
            seventy_six(), season=2027, team_id=np.array((ids + spare)[:76]), digest="field of 2027"
        )

    def teams_of(self, league: str, season: int):
        return self.teams if (league, season) == ("men", 2027) else None

    def field_of(self, league: str, season: int):
        return self.field if (league, season) == ("men", 2027) else None


def test_before_selection_sunday_the_bracket_says_when_and_offers_what_there_is(visit: Visit):
    app = visit("bracket", season="2027")
    assert not app.exception and not app.error
    assert "Selection Sunday, 14 March 2027" in text(app)
    assert "best teams of 2027" in text(app)


@pytest.mark.parametrize("page", ["game", "compare"])
def test_a_pairing_of_the_running_season(visit: Visit, page: str):
    app = visit(page, league="men", a="2027:Duke", b="2027:UConn")
    assert not app.exception and not app.error
    assert app.title[0].value in ("Duke v Connecticut", "Duke and Connecticut")
    app = app.switch_page("pages/bracket.py").run()
    assert not app.exception and not app.error


def test_a_link_to_data_that_are_gone_says_so_and_shows_todays(visit: Visit):
    app = visit("game", league="men", a="2027:Duke", b="2027:UConn", data="0123456789ab")
    (error,) = app.error
    assert "not kept here any more" in str(error.value) and app.title[0].value.startswith("Duke v")


def test_a_link_to_kept_data_shows_them_and_the_way_to_the_latest(visit: Visit):
    kept = Announced()
    store.hold(kept)
    app = visit("bracket", season="2027", data=kept.digest)
    app = finished(app)
    assert not app.exception and not app.error
    assert app.title[0].value == "Men's bracket 2027" and "As in your link" in text(app)
    (latest,) = (button for button in app.button if button.label == "Use the latest data")
    app = latest.click().run()
    assert "Selection Sunday" in text(app) and "As in your link" not in text(app)


def test_upsets_before_the_tournament_are_the_likeliest_pairings(visit: Visit):
    kept = Announced()
    store.hold(kept)
    app = finished(visit("upsets", season="2027", data=kept.digest))
    assert not app.exception and not app.error
    frame = app.dataframe[0].value
    assert set(frame["round"]) == {1, 2, 3, 4, 5, 6} and frame["came_true"].isna().all()
    assert (frame.loc[frame["round"] == 6, "chance"] < 0.5).all()
    assert "came" not in app.markdown[0].value


def test_before_selection_sunday_there_are_no_upsets_yet(visit: Visit):
    app = visit("upsets", season="2027")
    assert not app.exception and "Selection Sunday" in str(app.error[0].value)
    assert app.title[0].value == "Men's upsets 2027"


def test_a_seed_of_the_announced_field_finds_its_team(visit: Visit):
    kept = Announced()
    store.hold(kept)
    app = visit("compare", a="2027:1 East", b="2027:Duke", data=kept.digest)
    first = kept.teams.name[kept.teams.row(int(kept.field.team_id[kept.field.seed.index("W01")]))]
    assert not app.exception and app.selectbox(key="pick_a_team").value == first
