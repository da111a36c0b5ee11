"""This session's runs, under one key, and known to the server for as long as the visitor stays."""

from typing import cast

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.runs.state import RunState
from pages.ui.runs.visitors import Visitors

KEY = "runs"


def state() -> RunState:
    """What this session asks of the workers."""
    if KEY not in st.session_state:
        st.session_state[KEY] = RunState()
    runs = cast(RunState, st.session_state[KEY])
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and exists():
        _visitors().register(context.session_id, runs)
    return runs


@st.cache_resource(show_spinner=False)
def _visitors() -> Visitors:
    found = Visitors(_connected)
    found.watch()
    return found


def _connected(session_id: str) -> bool:
    # Without a runtime the server is about to end, and all its jobs with it.
    return not exists() or get_instance().is_active_session(session_id)
