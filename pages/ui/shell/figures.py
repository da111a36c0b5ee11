"""Charts as finished Vega-Lite: built and validated once, then drawn in every rerun as they are.

``st.altair_chart`` turns a chart into Vega-Lite anew each time, some 30 ms of the server's
processor. A page builds ``vega(figure)`` in a cached function and draws that."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from pages.ui.shell.charts import Figure
from pages.ui.shell.format import plain

Vega = dict[str, Any]
KEPT = 128  # charts, some 20 KB each


def vega(figure: Figure) -> Vega:
    """A chart as Vega-Lite with its data as Arrow. The look is left to Streamlit's theme."""
    spec: Vega = figure.to_dict()
    spec.pop("config", None)  # the default size of Altair's own theme
    sets = spec.get("datasets", {})
    spec["datasets"] = {name: arrow(pd.DataFrame(rows)) for name, rows in sets.items()}
    return spec


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def built(_figure_of: Callable[..., Figure], name: str, *drawn: object) -> Vega:
    """``vega(figure_of(*drawn))``, kept under ``name`` and all that is drawn; shared, for reading
    only."""
    return vega(_figure_of(*drawn))


def draw(spec: Vega, sentence: str, key: str) -> None:
    """Draw a chart; ``sentence`` is what a screen reader says of it."""
    st.vega_lite_chart(spec, width="stretch", alt=plain(sentence), key=key)


def arrow(frame: pd.DataFrame) -> bytes:
    """A chart's data as it goes to the browser."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write(table)
    return bytes(sink.getvalue())
