"""A run that takes a while is played only when somebody says so."""

from dataclasses import replace

import streamlit as st

from engine.domain.specs import DEFAULT_UNIVERSES, GameSpec
from pages.ui import runs

KEY = "large_game"  # (universes, random number) that the visitor has asked to be played


def shown(spec: GameSpec) -> GameSpec:
    """The run to show: the one asked for if it is small, finished or allowed by this visitor;
    else fewer of its universes, with the offer to play them all."""
    if spec.universes <= runs.LINK_UNIVERSES or runs.is_played(spec):
        return spec
    if st.session_state.get(KEY) == (spec.universes, spec.random_seed):
        with st.container(horizontal=True, vertical_alignment="center"):
            cancel = st.empty()
            cancel.button(
                "Cancel", icon=":material/close:", on_click=_allow, args=(None,), key="cancel_game"
            )
            runs.play_in_sight(spec)
            cancel.empty()
        return spec
    few = replace(spec, universes=DEFAULT_UNIVERSES)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="offer"):
        st.markdown(
            f"{spec.universes:,} universes take a while. Below are {few.universes:,} of them."
        )
        st.button("Play them all", icon=":material/play_arrow:", on_click=_allow, args=(spec,))
    return few


def _allow(spec: GameSpec | None) -> None:
    st.session_state[KEY] = None if spec is None else (spec.universes, spec.random_seed)
