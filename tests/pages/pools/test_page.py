"""The Pools page: the answer, its alternatives, forced picks, and refusals of bad input."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine import store
from engine.bracket.pick_code import decode, encode
from engine.bracket.picks import no_picks, with_pick
from engine.pools.strategy import best_sum
from engine.run.pools import pool_board
from tests.pages.conftest import Visit, finished, text

FIELD = store.load_field("men", 2026)
MICHIGAN = FIELD.team_id.tolist().index(1276)
TEAMS = store.load_teams("men", 2026)
BOARD = pool_board("men", 2026)
SEEDS = best_sum(BOARD, np.tile(1.0 / BOARD.line, (63, 1)))  # the better seed in every game
ODDS = store.load_default("men", 2026)[1]
COMPLETE = encode(BOARD.picks(SEEDS, ODDS), FIELD)
DUKE_OUT = best_sum(BOARD, np.tile(1.0 / BOARD.line, (63, 1)), {62: int(SEEDS[61])})
FORCED = encode(with_pick(no_picks(FIELD), FIELD, "R6CH", MICHIGAN), FIELD)


def said(app: AppTest) -> str:
    assert not app.exception
    return text(app)


def test_a_first_visit_gets_an_answer(visit: Visit) -> None:
    app = visit("pools")
    page = said(app)
    assert not app.error and app.title[0].value == "Men's pool 2026"
    assert "In a pool of 30 this bracket wins" in page and "under other publics" in page
    assert dict(app.query_params) == {}
    picks = app.dataframe[0].value
    assert len(picks) == 63 and picks["true_prob"].between(0, 1).all()


def test_a_pool_is_restored_from_its_link(visit: Visit) -> None:
    app = visit("pools", entries="100", prizes="50,50", mine="2", style="bold", bonus="plus-seed")
    assert "In a pool of 100 the best of these two wins" in said(app)
    assert app.selectbox(key="pool_prizes").value == "50,50"
    app.number_input(key="pool_entries").set_value(40).run()
    assert "In a pool of 40" in said(app)
    assert app.query_params["entries"] == "40" and app.query_params["bonus"] == "plus-seed"


def test_a_forced_champion_is_in_every_entry(visit: Visit) -> None:
    app = visit("pools", force=FORCED)
    assert app.dataframe[0].value["pick"].iloc[-1] == "Michigan"
    assert decode(FORCED, FIELD).made == 6  # with the way there
    release = next(button for button in app.button if button.label.startswith("Release 6"))
    release.click().run()
    assert "force" not in app.query_params


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("prizes", "60,30", "add up to 90"),
        ("entries", "1", "number of entries"),
        ("scoring", "1-2-3", "six round scores"),
        ("bonus", "triple", "not a bonus"),
        ("chalk", "9", "not a chalkiness"),
        ("loved", "99", "No team called"),
        ("force", FORCED[:-1], "cut short"),
        ("style", "wild", "not a way to choose"),
        ("part", "odds", "not a part"),
    ],
)
def test_bad_input_is_one_sentence_and_the_page_stays(
    visit: Visit, name: str, value: str, complaint: str
) -> None:
    app = visit("pools", **{name: value})
    assert "In a pool of 30 this bracket wins" in said(app)
    assert len(app.error) == 1 and complaint in app.error[0].value


def test_more_entries_than_the_pool_has(visit: Visit) -> None:
    app = visit("pools", entries="3", mine="3")
    assert len(app.error) == 1 and "leave no rival" in app.error[0].value
    assert "In a pool of 3 this bracket wins" in said(app)


def test_a_bracket_of_another_season_is_refused(visit: Visit) -> None:
    app = visit("pools", season="2025", force=FORCED)
    assert "2026 tournament" in app.error[0].value


def test_scores_too_fine_to_rank(visit: Visit) -> None:
    app = visit("pools", scoring="1-2000-1-1-1-9999")
    assert not app.exception and "too fine to rank" in app.error[0].value.replace("\\", "")


def test_my_bracket_is_judged_from_a_code_or_a_link(visit: Visit) -> None:
    app = visit("pools", part="mine", prizes="60,30,10")
    assert "Paste a complete bracket" in said(app)
    box = app.text_input(key="pool_pasted")
    code = COMPLETE
    box.set_value(f"https://example.org/?mode=mine&picks={code}").run()
    assert app.query_params["picks"] == code
    assert "my bracket wins" in said(app) and "Among the first 3" in text(app)
    app.text_input(key="pool_pasted").set_value("nothing").run()
    assert "no bracket" in app.error[0].value


def test_an_unfinished_bracket_says_what_is_open(visit: Visit) -> None:
    app = visit("pools", part="mine", picks=FORCED)
    assert not app.exception and "leaves 57 games open" in app.error[0].value


def test_rivals_are_read_line_by_line_and_bad_lines_are_named(visit: Visit) -> None:
    pasted = f"Ann {COMPLETE}\nBob has no bracket\nhttps://example.org/?picks={COMPLETE}"
    app = visit("pools", part="rivals", entries="3", rivals=pasted)
    assert "All **2 rivals** of the pool are known" in said(app)
    assert "1 line could not be read" in app.error[0].value
    assert "Line 2" in app.text[0].value and "Bob has no bracket" in app.text[0].value
    names = app.dataframe[0].value["name"]
    assert set(names) == {"Recommended entry", "Ann", "Rival 3"}
    app.number_input(key="pool_entries").set_value(2).run()
    assert "more than 2 entries" in app.error[1].value
    next(button for button in app.button if button.label == "Make it a pool of 3").click().run()
    assert len(app.error) == 1 and app.query_params["entries"] == "3"


def test_many_rivals_stay_in_the_session_and_out_of_the_link(visit: Visit) -> None:
    app = visit("pools", part="rivals", entries="200")
    app.text_area(key="pool_rivals").set_value("\n".join([f"N {COMPLETE}"] * 160)).run()
    assert "**160 rivals** could be read" in said(app) and "too long for a link" in text(app)
    assert "rivals" not in app.query_params
    app.segmented_control(key="pick_part").set_value("mine").run()
    app.text_input(key="pool_pasted").set_value(COMPLETE).run()
    assert "against 160 known rivals" in said(app)


def test_during_the_tournament_everybody_is_ranked(visit: Visit) -> None:
    other = encode(BOARD.picks(DUKE_OUT, ODDS), FIELD)
    app = visit("pools", part="race", entries="2", picks=COMPLETE, rivals=f"Ann {other}")
    assert "Going into the Sweet 16, my bracket has" in said(app)
    assert "Whom to root for" in [head.value for head in app.subheader]
    frame = app.dataframe[0].value
    assert frame["win_pct"].sum() == pytest.approx(100) and len(frame) == 2
    app.select_slider(key="pool_happened").set_value(6).run()
    assert "In the end" in said(app) and set(app.dataframe[0].value["win_pct"]) <= {0, 50, 100}


def test_an_auction_prices_every_team(visit: Visit) -> None:
    app = visit("pools", part="calcutta", pot="500")
    assert "is worth" in said(app) and not app.error
    frame = app.dataframe[0].value
    assert frame["price"].sum() == pytest.approx(500) and frame["share_pct"].is_monotonic_decreasing
    app.text_input(key="pool_pays").set_value("1,2").run()
    assert "six payouts" in app.error[0].value and "pays" not in app.query_params


def test_a_survivor_plan_never_uses_a_team_twice(visit: Visit) -> None:
    app = visit("pools", part="survivor", used="1181")
    assert "no team twice" in said(app)
    best = app.dataframe[0].value.query("plan == 'best'")
    assert len(set(best["team"])) == 6 and "Duke" not in set(best["team"])
    assert best["alive_prob"].is_monotonic_decreasing


def test_my_bracket_tells_its_chance_in_the_pool_and_counts_its_points(visit: Visit) -> None:
    app = visit(mode="mine", picks=COMPLETE, entries="100", scoring="1-2-3-5-8-13")
    page = said(app)
    assert "In your pool of 100 it wins" in page
    assert "then 2, 3, 5, 8 and 13 for the champion" in page
    assert "pool of" not in said(visit(mode="mine", picks=COMPLETE))


def test_a_second_chance_begins_at_the_real_sweet_16(visit: Visit) -> None:
    app = finished(visit("pools", part="second"))
    assert "Going into the real Sweet 16: In a pool of 30 this bracket wins" in said(app)
    picks = app.dataframe[0].value
    won = [game.winner_id for game in store.load_results("men", 2026) if game.slot.startswith("R2")]
    names = {TEAMS.name[TEAMS.row(team)] for team in won}
    assert set(picks["pick"][picks["round"] == "Sweet 16"]) < names


def test_the_record_stands_beside_the_promise(visit: Visit) -> None:
    app = visit("pools", part="record")
    assert "tempered entries got" in said(app)
    assert set(app.dataframe[0].value["entries"]) == {10, 30, 100}
    app.segmented_control(key="pool_record_league").set_value("women").run()
    assert "Mean over 16 real tournaments" in said(app)
