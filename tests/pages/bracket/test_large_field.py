"""The Bracket page with a field of 76 teams in place of an embedded one."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine import run, store
from engine.bracket.pick_code import decode, encode
from engine.bracket.picks import no_picks, with_pick
from engine.domain.field import Field, RealGame
from engine.domain.results import TournamentResult, sides
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, BracketSpec
from tests.fields import held, seventy_six
from tests.pages.conftest import Visit, finished, text

SPEC = BracketSpec("men", 2026, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)


def as_real(result: TournamentResult, u: int) -> tuple[RealGame, ...]:
    """One universe as the results of a tournament."""
    field, winner = result.field, result.winner[:, u]
    pairs = np.stack(sides(field, winner), axis=1)
    loser = np.where(pairs[:, 0] == winner, pairs[:, 1], pairs[:, 0])
    team = field.team_id.tolist()
    return tuple(
        RealGame(slot, team[w], team[beaten], 70, 60, 0)
        for slot, w, beaten in zip(field.slot, winner, loser, strict=True)
    )


@pytest.fixture(scope="module")
def played() -> TournamentResult:
    field = seventy_six()
    few = run.bracket(BracketSpec("men", 2026, 500, DEFAULT_RANDOM_SEED, source=held(field)))
    return TournamentResult(SPEC, field, np.tile(few.winner, 20))


@pytest.fixture
def field(played: TournamentResult, monkeypatch: pytest.MonkeyPatch) -> Iterator[Field]:
    """The field that every page takes for the men's of 2026."""
    prob, games = played.slot_prob(), as_real(played, 3)
    through = dict(enumerate(played.field.round.tolist()))

    def stage(league: str, season: int, n: int) -> np.ndarray:
        known = np.eye(prob.shape[1])[played.winner[:, 3]]
        done = np.array([through[s] <= n for s in through])
        return np.where(done[:, None], known, prob)

    for name, made in (
        ("load_field", lambda league, season, source="": played.field),
        ("load_results", lambda league, season: games),
        ("results_of", lambda field: games),
        ("load_default_result", lambda league, season: played),
        ("load_default", lambda league, season: (SPEC, prob)),
        ("load_stage", stage),
        ("data_version", lambda: "76 teams"),
    ):
        monkeypatch.setattr(store, name, made)
    return played.field


def code(field: Field, *picks: tuple[str, str]) -> str:
    chosen = no_picks(field)
    for slot, seed in picks:
        chosen = with_pick(chosen, field, slot, field.seed.index(seed))
    return encode(chosen, field)


@pytest.mark.parametrize("mode", ["odds", "whatif", "mine", "universe"])
def test_every_mode_shows_the_field(visit: Visit, field: Field, mode: str) -> None:
    app = finished(visit(mode=mode))
    assert not app.exception and not app.error and not app.warning
    table = app.dataframe[-1].value
    assert len(table) == 76 and "first_four" in table


def test_my_bracket_counts_63_games(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="mine", picks=code(field, ("R1W5", "W12b"), ("X16", "X16a"))))
    assert "1 of 63 games are picked" in text(app)
    next(button for button in app.button if button.label == "Fill the rest").click()
    app = finished(app.run())
    picks = decode(app.query_params["picks"], field)
    assert picks.complete and "Your bracket is complete" in text(app)
    assert app.query_params["picks"].startswith("C") and len(app.query_params["picks"]) == 24
    cards = "".join(str(element.proto) for element in app.get("bidi_component"))
    assert "a typical year has" in cards and "in 63 games" in cards


def test_a_lock_on_a_place_in_the_round_of_64(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="whatif", locks=code(field, ("W12", "W12b"))))
    assert not app.exception and not app.error
    row = app.dataframe[-1].value.set_index("seed").loc["W12b"]
    assert row["first_four"] == pytest.approx(100)


def test_the_time_machine_steps_through_round_0(visit: Visit, field: Field) -> None:
    app = finished(visit(mode="mine", through="0"))
    assert not app.exception and not app.error
    slider = app.select_slider(key="pick_through")
    assert slider.value == 0 and slider.options[1] == "Round of 64"
    assert "Nothing is picked yet" in text(app)
