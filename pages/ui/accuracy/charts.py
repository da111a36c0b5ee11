"""The Accuracy page's frames -> alt.Chart. Pure: no engine calls, no Streamlit.

Every interval is a 95 % one: a rule through the mark that it belongs to."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, Options, layered, top_edge
from pages.ui.shell.page import TEAM_A, TEAM_B

INK = "#8b8070"  # rules and baselines: readable on both papers
TALL, LOW = 300, 230
LEAST_SHARE = 0.3  # where the calibration plot begins

# One color and one shape a forecaster; Hardwood has Hardwood's orange.
COLORS = {"Hardwood": TEAM_A, "Plain rating": INK, "Seeds only": TEAM_B}
SHAPES = {"Hardwood": "circle", "Plain rating": "square", "Seeds only": "triangle-up"}


def _season(field: str = "season") -> alt.X:
    return alt.X(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=14),
        axis=alt.Axis(format="d", tickCount=5, grid=False, labelOverlap=True),
    )


def by_season(frame: pd.DataFrame, title: str) -> Figure:
    """Each forecaster's score season by season. ``frame``: season, name, value, low, high, games;
    only the first name's interval is drawn: they all are about as wide, and overlap."""
    names = [name for name in COLORS if name in set(frame["name"])]
    color = alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=names, range=[COLORS[name] for name in names]),
        legend=alt.Legend(orient="top", symbolSize=90),
    )
    shape = alt.Shape(
        "name:N", title=None, scale=alt.Scale(domain=names, range=[SHAPES[name] for name in names])
    )
    value = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False), axis=_axis(".2f"))
    beside = f"datum.season + 0.16 * indexof({names}, datum.name)"  # so that marks do not overlap
    base = alt.Chart(frame).transform_calculate(at=beside).encode(x=_season("at"))
    spread = (
        base.transform_filter(f"datum.name === '{names[0]}'")
        .mark_rule(color=TEAM_A, strokeWidth=1.5, opacity=0.6)
        .encode(y="low:Q", y2="high:Q")
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        y=value,
        color=color,
        shape=shape,
        tooltip=[
            alt.Tooltip("season:Q", title="Season", format="d"),
            alt.Tooltip("name:N", title="Forecaster"),
            alt.Tooltip("value:Q", title=title, format=".4f"),
            alt.Tooltip("games:Q", title="Games", format=","),
        ],
    )
    return layered(TALL, spread, points)


def gains(frame: pd.DataFrame, pooled: pd.DataFrame) -> Figure:
    """How much Hardwood gained on a rival, season by season, and over all of them (the band).
    ``frame``: season, value, low, high, games; ``pooled``: one row of value, low, high."""
    base = alt.Chart(frame).encode(x=_season())
    band = alt.Chart(pooled).mark_rect(color=TEAM_A, opacity=0.2).encode(y="low:Q", y2="high:Q")
    mean = alt.Chart(pooled).mark_rule(color=TEAM_A, strokeWidth=2).encode(y="value:Q")
    spread = base.mark_rule(color=INK, strokeWidth=1.5).encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, size=64, opacity=1, color=TEAM_A).encode(
        y=alt.Y("value:Q", title=None, axis=_axis("+.3~f")),
        tooltip=[
            alt.Tooltip("season:Q", title="Season", format="d"),
            alt.Tooltip("value:Q", title="Gain a game", format="+.4f"),
            alt.Tooltip("low:Q", title="95% from", format="+.4f"),
            alt.Tooltip("high:Q", title="to", format="+.4f"),
            alt.Tooltip("games:Q", title="Games", format=","),
        ],
    )
    return layered(LOW, band, mean, _level(0.0), spread, points)


def calibration(frame: pd.DataFrame) -> Figure:
    """Forecast win probabilities of favorites against how often they won. ``frame``: expected,
    share, share_low, share_high, count, label (the count in words)."""
    ticks: Options = {"format": ".0%", "values": [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]}
    forecast_axis = alt.X(
        "expected:Q",
        title="Forecast win probability of the favorite",
        scale=alt.Scale(domain=[0.5, 1.0], nice=False, zero=False),
        axis=alt.Axis(grid=False, **ticks),
    )

    def won(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title="Share of favorites that won",
            scale=alt.Scale(domain=[LEAST_SHARE, 1.0], nice=False, zero=False, clamp=True),
            axis=alt.Axis(gridOpacity=0.5, **ticks),
        )

    both = pd.DataFrame({"expected": [0.5, 1.0], "share": [0.5, 1.0]})
    line = alt.Chart(both).mark_line(color=INK, strokeDash=[4, 3], strokeWidth=1.5)
    base = alt.Chart(frame.assign(floor=LEAST_SHARE)).encode(x=forecast_axis)
    spread = base.mark_rule(color=TEAM_A, strokeWidth=2, opacity=0.6).encode(
        y=won("share_low"), y2="share_high:Q"
    )
    points = base.mark_point(filled=True, size=80, opacity=1, color=TEAM_A).encode(
        y=won("share"),
        tooltip=[
            alt.Tooltip("expected:Q", title="Forecast", format=".1%"),
            alt.Tooltip("share:Q", title="Won", format=".1%"),
            alt.Tooltip("share_low:Q", title="95% from", format=".1%"),
            alt.Tooltip("share_high:Q", title="to", format=".1%"),
            alt.Tooltip("count:Q", title="Games", format=","),
        ],
    )
    counts = base.mark_text(fontSize=12, baseline="bottom", dy=-3).encode(
        y=won("floor"), text=alt.Text("label:N")
    )
    layers = (line.encode(x=forecast_axis, y=won("share")), spread, points, counts)
    return layered(TALL + 40, *layers)


def field_chances(frame: pd.DataFrame) -> Figure:
    """Chances of the field against how many got in. ``frame``: expected, share, share_low,
    share_high, count, label (the count in words)."""
    axis = alt.Axis(format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1], gridOpacity=0.5)
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("expected:Q", title="Projected chance of the field", scale=scale, axis=axis)

    def got_in(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title="Share that got in", scale=scale, axis=axis)

    both = pd.DataFrame({"expected": [0.0, 1.0], "share": [0.0, 1.0]})
    line = alt.Chart(both).mark_line(color=INK, strokeDash=[4, 3], strokeWidth=1.5)
    base = alt.Chart(frame).encode(x=x)
    spread = base.mark_rule(color=TEAM_A, strokeWidth=2, opacity=0.6).encode(
        y=got_in("share_low"), y2="share_high:Q"
    )
    points = base.mark_point(filled=True, size=80, opacity=1, color=TEAM_A).encode(
        y=got_in("share"),
        tooltip=[
            alt.Tooltip("expected:Q", title="Projected", format=".1%"),
            alt.Tooltip("share:Q", title="Got in", format=".1%"),
            alt.Tooltip("share_low:Q", title="95% from", format=".1%"),
            alt.Tooltip("share_high:Q", title="to", format=".1%"),
            alt.Tooltip("count:Q", title="Teams", format=","),
        ],
    )
    counts = base.mark_text(fontSize=12, dy=16, dx=14, align="left").encode(
        y=got_in("share"), text=alt.Text("label:N")
    )
    return layered(TALL + 40, line.encode(x=x, y=got_in("share")), spread, points, counts)


def transform(frame: pd.DataFrame, title: str, color: str) -> Figure:
    """Into which tenth of its simulated distribution the real value fell: level if the
    distributions are right. ``frame``: low, high, share, share_low, share_high, count."""
    base = (
        alt.Chart(frame)
        .transform_calculate(middle="(datum.low + datum.high) / 2", from_="datum.low + 0.006")
        .transform_calculate(to_="datum.high - 0.006")
    )
    bars = base.mark_bar(color=color).encode(
        x=alt.X(
            "from_:Q",
            title=title,
            scale=alt.Scale(domain=[0, 1], nice=False),
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1.0], grid=False),
        ),
        x2="to_:Q",
        y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
        y2=alt.Y2Datum(0),
        tooltip=[
            alt.Tooltip("low:Q", title="Tenth from", format=".0%"),
            alt.Tooltip("high:Q", title="to", format=".0%"),
            alt.Tooltip("share:Q", title="Share of real games", format=".1%"),
            alt.Tooltip("count:Q", title="Games", format=","),
        ],
    )
    spread = base.mark_rule(color=INK, strokeWidth=2).encode(
        x="middle:Q", y="share_low:Q", y2="share_high:Q"
    )
    return layered(LOW, bars, _level(0.1), spread)


def upset_years(frame: pd.DataFrame) -> Figure:
    """Upsets a year: where nine universes in ten lie, their mean, and the real number. ``frame``:
    season, low, high, expected, real."""
    names = ["real", "expected"]
    base = alt.Chart(frame).encode(x=_season())
    spread = base.mark_rule(color=INK, strokeWidth=7, strokeCap="round", opacity=0.4).encode(
        y=alt.Y("low:Q", title="Upsets", scale=alt.Scale(zero=True)), y2="high:Q"
    )
    tooltip = [
        alt.Tooltip("season:Q", title="Season", format="d"),
        alt.Tooltip("real:Q", title="Real"),
        alt.Tooltip("expected:Q", title="Expected", format=".1f"),
        alt.Tooltip("low:Q", title="Nine universes in ten from"),
        alt.Tooltip("high:Q", title="to"),
    ]
    marks = (
        base.transform_fold(["real", "expected"], ["which", "upsets"])
        .transform_calculate(name="datum.which === 'real' ? 'real' : 'expected'")
        .mark_point(filled=True, opacity=1, size=90)
        .encode(
            y="upsets:Q",
            color=alt.Color(
                "name:N",
                title=None,
                scale=alt.Scale(domain=names, range=[TEAM_A, INK]),
                legend=alt.Legend(orient="top", symbolSize=90),
            ),
            shape=alt.Shape(
                "name:N", title=None, scale=alt.Scale(domain=names, range=["diamond", "square"])
            ),
            tooltip=tooltip,
        )
    )
    return layered(TALL, spread, marks)


def upset_histogram(frame: pd.DataFrame, real: int) -> Figure:
    """How many upsets in how many universes, the real number's bar in Hardwood's orange.
    ``frame``: upsets, universes, share."""
    bars = (
        alt.Chart(frame)
        .transform_calculate(from_="datum.upsets - 0.46", to_="datum.upsets + 0.46")
        .mark_bar()
        .encode(
            x=alt.X(
                "from_:Q",
                title="Upsets in the tournament",
                scale=alt.Scale(zero=False),
                axis=alt.Axis(grid=False, format="d", tickMinStep=1, labelOverlap=True),
            ),
            x2="to_:Q",
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
            y2=alt.Y2Datum(0),
            color=alt.condition(
                f"datum.upsets === {real}", alt.value(TEAM_A), alt.value("#bdae97")
            ),
            tooltip=[
                alt.Tooltip("upsets:Q", title="Upsets"),
                alt.Tooltip("share:Q", title="Share of universes", format=".1%"),
                alt.Tooltip("universes:Q", title="Universes", format=","),
            ],
        )
    )
    label = (
        alt.Chart(pd.DataFrame({"upsets": [real], "text": [f"{real} real"]}))
        .mark_text(baseline="bottom", dy=-4, fontSize=13, fontWeight=600)
        .encode(x="upsets:Q", y=top_edge(), text="text:N")
    )
    mark = (
        alt.Chart(pd.DataFrame({"upsets": [real]}))
        .mark_rule(color=TEAM_A, strokeWidth=1.5, strokeDash=[4, 3])
        .encode(x="upsets:Q")
    )
    return layered(LOW, bars, mark, label)


def _axis(format_: str) -> alt.Axis:
    return alt.Axis(format=format_, tickCount=5, gridOpacity=0.5)


def _level(at: float) -> alt.Chart:
    """A dashed reference line: where everything would lie without error, or without gain."""
    rule: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [at]}))
        .mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5)
        .encode(y="at:Q")
    )
    return rule
