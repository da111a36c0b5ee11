"""Survivor: one team each round, none twice, and every one has to win."""

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from engine.domain.field import ROUND_NAMES
from engine.pools.survivor import Plan
from engine.stats.estimates import proportion_se
from pages.ui import runs
from pages.ui.pools import files
from pages.ui.pools.pool_context import PoolContext, locked_through
from pages.ui.runs import pools
from pages.ui.runs.pools import Plans
from pages.ui.shell import address, html, pool_words
from pages.ui.shell.format import NINETY_FIVE

USED, NEXT = "pool_used", "pool_next"


def draw(context: PoolContext) -> str:
    """What has been used, the plan, and the plan of who only looks at the next round."""
    used, first = _asked(context)
    locked = locked_through(context, first - 1)
    if runs.result(locked) is None:
        return "The rest of the tournament is being played."
    found = pools.survivor_plans(context.spec, context.played, locked, used, first)
    _plans(context, found, first)
    alive = found.best.alive[-1]
    error = float(proportion_se(np.asarray(alive), found.universes))
    over = ""
    if found.range is not None:
        low, high = (pool_words.chance(chance) for chance in found.range)
        over = f" ({low} to {high} by other odds)"
    return (
        "One team a round, no team twice, every one has to win. The best plan survives with "
        f"**{pool_words.with_error(alive, error)}**{over}; the safest team each round with "
        f"{pool_words.chance(found.safest.alive[-1])}."
    )


def _asked(context: PoolContext) -> tuple[tuple[int, ...], int]:
    """The contestants that are spent, and the round that comes next."""
    names, ids, first = context.contestant, context.field.team_id.tolist(), context.part.next
    used = sorted({int(context.board.contestant[ids.index(team)]) for team in context.part.used})
    st.session_state[USED], st.session_state[NEXT] = used, first
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Next round to pick",
            range(1, len(ROUND_NAMES)),
            format_func=ROUND_NAMES.__getitem__,
            key=NEXT,
            on_change=_answer,
            args=("next", NEXT),
            width=220,
        )
        st.multiselect(
            "Teams already used",
            sorted(range(len(names)), key=lambda c: names[c].casefold()),
            format_func=names.__getitem__,
            key=USED,
            placeholder="None",
            on_change=_answer,
            args=("used", USED, [ids[context.board.members(c)[0]] for c in range(len(names))]),
            width=420,
        )
    return tuple(used), first


def _answer(name: str, key: str, ids: Sequence[int] = ()) -> None:
    value = st.session_state[key]
    text = ",".join(str(ids[c]) for c in value) if isinstance(value, list) else str(value)
    address.put(name, "" if text == "1" and name == "next" else text)


def _plans(context: PoolContext, found: Plans, first: int) -> None:
    left, right = st.columns(2, gap="large")
    plans = (("The best plan", found.best), ("The safest team each round", found.safest))
    for column, (head, plan) in zip((left, right), plans, strict=True):
        with column:
            st.subheader(head, anchor=False)
            rows = _rows(context, found, plan, first)
            html.show(f'<ul class="weak gains">{rows}</ul>', f"survivor {head}")
    error = 100 * NINETY_FIVE * 0.5 / found.universes**0.5
    st.caption(
        "First the chance that the team wins in its round, then that all picks up to it have won; "
        f"± {error:.1f} points at most from counting {found.universes:,} universes."
    )
    frame = table(context, found, first)
    with st.expander("As a table"):
        st.dataframe(frame, hide_index=True, alt="Both plans, round by round")
        files.csv("Plans", frame, context.field.league, context.field.season, "survivor")


def _rows(context: PoolContext, found: Plans, plan: Plan, first: int) -> str:
    rows = []
    for r, (c, alive) in enumerate(zip(plan.contestant, plan.alive, strict=True), first):
        rows.append(
            f"<li><span><b>{escape(context.contestant[c])}</b><small>{ROUND_NAMES[r]}</small>"
            f'</span><span class="now">{pool_words.chance(float(found.prob[c, r - 1]))}</span>'
            f'<span class="diff">{pool_words.chance(alive)}</span></li>'
        )
    return "".join(rows)


def table(context: PoolContext, found: Plans, first: int) -> pd.DataFrame:
    """One row a round and plan: the team, its chance in that round, and to be alive after it."""
    return pd.DataFrame(
        [
            {
                "plan": name,
                "round": ROUND_NAMES[r],
                "team": context.contestant[c],
                "win_prob": float(found.prob[c, r - 1]),
                "alive_prob": alive,
            }
            for name, plan in (("best", found.best), ("safest", found.safest))
            for r, (c, alive) in enumerate(zip(plan.contestant, plan.alive, strict=True), first)
        ]
    )
