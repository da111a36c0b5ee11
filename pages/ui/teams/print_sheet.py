"""The page's link and file, and its form on one printed sheet."""

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from pages.ui.shell import address
from pages.ui.shell.format import file_stem

# One sheet: all of the page, half as large; what only a screen can use is left out.
PRINT = """<style>@media print {
  @page { size: A4; margin: 8mm }
  .stMainBlockContainer { zoom: .42; padding: 0 !important; max-width: none }
  .stApp, .stMain, [data-testid="stAppViewContainer"] { position: static !important;
    overflow: visible !important; height: auto !important; display: block !important }
  [data-testid="stPageLink"], .st-key-keep, .st-key-phone_nav { display: none !important }
}</style>"""


def draw(what: str, table: Callable[[], pd.DataFrame]) -> None:
    """The address that restores the page, and its measures as a file."""
    st.html(PRINT)
    with st.container(key="keep"):
        st.subheader("Share and keep", anchor=False)
        st.caption("This link restores the page for anyone. Printed, it fits one sheet.")
        base = (st.context.url or "").split("?")[0].rstrip("/")
        st.code(f"{base}?{urlencode(address.query())}", language=None, wrap_lines=True)
        st.download_button(
            "Download as CSV",
            lambda: table().to_csv(index=False),
            f"{file_stem(what)}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
