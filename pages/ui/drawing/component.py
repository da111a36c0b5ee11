"""The drawn bracket as a Streamlit component, and what comes back from it, checked.

Wide screens get the whole tree, narrow ones a region at a time; which, is the browser's choice, so
turning a phone needs no rerun. Pointing at a team lights it wherever it may get to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import streamlit as st

from engine.errors import BadInput
from pages.ui.drawing.payload import payload
from pages.ui.drawing.view import View, reach_of
from pages.ui.shell import notices

HTML = """
<div class="whole">
  <div class="frame">
    <div class="wide"></div>
    <div class="narrow">
      <div class="chooser" role="group" aria-label="Region"></div>
      <div class="panel"></div>
      <div class="finals"></div>
    </div>
  </div>
  <div class="key"></div>
  <div class="card" aria-hidden="true"></div>
  <div class="chip" aria-hidden="true"></div>
</div>
"""
HERE = Path(__file__).parent
CSS = (HERE / "bracket.css").read_text(encoding="utf-8")
JS = "\n".join(
    (HERE / f"bracket{part}.js").read_text(encoding="utf-8")
    for part in ("_tree", "_path", "_sent", "_walk", "")
)

KINDS = ("advance", "open")

_component = st.components.v2.component("hardwood_bracket", html=HTML, css=CSS, js=JS)


@dataclass(frozen=True, slots=True)
class Action:
    """What a visitor did: ``advance`` a team through a slot, or ``open`` that slot's game."""

    kind: Literal["advance", "open"]
    slot: str
    team: int


def bracket(
    view: View, key: str = "bracket", on_action: Callable[[Action], None] | None = None
) -> Action | None:
    """Draw the bracket; the visitor's last action, once. ``on_action`` gets it before the page
    runs, so that the page is drawn with its effect at once. What is not an action of this field is
    refused with a notice."""
    seen_key, refused = f"{key}_said", f"{key}_refused"

    def receive() -> None:
        try:
            action = check(view, _fresh(st.session_state[key].get("action"), seen_key))
        except BadInput as error:
            st.session_state[refused] = error
            return
        st.session_state[f"{key}_action"] = action
        if action and on_action is not None:
            on_action(action)

    with st.container():  # there with and without a notice: nothing below changes its place
        if error := st.session_state.pop(refused, None):
            notices.show(error)
    _component(key=key, data=payload(view), on_action_change=receive)
    return cast("Action | None", st.session_state.pop(f"{key}_action", None))


def _fresh(answer: object, seen_key: str) -> object:
    """``answer`` unless it is the one that was heard last: every click has a number of its own."""
    number = answer.get("n") if isinstance(answer, dict) else None
    if number is not None and st.session_state.get(seen_key) == number:
        return None
    st.session_state[seen_key] = number
    return answer


def check(view: View, answer: object) -> Action | None:
    """The action that the browser reports; BadInput when it is none of this field."""
    if answer is None:
        return None
    report = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
    kind, slot, entrant = (report.get(name) for name in ("kind", "slot", "team"))
    if kind not in KINDS or type(slot) is not int or type(entrant) is not int:
        raise BadInput("The bracket sent something that is no move.", "Reload the page.")
    known = 0 <= slot < len(view.field.slot) and 0 <= entrant < len(view.name)
    if not known or not reach_of(view.field)[slot, entrant]:
        raise BadInput(
            "The bracket named a game that this team cannot play in.",
            "Choose a team in the bracket.",
        )
    return Action(
        cast("Literal['advance', 'open']", kind),
        view.field.slot[slot],
        int(view.field.team_id[entrant]),
    )
