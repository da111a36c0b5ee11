"""The part about the field: how chances of getting in came true, and how selection is modeled."""

from typing import Any

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import FIELD_CHANCE_UNIVERSES
from engine.domain.teams import League
from engine.evaluation import field_record
from pages.ui.accuracy import charts
from pages.ui.accuracy.record import Drawn
from pages.ui.shell import downloads, figures
from pages.ui.shell.figures import vega
from pages.ui.shell.format import NINETY_FIVE, file_stem

EVENINGS = {"01-15": "15 January", "02-15": "15 February", "03-01": "1 March"}
KEPT = 6
SHARES = ("share", "share_low", "share_high", "expected", "within_one", "within_one_se")
NAMES = {
    "evening": "Evening",
    "span": "Seasons",
    "seasons": "Number",
    "season": "Season",
    "brier": "Hardwood",
    "plain": "Plain rule",
    "gain": "Hardwood gains",
    "gain_se": "± gain",
    "places": "Places at large",
    "right": "Named right",
    "right_se": "± right",
    "within_one": "Within one line",
    "within_one_se": "± line",
    "low": "From",
    "high": "To",
    "count": "Teams",
    "expected": "Mean chance",
    "share": "Got in",
    "share_low": "95% from",
    "share_high": "95% to",
}


def draw(league: League, evening: str) -> None:
    """Calibration of the chance of the field, its Brier score, and the selection model."""
    of = _reliability(league, evening)
    st.subheader("When it says 70% for the field", anchor=False)
    st.markdown(of.sentence)
    figures.draw(of.chart, of.sentence, "chart_field_chances")
    with st.expander("As a table"):
        _table(of.table, "Teams by their chance of the field", league, "field-chances")
    st.markdown(
        "**Brier score** of every team's chance, lower is better, beside a plain rule that knows "
        "the same net ratings: a curve around the 45th of them, and a share for the best team of "
        "each conference, both fitted on the seasons up to 2019. ± is a 95% error over seasons."
    )
    _table(_brier(league), "Brier score of the chance of the field", league, "field-brier")
    st.subheader("The selection model", anchor=False)
    st.markdown(_selected(league))
    _table(field_record.selection_pooled(league), "Selection, pooled", league, "selection-pooled")
    with st.expander("Season by season"):
        _table(field_record.selection_by_season(league), "Selection by season", league, "selection")
    st.caption(
        f"Each evening's rest of the season is played in {FIELD_CHANCE_UNIVERSES} universes from "
        "the net ratings of that week; the schedule and the formats of conference tournaments are "
        "the season's own. Rebuild: python -m engine.pipeline --only selection,field_chances."
    )


@store.cached_by_data_version(KEPT)
def _reliability(league: League, evening: str) -> Drawn:
    frame = field_record.reliability(league, evening)
    inside = (frame["expected"] >= frame["share_low"]) & (frame["expected"] <= frame["share_high"])
    sentence = (
        f"The chance of the {league}'s field as projected on the evening of {EVENINGS[evening]}, "
        f"in tenths, against how many of those teams got in. On the dashed line the two agree; "
        f"bars are 95% errors, and {int(inside.sum())} of {len(frame)} tenths lie within them. "
        "Below, the number of teams in each."
    )
    drawn = frame.assign(label=[f"{count:.0f}" for count in frame["count"]])
    return Drawn(vega(charts.field_chances(drawn)), sentence, frame)


@store.cached_by_data_version(KEPT)
def _brier(league: League) -> pd.DataFrame:
    frame = field_record.brier_by_evening(league)
    return frame.assign(evening=frame["evening"].map(EVENINGS))


@store.cached_by_data_version(KEPT)
def _selected(league: League) -> str:
    all_, _, late = field_record.selection_pooled(league).to_dict("records")
    return (
        "Who is chosen at large, from wins above bubble and net rating on Selection Sunday, the "
        f"automatic bids given: **{all_['right']:.1f} ± {NINETY_FIVE * all_['right_se']:.1f} of "
        f"{all_['places']:.1f}** a year in {all_['span']}, and {late['right']:.1f} of "
        f"{late['places']:.1f} in {late['span']}, which its weight has not seen. "
        f"**{all_['within_one']:.1%} ± {100 * NINETY_FIVE * all_['within_one_se']:.1f}** of the "
        "field lie within one line of their own."
    )


def _table(frame: pd.DataFrame, alt: str, league: League, stem: str) -> None:
    """In words, ± as 95 % errors, and its file."""
    shown = frame.copy()
    for name in map(str, frame):
        scale = (NINETY_FIVE if name.endswith("_se") else 1) * (100 if name in SHARES else 1)
        if scale != 1:
            shown[name] *= scale
    config = {
        str(name): _column(str(name), pd.api.types.is_numeric_dtype(shown[name])) for name in shown
    }
    st.dataframe(shown, column_config=config, hide_index=True, alt=alt)
    downloads.csv(frame, file_stem(league, stem), f"csv_{stem}")


def _column(name: str, number: bool) -> Any:
    label = NAMES[name]
    if not number:
        return st.column_config.TextColumn(label)
    if name in SHARES:
        return st.column_config.NumberColumn(label, format="%.1f%%")
    if name in ("season", "seasons", "count"):
        return st.column_config.NumberColumn(label, format="%d")
    fine = name in ("brier", "plain", "gain", "gain_se")
    return st.column_config.NumberColumn(label, format="%.4f" if fine else "%.1f")
