"""The bracket's modes as a script: links, locks, picks, universes, what happened, nothing lost."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import run, store
from engine.bracket import history
from engine.bracket.pick_code import decode, encode
from engine.bracket.picks import Picks, no_picks, with_pick
from engine.compute.jobs import Job
from engine.domain.field import ROUND_KEYS, Field
from engine.domain.specs import BracketSpec
from engine.tables import bracket
from pages.ui.bracket import my_bracket
from pages.ui.drawing.view import View
from pages.ui.runs import tournaments
from tests.pages.conftest import Visit, finished, play, text, waiting

CHAMPION = "pick_champion"


@pytest.fixture(scope="module")
def field() -> Field:
    return store.load_field("men", 2026)


def code(field: Field, *picks: tuple[str, str]) -> str:
    """The code of picks given as (slot, seed)."""
    chosen = no_picks(field)
    for slot, seed in picks:
        chosen = with_pick(chosen, field, slot, field.seed.index(seed))
    return encode(chosen, field)


def said(app: AppTest) -> Picks:
    return decode(app.query_params["picks"], store.load_field("men", 2026))


def chips(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("chip_")]


def press(app: AppTest, label: str) -> AppTest:
    """Click the button of that label."""
    next(button for button in app.button if button.label == label).click()
    return finished(app.run())


def odds(app: AppTest) -> np.ndarray:
    """The probabilities of the odds table as fractions, in the order of the field."""
    table = app.dataframe[-1].value.sort_values("seed")
    keys = [key for key in ROUND_KEYS if key in table]
    return table[keys].to_numpy(dtype=float) / 100


def test_the_switch_changes_mode_and_the_address(visit: Visit) -> None:
    app = visit()
    for mode, word in (("whatif", "send it through"), ("mine", "believe"), ("universe", "way")):
        app.segmented_control(key="pick_mode").set_value(mode).run()
        assert not app.exception and not app.error
        assert app.query_params["mode"] == mode and word in text(app)
    app.segmented_control(key="pick_mode").set_value("odds").run()
    assert "mode" not in app.query_params


# What if ----------------------------------------------------------------------------------------


def test_locks_of_a_link_are_played(visit: Visit, field: Field) -> None:
    locks = code(field, ("R1W1", "W16"), ("R4X1", "X02"))
    app = finished(visit(mode="whatif", universes="300", seed="12", locks=locks))
    assert not app.exception and not app.error
    assert not app.info, app.info[0].value
    assert sorted(chips(app)) == ["Houston to the Final Four", "Siena to the Round of 32"]
    spec = BracketSpec("men", 2026, 300, 12, (("R1W1", 1373), ("R4X1", 1222)))
    teams = store.load_teams("men", 2026)
    wanted = bracket.odds(field, teams, run.bracket(spec).slot_prob(), 300)
    wanted = wanted.sort_values("seed")[list(ROUND_KEYS)].to_numpy()
    assert np.allclose(odds(app), wanted)
    assert "What changed" in text(app)


def test_a_forced_champion_can_be_let_go_and_undone(visit: Visit, field: Field) -> None:
    app = visit(mode="whatif")
    before = odds(app)
    assert chips(app) == []
    app.selectbox(key=CHAMPION).set_value(field.seed.index("W16"))
    finished(app.run())
    assert chips(app) == ["Siena to the title"]
    assert "Siena** wins the title" in text(app)
    assert odds(app)[field.seed.index("W16"), -1] == 1.0
    press(app, "Release all")
    assert chips(app) == [] and np.array_equal(odds(app), before)
    press(app, "Undo")
    assert chips(app) == ["Siena to the title"]
    press(app, "Undo")
    assert chips(app) == [] and "locks" not in app.query_params


def test_a_chip_lets_its_team_go_and_no_other(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="whatif", locks=code(field, ("R1W1", "W16"), ("R1X2", "X15"))))
    assert len(chips(app)) == 2
    press(app, chips(app)[0])
    assert len(chips(app)) == 1


def test_a_contradiction_replaces_and_says_so(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="whatif", locks=code(field, ("R1W1", "W16"))))
    app.selectbox(key=CHAMPION).set_value(field.seed.index("W01"))
    finished(app.run())
    assert chips(app) == ["Duke to the title"]
    assert any("Siena to the Round of 32" in toast.value for toast in app.toast)


def test_what_happened_is_the_odds_of_that_day(visit: Visit, field: Field) -> None:
    app = visit(mode="whatif")
    for through, stage in ((0, "Round of 64"), (2, "Sweet 16"), (5, "Championship")):
        app.select_slider(key="pick_through").set_value(through)
        finished(app.run())
        assert f"Going into the {stage}" in text(app)
        assert app.query_params["through"] == str(through)
        results = store.load_results("men", 2026)
        decided = dict(history.results_as_locks(field, results, through))
        still_in = {
            decided[s] for s, n in zip(field.slot, field.round, strict=True) if n == through
        }
        table = app.dataframe[-1].value
        alive = set(table.loc[table["champion"] > 0, "team_id"])
        assert alive <= still_in or through == 0


def test_locks_on_top_of_what_happened(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="whatif", through="2", locks=code(field, ("R1W1", "W16"))))
    assert chips(app) == []  # Siena lost that game
    assert "Set aside, as it went otherwise: Siena to the Round of 32." in text(app)
    options = app.selectbox(key=CHAMPION).options
    assert not app.error and options
    app.select_slider(key="pick_through").set_value(-1)
    finished(app.run())
    assert chips(app) == ["Siena to the Round of 32"]  # nothing was lost


def test_a_lock_waits_for_a_long_run(
    visit: Visit, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tournaments, "MOMENT", 0.0)
    locks = code(field, ("R1W1", "W16"))
    app = visit(mode="whatif", universes="2000", seed="31", locks=locks)
    assert waiting(app) and chips(app) == ["Siena to the Round of 32"]
    assert "Being played" in text(app)
    finished(app)
    assert "With Siena to the Round of 32" in text(app)


def test_a_run_that_ends_while_the_page_is_drawn_is_not_forgotten(
    visit: Visit, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The run without locks is not there when the locks ask for it, and there a moment later.
    wait, calls = Job.wait, []

    def slow_at_first(job: Job[object], timeout: float | None = None) -> bool:
        calls.append(job)
        return wait(job, None) if len(calls) > 1 else False

    monkeypatch.setattr(Job, "wait", slow_at_first)
    locks = code(field, ("R1W1", "W16"))
    app = visit(mode="whatif", universes="200", seed="34", locks=locks)
    assert "With Siena to the Round of 32" in text(app) and not waiting(app)


def test_locks_nobody_wants_any_more_are_not_waited_for(
    visit: Visit, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit(mode="whatif")
    monkeypatch.setattr(tournaments, "MOMENT", 0.0)
    for seed in ("W16", "X01"):
        app.selectbox(key=CHAMPION).set_value(field.seed.index(seed)).run()
        assert len(waiting(app)) <= 1
    finished(app)
    assert chips(app) == ["Florida to the title"] and "Florida** wins the title" in text(app)


def test_cancel_keeps_the_lock_and_the_page(visit: Visit, field: Field) -> None:
    locks = code(field, ("R1W1", "W16"))
    app = play(visit(mode="whatif", universes="100000", seed="32", locks=locks))
    app.button(key="cancel").click().run()
    assert "cancelled" in app.info[0].value and not app.exception
    assert chips(app) == ["Siena to the Round of 32"] and app.query_params["locks"] == locks
    assert len(app.dataframe[-1].value) == 68


def test_one_visitors_cancel_leaves_the_others_run_alone(visit: Visit) -> None:
    first, second = (play(visit(universes="100000", seed="41")) for _ in range(2))
    (shared,) = waiting(first)
    assert waiting(second) == [shared]
    first.button(key="cancel").click().run()
    assert not waiting(first) and first.info
    assert shared.state == "running"
    second.button(key="cancel").click().run()
    assert shared.state == "cancelled"


# My bracket -------------------------------------------------------------------------------------


def test_filling_keeps_the_picks_made(visit: Visit, field: Field) -> None:
    app = visit(mode="mine", picks=code(field, ("R4W1", "W16")))
    assert "5 of 63 games" not in text(app)
    assert "4 of 63 games are picked" in text(app)
    for way in ("Favorites", "Better seeds"):
        app.selectbox(key="pick_fill").set_value(
            {"Favorites": "favourites", "Better seeds": "seeds"}[way]
        ).run()
        press(app, "Fill the rest")
        assert "Your bracket is complete" in text(app)
        assert said(app).complete
        assert said(app).entrant[field.slot.index("R4W1")] == field.seed.index("W16")
        press(app, "Undo")
        assert "4 of 63" in text(app)


def test_another_universe_fills_the_same_gaps(visit: Visit, field: Field) -> None:
    app = visit(mode="mine", picks=code(field, ("R6CH", "W16")))
    app.selectbox(key="pick_fill").set_value("max").run()
    press(app, "Fill the rest")
    first = said(app)
    assert "Filled from universe" in text(app) and "More surprising than" in text(app)
    press(app, "Another")
    assert said(app) != first and said(app).complete
    assert said(app).entrant[-1] == field.seed.index("W16")
    press(app, "Clear")
    assert "picks" not in app.query_params and "Nothing is picked yet" in text(app)


def test_second_chance_starts_at_the_sweet_16(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="mine", through="2"))
    assert not app.error, app.error[0].value
    assert "Nothing is picked yet" in text(app)
    press(app, "Fill the rest")
    assert "Going into the Sweet 16, your bracket is complete" in text(app)
    html = worth(app)
    assert "of 128" in html  # 8 games of 4 points, 4 of 8, 2 of 16, one of 32
    app.toggle(key="show_real").set_value(True)
    finished(app.run())
    assert "of 128 points" in text(app) and "of 15 picks were right" in text(app)


def worth(app: AppTest) -> str:
    """What the cards below a bracket say."""
    return next(
        str(e.proto) for e in app.get("bidi_component") if "Expected points" in str(e.proto)
    )


# One universe -----------------------------------------------------------------------------------


def test_a_universe_by_its_number(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="universe", universe="4217"))
    assert not app.exception and "In universe 4,217 of 10,000" in text(app)
    champion = store.load_default_result("men", 2026).winner[-1, 4217]
    teams = store.load_teams("men", 2026)
    name = teams.name[teams.row(int(field.team_id[champion]))]
    assert f"**{name}** beats" in text(app)
    app.number_input(key="pick_universe").set_value(17).run()
    assert app.query_params["universe"] == "17" and "In universe 17" in text(app)


def test_spice_chooses_a_universe(visit: Visit) -> None:
    app = finished(visit(mode="universe"))
    for level in ("vanilla", "max"):
        app.segmented_control(key="pick_level").set_value(level)
        finished(app.run())
        assert app.segmented_control(key="pick_level").value == level
    before = app.query_params["universe"]
    press(app, "Another")
    assert app.query_params["universe"] != before
    assert app.segmented_control(key="pick_level").value == "max"


# Links ------------------------------------------------------------------------------------------

BAD = [
    ({"mode": "whatif", "locks": "Babc"}, "cut short"),
    ({"mode": "whatif", "locks": "B" * 100_000}, "too long"),
    ({"mode": "mine", "picks": "x" * 24}, "another version"),
    ({"mode": "mine", "picks": "<b>$x$" + "y" * 18}, "characters that no such link has"),
    ({"mode": "dance"}, "not a mode"),
    ({"mode": "universe", "universe": "10000"}, "universe of this run"),
    ({"mode": "universe", "universe": "-1"}, "universe of this run"),
    ({"mode": "whatif", "through": "9"}, "last round played"),
]


@pytest.mark.parametrize(("params", "why"), BAD, ids=lambda v: str(v)[:40])
def test_a_bad_link_is_said_once_and_the_page_works(
    visit: Visit, params: dict[str, str], why: str
) -> None:
    app = finished(visit(**params))
    assert not app.exception
    shown = [error.value.replace("\\", "") for error in app.error]
    assert len(shown) == 1 and why in shown[0] and len(shown[0]) < 250, shown
    assert app.title[0].value == "Men's bracket 2026"
    assert len(app.dataframe[-1].value) == 68


def test_picks_of_another_season_are_refused_by_name(visit: Visit) -> None:
    other = store.load_field("women", 2019)
    picks = encode(with_pick(no_picks(other), other, "R6CH", 0), other)
    app = visit(mode="mine", picks=picks)
    assert "women's 2019" in app.error[0].value.replace("\\", "")
    app.segmented_control(key="pick_league").set_value("women").run()
    app.selectbox(key="pick_season").set_value(2019).run()
    assert not app.error


def test_every_wrong_letter_of_a_link_shows(visit: Visit, field: Field) -> None:
    good = code(field, ("R6CH", "W01"))
    app = visit(mode="mine", picks=good[:-1] + ("A" if good[-1] != "A" else "B"))
    assert len(app.error) == 1


def test_picks_wait_until_their_season_is_back(visit: Visit, field: Field) -> None:
    picks = code(field, ("R6CH", "W01"))
    app = visit(mode="mine", picks=picks)
    app.selectbox(key="pick_season").set_value(2019).run()
    assert not app.error and "picks" not in app.query_params
    assert "Nothing is picked yet" in text(app)
    app.selectbox(key="pick_season").set_value(2026).run()
    assert app.query_params["picks"] == picks and "6 of 63" in text(app)


def test_the_link_on_the_page_is_its_address(visit: Visit, field: Field) -> None:
    locks = code(field, ("R1W1", "W16"))
    app = finished(visit(mode="whatif", locks=locks))
    assert app.code[0].value.endswith(f"mode=whatif&locks={locks}")
    assert len(app.code[0].value) < 200


def test_my_bracket_and_the_odds_agree_before_any_pick(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[View] = []
    monkeypatch.setattr(my_bracket, "bracket", lambda view, **_: drawn.append(view))
    app = visit(mode="mine")
    assert np.array_equal(drawn[-1].prob, store.load_default_result("men", 2026).slot_prob())
    assert "Counted in those of 10,000 universes" in text(app)
