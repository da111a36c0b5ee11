"""What a visitor's bracket is worth: points, upsets, chance of perfection, weakest picks."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from engine.arrays import I8
from engine.bracket import history, pick_value
from engine.bracket.fill import ROUND_POINTS
from engine.bracket.pick_value import BracketFigures
from engine.bracket.picks import OPEN, Picks
from engine.domain.results import TournamentResult
from engine.pools.rules import Scoring
from pages.ui import runs
from pages.ui.bracket import pool_chance
from pages.ui.bracket.page_context import PageContext
from pages.ui.shell import charts, html
from pages.ui.shell.format import NINETY_FIVE, exact_percent, one_in, percent
from pages.ui.shell.page import TEAM_A

WEAKEST = 6
ROUND_VALUES = np.array(ROUND_POINTS)


def draw(context: PageContext, picks: Picks, played: TournamentResult, real: bool) -> None:
    """The figures, the histogram of points, the picks that cost most; with ``real`` the score."""
    if not picks.made:
        return
    each = context.worth(played.winner)
    worth = pick_value.figures(picks, played, context.win_matrix, worth=each)
    value = ROUND_VALUES[context.field.round] if each is None else each[:, 0]
    given = int(value[np.array(context.played.entrant) != OPEN].sum())
    st.subheader("What your bracket is worth", anchor=False)
    if context.running:
        _so_far(context, picks, worth, value, given)
    elif real:
        _scored(context, picks, worth, given)
    _cards(context, worth, given)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _points(context, worth, given)
    with right:
        _weakest(context, picks, played, each)
    pool_chance.draw(context, picks)


# Figures ----------------------------------------------------------------------------------------


def _cards(context: PageContext, worth: BracketFigures, given: int) -> None:
    past = runs.upset_history(context.league)
    games = int(context.field.counted.sum())
    cards = [
        (
            "Expected points",
            f"{worth.mean - given:.1f} ± {NINETY_FIVE * worth.mean_se:.1f}",
            f"of {worth.most - given}; nine in ten between "
            f"{worth.low - given:.0f} and {worth.high - given:.0f}",
        ),
        (
            "Upsets picked",
            f"{worth.upset}",
            f"in {worth.decided} games; a typical year has {past.typical:.0f} in {games} "
            f"({min(past.upset)} to {max(past.upset)})",
        ),
        (
            "All four of your Final Four",
            *_final_four(worth, context.spec.universes),
        ),
        ("A perfect bracket", *_perfect(worth)),
    ]
    html.show(
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
        return "Impossible", "a game already played went the other way"
    off = NINETY_FIVE * perfect.se / perfect.prob + perfect.error
    return one_in(perfect.prob), f"± {off:.0%} of that, if the ratings are right"


def _so_far(
    context: PageContext, picks: Picks, worth: BracketFigures, value: I8, given: int
) -> None:
    """Points so far and at most, picks right, wrong and alive, while the tournament is played.
    ``value[S]``: points of a right pick; ``given``: of the games taken as they were played."""
    real = history.winner_so_far(context.field, context.games)
    score = pick_value.score(picks, context.field, real, worth=value)
    counted = context.field.counted
    over = counted & (real != OPEN)
    most = int(value[over].sum()) - given
    alive = int((counted & (np.array(score.mark) == "open")).sum())
    coming = int((counted & ~over & (np.array(picks.entrant) != OPEN)).sum())
    taken = context.played.counted(context.field)
    st.markdown(
        f"So far it has **{score.points - given} of {most} points**: {score.right - taken} of "
        f"{int(over.sum()) - taken} games right. **{alive} of {coming}** picks in the games to "
        f"come are still alive, so it can get **{worth.most - given}** at most."
    )


def _scored(context: PageContext, picks: Picks, worth: BracketFigures, given: int) -> None:
    """The bracket against the real results."""
    real = history.real_winner(context.field, context.games)
    each = context.worth(real[:, None])
    score = pick_value.score(picks, context.field, real, worth=None if each is None else each[:, 0])
    taken = context.played.counted(context.field)
    points = score.points - given
    below = float(np.mean(worth.points - given < points))
    st.markdown(
        f"With the real results it scores **{points} of {worth.most - given} points**: "
        f"{score.right - taken} of {picks.counted(context.field) - taken} picks were right. In "
        f"{percent(below)} of the universes it would have scored less."
    )


def _points(context: PageContext, worth: BracketFigures, given: int) -> None:
    points = worth.points - given
    least = int(points.min())
    count = np.bincount(points - least)
    value = np.arange(least, least + len(count))
    frame = pd.DataFrame({"value": value, "universes": count, "share": count / len(points)})
    rules = _rules(context.asked.pool.pool.scoring)
    sentence = f"Points{context.from_then} in {len(points):,} universes: {rules}."
    st.markdown(sentence)
    st.altair_chart(
        charts.histogram(frame, "Points", TEAM_A), width="stretch", alt=sentence, key="chart_worth"
    )


def _rules(scoring: Scoring) -> str:
    """What a right pick counts."""
    first, *middle, last = scoring.points
    counts = (
        f"a right pick counts {first} in the Round of 64, then "
        f"{', '.join(map(str, middle))} and {last} for the champion"
    )
    return counts if scoring.bonus == "none" else f"{counts}, and the bonus of your pool"


# The weakest picks ------------------------------------------------------------------------------


def _weakest(context: PageContext, picks: Picks, played: TournamentResult, each: I8 | None) -> None:
    st.markdown("**Weakest picks** and the expected points each gives away")
    found = pick_value.weakest(picks, played, len(picks.entrant), each)
    if context.running:  # what is lost already is no choice any more
        found = [weak for weak in found if weak.prob > 0]
    found = found[:WEAKEST]
    if not found:
        st.caption("None: every pick is the likeliest team of its game.")
        return
    items = "".join(
        f"<li><span><b>{escape(context.far(weak.slot, weak.entrant))}</b>"
        f"<small>{escape(context.name[weak.best])} is likelier: {percent(weak.best_prob)}</small>"
        f'</span><span class="now">{percent(weak.prob)}</span>'
        f'<span class="diff">−{weak.cost:.1f}</span></li>'
        for weak in found
    )
    html.show(f'<ul class="weak">{items}</ul>', "weakest")
