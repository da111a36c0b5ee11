"""The margin's histogram: each side in its color, the middle half shaded, the real game marked."""

from dataclasses import dataclass
from math import ceil

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, Options, bars, layered, top_edge

HEIGHT = 340
GRAY = "#8b8070"
HEADROOM = 1.13  # above the tallest bar, for the words at the top
TICK = 10  # points between two labels of the axis
NAMED_TICK = 20  # points: here an axis label names the team, elsewhere it is the number alone

PICK = "pick"  # the selection of the margin's histogram


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
) -> Figure:
    """The bars of ``frame``; the first team's wins are on the left, as its name is above.

    ``frame`` has, beside a histogram's columns, range, bar and lists, and no value that is cut off;
    ``further``: how many universes lie beyond its first and last value. A click anywhere above or
    on a bar picks its range of margins; ``picked`` is the range that is picked to begin with."""
    sided = frame.assign(wins=[names[0] if v > 0 else names[1] for v in frame["value"]])
    start = alt.Undefined if picked is None else [{"range": picked}]
    pick = alt.selection_point(name=PICK, fields=["range"], value=start)
    point = alt.selection_point(name="point", fields=["range"], on="pointerover", empty=False)
    color = alt.Color(
        "wins:N",
        title=None,
        scale=alt.Scale(domain=list(names), range=list(colors)),
        legend=alt.Legend(orient="top", symbolType="square"),
    )
    low, high = float(frame["value"].min()) - 0.5, float(frame["value"].max()) + 0.5
    x = alt.X(
        "low:Q",
        title="Final margin in points",
        scale=alt.Scale(domain=[high, low], nice=False, zero=False),
        axis=alt.Axis(
            grid=False,
            values=list(range(TICK * ceil(low / TICK), ceil(high), TICK)),
            labelExpr=_label(names),
            labelOverlap="greedy",
        ),
    )
    y = alt.Y(
        "share:Q",
        title=None,
        scale=alt.Scale(domain=[0, HEADROOM * float(frame["share"].max())], nice=False),
        axis=alt.Axis(format=".1~%", tickCount=4),
    )
    sides = bars(sided, "", color).encode(
        x=x, y=y, opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.35))
    )
    layers = [_middle(marks), sides, *_further((low, high), further)]
    if marks.real is not None:
        layers += _real(marks.real, names, left_half=marks.real > 0.5 * (low + high))
    return layered(HEIGHT, *layers, _targets(sided, pick, point))


def _label(names: tuple[str, str]) -> str:
    """``Duke by 20 … 10, even, 10 … Connecticut by 20``, as an expression of Vega."""
    first, second = (name.replace("\\", "").replace("'", "’") for name in names)
    team = f"(datum.value > 0 ? '{first}' : '{second}')"
    return (
        "datum.value === 0 ? 'even' : "
        f"abs(datum.value) === {NAMED_TICK} ? {team} + ' by {NAMED_TICK}' : abs(datum.value)"
    )


def _middle(marks: Marks) -> alt.Chart:
    """The middle half of the universes as a band behind the bars."""
    band: alt.Chart = (
        alt.Chart(pd.DataFrame({"left": [marks.low - 0.5], "right": [marks.high + 0.5]}))
        .mark_rect(color=GRAY, opacity=0.16)
        .encode(x="left:Q", x2="right:Q", tooltip=alt.value("The middle half of the universes"))
    )
    return band


def _further(edges: tuple[float, float], count: tuple[int, int]) -> list[alt.Chart]:
    """How many universes lie beyond each edge, written at that edge; the axis runs from the first
    team's largest margin on the left."""
    left: Options = {"align": "left", "dx": 4, "baseline": "top", "dy": 30}
    right: Options = {**left, "align": "right", "dx": -4}
    return [
        alt.Chart(pd.DataFrame({"at": [at], "text": [f"+{n:,} further"]}))
        .mark_text(**options)
        .encode(x="at:Q", y=top_edge(), text="text:N")
        for options, at, n in zip((right, left), edges, count, strict=True)
        if n
    ]


def _real(margin_: int, names: tuple[str, str], left_half: bool) -> list[alt.Chart]:
    """The real margin: a rule, and its words beside its end, toward the middle."""
    words = f"Really {names[margin_ < 0]} by {abs(margin_)}"
    base = alt.Chart(pd.DataFrame({"at": [margin_], "text": [words]})).encode(x="at:Q")
    rule = base.mark_rule(strokeWidth=2, strokeDash=[5, 3], color=GRAY).encode(tooltip="text:N")
    aside: Options = {"align": "left", "dx": 6} if left_half else {"align": "right", "dx": -6}
    text = base.mark_text(**aside, baseline="top", dy=2, fontWeight=600, fontSize=13)
    return [rule, text.encode(y=top_edge(), text="text:N")]


def _targets(frame: pd.DataFrame, pick: alt.Parameter, point: alt.Parameter) -> alt.Chart:
    """What is clicked: over every bar the full height, so that a thumb meets it. It shows only
    under the pointer."""
    targets: alt.Chart = (
        alt.Chart(frame[frame["lists"] != ""])
        .transform_calculate(  # no game ends level: the bars beside that gap share it
            left="datum.value - (datum.value === 1 ? 1 : 0.5)",
            right="datum.value + (datum.value === -1 ? 1 : 0.5)",
        )
        .mark_rect(color=GRAY, cursor="pointer", strokeWidth=0)
        .encode(
            x=alt.X("left:Q"),
            x2="right:Q",
            opacity=alt.when(point).then(alt.value(0.16)).otherwise(alt.value(0.0)),
            tooltip=[
                alt.Tooltip("bar:N", title="This bar"),
                alt.Tooltip("lists:N", title="A click lists"),
            ],
        )
        .add_params(pick, point)
    )
    return targets
