"""Charts of scores: how often each total and each team's points, and both scores together."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, layered

GRAY = "#8b8070"
HEIGHT, MAP_HEIGHT = 230, 420
FAINTEST = 0.12  # how strongly the rarest square of the map is filled


def points(frame: pd.DataFrame, title: str, color: str, half: tuple[float, float]) -> Figure:
    """Bars of ``games.binned`` with the middle half behind them as a band."""
    band = (
        alt.Chart(pd.DataFrame({"left": [half[0] - 0.5], "right": [half[1] + 0.5]}))
        .mark_rect(color=GRAY, opacity=0.16)
        .encode(x="left:Q", x2="right:Q", tooltip=alt.value("The middle half of the universes"))
    )
    rows = frame.assign(
        left=frame["low"] - 0.42,
        right=frame["high"] + 0.42,
        range=_range(frame["low"], frame["high"]),
    )
    bars = (
        alt.Chart(rows)
        .mark_bar(color=color)
        .encode(
            x=alt.X(
                "left:Q",
                title=title,
                scale=alt.Scale(zero=False),
                axis=alt.Axis(grid=False, tickCount=8, format="d"),
            ),
            x2="right:Q",
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
            y2=alt.Y2Datum(0),
            tooltip=_tooltip(alt.Tooltip("range:N", title="Points")),
        )
    )
    return layered(HEIGHT, band, bars)


def score_map(frame: pd.DataFrame, names: tuple[str, str], colors: tuple[str, str]) -> Figure:
    """Squares of ``games.score_grid``: the fuller the likelier, in the color of the team that wins
    more of the square's universes; on the line both score the same."""
    rows = frame.assign(
        right=frame["high_a"] + 1,
        top=frame["high_b"] + 1,
        wins=[names[2 * a < n] for a, n in zip(frame["a_wins"], frame["universes"], strict=True)],
        score=_range(frame["low_a"], frame["high_a"])
        + " to "
        + _range(frame["low_b"], frame["high_b"]),
        strength=FAINTEST + (1.0 - FAINTEST) * frame["share"] / frame["share"].max(),
    )
    squares = (
        alt.Chart(rows)
        .mark_rect()
        .encode(
            x=_axis("low_a", names[0]),
            x2="right:Q",
            y=_axis("low_b", names[1]),
            y2="top:Q",
            color=alt.Color(
                "wins:N",
                title=None,
                scale=alt.Scale(domain=list(names), range=list(colors)),
                legend=alt.Legend(orient="top", symbolType="square"),
            ),
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
            tooltip=_tooltip(alt.Tooltip("score:N", title=f"{names[0]} to {names[1]}")),
        )
    )
    low = float(max(frame["low_a"].min(), frame["low_b"].min()))
    high = float(min(rows["right"].max(), rows["top"].max()))
    even = (
        alt.Chart(pd.DataFrame({"at": [low, high]}))
        .mark_line(strokeDash=[4, 3], color=GRAY)
        .encode(x="at:Q", y="at:Q")
    )
    return layered(MAP_HEIGHT, squares, even)


def _axis(column: str, name: str) -> alt.X | alt.Y:
    kind = alt.X if column == "low_a" else alt.Y
    return kind(
        f"{column}:Q",
        title=f"Points of {name}",
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(grid=False, tickMinStep=10, format="d"),
    )


def _range(low: pd.Series, high: pd.Series) -> pd.Series:
    """``71–73``, row by row."""
    return low.astype(str) + "–" + high.astype(str)


def _tooltip(first: alt.Tooltip) -> list[alt.Tooltip]:
    return [
        first,
        alt.Tooltip("share:Q", title="Share of universes", format=".2%"),
        alt.Tooltip("universes:Q", title="Universes", format=","),
    ]
