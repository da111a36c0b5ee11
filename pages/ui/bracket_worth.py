"""What somebody's bracket is worth: points, upsets, the chance of perfection, its weakest picks."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from engine import chances, mybracket
from engine.fill import ROUND_POINTS
from engine.mybracket import BracketFigures
from engine.picks import OPEN, Picks
from engine.results import TournamentResult
from pages.ui import charts, markup, runs
from pages.ui.bracket_scene import Scene
from pages.ui.bracket_state import STAGES
from pages.ui.look import TEAM_A
from pages.ui.words import NINETY_FIVE, exact_percent, one_in, percent

WEAKEST = 6


def draw(scene: Scene, picks: Picks, run: TournamentResult, real: bool) -> None:
    """The figures, the histogram of points, the picks that cost most; with ``real`` the score."""
    if not picks.made:
        return
    worth = mybracket.figures(picks, run, chances.load(scene.league, scene.season))
    settled = _settled(scene)
    st.subheader("What your bracket is worth", anchor=False)
    if real:
        _scored(scene, picks, worth, settled)
    _cards(scene, worth, settled)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _points(scene, worth, settled)
    with right:
        _weakest(scene, picks, run, worth)


def _settled(scene: Scene) -> int:
    """Points of the rounds that are taken as they were played: nobody's to win."""
    return sum(ROUND_POINTS[n] for n in scene.field.round if n <= scene.asked.through)


# Figures ----------------------------------------------------------------------------------------


def _cards(scene: Scene, worth: BracketFigures, settled: int) -> None:
    past = runs.upset_history(scene.league)
    games = len(scene.field.slot)
    cards = [
        (
            "Expected points",
            f"{worth.mean - settled:.1f} ± {NINETY_FIVE * worth.mean_se:.1f}",
            f"of {worth.most - settled}; nine in ten between {worth.low - settled:.0f} and "
            f"{worth.high - settled:.0f}",
        ),
        (
            "Upsets picked",
            f"{worth.upset}",
            f"in {worth.decided} games; a typical year has {past.typical:.0f} in {games} "
            f"({min(past.upset)} to {max(past.upset)})",
        ),
        (
            "All four of your Final Four",
            *_final_four(worth, scene.spec.universes),
        ),
        ("A perfect bracket", *_perfect(worth)),
    ]
    markup.show(
        '<div class="cards">'
        + "".join(
            f"<section><h3>{escape(head)}</h3><b>{escape(value)}</b><small>{escape(note)}</small>"
            "</section>"
            for head, value, note in cards
        )
        + "</div>",
        "worth",
    )


def _final_four(worth: BracketFigures, universes: int) -> tuple[str, str]:
    if np.isnan(worth.final_four):
        return "–", "pick all four region winners to see it"
    return exact_percent(worth.final_four, universes), "that all of them get there"


def _perfect(worth: BracketFigures) -> tuple[str, str]:
    perfect = worth.perfect
    if perfect is None:
        return "–", "pick every game to see it"
    if perfect.prob == 0:
        return "Impossible", "a game that has been played went the other way"
    off = NINETY_FIVE * perfect.se / perfect.prob + perfect.error
    return one_in(perfect.prob), f"give or take {off:.0%} of that, if the ratings are right"


def _scored(scene: Scene, picks: Picks, worth: BracketFigures, settled: int) -> None:
    """The bracket against what really happened."""
    open_ = [s for s, n in enumerate(scene.field.round) if n > scene.asked.through]
    right = [s for s in open_ if picks.entrant[s] == scene.real[s]]
    made = [s for s in open_ if picks.entrant[s] != OPEN]
    points = sum(ROUND_POINTS[int(scene.field.round[s])] for s in right)
    below = float(np.mean(worth.points - settled < points))
    st.markdown(
        f"What really happened gave it **{points} of {worth.most - settled} points**: "
        f"{len(right)} of {len(made)} picks were right. In {percent(below)} of the universes it "
        "would have scored less."
    )


def _points(scene: Scene, worth: BracketFigures, settled: int) -> None:
    points = worth.points - settled
    least = int(points.min())
    count = np.bincount(points - least)
    value = np.arange(least, least + len(count))
    frame = pd.DataFrame({"value": value, "universes": count, "share": count / len(points)})
    since = "" if scene.asked.through < 0 else f" from the {STAGES[scene.asked.through]} on"
    sentence = (
        f"Points{since} in {len(points):,} universes: a right pick counts 1 in the Round of 64, "
        "then 2, 4, 8, 16 and 32 for the champion."
    )
    st.markdown(sentence)
    st.altair_chart(
        charts.histogram(frame, "Points", TEAM_A), width="stretch", alt=sentence, key="chart_worth"
    )


# The weakest picks ------------------------------------------------------------------------------


def _weakest(scene: Scene, picks: Picks, run: TournamentResult, worth: BracketFigures) -> None:
    st.markdown("**Weakest picks**, and the points each gives away")
    rows = weakest(picks, run, worth)
    if not rows:
        st.caption("None: every pick is the likeliest team of its game.")
        return
    items = "".join(
        f"<li><span><b>{escape(scene.far(slot, picks.entrant[slot]))}</b>"
        f"<small>{escape(scene.name[best])} is likelier: {percent(best_prob)}</small></span>"
        f'<span class="now">{percent(float(worth.prob[slot]))}</span>'
        f'<span class="diff">−{cost:.1f}</span></li>'
        for slot, best, best_prob, cost in rows
    )
    markup.show(f'<ul class="weak">{items}</ul>', "weakest")


def weakest(
    picks: Picks, run: TournamentResult, worth: BracketFigures, most: int = WEAKEST
) -> list[tuple[int, int, float, float]]:
    """(slot, likeliest entrant there, its probability, expected points given away), the dearest
    first."""
    prob = run.slot_prob()
    rows = []
    for slot, entrant in enumerate(picks.entrant):
        best = int(np.argmax(prob[slot]))
        value = ROUND_POINTS[int(run.field.round[slot])]
        if entrant not in (OPEN, best) and value:
            cost = value * float(prob[slot, best] - worth.prob[slot])
            rows.append((slot, best, float(prob[slot, best]), cost))
    return sorted(rows, key=lambda row: -row[3])[:most]
