"""A table of the Pools page as a file."""

import pandas as pd
import streamlit as st

from pages.ui.shell import own_data
from pages.ui.shell.format import file_stem


def csv(label: str, frame: pd.DataFrame, *what: object, source: str = "") -> None:
    """The button that saves a table; ``what``: what the file's name tells; own data behind it
    (``source``) are named too."""
    own = own_data.stamp(source)
    st.download_button(
        f"{label} (CSV)",
        lambda: own_data.labeled(frame, own).to_csv(index=False),
        f"{file_stem(*what, *own)}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
