"""How the underdog wins: effect sizes of its universes, as a picture and in sentences."""

import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from pages.ui import runs
from pages.ui.shell.plots import effects


def draw_upset(spec: GameSpec, names: tuple[str, str]) -> None:
    """What is different in the universes that the underdog wins."""
    under = 1 if runs.detail(spec).games.win_prob >= 0.5 else 0
    st.subheader(f"How {names[under]} wins", anchor=False)
    effects.draw(_upset(spec, names, under), names, under, "chart_why")


@store.cached_by_data_version(64)
def _upset(spec: GameSpec, names: tuple[str, str], under: int) -> effects.Drawn:
    return effects.drawn(runs.detail(spec), names, under)
