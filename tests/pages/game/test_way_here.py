"""Each team's way to the game: its last ten, and its rating, as the engine has them."""

from engine import run
from engine.domain.specs import GameSpec, Side
from pages.ui.game.universes import way_here
from tests.pages.conftest import Visit, text

DUKE = Side(2026, 1181)


def test_the_last_games_and_the_rating_are_the_engines(visit: Visit) -> None:
    app = visit("game", a="2026:Duke", b="2026:Connecticut", universes="100")
    assert not app.exception and not app.error
    assert "The way here" in [head.value for head in app.subheader]
    weeks, games = run.rating_weeks("men", DUKE), run.team_games("men", DUKE).tail(10)
    said = text(app)
    assert f"**Duke** won {games['won'].sum()} of its last 10" in said
    assert f"to **{weeks['net'].iloc[-1]:+.1f}**" in said


def test_names_are_escaped_and_the_latest_game_is_first() -> None:
    games = run.team_games("men", DUKE).tail(3).assign(opponent="<img>")
    drawn = way_here.last_games(games, "<b>", "a")
    assert "<img>" not in drawn and "<b>" not in drawn
    last = games.iloc[-1]
    assert drawn.index(f"{last.points}–{last.allowed}") < drawn.index(
        f"{games.iloc[0].points}–{games.iloc[0].allowed}"
    )


def test_seasons_share_an_axis() -> None:
    assert way_here._day("2011-11-30", 2012) == "2025-11-30"
    assert way_here._day("2012-02-29", 2012) == "2026-02-28"


def test_without_games_in_the_data_it_is_left_out(visit: Visit) -> None:
    old = Side(2004, 1181), Side(2004, 1163)
    assert not way_here.known(GameSpec("men", *old, "neutral", 100, 1))
    app = visit("game", a="2004:Duke", b="2026:Duke", universes="100")
    assert not app.exception and "The way here" in [head.value for head in app.subheader]
    assert "**Duke 2026** won" in text(app) and "**Duke 2004** won" not in text(app)
