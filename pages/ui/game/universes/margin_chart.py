"""The margin's histogram: each side in its color, the middle half shaded, the real game marked."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from pages.ui.shell.figures import Vega
from pages.ui.shell.plots import vega_lite
from pages.ui.shell.plots.vega_lite import end, number, word

HEIGHT = 340
GRAY = "#8b8070"
HEADROOM = 1.13  # above the tallest bar, for the words at the top
TICK = 10  # points between two labels of the axis
NAMED_TICK = 20  # points: here an axis label names the team, elsewhere it is the number alone

PICK = "pick"  # the selection of the margin's histogram
VIEW = "targets"  # the layer that is clicked


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn beside the bars, in points of the first team's margin: the middle half from
    ``low`` to ``high``, the real margin or None."""

    low: float
    high: float
    real: int | None


def margin(
    frame: pd.DataFrame,
    names: tuple[str, str],
    colors: tuple[str, str],
    marks: Marks,
    further: tuple[int, int],
    picked: int | None,
) -> Vega:
    """The bars of ``frame``; the first team's wins are on the left, as its name is above.

    ``frame`` has, beside a histogram's columns, range, bar and lists, and no value that is cut off;
    ``further``: how many universes lie beyond its first and last value. A click anywhere above or
    on a bar picks its range of margins; ``picked`` is the range that is picked to begin with."""
    low, high = float(frame["value"].min()) - 0.5, float(frame["value"].max()) + 0.5
    half, band = vega_lite.middle_half(marks.low, marks.high, GRAY)
    data = {
        "half": half,
        "bars": frame.assign(wins=[names[0] if v > 0 else names[1] for v in frame["value"]]),
        "targets": frame[frame["lists"] != ""],
    }
    layers = [band, _bars(frame, names, colors, (low, high))]
    for (name, rows), layer in _further((low, high), further):
        data[name] = rows
        layers.append(layer)
    if marks.real is not None:
        words = f"Really {names[marks.real < 0]} by {abs(marks.real)}"
        data["real"] = pd.DataFrame({"at": [marks.real], "text": [words]})
        layers += _real(left_half=marks.real > 0.5 * (low + high))
    pick: Vega = {"name": PICK, "select": {"type": "point", "fields": ["range"]}, "views": [VIEW]}
    if picked is not None:
        pick["value"] = [{"range": picked}]
    point = {
        "name": "point",
        "select": {"type": "point", "fields": ["range"], "on": "pointerover"},
        "views": [VIEW],
    }
    return vega_lite.chart(HEIGHT, data, *layers, _targets(), params=[pick, point])


def _bars(
    frame: pd.DataFrame,
    names: tuple[str, str],
    colors: tuple[str, str],
    ends: tuple[float, float],
) -> Vega:
    low, high = ends
    x = number(
        "low",
        title="Final margin in points",
        scale={"domain": [high, low], "nice": False, "zero": False},
        axis={
            "grid": False,
            "values": list(range(TICK * ceil(low / TICK), ceil(high), TICK)),
            "labelExpr": _label(names),
            "labelFlush": 60,  # pixels: a long name near the edge stays inside a phone's screen
            "labelOverlap": "greedy",
        },
    )
    y = number(
        "share",
        title=None,
        scale={"domain": [0, HEADROOM * float(frame["share"].max())], "nice": False},
        axis={"format": ".1~%", "tickCount": 4},
    )
    return vega_lite.layer(
        "bars",
        "bar",
        {},
        {
            "x": x,
            "x2": end("high"),
            "y": y,
            "y2": vega_lite.FLOOR,
            "color": vega_lite.sides("wins", names, colors),
            "opacity": {"condition": {"param": PICK, "value": 1.0}, "value": 0.35},
            "tooltip": vega_lite.counted(number("value", title="Points")),
        },
        {"low": "datum.value - 0.46", "high": "datum.value + 0.46"},
    )


def _label(names: tuple[str, str]) -> str:
    """``Duke by 20 … 10, even, 10 … Connecticut by 20``, as an expression of Vega."""
    first, second = (name.replace("\\", "").replace("'", "’") for name in names)
    team = f"(datum.value > 0 ? '{first}' : '{second}')"
    return (
        "datum.value === 0 ? 'even' : "
        f"abs(datum.value) === {NAMED_TICK} ? {team} + ' by {NAMED_TICK}' : abs(datum.value)"
    )


def _further(
    edges: tuple[float, float], count: tuple[int, int]
) -> list[tuple[tuple[str, pd.DataFrame], Vega]]:
    """How many universes lie beyond each edge, written at that edge; the axis runs from the first
    team's largest margin on the left."""
    left: dict[str, Any] = {"align": "left", "dx": 4, "baseline": "top", "dy": 30}
    right = {**left, "align": "right", "dx": -4}
    text = {"x": number("at"), "y": vega_lite.EDGE, "text": word("text")}
    return [
        (
            (name, pd.DataFrame({"at": [at], "text": [f"+{n:,} further"]})),
            vega_lite.layer(name, "text", look, text),
        )
        for name, look, at, n in zip(("below", "above"), (right, left), edges, count, strict=True)
        if n
    ]


def _real(left_half: bool) -> list[Vega]:
    """The real margin: a rule, and its words beside its end, toward the middle."""
    aside = {"align": "left", "dx": 6} if left_half else {"align": "right", "dx": -6}
    words = {**aside, "baseline": "top", "dy": 2, "fontWeight": 600, "fontSize": 13}
    x = {"x": number("at")}
    return [
        vega_lite.layer(
            "real",
            "rule",
            {"strokeWidth": 2, "strokeDash": [5, 3], "color": GRAY},
            x | {"tooltip": word("text")},
        ),
        vega_lite.layer("real", "text", words, x | {"y": vega_lite.EDGE, "text": word("text")}),
    ]


def _targets() -> Vega:
    """What is clicked: over every bar the full height, so that a thumb meets it. It shows only
    under the pointer."""
    targets = vega_lite.layer(
        "targets",
        "rect",
        {"color": GRAY, "cursor": "pointer", "strokeWidth": 0},
        {
            "x": number("left"),
            "x2": end("right"),
            "opacity": {
                "condition": {"param": "point", "empty": False, "value": 0.16},
                "value": 0.0,
            },
            "tooltip": [word("bar", title="This bar"), word("lists", title="A click lists")],
        },
        {  # no game ends level: the bars beside that gap share it
            "left": "datum.value - (datum.value === 1 ? 1 : 0.5)",
            "right": "datum.value + (datum.value === -1 ? 1 : 0.5)",
        },
    )
    return {"name": VIEW, **targets}
