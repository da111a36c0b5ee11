"""The page's link and file, and its form on one printed sheet."""

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.shell import address, downloads
from pages.ui.shell.format import file_stem

# One sheet: the page at a third of its size, without what only a screen can use and without the
# parts that the Game page prints as well.
PRINT = """<style>@media print {
  @page { size: A4; margin: 7mm }
  .stMainBlockContainer { zoom: ZOOM; padding: 0 !important; max-width: none }
  .stApp, .stMain, [data-testid="stAppViewContainer"], [data-testid="stAppViewContainer"] > div {
    position: static !important; overflow: visible !important; height: auto !important;
    display: block !important }
  [data-testid="stPageLink"], [class*="st-key-on_screen"], .st-key-keep, .st-key-phone_nav {
    display: none !important }
}</style>"""


def screen_only(key: str) -> DeltaGenerator:
    """A container that is not printed."""
    return st.container(key=f"on_screen_{key}")


def draw(what: str, table: Callable[[], pd.DataFrame], zoom: float) -> None:
    """The address that restores the page, and its measures as a file; printed, it is ``zoom`` times
    as large."""
    st.html(PRINT.replace("ZOOM", str(zoom)))
    with st.container(key="keep"):
        st.subheader("Share and keep", anchor=False)
        st.caption("This link restores the page for anyone.")
        base = (st.context.url or "").split("?")[0].rstrip("/")
        st.code(f"{base}?{urlencode(address.query())}", language=None, wrap_lines=True)
        downloads.csv(table, file_stem(what))
