"""The box score to expect, player by player: worked out on demand from replayed universes."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from engine.domain.specs import GameSpec
from engine.errors import HardwoodError
from engine.recap.expected_box import LEAST_MINUTES, MANY_POINTS, ExpectedBox
from pages.ui import runs
from pages.ui.shell import downloads, html, notices, own_data
from pages.ui.shell.format import NINETY_FIVE, file_stem, listed, percent
from pages.ui.shell.pairing import Names

STEPS = (400, 2_000, 10_000)  # universes: one second of work on two cores, five, twenty-five


def draw(spec: GameSpec, names: Names) -> None:
    """The best expected box score there is, and the button to the next better one; left out in
    print as long as there is none."""
    done = [found for n in _steps(spec) if (found := runs.box(spec, n)) is not None]
    with st.container(key="expected_box" if done else "screen_only_box"):
        st.subheader("Expected box score", anchor=False)
        _draw(spec, names, done)


def _draw(spec: GameSpec, names: Names, done: list[ExpectedBox]) -> None:
    if done:
        _show(done[-1], names)
    if runs.box_job(spec) is not None:
        _progress(spec)
        return
    further = [n for n in _steps(spec) if not done or n > done[-1].universes]
    with st.container(horizontal=True):
        if done:
            _download(done[-1], names, spec.a.source, spec.b.source)
        if further:
            _offer(spec, further[0], bool(done))


def _steps(spec: GameSpec) -> list[int]:
    """How many universes are replayed, step by step, of those that the run has."""
    return sorted({min(n, spec.universes) for n in STEPS})


def _offer(spec: GameSpec, universes: int, again: bool) -> None:
    if not again:
        st.markdown(
            "Who plays, scores and rebounds: the first universes are replayed play by play, as on "
            f"their own pages, and their box scores averaged. {universes:,} take a second or two."
        )
    st.button(
        f"Replay {universes:,} universes{' for a smaller error' if again else ''}",
        icon=":material/groups:",
        on_click=runs.start_box,
        args=(spec, universes),
        key="start_box",
    )


@st.fragment(run_every=0.4)
def _progress(spec: GameSpec) -> None:
    waiting = runs.box_job(spec)
    if waiting is None:
        return
    universes, job = waiting
    if job.state != "running":
        try:
            runs.finish_box(spec, universes)
        except HardwoodError as error:
            notices.show(error)
            return
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        done = round(job.progress * universes)
        st.progress(job.progress, f"{done:,} of {universes:,} universes replayed")
        if st.button("Cancel", icon=":material/close:", key="cancel_box"):
            runs.leave_box()
            st.rerun()


def _show(found: ExpectedBox, names: Names) -> None:
    if found.note:
        st.caption(found.note)
    known = [(t, n, s) for t, n, s in zip(found.side, names, "ab", strict=True) if len(t)]
    if not known:
        return
    html.show('<div class="pair">' + "".join(_table(*one) for one in known) + "</div>", "players")
    st.caption(
        f"{found.universes:,} replayed universes; ± is the 95% error of counting, for the others "
        f"{_errors(found)} at most. “Half” is the middle half of the games. Players share what "
        "their team does by their season's minutes and counts; who is hurt or suspended is not "
        f"known. Players with less than {LEAST_MINUTES:g} minute are left out."
    )


def _download(found: ExpectedBox, names: Names, *sources: str) -> None:
    own = own_data.stamp(*sources)
    both = pd.concat(found.side, keys=names, names=["team"])
    downloads.csv(
        lambda: own_data.labeled(both.reset_index(0), own),
        file_stem("expected-box-score", found.universes, *own),
        "csv_expected_box",
        "Download the expected box score as CSV",
    )


def _errors(found: ExpectedBox) -> str:
    """The largest errors of the columns that show none."""
    largest = {
        name: NINETY_FIVE * max(table[f"{name}_se"].max() for table in found.side if len(table))
        for name in ("minutes", "rebounds", "assists")
    }
    return listed([f"{max(error, 0.1):.1f} {name}" for name, error in largest.items()])


def _table(table: pd.DataFrame, name: str, side: str) -> str:
    heads = (
        ('<abbr title="Minutes">Min</abbr>', "wide"),
        ("Points", ""),
        ('<abbr title="Points in the middle half of the games">Half</abbr>', ""),
        ('<abbr title="Rebounds">Reb</abbr>', ""),
        ('<abbr title="Assists">Ast</abbr>', ""),
        (f'<abbr title="Chance of {MANY_POINTS} points or more">{MANY_POINTS}+</abbr>', ""),
    )
    head = "".join(f'<th scope="col" class="{cls}">{text}</th>' for text, cls in heads)
    body = "".join(_row(row) for row in table.to_dict("records"))
    return (
        f'<table class="box"><caption><span class="dot {side}"></span>{escape(name)}</caption>'
        f'<thead><tr><th scope="col">Player</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(row: dict[Hashable, Any]) -> str:
    error = NINETY_FIVE * row["points_se"]
    many = percent(row["many"])
    if many[0] != "<":
        many += f" ± {max(100 * NINETY_FIVE * row['many_se'], 1.0):.0f}"
    minutes = f"{row['minutes']:.0f}"
    return (
        f'<tr><th scope="row">{escape(str(row["player"]))}<small>{minutes} minutes</small></th>'
        f'<td class="wide">{minutes}</td>'
        f"<td>{row['points']:.1f} ± {max(error, 0.1):.1f}</td>"
        f"<td>{row['low']:.0f}–{row['high']:.0f}</td>"
        f"<td>{row['rebounds']:.1f}</td><td>{row['assists']:.1f}</td>"
        f"<td>{many}</td></tr>"
    )
