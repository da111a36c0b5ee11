"""A table of the Pools page as a file."""

import pandas as pd
import streamlit as st

from pages.ui.shell.format import file_stem


def csv(label: str, frame: pd.DataFrame, *what: object) -> None:
    """The button that saves a table; ``what``: what the file's name tells."""
    st.download_button(
        f"{label} (CSV)",
        lambda: frame.to_csv(index=False),
        f"{file_stem(*what)}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
