"""The rivals that are known: pasted or from a file, each bad line named; what each may expect."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.arrays import U1
from engine.domain.field import Field
from engine.errors import BadInput
from engine.pools.rivals import Rivals
from pages.ui.pools import files, mine, wording
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.shell import address, notices
from pages.ui.shell.format import NINETY_FIVE, counted
from pages.ui.shell.view_state import LONG

TEXT, FILE, FAULTS = "pool_rivals", "pool_file", "pool_faults"
IN_A_LINK = LONG["rivals"]  # characters of the text that a link keeps
MANY = 60  # entries whose chances are worked out one by one
SHOWN = 6  # faults, before the rest is folded
HELP = (
    "One a line: a code, a link that holds one, or a name and a code (“Ann BpaWN…”). ESPN and the "
    "other sites have no export, so ask your pool for links made in My bracket, or fill a CSV: "
    "first row “slot,Ann,Bob”, then a slot a row (R1W1 … R6CH) and each one’s team. A champion "
    "(R6CH) and a Final Four (R4W1, R4X1, R4Y1, R4Z1) are enough: the public fills the rest."
)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """All known entries, mine first: ``name[N]`` and ``choice[P, N]``."""

    name: tuple[str, ...]
    choice: U1


def known(field: Field) -> Rivals:
    """The rivals of the view."""
    return pools.rivals(address.view().get("rivals", ""), field)


def entries(context: PoolContext) -> Entries:
    """My bracket, or else the recommended one, and the known rivals."""
    found, own = context.rivals, mine.own(context)
    name = "My bracket"
    if own is None:
        own = pools.advice(context.spec, context.played).entries[0]
        name = "Recommended entry"
    return Entries((name, *found.name), np.concatenate([own[:, None], found.choice], axis=1))


def draw(context: PoolContext) -> str:
    """The box, what could be read, and the table of all entries; the page's sentence."""
    _box(context)
    found = context.rivals
    _faults(found)
    pool = context.asked.pool
    if not found.name:
        return (
            f"Whom do you play against? Of {pool.entries - 1:,} rivals none is known: all of them "
            "are drawn from the public."
        )
    if not context.fits:
        _too_many(context, found)
        return f"{counted(len(found.name), 'rival')} could be read."
    rest = pool.entries - pool.mine - len(found.name)
    _table(context)
    if not rest:
        return (
            f"All **{len(found.name)} rivals** of the pool are known, and my entry is chosen "
            "against them."
        )
    return (
        f"**{counted(len(found.name), 'rival')}** could be read; the other {rest:,} of the pool "
        "are drawn from the public. My entry is chosen against them."
    )


def _too_many(context: PoolContext, found: Rivals) -> None:
    pool = context.asked.pool
    entries_ = len(found.name) + pool.mine
    mine_ = "my bracket" if pool.mine == 1 else f"my {pool.mine}"
    notices.show(
        BadInput(
            f"{len(found.name)} rivals and {mine_} are more than {pool.entries:,} entries.",
            "Enter the pool’s real size.",
        )
    )
    st.button(
        f"Make it a pool of {entries_:,}", on_click=address.put, args=("entries", str(entries_))
    )


# The box ----------------------------------------------------------------------------------------


def _box(context: PoolContext) -> None:
    st.session_state[TEXT] = address.view().get("rivals", "")
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.text_area(
            "My rivals’ brackets", key=TEXT, height=150, on_change=_pasted, placeholder="Ann BpaWN…"
        )
    with right:
        st.file_uploader(
            "Or a file: CSV, or lines as on the left",
            ["csv", "txt"],
            key=FILE,
            on_change=_uploaded,
            args=(context,),
        )
    st.caption(HELP)
    if len(address.view().get("rivals", "")) > IN_A_LINK:
        st.caption("So many rivals are too long for a link: whoever opens it pastes them again.")


def _pasted() -> None:
    st.session_state.pop(FAULTS, None)
    address.put("rivals", str(st.session_state[TEXT]).strip())


def _uploaded(context: PoolContext) -> None:
    """Take the brackets of a file over as ``name code`` lines; its faults are kept apart."""
    file = st.session_state.get(FILE)
    if file is None:
        return
    text = file.getvalue().decode("utf-8-sig", errors="replace")
    found = pools.rivals(text, context.field)
    lines = [
        f"{' '.join(name.split())} {context.code(choice)}"
        for name, choice in zip(found.name, found.choice.T, strict=True)
    ]
    st.session_state[FAULTS] = found.faults
    address.put("rivals", "\n".join(lines))


def _faults(found: Rivals) -> None:
    faults = [*st.session_state.get(FAULTS, ()), *found.faults]
    if not faults:
        return
    head = f"{counted(len(faults), 'line')} could not be read; the others are kept."
    st.error(head, icon=":material/edit:")
    for fault in faults[:SHOWN]:
        st.text(fault)
    if len(faults) > SHOWN:
        with st.expander(f"{len(faults) - SHOWN:,} more"):
            st.text("\n".join(faults[SHOWN:]))


# Everybody --------------------------------------------------------------------------------------


def _table(context: PoolContext) -> None:
    listed = entries(context)
    st.subheader("Everybody’s chances", anchor=False)
    frame = table(context, listed)
    st.dataframe(
        frame,
        hide_index=True,
        alt="Every known entry: its champion and what it may expect",
        column_config={
            "name": "Entry",
            "champion": "Champion",
            "win_pct": st.column_config.NumberColumn("Wins the pool", format="%.1f%%"),
            "error": st.column_config.NumberColumn("±", format="%.1f"),
            "low": st.column_config.NumberColumn("Worst", format="%.1f%%"),
            "high": st.column_config.NumberColumn("Best", format="%.1f%%"),
            "fair_shares": st.column_config.NumberColumn("Fair shares", format="%.1f"),
            "points": st.column_config.NumberColumn("Points", format="%.0f"),
        },
    )
    if len(listed.name) > MANY:
        st.caption(f"Chances are worked out for the first {MANY} entries of this list.")
    st.caption(wording.CAVEAT)
    files.csv(
        "Entries",
        frame,
        context.field.league,
        context.field.season,
        "entries",
        source=context.field.source,
    )


def table(context: PoolContext, listed: Entries) -> pd.DataFrame:
    """One row a known entry: champion, win chance with both errors in percent, fair shares,
    points."""
    here = pools.ready(context.spec, context.played)
    first = listed.choice[:, :MANY]
    found = pools.side_by_side(context.spec, context.played, first)
    pool = context.asked.pool
    frame = pd.DataFrame(
        {
            "name": listed.name[: first.shape[1]],
            "champion": [context.contestant[int(c)] for c in first[-1]],
            "win_pct": 100 * found.win_prob,
            "error": 100 * NINETY_FIVE * found.win_prob_se,
            "low": 100 * found.low,
            "high": 100 * found.high,
            "fair_shares": pool.entries * found.payout,
            "points": here.unit * found.points,
        }
    )
    return frame.sort_values("win_pct", ascending=False, kind="stable")
