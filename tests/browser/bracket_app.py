"""A page with nothing but the drawn bracket, and in words what it told the page.

``?layer=pick`` (or ``real``, ``score``) draws that layer, ``large`` a field of 76 teams; without it
clicks send teams through.
"""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine import store
from pages.ui.drawing.component import Action, bracket
from pages.ui.shell import page
from tests.brackets import LAYERS, large, locked

page.configure()
layer = st.query_params.get("layer", "lock")
told = st.session_state.setdefault("told", [])
chosen = st.session_state.setdefault("chosen", {})


def hear(action: Action) -> None:
    """Note the action; a team sent through stands in its slot from then on."""
    field = store.load_field("men", 2025)
    slot, team = field.slot.index(action.slot), field.team_id.tolist().index(action.team)
    told.append(f"{action.kind} {action.slot} {action.team}")
    if action.kind == "advance" and chosen.get(slot) == team:
        del chosen[slot]
    elif action.kind == "advance":
        chosen[slot] = team


st.button("Run again")
view = locked(chosen) if layer == "lock" else (LAYERS | {"large": large})[layer]()
once = bracket(view, on_action=hear)
st.text(f"told {len(told)}: {'; '.join(told)}")
st.text(f"returned: {once.kind if once else 'nothing'}")
