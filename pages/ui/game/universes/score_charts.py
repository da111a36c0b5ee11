"""Charts of scores: how often each total and each team's points, and both scores together."""

import pandas as pd

from pages.ui.shell.figures import Vega
from pages.ui.shell.plots import vega_lite
from pages.ui.shell.plots.vega_lite import counted, end, number, word

GRAY = "#8b8070"
HEIGHT, MAP_HEIGHT = 230, 420
FAINTEST = 0.12  # how strongly the rarest square of the map is filled


def points(frame: pd.DataFrame, title: str, color: str, half: tuple[float, float]) -> Vega:
    """Bars of ``games.binned`` with the middle half behind them as a band."""
    rows = frame.assign(
        left=frame["low"] - 0.42,
        right=frame["high"] + 0.42,
        range=_range(frame["low"], frame["high"]),
    )
    middle, band = vega_lite.middle_half(*half, GRAY)
    bars = vega_lite.layer(
        "bars",
        "bar",
        {"color": color},
        {
            "x": number(
                "left",
                title=title,
                scale={"zero": False},
                axis={"grid": False, "tickCount": 8, "format": "d"},
            ),
            "x2": end("right"),
            "y": number("share", title=None, axis={"format": ".0%", "tickCount": 4}),
            "y2": vega_lite.FLOOR,
            "tooltip": counted(word("range", title="Points")),
        },
    )
    return vega_lite.chart(HEIGHT, {"half": middle, "bars": rows}, band, bars)


def score_map(frame: pd.DataFrame, names: tuple[str, str], colors: tuple[str, str]) -> Vega:
    """Squares of ``games.score_grid``: the fuller the likelier, in the color of the team that wins
    more of the square's universes; on the line both score the same."""
    rows = frame.assign(
        right=frame["high_a"] + 1,
        top=frame["high_b"] + 1,
        wins=[names[2 * a < n] for a, n in zip(frame["a_wins"], frame["universes"], strict=True)],
        score=[
            f"{a} to {b}"
            for a, b in zip(
                _range(frame["low_a"], frame["high_a"]),
                _range(frame["low_b"], frame["high_b"]),
                strict=True,
            )
        ],
        strength=FAINTEST + (1.0 - FAINTEST) * frame["share"] / frame["share"].max(),
    )
    squares = vega_lite.layer(
        "squares",
        "rect",
        {},
        {
            "x": _axis("low_a", names[0]),
            "x2": end("right"),
            "y": _axis("low_b", names[1]),
            "y2": end("top"),
            "color": vega_lite.sides("wins", names, colors),
            "opacity": number("strength", scale=None, legend=None),
            "tooltip": counted(word("score", title=f"{names[0]} to {names[1]}")),
        },
    )
    even = vega_lite.layer(
        "even",
        "line",
        {"strokeDash": [4, 3], "color": GRAY},
        {"x": number("at"), "y": number("at")},
    )
    low = float(max(frame["low_a"].min(), frame["low_b"].min()))
    high = float(min(rows["right"].max(), rows["top"].max()))
    data = {"squares": rows, "even": pd.DataFrame({"at": [low, high]})}
    return vega_lite.chart(MAP_HEIGHT, data, squares, even)


def _axis(column: str, name: str) -> Vega:
    return number(
        column,
        title=f"Points of {name}",
        scale={"zero": False, "nice": False},
        axis={"grid": False, "tickMinStep": 10, "format": "d"},
    )


def _range(low: pd.Series, high: pd.Series) -> list[str]:
    """``71–73``, row by row."""
    return [f"{a}–{b}" for a, b in zip(low.tolist(), high.tolist(), strict=True)]
