"""The head of the Game page: order, place, the real game; verdict, thresholds, box score."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.bracket.pick_code import decode
from engine.domain.specs import GameSpec, Side
from engine.explain.verdict import beats
from engine.run import game_odds
from engine.run.game_detail import detail
from engine.run.real_meeting import bracket_meeting
from pages.ui import runs
from pages.ui.game import header, share
from pages.ui.game.universes import margins, verdict
from pages.ui.shell.format import exact_percent, smooth_percent
from tests.pages.conftest import Visit, text

DUKE, CONNECTICUT = Side(2026, 1181), Side(2026, 1163)
SPEC = GameSpec("men", DUKE, CONNECTICUT, "neutral", 1000, 5)
PAIR = {"universes": "1000", "seed": "5"}


def opened(visit: Visit, **params: str) -> AppTest:
    app = visit("game", **{"a": "2026:Duke", "b": "2026:Connecticut", **PAIR, **params})
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("a", ["Duke", "Connecticut"])
def test_the_better_seed_is_first_whatever_the_order(visit: Visit, a: str) -> None:
    b = {"Duke": "Connecticut", "Connecticut": "Duke"}[a]
    app = opened(visit, a=f"2026:{a}", b=f"2026:{b}")
    assert app.title[0].value == "1 Duke v 2 Connecticut"
    assert app.query_params["a"] == f"2026:{a}"  # the link stays what it was


def test_swap_and_back(visit: Visit) -> None:
    app = opened(visit, venue="a")
    assert "at Duke" in text(app)
    app.button(key="swap").click().run()
    assert app.title[0].value == "2 Connecticut v 1 Duke" and "at Duke" in text(app)
    link = dict(app.query_params)
    again = visit("game", **{name: "".join(value) for name, value in link.items()})
    assert again.title[0].value == "2 Connecticut v 1 Duke"
    again.button(key="swap").click().run()
    assert again.title[0].value == "1 Duke v 2 Connecticut"


def test_first_that_names_neither_team_is_forgotten(visit: Visit) -> None:
    for bad in ("b", "2026:9999", "<b>", ""):
        app = opened(visit, first=bad)
        assert app.title[0].value == "1 Duke v 2 Connecticut"


def test_the_venue_moves_with_the_team(visit: Visit) -> None:
    app = opened(visit, a="2026:Connecticut", b="2026:Duke", venue="b")
    assert "here played at Duke" in text(app)
    at_duke = game_odds(GameSpec("men", DUKE, CONNECTICUT, "a", 1000, 5))
    (found,) = [m for m in app.metric if m.label == "At Duke: Duke wins"]
    assert found.value == f"{at_duke.prob:.0%}"


def test_a_bad_venue_is_said_and_the_page_goes_on(visit: Visit) -> None:
    app = visit("game", a="2026:Duke", b="2026:Siena", venue="moon", universes="300")
    assert len(app.error) == 1 and "venue" in app.error[0].value
    assert app.title[0].value == "1 Duke v 16 Siena" and app.dataframe


def test_the_real_game_and_what_we_gave_it(visit: Visit) -> None:
    app = opened(visit)
    odds = game_odds(SPEC)
    lost = smooth_percent(1 - odds.prob, odds.error)
    assert "East, Elite Eight, on a neutral floor" in text(app)
    assert f"Really: **Connecticut 73–72**. We gave that {lost}" in text(app)
    assert "Really **Connecticut by 1**" in text(app)
    away = opened(visit, venue="b")  # the chance is that of the real venue
    assert f"We gave that {lost}" in text(away)
    assert "Really **Connecticut by 1**" not in text(away)


def test_earlier_meetings_are_named(visit: Visit) -> None:
    app = opened(visit, b="2026:Virginia")
    assert "28 February Duke 77–51 at Duke" in text(app)
    assert "Really:" not in text(app)


def test_teams_of_two_seasons_have_no_seeds(visit: Visit) -> None:
    app = opened(visit, b="2012:Kentucky")
    assert app.title[0].value == "Duke 2026 v Kentucky 2012"
    assert "Played on a neutral floor." in text(app)


def test_any_spread_and_any_total(visit: Visit) -> None:
    app = opened(visit)
    found = detail(SPEC)
    app.select_slider[0].set_value(6).run()
    six = beats(found, "margin", 6).value
    assert f"**Duke by 6 or more: {exact_percent(six, 1000)}**, a spread of Duke −5.5" in text(app)
    app.select_slider[0].set_value(-3).run()
    three = 1 - beats(found, "margin", -2).value
    assert f"**Connecticut by 3 or more: {exact_percent(three, 1000)}**" in text(app)
    slider = next(one for one in app.slider if one.label == "Any total: at least")
    slider.set_value(150).run()
    total = beats(found, "total", 150).value
    assert f"**150 points or more: {exact_percent(total, 1000)}**, over a total of 149.5" in text(
        app
    )


def test_the_margin_of_the_real_game_is_seen_from_the_first_team() -> None:
    assert margins.real_margin(SPEC) == -1
    swapped = GameSpec("men", CONNECTICUT, DUKE, "neutral", 1000, 5)
    assert margins.real_margin(swapped) == 1
    assert margins.real_margin(GameSpec("men", DUKE, CONNECTICUT, "a", 1000, 5)) is None
    assert header.place(None, SPEC.venue, ("A", "B")) == "Played on a neutral floor."


def test_the_box_score_comes_when_asked_for(visit: Visit) -> None:
    app = opened(visit, universes="60")
    spec = GameSpec("men", DUKE, CONNECTICUT, "neutral", 60, 5)
    assert runs.box(spec, 60) is None
    app.button(key="start_box").click().run()
    assert not app.exception
    for job in list(app.session_state["runs"].others.values()):
        job.wait(60)
    app.run()
    app.run()
    assert not app.exception and not app.error
    assert "60 replayed universes" in text(app)
    assert "start_box" not in [button.key for button in app.button]  # there are no more universes


def test_the_way_to_what_if_has_them_meet_and_one_of_them_win() -> None:
    meeting = bracket_meeting(SPEC)
    assert meeting is not None
    field = meeting.field
    duke, connecticut = meeting.entrant
    for winner, entrant in enumerate(meeting.entrant):
        picks = decode(share.locks(meeting, winner), field)
        s = field.slot.index(meeting.slot)
        assert picks.entrant[s] == entrant
        assert set(field.arriving(picks.entrant, s)) == {duke, connecticut}


def test_a_team_is_named_with_its_season() -> None:
    assert verdict.season_words(SPEC, DUKE) == "32–2, Atlantic Coast, rated 1 of 365"
