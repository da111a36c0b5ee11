"""Compare: two to four teams, every part, and links that are not quite right."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine import run, store
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, GameSpec, Side
from engine.domain.venue import Venue
from pages.ui.shell.format import percent
from pages.ui.teams import standing
from tests.pages.conftest import Visit, text

DUKE, FLORIDA, SIENA = "2026:Duke", "2026:Florida", "2026:Siena"


def parts(app: AppTest) -> str:
    """The markup of every drawn part."""
    drawn = (part.proto.json or part.proto.mixed.json for part in app.get("bidi_component"))
    return "\n".join(json.loads(text).get("html", "") for text in drawn if text)


def heads(app: AppTest) -> list[str]:
    return [str(head.value) for head in app.subheader]


@pytest.fixture(scope="module")
def side() -> Side:
    teams = store.load_teams("men", 2026)
    return Side(2026, int(teams.team_id[teams.row("Duke")]))


def test_two_teams_have_every_part(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b=FLORIDA)
    assert not app.exception and not app.error
    assert app.title[0].value == "Duke and Florida"
    assert heads(app) == [
        "If they play", "Where they stand", "Among all teams", "Through the season",
        "With the ball", "Résumé", "March", "Most like them", "Players", "Share and keep",
    ]  # fmt: skip
    drawn = parts(app)
    for words in (
        "What sets them apart", "1st of 365 · elite", "Four Factors, defense: what opponents do",
        "Wins above bubble", "common opponents", "Duke and Florida meet in", "When Duke has the "
        "ball",
    ):  # fmt: skip
        assert words in drawn, words


def test_numbers_are_the_engines(visit: Visit, side: Side) -> None:
    app = visit("compare", a=DUKE, b=SIENA)
    drawn = parts(app)
    teams = store.load_teams("men", 2026)
    siena = Side(2026, int(teams.team_id[teams.row("Siena")]))
    for venue in Venue:
        spec = GameSpec("men", side, siena, venue, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
        share = run.game_odds(spec).prob
        assert f"Duke wins {100 * share:.1f}% ± " in drawn
    field, (_, odds) = store.load_field("men", 2026), store.load_default("men", 2026)
    title = odds[-1, field.team_id.tolist().index(side.team_id)]
    assert percent(float(title)) in drawn
    resumes = run.season_resumes("men", 2026)
    assert f"{resumes.loc[side.team_id, 'above_bubble']:+.1f}" in drawn


def test_four_teams_by_any_spelling(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b="2026:UConn", c="2026:St. John's", d=SIENA, among="field")
    assert not app.exception and not app.error
    assert app.title[0].value == "Duke, Connecticut, St John's and Siena"
    drawn = parts(app)
    assert "Siena beats" in drawn and "mark d" in drawn
    assert "among the tournament" in drawn
    assert app.segmented_control(key="pick_among").value == "field"


def test_a_team_named_twice_stands_once(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b=DUKE, c=SIENA)
    assert not app.exception and not app.error
    assert app.title[0].value == "Duke and Siena"
    assert [note.value for note in app.info] == [
        "A team was named twice, so it stands here once. Choose another one beside it."
    ]
    alone = visit("compare", a=DUKE, b=DUKE)
    assert not alone.exception and len(alone.info) == 1


def test_a_school_that_did_not_play_leaves_the_rest(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b="2005:Siena", c="2005:UMKC", d="2005:Lindenwood")
    assert not app.exception
    assert len(app.error) == 1 and "Lindenwood" in app.error[0].value
    assert app.title[0].value.startswith("Duke 2026, Siena 2005 and")
    assert "Where they stand" in heads(app)
    assert "The games of 2005 are not in the data: choose a season from 2008 on" in text(app)


def test_a_season_without_box_scores_shows_strength_only(visit: Visit) -> None:
    app = visit("compare", league="women", a="2012:Baylor", b="2026:UCLA")
    assert not app.exception and not app.error
    assert "No box scores for the women's 2012 season" in text(app)
    drawn = parts(app)
    assert "its style is unknown" in drawn and "offensive efficiency" in drawn


def test_the_season_that_is_played_now(visit: Visit) -> None:
    season = store.running_season("men")
    app = visit("compare", a=f"{season}:Duke", b=f"{season}:Florida")
    assert not app.exception and not app.error
    assert "Where they stand" in heads(app) and "March" not in heads(app)


def test_parts_are_built_once(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit("compare", a=DUKE, b=FLORIDA)
    before = parts(app)
    monkeypatch.setattr(standing, "ledger_html", None)
    again = app.run()
    assert not again.exception
    assert parts(again) == before != ""
    twin = visit("compare", a=FLORIDA, b=DUKE).exception  # the other order is another part
    assert twin


def test_the_next_step_leads_to_the_game(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b=FLORIDA)
    assert any("Play this game" in str(link.proto) for link in app.get("page_link"))
