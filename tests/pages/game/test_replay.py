"""One universe on the Game page: opened, closed, found again by its link, said when impossible."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from engine import run, store
from engine.domain.results import Games
from engine.domain.specs import GameSpec, Side
from engine.recap import game_recap, play_by_play
from engine.recap.headline import swings
from engine.tables import universe_finder
from pages.ui.game.replay import film, tables
from tests.pages.conftest import Visit, text
from tests.pages.shell.test_bad_links import words

PAIR = {"a": "2026:Duke", "b": "2026:Siena", "universes": "3000", "seed": "5"}
LEVEL = {"a": "2026:Duke", "b": "2026:Michigan", "universes": "3000"}


def duke_siena(universes: int) -> GameSpec:
    teams = store.load_teams("men", 2026)
    a, b = (Side(2026, int(teams.team_id[teams.row(name)])) for name in ("Duke", "Siena"))
    return GameSpec("men", a, b, "neutral", universes, 3)


def subheads(app: AppTest) -> list[str]:
    return [element.value for element in app.subheader]


def test_link_opens_a_universe(visit: Visit) -> None:
    app = visit("game", **PAIR, u="17")
    assert not app.exception and not app.error
    assert app.title[0].value == "1 Duke v 16 Siena"
    assert subheads(app) == ["How it went", "Box score", "Team totals"]
    said = text(app)
    assert "Universe 17 of the 3,000" in said and "Duke was never in danger" in said
    assert "led by up to" in said
    assert app.query_params["u"] == "17" and app.query_params["seed"] == "5"


def test_closing_returns_to_the_histograms(visit: Visit) -> None:
    app = visit("game", **PAIR, u="17")
    app.button(key="close").click().run()
    assert subheads(app)[:2] == ["Margin", "Open a game"]
    assert "u" not in app.query_params and app.query_params["seed"] == "5"


@pytest.mark.parametrize("u", ["3000", "-1", "abc", "", "9" * 5000, "1e3", "0.5", "<b>", "\x00"])
def test_impossible_universe_is_said_and_the_page_goes_on(visit: Visit, u: str) -> None:
    app = visit("game", **PAIR, u=u)
    assert not app.exception
    shown = [words(error.value) for error in app.error]
    assert len(shown) == 1 and len(shown[0]) < 250
    assert "universe of this run. Use a whole number from 0 to 2,999." in shown[0]
    assert subheads(app)[0] == "Margin"
    app.button(key="surprise_blowout").click().run()
    assert not app.error and app.query_params["u"].isdecimal()


def test_first_and_last_universe_can_be_opened(visit: Visit) -> None:
    for u in ("0", "2999"):
        app = visit("game", **PAIR, u=u)
        assert not app.error and "How it went" in subheads(app)


def test_range_lists_its_universes(visit: Visit) -> None:
    app = visit("game", **PAIR)
    assert "ended in this range" not in text(app)
    widest = app.selectbox(key="pick_range").options[0]
    assert widest.startswith("Duke by ")
    app.selectbox(key="pick_range").select_index(0).run()
    assert f"ended in this range: {widest}" in text(app)
    assert not app.exception


@pytest.mark.parametrize("kind", ["close", "blowout", "overtime"])
def test_surprise_opens_another_each_time(visit: Visit, kind: str) -> None:
    app = visit("game", **LEVEL)
    seen = []
    for _ in range(3):
        app.button(key=f"surprise_{kind}").click().run()
        assert not app.exception and not app.error
        seen.append(app.query_params["u"])
    assert len(set(seen)) == 3
    again = visit("game", **LEVEL)
    again.button(key=f"surprise_{kind}").click().run()
    assert again.query_params["u"] == seen[0]


def test_another_question_closes_the_game(visit: Visit) -> None:
    app = visit("game", **PAIR, u="17")
    app.selectbox(key="pick_b_team").set_value("Kansas").run()
    assert app.title[0].value == "1 Duke v 4 Kansas" and subheads(app)[0] == "Margin"
    assert "u" not in app.query_params


def test_the_headline_and_the_way_on(visit: Visit) -> None:
    app = visit("game", a="2026:Duke", b="2026:Connecticut", u="5")
    assert "**Duke beats Connecticut 71–58. Cameron Boozer leads all scorers with 28.**" in text(
        app
    )
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    assert "The Elite Eight of universe 5’s bracket" in links
    assert "Next, in the Final Four: Duke v Florida" in links
    app.button(key="step_left").click().run()
    assert app.query_params["u"] == "4" and not app.error
    app = visit("game", a="2026:Duke", b="2026:Connecticut", u="0")
    app.button(key="step_left").click().run()
    assert app.query_params["u"] == "9999"  # before the first comes the last


def test_no_way_on_where_the_universes_are_others(visit: Visit) -> None:
    for pair in (
        PAIR,
        {"a": "2026:Duke", "b": "2015:Kentucky"},
        {"a": "2020:Duke", "b": "2020:Yale"},
    ):
        app = visit("game", **pair, u="2")
        labels = [link.proto.label for link in app.get("page_link")]
        assert not app.exception and not any("bracket" in label for label in labels)


def test_teams_without_players_say_so(visit: Visit) -> None:
    app = visit("game", a="2004:Duke", b="2004:Connecticut", universes="500", u="1")
    assert not app.exception and not app.error
    assert "There is no player data for Duke 2004 and Connecticut 2004" in text(app)


def test_women_play_quarters(visit: Visit) -> None:
    pair = {"a": "2026:Connecticut", "b": "2026:Texas"}
    app = visit("game", league="women", universes="500", u="3", **pair)
    assert not app.exception and not app.error
    assert "How it went" in subheads(app)


# Which universes ---------------------------------------------------------------------------------


def games(margins: list[int], overtimes: list[int], lead_changes: list[int]) -> Games:
    """A run of hand-made results."""
    n = len(margins)
    points = np.full((2, n), 70, np.int16)
    points[0] += np.array(margins, np.int16)
    none = np.zeros((2, n), np.int16)
    spec = GameSpec("men", Side(2026, 1), Side(2026, 2), "neutral", n, 1)
    late, changes = np.array(overtimes, np.int16), np.array(lead_changes, np.int16)
    return Games(spec, points, none, none, none, late, changes, none)


def test_ranges_are_five_points_wide_and_whole() -> None:
    margin = np.array([-11, -10, -6, -5, -1, 1, 5, 6, 10, 11])
    assert universe_finder.keys(margin).tolist() == [-3, -2, -2, -1, -1, 1, 1, 2, 2, 3]
    names = ("Duke", "Siena")
    assert universe_finder.Range(2, 1).words(names) == "Duke by 6 to 10"
    assert universe_finder.Range(-1, 1).words(names) == "Siena by 1 to 5"
    run_ = games([4, -7, 3, -6, 30], [0] * 5, [0] * 5)
    found = universe_finder.ranges(run_)
    assert {key: one.universes for key, one in found.items()} == {-2: 2, 1: 2, 6: 1}
    assert universe_finder.universes(run_, -2) == [1, 3]


def test_surprises_are_what_they_say() -> None:
    run_ = games([4, -1, 1, 40, -33, 2], [0, 0, 0, 0, 0, 2], [1, 3, 9, 0, 0, 5])
    assert universe_finder.surprises(run_, "close")[:2] == [2, 1]
    assert universe_finder.surprises(run_, "blowout")[:2] == [3, 4]
    assert universe_finder.surprises(run_, "overtime") == [5]
    assert universe_finder.surprise(run_, "overtime", 5) == 5
    assert universe_finder.surprise(run_, "blowout", 3) == 4
    assert universe_finder.surprise(games([4], [0], [1]), "overtime", None) is None


def test_ranges_hold_every_universe() -> None:
    result = run.game(duke_siena(2000))
    listed = [
        u for key in universe_finder.ranges(result) for u in universe_finder.universes(result, key)
    ]
    assert sorted(listed) == list(range(2000))


# Tables ------------------------------------------------------------------------------------------


def test_names_are_escaped() -> None:
    game = game_recap.recap(duke_siena(10), 2)
    evil = '<img src=x onerror="alert(1)">'
    rows = play_by_play.table(game).assign(text=evil)
    box = play_by_play.box_table(game, 0).assign(player=evil)
    periods = play_by_play.by_period(game).assign(team=evil)
    series = play_by_play.win_prob_series(game).assign(when=evil, text=evil)
    periods_ = pd.DataFrame({"begin": [0.0], "end": [40.0], "short": [evil]})
    drawn = [
        tables.plays(rows, (evil, evil), game.turning),
        tables.totals(play_by_play.team_table(game), (evil, evil)),
        film.markup(
            *(series, rows, periods_, game.turning, swings(game), (evil, evil)), sentence=evil
        ),
        tables.box(box, evil, "a"),
        tables.periods(periods),
    ]
    assert not any("<img" in html for html in drawn)


def test_scoring_plays_are_all_there() -> None:
    game = game_recap.recap(duke_siena(10), 2)
    rows = play_by_play.table(game)
    every = tables.plays(rows, game.team, game.turning)
    scored = int((rows["points"] > 0).sum())
    assert every.count('class="scored told') == scored
    assert every.count('class="clock"') + every.count('class="end told"') == len(rows)
    assert every.count("<em>Turning point</em>") == 1
    assert [f'data-i="{i}"' in every for i in (0, 1, len(rows), len(rows) + 1)] == [
        *(False, True, True, False)
    ]
