"""The Pools page's charts on screen: each is built once for the same table."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.ui.shell import figures
from pages.ui.shell.charts import Figure
from pages.ui.shell.figures import Vega

KEPT_CHARTS = 64  # some 10 KB each


def chart(
    make: Callable[..., Figure], frame: pd.DataFrame, sentence: str, key: str, *values: float
) -> None:
    """Draw ``make(frame, *values)``, a function of ``charts``; ``sentence`` is what a screen reader
    says of it."""
    figures.draw(_spec(make, make.__name__, frame, values), sentence, key)


@st.cache_resource(max_entries=KEPT_CHARTS, show_spinner=False)
def _spec(
    _make: Callable[..., Figure], name: str, frame: pd.DataFrame, values: tuple[float, ...]
) -> Vega:
    return figures.vega(_make(frame, *values))
