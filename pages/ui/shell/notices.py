"""What went wrong, in plain words: each HardwoodError becomes one message with its remedy."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.domain.teams import LeagueSeason
from engine.errors import BadInput, Cancelled, HardwoodError
from pages.ui.shell import forged, page


def show(error: HardwoodError) -> None:
    """The sentence and the remedy, in plain text."""
    box = st.info if isinstance(error, Cancelled) else st.error
    box(f"{plain_text(error.message)} {plain_text(error.remedy)}", icon=_icon(error))


@contextmanager
def guarded(title: str) -> Iterator[DeltaGenerator]:
    """Run a page's body, which gets a place for its heading. An error of the engine becomes a
    message under the plain ``title``."""
    page.enter()
    place = st.container()
    if refused := forged.taken():
        show(refused)
    try:
        yield place
    except HardwoodError as error:
        with place:
            page.heading(title)
        show(error)


def about_style(*bases: LeagueSeason) -> None:
    """State what is unknown about a season without box scores."""
    bare = sorted({f"{base.league}'s {base.season}" for base in bases if not base.has_style})
    if bare:
        st.caption(
            f"No box scores for the {' and '.join(bare)} season: each team's strength comes from "
            "its scores, its style (pace, threes, turnovers, rebounds) is the league's average.",
        )


def _icon(error: HardwoodError) -> str:
    if isinstance(error, Cancelled):
        return ":material/cancel:"
    return ":material/edit:" if isinstance(error, BadInput) else ":material/error:"


def plain_text(text: str) -> str:
    """Keep Markdown, color directives and LaTeX of an untrusted value from being rendered."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~:$" else c for c in text)
