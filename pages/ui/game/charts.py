"""The chart of one game: its win-probability line."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, Options, layered, left_edge, top_edge

GAME_HEIGHT = 320

PICK = "pick"  # the selection of the margin's histogram


def win_line(
    frame: pd.DataFrame,
    periods: pd.DataFrame,
    turning: int | None,
    names: tuple[str, str],
    colors: tuple[str, str],
) -> Figure:
    """The first team's win probability over a game's minutes.

    ``frame``: minutes, win_prob, when (period and clock), score, text; ``periods``: begin, end (in
    minutes), name; ``turning``: the play that turned the game, if any did (``frame`` has
    one row more, the start)."""
    minutes = alt.X(
        "minutes:Q",
        title="Minutes played",
        scale=alt.Scale(domain=[0, float(periods["end"].max())], nice=False),
        axis=alt.Axis(grid=False, values=list(range(0, 100, 5)), format="d", labelOverlap=True),
    )
    prob = alt.Y(
        "win_prob:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], gridOpacity=0.5),
    )
    base = alt.Chart(frame).encode(x=minutes)
    line = base.mark_line(interpolate="step-after", strokeWidth=1.8, color="#8b8070").encode(y=prob)
    layers = [
        _side(base, "max(datum.win_prob, 0.5)", colors[0]),
        _side(base, "min(datum.win_prob, 0.5)", colors[1]),
        line,
        *_periods(periods),
        *_corners(names),
        *([] if turning is None else [_turning(frame.iloc[[turning + 1]])]),
        _pointed(base),
    ]
    return layered(GAME_HEIGHT, *layers)


def _side(base: alt.Chart, above: str, color: str) -> alt.Chart:
    """The area between the line and even, on one side of it."""
    area: alt.Chart = (
        base.transform_calculate(edge=above, even="0.5")
        .mark_area(interpolate="step-after", opacity=0.75, color=color)
        .encode(y=alt.Y("edge:Q"), y2="even:Q")
    )
    return area


def _periods(periods: pd.DataFrame) -> list[alt.Chart]:
    """A rule at each period's end but the last, and each period's name above."""
    ends = alt.Chart(periods.iloc[:-1]).mark_rule(strokeDash=[2, 3], color="#8b8070")
    names = (
        alt.Chart(periods)
        .transform_calculate(middle="(datum.begin + datum.end) / 2")
        .mark_text(baseline="bottom", dy=-6, fontSize=13)
        .encode(x="middle:Q", y=top_edge(), text="short:N")
    )
    return [ends.encode(x="end:Q"), names]


def _corners(names: tuple[str, str]) -> list[alt.Chart]:
    """Which half of the picture is whose."""
    sides = pd.DataFrame({"at": [1.0, 0.0], "name": [f"{name} wins" for name in names]})
    text: Options = {"align": "left", "dx": 6, "fontSize": 13, "fontWeight": 600}
    marks = [
        alt.Chart(sides.iloc[[0]]).mark_text(**text, baseline="top", dy=6),
        alt.Chart(sides.iloc[[1]]).mark_text(**text, baseline="bottom", dy=-6),
    ]
    return [mark.encode(x=left_edge(), y="at:Q", text="name:N") for mark in marks]


def _turning(row: pd.DataFrame) -> alt.Chart:
    """The turning point; the diamond stands before its sentence, too."""
    mark: alt.Chart = (
        alt.Chart(row)
        .mark_point(shape="diamond", size=190, filled=True, opacity=1)
        .encode(
            x="minutes:Q",
            y="win_prob:Q",
            fill=alt.value("#ffffff"),
            stroke=alt.value("#2a2119"),
            strokeWidth=alt.value(2),
        )
    )
    return mark


def _pointed(base: alt.Chart) -> alt.Chart:
    """A rule at the play nearest to the pointer, with what happened."""
    near = alt.selection_point(
        name="near", nearest=True, on="pointerover", encodings=["x"], empty=False
    )
    rule: alt.Chart = base.mark_rule(color="#8b8070").encode(
        opacity=alt.when(near).then(alt.value(0.7)).otherwise(alt.value(0.0)),
        tooltip=[
            alt.Tooltip("when:N", title="Clock"),
            alt.Tooltip("score:N", title="Score"),
            alt.Tooltip("chance:N", title="Win probability"),
            alt.Tooltip("text:N", title="Play"),
        ],
    )
    return rule.add_params(near)
