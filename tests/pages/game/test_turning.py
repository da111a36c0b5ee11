"""Which play turned a game, and what is written when none did."""

import pandas as pd
import pytest

from pages.ui.game.replay.turning import sentence, turning_play

TEAMS = ("Duke", "Siena")


def rows(*prob: float, ends: tuple[int, ...] = ()) -> pd.DataFrame:
    """One event a probability; the last, and those in ``ends``, are horns."""
    horns = {*ends, len(prob) - 1}
    return pd.DataFrame(
        {
            "event": ["end of period" if i in horns else "shot" for i in range(len(prob))],
            "text": [f"play {i}" for i in range(len(prob))],
            "clock": [f"{19 - i}:00" for i in range(len(prob))],
            "period": [1] * len(prob),
            "period_name": ["1st half"] * len(prob),
            "win_prob": prob,
        }
    )


def test_the_largest_swing_of_a_play_turns_the_game() -> None:
    game = rows(0.6, 0.55, 0.9, 1.0)
    assert turning_play(game, 0.5) == 2
    text = sentence(game, TEAMS, 0.5)
    assert "play 2, with 17:00 left in the 1st half" in text
    assert text.endswith("It took Duke from 55% to 90%.")


def test_a_swing_against_the_first_team_is_the_other_teams() -> None:
    assert sentence(rows(0.6, 0.2, 0.0), TEAMS, 0.5).endswith("It took Siena from 40% to 80%.")


def test_the_horn_is_no_play() -> None:
    game = rows(0.6, 0.62, 0.64, 1.0)
    assert turning_play(game, 0.55) is None
    assert sentence(game, TEAMS, 0.55) == (
        "No single play decided it: Duke was not safe before the horn."
    )


@pytest.mark.parametrize(
    ("prob", "start", "text"),
    [
        ((0.97, 0.98, 1.0), 0.96, "**Duke was never in danger:** a win probability of 95% or more "
         "from the start on."),
        ((0.97, 0.98, 1.0), 0.92, "**Duke was never in danger:** a win probability of 95% or more "
         "from 19:00 left in the 1st half on."),
        ((0.04, 0.03, 0.0), 0.07, "**Siena was never in danger:** a win probability of 95% or more "
         "from 19:00 left in the 1st half on."),
        ((0.51, 0.58, 0.65, 0.72, 0.79, 0.86, 0.92, 0.96, 0.97, 1.0), 0.45,
         "**No single play decided it:** Duke pulled away, with a win probability of 95% or more "
         "from 12:00 left in the 1st half on."),
    ],
)  # fmt: skip
def test_without_a_turning_point(prob: tuple[float, ...], start: float, text: str) -> None:
    assert sentence(rows(*prob), TEAMS, start) == text


def test_a_game_that_is_safe_only_late_was_in_danger() -> None:
    game = rows(0.6, 0.65, 0.7, 0.76, 0.83, 0.9, 0.96, 1.0)
    game["period"] = [1, 1, 2, 2, 2, 2, 2, 2]
    assert sentence(game, TEAMS, 0.6).startswith("**No single play decided it:** Duke pulled away")
