"""A table as a file."""

import pandas as pd
import streamlit as st


def csv(frame: pd.DataFrame, stem: str, key: str) -> None:
    """The button that downloads ``frame``; the file is made on the click."""
    st.download_button(
        "Download as CSV",
        lambda: frame.to_csv(index=False),
        f"{stem}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
