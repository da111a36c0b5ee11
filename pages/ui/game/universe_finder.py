"""From all universes of a pairing to one of them: pick a range of margins, or be surprised.

``st.session_state["range"]`` is the range that is picked, by the chart or by the list;
``range_drawn`` the one that the chart was drawn with: as long as that stays the chart stays."""

import pandas as pd
import streamlit as st

from engine.domain.results import Games
from engine.tables import games, universe_finder
from engine.tables.universe_finder import KINDS
from pages.ui.game.universes.margin_chart import PICK
from pages.ui.shell import address, html
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import plain

SHOWN = 8  # universes at a time


def drawn() -> int | None:
    """The range that the chart shows as picked to begin with."""
    key: int | None = st.session_state.get("range_drawn")
    return key


def ranged(result: Games, names: tuple[str, str]) -> pd.DataFrame:
    """The margin's histogram with the range that each of its bars is part of."""
    frame = games.histogram(result, "margin")
    return universe_finder.histogram(frame, names, universe_finder.ranges(result))


def chart(figure: Vega, sentence: str) -> None:
    """The margin's histogram, whose bars pick a range."""
    key = f"chart_margin_{drawn()}"

    def picked() -> None:
        chosen = st.session_state[key].selection.get(PICK, [])
        _pick(int(chosen[0]["range"]) if chosen else None)

    st.vega_lite_chart(
        figure,
        width="stretch",
        alt=f"{plain(sentence)} A click on a bar lists its games; so does the list beside it.",
        key=key,
        on_select=picked,
        selection_mode=PICK,
    )


def draw(result: Games, names: tuple[str, str]) -> None:
    """The chooser, and the games of what was chosen."""
    st.subheader("Open a game", anchor=False)
    surprises(result, None)
    st.markdown("Or click a bar: each is made of whole games. Or choose how the game ended:")
    found = universe_finder.ranges(result)
    picked = st.session_state.get("range")
    st.session_state["pick_range"] = picked if picked in found else None
    key = st.selectbox(
        "Final margin",
        list(found)[::-1],
        format_func=lambda k: found[k].words(names),
        placeholder="Choose a range, or click a bar",
        label_visibility="collapsed",
        key="pick_range",
        on_change=_answer,
    )
    if key is not None:
        _list(result, found[key], names)


def _list(result: Games, of: universe_finder.Range, names: tuple[str, str]) -> None:
    many = "1 universe" if of.universes == 1 else f"{of.universes:,} universes"
    place = st.container()
    universes, page = universe_finder.universes(result, of.key), 1
    if of.universes > SHOWN:
        pages = -(-of.universes // SHOWN)
        page = st.pagination(pages, max_visible_pages=5, key=f"page_{of.key}_{pages}")
    first = (page - 1) * SHOWN
    with place:
        st.markdown(f"**{many}** ended in this range: {of.words(names)}.")
        links = "".join(_link(result, u) for u in universes[first : first + SHOWN])
        html.show(f'<div class="found">{links}</div>', "found", on_go=_go)


def _link(result: Games, u: int) -> str:
    a, b = result.points[:, u].tolist()
    extra = int(result.overtimes[u])
    late = "" if not extra else " · overtime" if extra == 1 else f" · {extra} overtimes"
    words = f"<b>{a}–{b}</b><small>Universe {u:,}{late}</small>"
    return html.wrapped_link("game", address.address(u), str(u), words)


def surprises(result: Games, seen: int | None) -> None:
    """Three buttons, each of which opens a game of its kind."""
    with st.container(horizontal=True, vertical_alignment="center", key="surprise"):
        st.markdown("Surprise me:", width="content")
        for kind, words in KINDS.items():
            u = universe_finder.surprise(result, kind, seen)
            st.button(
                words,
                key=f"surprise_{kind}",
                disabled=u is None,
                help=None if u is not None else "No universe of this run went to overtime.",
                on_click=_open,
                args=(u,),
            )


def back(universes: int) -> None:
    """The way from a game to all of them."""
    st.button(
        f"All {universes:,} universes",
        icon=":material/arrow_back:",
        key="close",
        on_click=address.close_universe,
    )


def _answer() -> None:
    _pick(st.session_state["pick_range"])
    st.session_state["range_drawn"] = st.session_state["range"]


def _pick(key: int | None) -> None:
    st.session_state["range"] = key


def _go(went: str) -> None:
    if went.isdecimal():
        _open(int(went))


def _open(u: int | None) -> None:
    """Open a universe; when it is closed again the chart is drawn with what is picked now."""
    st.session_state["range_drawn"] = st.session_state.get("range")
    if u is not None:
        address.open_universe(u)
