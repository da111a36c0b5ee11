"""A table as a file."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

PLAIN = "Download as CSV"


def csv(
    table: pd.DataFrame | Callable[[], pd.DataFrame],
    stem: str,
    key: str | None = None,
    label: str = PLAIN,
) -> None:
    """The button that downloads a table, or what makes it; the file is made on the click."""
    st.download_button(
        label,
        lambda: (table() if callable(table) else table).to_csv(index=False),
        f"{stem}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
