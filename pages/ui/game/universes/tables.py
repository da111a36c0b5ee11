"""Tables behind the charts of the Game page."""

import pandas as pd
import streamlit as st

from pages.ui.shell.format import plain


def histogram(frame: pd.DataFrame, sentence: str) -> None:
    """How often each value came up, behind its chart."""
    with st.expander("As a table"):
        st.dataframe(
            frame[["value", "universes", "share", "share_se"]],
            hide_index=True,
            height=240,
            column_config={
                "value": "Points",
                "universes": st.column_config.NumberColumn("Universes", format="localized"),
                "share": st.column_config.NumberColumn("Share", format="percent"),
                "share_se": st.column_config.NumberColumn("Standard error", format="percent"),
            },
            alt=f"Table behind the chart: {plain(sentence)}",
        )
