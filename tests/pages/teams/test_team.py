"""The Team page: path, results with what was expected, the school's seasons."""

import pytest

from engine import run, store
from engine.domain.specs import Side
from tests.pages.conftest import Visit, text
from tests.pages.teams.test_compare import heads, parts


def test_a_team_by_itself(visit: Visit) -> None:
    app = visit("team", a="2026:Duke")
    assert not app.exception and not app.error
    assert app.title[0].value == "Duke 2026"
    assert heads(app) == [
        "Path to the title", "Through the season", "Among all teams", "Players",
        "Where it stands", "Results", "Most like it", "The school’s seasons", "Share and keep",
    ]  # fmt: skip
    drawn = parts(app)
    for words in ("Gains most by", "16 Siena", "the ratings of the day before", "since 2003"):
        assert words in drawn, words


def test_title_odds_and_expected_wins_are_the_engines(visit: Visit) -> None:
    drawn = parts(visit("team", a="2026:Duke"))
    field, (_, odds) = store.load_field("men", 2026), store.load_default("men", 2026)
    teams = store.load_teams("men", 2026)
    duke = int(teams.team_id[teams.row("Duke")])
    assert f"{100 * odds[-1, field.team_id.tolist().index(duke)]:.1f}% ± " in drawn
    games = run.team_games("men", Side(2026, duke))
    assert len(games) == teams.wins[teams.row("Duke")] + teams.losses[teams.row("Duke")]
    assert f"<b>{games['win_prob'].sum():.1f}</b>" in drawn


def test_real_tournament_games_have_the_records_forecast() -> None:
    teams = store.load_teams("men", 2018)
    umbc = Side(2018, int(teams.team_id[teams.row("UMBC")]))
    games = run.tournament_games("men", umbc)
    assert games["opponent"].tolist()[0] == "Virginia" and games["won"].tolist() == [True, False]
    virginia = run.tournament_games("men", Side(2018, int(teams.team_id[teams.row("Virginia")])))
    assert games["win_prob"][0] == pytest.approx(1 - virginia["win_prob"][0])
    assert (
        games["expected"][0] == pytest.approx(-virginia["expected"][0])
        and games["expected"][0] < -10
    )


def test_without_a_bid_there_is_no_path(visit: Visit) -> None:
    app = visit("team", a="2021:Duke")
    assert not app.exception and not app.error
    assert "Duke was not in the tournament of 2021." in text(app)
    assert "Results" in heads(app)


def test_an_old_season_says_what_is_missing(visit: Visit) -> None:
    app = visit("team", a="2004:Duke")
    assert not app.exception and not app.error
    assert "choose a season from 2008 on" in text(app) and "Results" not in heads(app)


def test_without_a_team_it_asks_for_one(visit: Visit) -> None:
    app = visit("team")
    assert not app.exception and app.title[0].value == "Team"
