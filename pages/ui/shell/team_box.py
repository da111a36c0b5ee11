"""A box to choose a team: from its list, or by typing any spelling, nickname or seed of it.

Streamlit's box takes text that is no option; ``find`` makes a team of it, and what it cannot find
becomes one sentence under the box, with the earlier choice back in it.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import streamlit as st

from engine.errors import HardwoodError

T = TypeVar("T")
LONGEST = 40  # typed characters that are looked at


def draw(
    label: str,
    options: Sequence[T],
    key: str,
    value: T | None,
    find: Callable[[str], T],
    chosen: Callable[[T], None],
    *,
    words: Callable[[T], str] = str,
    width: int | Literal["stretch"] = 188,
    disabled: bool = False,
    cleared: Callable[[], None] | None = None,
) -> None:
    """The box with ``value`` in it. ``find`` raises a HardwoodError for text that is no team;
    ``chosen`` is told the team once it is picked or found, and keeps it as the next ``value``. With
    ``cleared``, which is told so, the box may be emptied: no team means all."""
    st.session_state[key] = value

    def picked() -> None:
        answer = st.session_state[key]
        if answer is None:
            if cleared is not None:
                cleared()
            return
        try:
            chosen(answer if answer in options else find(str(answer)[:LONGEST]))
        except HardwoodError as error:
            st.session_state[_problem(key)] = error

    st.selectbox(
        label,
        options,
        index=0 if cleared is None else None,
        format_func=lambda option: option if isinstance(option, str) else words(option),
        placeholder="Choose a team" if cleared is None else "All",
        key=key,
        on_change=picked,
        accept_new_options=True,
        filter_mode="contains",
        width=width,
        disabled=disabled,
    )


def problem(key: str) -> HardwoodError | None:
    """What was wrong with the text typed last into a box, once."""
    found: HardwoodError | None = st.session_state.pop(_problem(key), None)
    return found


def _problem(key: str) -> str:
    return f"{key}_problem"
