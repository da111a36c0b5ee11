"""How much a change moved the odds, the biggest movers first."""

from html import escape

import pandas as pd
import streamlit as st

from engine.arrays import F8
from engine.domain.specs import BracketSpec
from engine.tables import odds_change
from pages.ui import runs
from pages.ui.bracket.page_context import TO, PageContext
from pages.ui.shell import html
from pages.ui.shell.format import NINETY_FIVE, percent

LISTED = 8
WORTH_SAYING = 0.005  # a lost chance smaller than this is not the one to name


Odds = tuple[BracketSpec, F8]  # a run and its slot_prob[S, E]


def draw(context: PageContext, before: Odds, after: Odds, why: str) -> None:
    """The list with its heading, and the table behind it. ``why``: what the locks ask for, or
    nothing where only the real results made the change."""
    universes = after[0].universes
    frame = _changes(context, before, after)
    biggest = movers(frame if why else frame[frame["after"] > 0])
    if biggest.empty:
        return
    st.subheader("What changed", anchor=False)
    of = f"with {why}" if why else "since Selection Sunday, of those still in"
    error = (
        f"Both sides are the same {universes:,} universes, so ± (95%) is the error of the "
        "difference itself."
        if frame["paired"].all()
        else "± is the 95% error of counting universes."
    )
    st.caption(f"Each team’s biggest change {of}, the biggest movers first. {error}")
    html.show(_list(biggest), "moves")
    with st.expander(f"All {len(frame):,} changes as a table"):
        _table(frame)


def movers(frame: pd.DataFrame, most: int = LISTED) -> pd.DataFrame:
    """One row a team, the biggest change first: of a team still in, the round that moved most; of a
    team now out, the furthest round it had a chance worth saying in. What a lock settles by itself
    (a certain win) is no change worth listing."""
    open_ = frame[(frame["after"] > 0) & (frame["after"] < 1)]
    out = frame[(frame["after"] == 0) & (frame["before"] >= WORTH_SAYING)]
    still_in = open_.sort_values("diff", key=abs, ascending=False).drop_duplicates("team_id")
    lost = out.sort_values("round", ascending=False).drop_duplicates("team_id")
    lost = lost[~lost["team_id"].isin(open_["team_id"])]
    both = pd.concat([still_in, lost])
    return both.sort_values("diff", key=abs, ascending=False, ignore_index=True).head(most)


def _changes(context: PageContext, before: Odds, after: Odds) -> pd.DataFrame:
    old, new = (runs.cached_run(spec) for spec, _ in (before, after))
    if old is not None and new is not None:
        return odds_change.changes(context.field, context.teams, old, new)
    # Precomputed odds have no universes to compare.
    was, now = ((prob, spec.universes) for spec, prob in (before, after))
    return odds_change.changes(context.field, context.teams, was, now)


def _list(frame: pd.DataFrame) -> str:
    rows = [
        moved(
            row["name"],
            f"to the {TO[int(row['round'])]}",
            (float(row["before"]), float(row["after"])),
            float(row["diff_se"]),
        )
        for row in frame.to_dict("records")
    ]
    return f'<ul class="moves">{"".join(rows)}</ul>'


def moved(name: str, note: str, odds: tuple[float, float], se: float, sure: str = ">99%") -> str:
    """A row of such a list: a team's odds before and after on a rail, and the change with its 95%
    error. ``sure``: what certainty is called."""
    was, now = odds
    left, width = min(was, now), abs(now - was)
    after = "out" if now == 0 else sure if now == 1 else percent(now)
    return (
        f'<li class="{"up" if now > was else "down"}"><span><b>{escape(name)}</b>'
        f"<small>{escape(note)}</small></span>"
        f'<span class="rail" aria-hidden="true">'
        f'<s style="left:{100 * left:.2f}%;width:{100 * width:.2f}%"></s>'
        f'<i class="past" style="left:{100 * was:.2f}%"></i>'
        f'<i class="model" style="left:{100 * now:.2f}%"></i></span>'
        f'<span class="now">{percent(was)} → <b>{after}</b></span>'
        f'<span class="diff">{"+" if now > was else "−"}{100 * width:.1f} ± '
        f"{100 * NINETY_FIVE * se:.1f}</span></li>"
    )


def _table(frame: pd.DataFrame) -> None:
    shown = frame.assign(
        stage=[f"to the {TO[int(n)]}" for n in frame["round"]],
        error=100 * NINETY_FIVE * frame["diff_se"],
    )
    shown[["before", "after", "diff"]] *= 100
    points = {"before": "Before", "after": "After", "diff": "Change", "error": "±"}
    st.dataframe(
        shown,
        column_config={
            "name": "Team",
            "seed": "Seed",
            "stage": "Gets",
            **{
                name: st.column_config.NumberColumn(label, format="%.1f")
                for name, label in points.items()
            },
        },
        column_order=["name", "seed", "stage", *points],
        hide_index=True,
        height=360,
        alt="Every change, in percentage points",
    )
