"""Vega-Lite as it is, for charts of a pairing: nearly every visitor asks for another one.

Altair checks a chart against its schema again and again while it is built, 40 ms of the server's
processor. These charts are finished dictionaries; the tests check them against that schema."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.ui.shell.figures import Vega, arrow

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
EDGE = {"value": 0}  # the y of a mark at the upper edge of its chart
FLOOR = {"datum": 0}  # where bars begin


def chart(height: int, data: Mapping[str, pd.DataFrame], *layers: Vega, **more: Any) -> Vega:
    """Layers over one another, ``height`` pixels high; ``data``: the frames that they name."""
    sets = {name: arrow(frame) for name, frame in data.items()}
    return {"$schema": SCHEMA, "height": height, "layer": list(layers), "datasets": sets, **more}


def layer(
    data: str,
    mark: str,
    look: Mapping[str, Any],
    encoding: Mapping[str, Any],
    calculate: Mapping[str, str] | None = None,
) -> Vega:
    """One layer. ``look``: what the mark's properties are; ``encoding``: channel -> definition;
    ``calculate``: further columns as expressions of Vega."""
    drawn: Vega = {
        "data": {"name": data},
        "mark": {"type": mark, **look},
        "encoding": dict(encoding),
    }
    if calculate:
        drawn["transform"] = [{"calculate": how, "as": name} for name, how in calculate.items()]
    return drawn


def number(field: str, **more: Any) -> Vega:
    """A column of numbers."""
    return {"field": field, "type": "quantitative", **more}


def word(field: str, **more: Any) -> Vega:
    """A column of words."""
    return {"field": field, "type": "nominal", **more}


def end(field: str) -> Vega:
    """The column that a mark ends at (``x2``, ``y2``)."""
    return {"field": field}


def sides(field: str, names: tuple[str, str], colors: tuple[str, str], **legend: Any) -> Vega:
    """A color a team, with a legend above."""
    return word(
        field,
        title=None,
        scale={"domain": list(names), "range": list(colors)},
        legend={"orient": "top", "symbolType": "square", **legend},
    )


def counted(first: Vega) -> list[Vega]:
    """A tooltip: ``first``, then the share and the number of universes."""
    return [
        first,
        number("share", title="Share of universes", format=".2%"),
        number("universes", title="Universes", format=","),
    ]


def middle_half(low: float, high: float, color: str) -> tuple[pd.DataFrame, Vega]:
    """The middle half of the universes as a band behind the bars: data ``half``, and its layer."""
    band = layer(
        "half",
        "rect",
        {"color": color, "opacity": 0.16},
        {
            "x": number("left"),
            "x2": end("right"),
            "tooltip": {"value": "The middle half of the universes"},
        },
    )
    return pd.DataFrame({"left": [low - 0.5], "right": [high + 0.5]}), band
