"""The Upsets page: every round in tiers, results, filters, picks, a closer look."""

import numpy as np
import pytest

from engine import store
from engine.bracket.pick_code import decode, encode
from engine.bracket.picks import no_picks, with_pick
from pages.ui.upsets import actions, filters, round_list
from pages.ui.upsets.games import by_slot, possible
from tests.pages.conftest import Visit, finished, text

SPEC = store.load_default("men", 2026)[0]


def test_tiers_results_and_all_rounds(visit: Visit) -> None:
    app = visit("upsets")
    assert not app.exception and not app.error
    assert "6.2 upsets were expected; **7 came**" in text(app)
    frame = app.dataframe[0].value
    assert set(frame["round"]) == {1, 2, 3, 4, 5, 6}
    order = ["Best bets", "Worth a look", "Long shots", "Stay away", "Close on paper"]
    assert list(dict.fromkeys(frame["tier"])) == order
    gap = frame["underdog_line"] - frame["favourite_line"]
    assert (gap[frame["tier"] == "Close on paper"] <= 3).all()
    assert (gap[frame["tier"] != "Close on paper"] > 3).all()
    heads = [head.value for head in app.subheader]
    assert heads[:4] == [
        "The first round by seed line", "Cinderellas", "Vulnerable favorites", "How many upsets",
    ]  # fmt: skip
    assert "**16 came.**" in text(app)


def test_probabilities_are_near_the_bracket_after_the_round_before() -> None:
    """By the curve, and counted in universes that start from the real results."""
    field, rows = store.load_field("men", 2026), by_slot(possible(SPEC))
    for slot in ("R1Z6", "R2X1", "R3Y2", "R4W1", "R6CH"):
        s, row = field.slot.index(slot), rows[slot]
        stage = store.load_stage("men", 2026, int(field.round[s]) - 1)
        counted = stage[s, row.underdog_entrant]
        error = np.hypot(row.upset_prob_se, np.sqrt(counted * (1 - counted) / SPEC.universes))
        assert abs(row.upset_prob - counted) < 3.5 * error
        assert row.weaker < row.upset_prob < row.stronger


def test_filters_narrow_the_list_and_stand_in_the_link(visit: Visit) -> None:
    app = visit("upsets")
    app.segmented_control(key="pick_round").set_value("3").run()
    app.segmented_control(key="pick_came").set_value("yes").run()
    assert app.query_params["round"] == "3" and app.query_params["came"] == "yes"
    frame = app.dataframe[0].value
    assert set(frame["round"]) == {3} and (frame["came_true"] == 1.0).all()
    again = visit("upsets", round="3", came="yes", region="X", line="9-12")
    assert again.dataframe[0].value["underdog"].tolist() == ["Iowa"]


def test_nothing_left_is_one_sentence() -> None:
    by, picks = filters.Filter("6", "X", "13-16", "all"), no_picks(store.load_field("men", 2026))
    assert "No game is like that" in round_list.markup(SPEC, by, picks)


BAD = [
    ({"round": "9"}, "choice of “Round”"),
    ({"round": "<b>"}, "choice of “Round”"),
    ({"region": "Mars"}, "choice of “Region”"),
    ({"line": "1"}, "seed line"),
    ({"came": "maybe"}, "What happened"),
    ({"slot": "R9X9"}, "no game that can be an upset"),
    ({"slot": "R5YZ"}, "no game that can be an upset"),  # two first seeds
    ({"picks": "B" * 24}, "picks in this link"),
    ({"season": "2020", "slot": "R1W5"}, "cancelled"),
    ({"locks": "x", "a": "2026:Duke", "u": "7", "mode": "mine"}, ""),  # of other pages
]


@pytest.mark.parametrize(("params", "said"), BAD, ids=str)
def test_a_bad_link_is_one_sentence_and_the_page_goes_on(
    visit: Visit, params: dict[str, str], said: str
) -> None:
    app = visit("upsets", **params)
    assert not app.exception and len(app.error) == bool(said)
    assert all(said in error.value.replace("\\", "") for error in app.error)
    assert 62 in [len(frame.value) for frame in app.dataframe]


def test_picks_of_another_season_are_told(visit: Visit) -> None:
    field = store.load_field("men", 2025)
    code = encode(with_pick(no_picks(field), field, "R1W1", 0), field)
    app = visit("upsets", season="2026", picks=code)
    assert len(app.error) == 1 and "men's 2025 tournament" in app.error[0].value.replace("\\", "")


def test_a_pick_is_made_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    field, rows = store.load_field("men", 2026), by_slot(possible(SPEC))
    kept: list[str] = []
    monkeypatch.setattr(actions.address, "change", lambda name, code: kept.append(code))
    monkeypatch.setattr(actions.st, "toast", lambda *_, **__: None)
    row = rows["R2X1"]
    buttons = actions.Actions(field, no_picks(field))
    assert not buttons.picked(row)
    buttons.clicked(rows)("pick R2X1")
    picked = actions.Actions(field, decode(kept[0], field))
    assert picked.picked(row) and picked.picks.made == 2  # the way there as well
    assert buttons.links(row)["pick"][1]["picks"] == kept[0]
    picked.clicked(rows)("pick R2X1")
    assert decode(kept[1], field).made == 1
    buttons.clicked(rows)("pick R9X9")  # not a game: nothing happens
    assert len(kept) == 2


def test_a_closer_look_says_what_it_opens_and_costs(visit: Visit) -> None:
    app = finished(visit("upsets", slot="R2X1"))
    assert not app.error and "9 Iowa over 1 Florida" in [head.value for head in app.subheader]
    said = text(app)
    assert "3 Illinois to the" in said and "expected points" in said
    assert "What changes most:" in said and "**Iowa wins" in said
    wins = next(f.value for f in app.dataframe if "d_se" in f.value)
    assert (wins["d"].abs() > 2 * wins["d_se"]).iloc[0] and len(wins) == 12
    replay = next(one.proto for one in app.get("page_link") if one.proto.label.startswith("Replay"))
    assert "Iowa" in replay.label and "u=" in replay.query_string
    app.button(key="close_up_close").click().run()
    assert "9 Iowa over 1 Florida" not in [head.value for head in app.subheader]
    assert "slot" not in app.query_params


@pytest.mark.parametrize(("league", "season"), [("men", 2021), ("women", 2012), ("men", 2003)])
def test_any_tournament_has_its_upsets(visit: Visit, league: str, season: int) -> None:
    assert season in store.tournament_seasons(league)
    app = visit("upsets", league=league, season=str(season))
    assert not app.exception and not app.error and "Cinderellas" in [h.value for h in app.subheader]
    assert not app.dataframe[0].value["upset_prob"].isna().any()


def test_an_upset_too_rare_to_explain_says_so(visit: Visit) -> None:
    app = finished(visit("upsets", slot="R1X1"))
    assert not app.error and "wins in too few of these universes to say how" in text(app)
