"""Why an entry: its differences from most points, every champion's best, whom the public picks."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine.domain.field import ROUND_KEYS
from engine.pools.reasons import Reason
from pages.ui.pools import charts, drawn, files, wording
from pages.ui.pools.answer import Candidate
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.runs.pools import Champions
from pages.ui.shell import html, pool_words
from pages.ui.shell.format import NINETY_FIVE

REACHES = {
    name: r for r, name in enumerate(("Sweet 16", "Elite Eight", "Final Four", "Final", "Title"), 2)
}
LARGEST = 12  # teams in the chart of picks
ROUND = "pool_round"
SHARES = ("title_prob", "public_share", "win_prob", "low", "high")


def draw(context: PoolContext, shown: Candidate) -> None:
    """The three views of the bracket that is drawn, the first two side by side."""
    found = pools.champions(context.spec, context.played)
    left, right = st.columns(2, gap="large")
    with left:
        _reasons(context, shown)
    with right:
        _champions(context, found)
    _public(context, found)


# What differs -----------------------------------------------------------------------------------


def _reasons(context: PoolContext, shown: Candidate) -> None:
    st.subheader("Where it leaves most points", anchor=False)
    found = pools.differences(context.spec, context.played, shown.choice)
    if not found:
        st.markdown(
            f"Nowhere: {shown.name.lower()} is the bracket with the most expected points. Draw "
            "another one above to see where it differs."
        )
        return
    st.markdown(
        f"{shown.name}: each pick over the team that most points has in its way, how likely it "
        "is, and what it adds."
    )
    items = "".join(_reason(context, reason) for reason in found)
    html.show(f'<ul class="weak gains">{items}</ul>', "pool_reasons")
    st.caption(
        "Right: points of the pot that the pick adds to the expected share, ± its 95% error."
    )


def _reason(context: PoolContext, reason: Reason) -> str:
    name = context.contestant
    gain, error = 100 * reason.gain, 100 * NINETY_FIVE * reason.gain_se
    return (
        f"<li><span><b>{escape(name[reason.contestant])} to the {wording.TO[reason.round]}</b>"
        f"<small>over {escape(name[reason.over])}; the public picks it in "
        f"{pool_words.chance(reason.share)}</small></span>"
        f'<span class="now">{pool_words.chance(reason.prob)}</span>'
        f'<span class="diff">{gain:+.2f} ± {error:.2f}</span></li>'
    )


def _champions(context: PoolContext, found: Champions) -> None:
    best = found.entries[0]
    st.subheader("Champion by champion", anchor=False)
    st.markdown(
        f"Of the brackets with most points for each champion, the one with "
        f"**{context.contestant[best.contestant]}** pays most in this pool."
    )
    frame = champions(context, found)
    st.dataframe(
        _points(frame, SHARES).drop(columns=["win_prob_se", "payout_se"]),
        hide_index=True,
        alt="Champions: chance of the title, the public's share, and what their best bracket wins",
        column_config={
            "champion": "Champion",
            "title_prob": _percent("Wins the title"),
            "public_share": _percent("Public picks"),
            "win_prob": _percent("Wins the pool"),
            "low": _percent("Worst"),
            "high": _percent("Best"),
            "fair_shares": st.column_config.NumberColumn("Fair shares", format="%.1f"),
        },
    )
    error = max(frame["win_prob_se"]) * 100 * NINETY_FIVE
    st.caption(
        f"Wins the pool: ± {error:.1f} points at most from counting; worst and best over other "
        "publics and odds."
    )


def champions(context: PoolContext, found: Champions) -> pd.DataFrame:
    """One row a champion: his chance, the public's share, and what his bracket is worth."""
    return pd.DataFrame(
        [
            {
                "champion": context.contestant[entry.contestant],
                "title_prob": float(found.prob[-1, entry.contestant]),
                "public_share": float(found.share[entry.contestant, -1]),
                "win_prob": entry.figures.win_prob,
                "win_prob_se": entry.figures.win_prob_se,
                "low": entry.figures.low,
                "high": entry.figures.high,
                "fair_shares": entry.figures.fair_shares,
                "payout_se": entry.figures.payout_se,
            }
            for entry in found.entries
        ]
    )


def _percent(label: str) -> Any:
    return st.column_config.NumberColumn(label, format="%.1f%%")


def _points(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Fractions as percentages."""
    return frame.assign(**{name: 100 * frame[name] for name in columns})


# The public -------------------------------------------------------------------------------------


def _public(context: PoolContext, found: Champions) -> None:
    st.subheader("Whom the public picks", anchor=False)
    frame = public(context, found)
    st.session_state.setdefault(ROUND, "Final Four")
    with st.container(horizontal=True, key="pool_parts_round"):
        chosen = st.segmented_control("To reach the", list(REACHES), required=True, key=ROUND)
    key = ROUND_KEYS[REACHES[str(chosen)]]
    rows = pd.DataFrame(
        {"team": frame["team"], "own": frame[f"{key}_prob"], "public": frame[f"{key}_public"]}
    )
    rows = rows.assign(gap=rows["public"] - rows["own"])
    top = rows.loc[rows[["own", "public"]].max(axis=1).nlargest(LARGEST).index]
    ordered = top.sort_values("gap")
    over, under = ordered.iloc[-1], ordered.iloc[0]
    sentence = (
        f"**{over.team}** is picked too often (public {pool_words.chance(over.public)}, chance "
        f"{pool_words.chance(over.own)}), **{under.team}** too seldom (public "
        f"{pool_words.chance(under.public)}, chance {pool_words.chance(under.own)})."
    )
    st.markdown(sentence)
    drawn.chart(charts.public, top, sentence, "pool_public")
    st.caption(
        "The public is a model of how people pick, fitted to published shares of other years; its "
        "typical miss in left-out seasons is a few points, and it understates one big favorite by "
        "about a quarter. Chances are counted; ± 1 point at most."
    )
    with st.expander("As a table"):
        st.dataframe(
            _points(rows.sort_values("gap", ascending=False), ["own", "public", "gap"]),
            hide_index=True,
            alt=f"Public share and chance to reach the {chosen}, every team",
            column_config={
                "team": "Team",
                "own": _percent("Chance"),
                "public": _percent("Public"),
                "gap": _percent("Public less chance"),
            },
        )
        files.csv("All rounds", frame, context.field.league, context.field.season, "public")


def public(context: PoolContext, found: Champions) -> pd.DataFrame:
    """One row a contestant: its seed line and, for each round, ``_public`` (the share that picks
    it to win there) and ``_prob`` (how often it does)."""
    board = context.board
    frame = pd.DataFrame({"team": context.contestant, "line": board.line})
    who = np.arange(board.contestants)
    for r, key in enumerate(ROUND_KEYS[1:]):
        frame[f"{key}_public"] = found.share[:, r]
        frame[f"{key}_prob"] = found.prob[board.path[:, r], who]
    return frame
