"""The charts of the Game page."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, bars, layered, mean_rule

MARGIN_HEIGHT = 340

PICK = "pick"  # the selection of the margin's histogram


def margin(
    frame: pd.DataFrame,
    names: tuple[str, str],
    colors: tuple[str, str],
    picked: int | None,
) -> Figure:
    """The margin's histogram, each side in its team's color; right of zero the first team wins.

    A click anywhere above or on a bar picks its range of margins; ``picked`` is the range that is
    picked to begin with. ``frame`` has, beside a histogram's columns, range, bar, lists."""
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
    sides = bars(sided, "Margin in points", color).encode(
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.35))
    )
    return layered(MARGIN_HEIGHT, sides, mean_rule(frame), _targets(sided, pick, point))


def _targets(frame: pd.DataFrame, pick: alt.Parameter, point: alt.Parameter) -> alt.Chart:
    """What is clicked: over every bar the full height, so that a thumb meets it. It shows only
    under the pointer."""
    targets: alt.Chart = (
        alt.Chart(frame[frame["lists"] != ""])
        .transform_calculate(  # no game ends level: the bars beside that gap share it
            left="datum.value - (datum.value === 1 ? 1 : 0.5)",
            right="datum.value + (datum.value === -1 ? 1 : 0.5)",
        )
        .mark_rect(color="#8b8070", cursor="pointer", strokeWidth=0)
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
