"""What moves it: venues, and levers in the game's own terms on common random numbers."""

from dataclasses import replace

import streamlit as st

from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec
from engine.domain.venue import Venue
from engine.explain.matchup import MatchupRow
from engine.game.levers import Lever, LeverKey
from engine.run.game_detail import lever_effect
from pages.ui import runs
from pages.ui.game.universes.measures import ball
from pages.ui.shell.format import NINETY_FIVE, percent, rating_range

# Lever, what it is called, the measure whose expected value it starts from, and its reach.
SIDES: tuple[tuple[LeverKey, str, str, float], ...] = (
    ("three_share", "Three-point percentage", "Three-point shots made", 0.10),
    ("two_share", "Two-point percentage", "Two-point shots made", 0.10),
    ("threes_taken", "Threes per shot", "Three-point share of shots", 0.15),
    ("turnovers", "Turnovers per play", "Turnovers per play", 0.06),
    ("rebounds", "Offensive rebound percentage", "Offensive rebound percentage", 0.10),
    ("free_throws", "Free throw percentage", "Free throws made", 0.15),
)
PACE_REACH = 8.0  # possessions
UNIVERSES = 4_000  # of a moved lever, so that a step of a slider is quick


def draw_venues(spec: GameSpec, names: tuple[str, str]) -> None:
    """The first team's win probability at the three venues."""
    words = {
        Venue.A: f"At {names[0]}",
        Venue.NEUTRAL: "Neutral floor",
        Venue.B: f"At {names[1]}",
    }
    st.subheader("What moves it", anchor=False)
    for column, (venue, where) in zip(st.columns(3), words.items(), strict=True):
        odds = runs.game_odds(replace(spec, venue=venue))
        column.metric(
            f"{where}: {names[0]} wins",
            percent(odds.prob),
            help="Without counting noise; "
            f"{rating_range(odds.weaker, odds.stronger)} if the ratings are off by one standard "
            "error.",
        )


@st.fragment
def draw_levers(spec: GameSpec, names: tuple[str, str]) -> None:
    """Sliders, and what they do to the game, universe by universe."""
    small = replace(spec, universes=min(spec.universes, UNIVERSES))
    before = runs.detail(spec).first(small.universes)
    side = st.segmented_control(
        "Whose game changes", (0, 1), format_func=names.__getitem__, default=0, required=True
    )
    expected = {row.name: row for row in ball(spec, side)}
    levers = _sliders(small, side, expected, float(before.games.possessions.mean()))
    _effect(before, small, levers, names)


def _sliders(
    spec: GameSpec, side: int, expected: dict[str, MatchupRow], pace: float
) -> tuple[Lever, ...]:
    found = []
    columns = st.columns(3, gap="large")
    for i, (key, label, measure, reach) in enumerate(SIDES):
        usual = round(100.0 * expected[measure].expected, 1)
        asked = columns[i % 3].slider(
            f"{label} (%)",
            max(round(usual - 100.0 * reach, 1), 0.5),
            min(round(usual + 100.0 * reach, 1), 99.5),
            usual,
            0.5,
            key=f"lever_{key}_{side}_{hash(spec)}",
        )
        if abs(asked - usual) > 0.05:
            found.append(Lever(key, side, usual / 100.0, asked / 100.0))
    usual = round(pace, 1)
    asked = st.slider(
        "Possessions a side",
        usual - PACE_REACH,
        usual + PACE_REACH,
        usual,
        0.5,
        key=f"lever_pace_{hash(spec)}",
    )
    if abs(asked - usual) > 0.05:
        found.append(Lever("pace", 0, usual, asked))
    return tuple(found)


def _effect(
    before: GameDetail, spec: GameSpec, levers: tuple[Lever, ...], names: tuple[str, str]
) -> None:
    if not levers:
        st.markdown(
            f"**{names[0]} wins {percent(before.games.win_prob)}** with everything as expected. "
            "Move a slider: the same universes are played again with that one thing changed."
        )
        return
    found = lever_effect(before, runs.detail(spec, levers))
    win, win_error = 100.0 * found.win_prob_diff, 100.0 * NINETY_FIVE * found.win_prob_diff_se
    error = NINETY_FIVE * found.margin_diff_se
    st.markdown(
        f"**{names[0]} wins {percent(found.after)}** instead of {percent(found.before)}: "
        f"{win:+.1f} points of win probability (± {win_error:.1f}) and {found.margin_diff:+.1f} "
        f"points of margin (± {error:.1f}), counted over the same {spec.universes:,} universes."
    )
