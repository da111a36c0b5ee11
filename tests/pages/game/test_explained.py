"""The Game page's how, why and what if: every number is the engine's."""

from streamlit.testing.v1 import AppTest

from engine.domain.specs import GameSpec, Side
from engine.explain.flow import close_finish, stories
from engine.game.levers import Lever
from engine.run import game_odds
from engine.run.game_detail import detail, lever_effect
from pages.ui.game.universes import with_the_ball
from pages.ui.game.universes.measures import ball
from pages.ui.shell.format import percent
from tests.pages.conftest import Visit, text

DUKE, CONNECTICUT = Side(2026, 1181), Side(2026, 1163)
SPEC = GameSpec("men", DUKE, CONNECTICUT, "neutral", 3000, 5)


def opened(visit: Visit) -> AppTest:
    app = visit("game", a="2026:Duke", b="2026:Connecticut", universes="3000", seed="5")
    assert not app.exception and not app.error
    return app


def test_how_and_why_stand_on_the_page(visit: Visit) -> None:
    app = opened(visit)
    heads = [head.value for head in app.subheader]
    for head in ("Games to open", "How it goes", "How Connecticut wins", "What moves it"):
        assert head in heads
    assert "With the ball" in heads
    found = detail(SPEC)
    close, _ = close_finish(found)
    assert f"{100 * close:.1f}%" in text(app)
    assert set(stories(found)) >= {"typical", "upset", "blowout"}
    assert f"neutral floor: Duke wins {percent(game_odds(SPEC).prob)}".lower() in " ".join(
        f"{metric.label} {metric.value}".lower() for metric in app.metric
    )


def test_a_lever_says_what_the_engine_says(visit: Visit) -> None:
    app = opened(visit)
    assert "with everything as expected" in text(app)
    slider = next(one for one in app.slider if one.label == "Three-point percentage (%)")
    slider.set_value(slider.value + 4.0)
    app.run()
    lever = Lever("three_share", 0, (slider.value - 4.0) / 100.0, slider.value / 100.0)
    effect = lever_effect(detail(SPEC), detail(SPEC, levers=(lever,)))
    assert f"Duke wins {percent(effect.after)}** instead of {percent(effect.before)}" in text(app)
    assert f"{effect.margin_diff:+.1f}" in text(app)


def test_a_game_that_is_no_contest_says_so(visit: Visit) -> None:
    app = visit("game", a="2026:Duke", b="2026:Siena", venue="a", universes="300")
    assert not app.exception
    assert "too few of these universes" in text(app)


def test_the_tables_with_the_ball_are_the_engines() -> None:
    found = with_the_ball.frame(SPEC, ("Duke", "Connecticut"))
    assert found["with_the_ball"].tolist() == ["Duke"] * 8 + ["Connecticut"] * 8
    rows = ball(SPEC, 1)
    assert found["here"].tolist()[8:] == [row.expected for row in rows]
    drawn = with_the_ball._tables(SPEC, ("<b>", "Connecticut"))
    assert "<b>" not in drawn and f"{rows[0].expected:.1%}" in drawn
