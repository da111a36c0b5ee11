"""The Accuracy page: the record in every way of looking at it, every season's time machine."""

import pytest
from streamlit.testing.v1 import AppTest

from engine import run, store
from engine.domain.teams import LEAGUES
from engine.errors import DamagedData
from engine.evaluation import summary_tables
from engine.game import final_scores
from pages.ui.accuracy import record, time_machine
from tests.pages.conftest import Visit, text


@pytest.fixture(autouse=True)
def _nothing_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything on this page is precomputed: a game played for it would fail the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("a game was played")

    for module, name in ((run, "game"), (run, "bracket"), (final_scores, "play_scores")):
        monkeypatch.setattr(module, name, refuse)


def test_first_visit_says_what_the_record_says(visit: Visit) -> None:
    app = visit("accuracy")
    assert not app.exception and not app.error
    assert app.title[0].value == "Men's accuracy"
    rows = summary_tables.headline("men", "tournament")
    said = text(app)
    assert f"{rows.loc['hardwood', 'games']:,} games" in said
    assert f"{rows.loc['seeds', 'gain']:+.4f}" in said and "What these figures" in said
    assert "python -m engine backtest --what tournament --league men" in said
    assert dict(app.query_params) == {}
    assert len(app.dataframe[0].value) == 3  # all seasons, those that tuned, those that did not


@pytest.mark.parametrize("league", LEAGUES)
@pytest.mark.parametrize("games", ["tournament", "season"])
@pytest.mark.parametrize("score", ["log_loss", "brier"])
def test_every_way_of_looking(visit: Visit, league: str, games: str, score: str) -> None:
    app = visit("accuracy", league=league, games=games, score=score)
    assert not app.exception and not app.error
    charts = app.get("vega_lite_chart")
    assert len(charts) == (7 if games == "tournament" else 5)  # only tournaments have seeds, upsets
    pooled = app.dataframe[0].value
    key = summary_tables.headline(league, games).loc["hardwood", score]
    assert pooled[score].iloc[0] == pytest.approx(key)
    assert len(app.dataframe) >= len(charts) - 1  # a table behind every chart


def test_choices_write_the_link_and_survive_it(visit: Visit) -> None:
    app = visit("accuracy")
    app.segmented_control(key="pick_games").set_value("season").run()
    app.segmented_control(key="pick_score").set_value("brier").run()
    link = dict(app.query_params)
    assert link["games"] == "season" and link["score"] == "brier"
    again = visit("accuracy", **link)
    assert text(again) == text(app)


@pytest.mark.parametrize("league", LEAGUES)
def test_every_season_of_the_time_machine(visit: Visit, league: str) -> None:
    seasons = store.tournament_seasons(league)
    app = visit("accuracy", league=league, show="machine", season=str(seasons[0]))
    for season in seasons:
        app.selectbox(key="pick_season").set_value(season).run()
        assert not app.exception and not app.error, season
        told = summary_tables.tournament(league, season)
        assert f"The {league}'s tournament of {season}" in text(app)
        assert f"**{told.champion.name}**" in text(app)
        assert f"**{told.upsets['real']} upsets**" in text(app)
        assert app.query_params["season"] == str(season)


def test_surprises_come_first(visit: Visit) -> None:
    app = visit("accuracy", show="machine", season="2018")
    assert "**16 UMBC** over 1 Virginia" in text(app)
    frame = app.dataframe[-1].value
    assert len(frame) == 67 and frame["prob"].is_monotonic_increasing
    assert frame.iloc[0][["winner", "loser"]].tolist() == ["UMBC", "Virginia"]
    assert ((frame["weaker"] <= frame["prob"]) & (frame["prob"] <= frame["stronger"])).all()


def test_every_game_can_be_listed(visit: Visit) -> None:
    app = visit("accuracy", show="machine", season="2019")
    few = drawn(app)
    assert few.count("<li>") == time_machine.LISTED
    app.toggle(key="every_game").set_value(True).run()
    assert drawn(app).count("<li>") == 67
    assert "if the ratings are off" in few


def drawn(app: AppTest) -> str:
    """The markup of the list of surprises."""
    parts = [str(part.proto) for part in app.get("bidi_component")]
    return next(part for part in parts if "given to the winner" in part)


def test_the_no_contest_is_no_game(visit: Visit) -> None:
    app = visit("accuracy", show="machine", season="2021")
    assert len(app.dataframe[-1].value) == 66


def test_a_bad_season_leaves_the_choosers(visit: Visit) -> None:
    app = visit("accuracy", show="machine", season="2020")
    assert "cancelled" in app.error[0].value
    app.selectbox(key="pick_season").set_value(2019).run()
    assert not app.error and "tournament of 2019" in text(app)


def test_a_bad_way_of_looking_leaves_the_choosers(visit: Visit) -> None:
    app = visit("accuracy", games="x")
    assert len(app.error) == 1 and app.title[0].value == "Men's accuracy"
    app.segmented_control(key="pick_games").set_value("season").run()
    assert not app.error and "last month" in text(app)


@pytest.mark.parametrize("show", ["record", "machine"])
def test_damaged_data_is_said(visit: Visit, monkeypatch: pytest.MonkeyPatch, show: str) -> None:
    def damaged(*_: object) -> None:
        raise DamagedData("The embedded data is damaged: record.parquet is cut.", "Restore it.")

    monkeypatch.setattr(store, "frame", damaged)
    monkeypatch.setattr(record, "_headline", damaged)  # kept from another test's visit
    app = visit("accuracy", show=show)
    assert not app.exception and len(app.error) == 1
    assert "record" in app.error[0].value and app.title


# ---- the rating error, where the same probability stands elsewhere ----


def test_upsets_carry_both_errors(visit: Visit) -> None:
    frame = visit("upsets").dataframe[0].value
    assert (frame["weaker"] < frame["upset_prob"]).all()
    assert (frame["upset_prob"] < frame["stronger"]).all()
    assert (frame["stronger"] - frame["weaker"] > 2 * frame["upset_prob_se"]).mean() > 0.8


def test_tables_show_the_errors_that_the_sentences_name(visit: Visit) -> None:
    row = summary_tables.headline("men", "tournament").loc["seeds"]
    shown = visit("accuracy").dataframe[0].value
    assert shown["seeds_gain_se"].iloc[0] == pytest.approx(1.96 * row["gain_se"])


@pytest.mark.parametrize("league", LEAGUES)
def test_the_field_is_a_part_of_its_own(visit: Visit, league: str) -> None:
    app = visit("accuracy", league=league, show="field", evening="03-01")
    assert not app.exception and not app.error
    said = text(app)
    assert "evening of 1 March" in said
    assert "Brier score" in said and "of the field lie within one line" in said
    assert len(app.dataframe) == 4
