"""The charts of a pairing are Vega-Lite as it is: what Altair would refuse must not pass."""

import altair as alt
import pandas as pd
import pyarrow as pa
import pytest
from jsonschema import ValidationError

from pages.ui.game.universes import flow, margin_chart, score_charts, way_here
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.plots import effects, vega_lite

NAMES, COLORS = ("St. John's (NY)", "Duke"), (TEAM_A, TEAM_B)


def checked(spec):
    """The chart by Altair's schema, and every column that it names in its data."""
    rows = {
        name: pa.ipc.open_stream(data).read_all().to_pylist()
        for name, data in spec["datasets"].items()
    }
    alt.LayerChart.from_dict(spec | {"datasets": rows}, validate=True)
    for layer in spec["layer"]:
        known = set(rows[layer["data"]["name"]][0])
        known |= {one["as"] for one in layer.get("transform", [])}
        named = [one for part in layer["encoding"].values() for one in _flat(part)]
        assert {one["field"] for one in named if "field" in one} <= known
    return spec


def _flat(part):
    return part if isinstance(part, list) else [part]


def margins():
    value = [-3, -1, 1, 2]
    frame = pd.DataFrame({"value": value, "universes": 5, "share": 0.25, "range": value})
    return frame.assign(bar="a bar", lists=["", "some", "some", "some"])


def test_the_margin_in_each_of_its_forms():
    for real, further, picked in ((None, (0, 0), None), (2, (3, 0), 1), (-9, (3, 4), None)):
        marks = margin_chart.Marks(-1.0, 2.0, real)
        spec = checked(margin_chart.margin(margins(), NAMES, COLORS, marks, further, picked))
        assert len(spec["layer"]) == 3 + sum(map(bool, further)) + 2 * (real is not None)
        assert ("value" in spec["params"][0]) == (picked is not None)


def test_scores_the_lead_the_season_and_what_decides():
    low = pd.DataFrame({"low": [60, 63], "high": [62, 65], "share": 0.5, "universes": 9})
    checked(score_charts.points(low, "Points", TEAM_A, (60.0, 64.0)))
    square = {"low_a": [60], "high_a": [63], "low_b": [56], "high_b": [59], "a_wins": [4]}
    square = pd.DataFrame(square | {"universes": [5], "share": [0.1]})
    spec = checked(score_charts.score_map(square, NAMES, COLORS))
    (row,) = pa.ipc.open_stream(spec["datasets"]["squares"]).read_all().to_pylist()
    assert (row["wins"], row["score"]) == (NAMES[0], "60–63 to 56–59")
    lead = {name: [0.0, 1.0] for name in ("low90", "low50", "middle", "high50", "high90")}
    checked(flow.fan(pd.DataFrame({"minute": [0, 1], "a_ahead": 0.5} | lead), NAMES))
    week = {"team": [NAMES[0]], "day": ["2026-01-02"], "date": ["2026-01-02"]}
    checked(way_here.season_line(pd.DataFrame(week | {"net": [9.0], "net_se": [1.0]}), NAMES))
    effect = {name: ["x"] for name in ("label", "wins", "losses", "color")}
    checked(effects.picture(pd.DataFrame(effect | {"d": [0.4], "d_se": [0.1]})))


def test_a_wrong_property_and_a_missing_column_are_found():
    data = {"rows": pd.DataFrame({"at": [1.0]})}
    wrong = vega_lite.layer("rows", "bar", {}, {"x": vega_lite.number("at", axes={})})
    missing = vega_lite.layer("rows", "bar", {}, {"x": vega_lite.number("there")})
    with pytest.raises(ValidationError):
        checked(vega_lite.chart(100, data, wrong))
    with pytest.raises(AssertionError):
        checked(vega_lite.chart(100, data, missing))
