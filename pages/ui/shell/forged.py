"""Values that no control of ours can send: refused where Streamlit reads them, with one sentence.

A browser tells the value of every control in a message of its own, and anybody can write such a
message. Streamlit hands what is in it to the control's reader, which stumbles over a value of the
wrong kind before the page has begun, and then in every later run of that session. It has no place
for a check, so one is put where values come in: what a control cannot read counts as not sent."""

import threading
from math import isfinite
from typing import Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value
from streamlit.runtime.state.session_state import Serialized, SessionState, Value, WStates

from engine.errors import BadInput

LONGEST = 10_000  # characters and entries; a pasted pool has 4,000
SENT_AS = {"double_value": ("double_value", "int_value")}  # browsers tell whole numbers apart
_said = threading.local()  # every run of a page has a thread of its own


@st.cache_resource(show_spinner=False)
def refuse() -> None:
    """Check what is sent from now on; once a server."""
    take, read = SessionState.set_widgets_from_proto, WStates.__getitem__

    def known(state: SessionState, sent: WidgetStates) -> None:
        """A control that has been drawn keeps its value."""
        controls = state._new_widget_state.widget_metadata
        good = [one for one in sent.widgets if _fits(one, controls.get(one.id))]
        take(state, sent if len(good) == len(sent.widgets) else WidgetStates(widgets=good))

    def new(states: WStates, key: str) -> Any:
        """One that comes with its value already, as after a reconnection, has its default."""
        sent, control = states.states.get(key), states.widget_metadata.get(key)
        if control and isinstance(sent, Serialized) and not _fits(sent.value, control):
            states.states[key] = Value(control.deserializer(None))
        return read(states, key)

    SessionState.set_widgets_from_proto = known  # type: ignore[method-assign, assignment]
    WStates.__getitem__ = new  # type: ignore[method-assign]


def taken() -> BadInput | None:
    """What to say if this run was sent such a value, once."""
    refused, _said.refused = getattr(_said, "refused", False), False
    if not refused:
        return None
    return BadInput(
        "Your browser sent a value that a control of this page cannot have; it was not used.",
        "Choose again, or reload the page.",
    )


def _fits(sent: WidgetState, control: WidgetMetadata[Any] | None) -> bool:
    """Whether a control can read what it is sent; a file's reader throws others away."""
    kind = sent.WhichOneof("value")
    if control is None or kind in (None, "file_uploader_state_value"):
        return True
    try:
        if kind in SENT_AS.get(control.value_type, (control.value_type,)) and plausible(
            value := unpack_widget_state_value(sent)
        ):
            control.deserializer(value)
            return True
    except Exception:  # whatever it stumbles over that expects something else
        pass
    _said.refused = True
    return False


def plausible(sent: object) -> bool:
    """Whether a control may send this: finite numbers, texts and lists that are not too long."""
    if isinstance(sent, float):
        return isfinite(sent)
    if isinstance(sent, str):
        return len(sent) <= LONGEST
    if hasattr(sent, "__iter__") and not isinstance(sent, dict | bytes):
        values = list(sent)
        return len(values) <= LONGEST and all(map(plausible, values))
    return True
