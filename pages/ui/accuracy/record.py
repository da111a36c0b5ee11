"""The parts of the Accuracy page's record: scores, calibration, upsets, margins and totals."""

from collections.abc import Mapping
from html import escape
from typing import Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.specs import BACKTEST_UNIVERSES, LAST_MONTH_UNIVERSES
from engine.domain.teams import League
from engine.evaluation import summary_tables
from pages.ui.accuracy import charts, early, wording
from pages.ui.shell import figures, html, page
from pages.ui.shell.figures import Vega, vega
from pages.ui.shell.format import NINETY_FIVE
from pages.ui.shell.page import TEAM_B

SPREAD_COLORS = {"margin": TEAM_B, "total": "#8d7a63"}
BINS = ["low", "high", "count", "expected", "share", "share_low", "share_high"]
KEPT = 8  # of each part: two leagues, two kinds of games, two measures
UNIVERSES = {"tournament": BACKTEST_UNIVERSES, "season": LAST_MONTH_UNIVERSES}


class Drawn(NamedTuple):
    """A chart, its sentence and its table: built once, for reading only."""

    chart: Vega
    sentence: str
    table: pd.DataFrame


def heading(league: League | None) -> None:
    """The page's title and what it is."""
    page.heading(
        f"{league.capitalize()}'s accuracy" if league else "Accuracy",
        "Hardwood’s forecasts before the games, against the results.",
    )


def draw(league: League, games: str, score: str) -> None:
    """The whole record of one league's tournaments or last months."""
    rows = _headline(league, games)
    span = str(rows["span"].iloc[0])
    st.markdown(wording.headline(league, games, rows))
    _tally(rows, score)
    _spans(league, games, score)
    _by_season(league, games, score)
    left, right = st.columns(2, gap="large")
    with left:
        _calibration(league, games)
    with right:
        if games == "tournament":
            _upsets(league)
        else:
            st.subheader("Game by game", anchor=False)
            _gain(league, games, score, "plain")
    _spread(league, games)
    if games == "season":
        early.draw(league)
    st.markdown(wording.LIMITS + wording.counting(UNIVERSES[games], _curve_error(league)))
    st.caption(wording.reproduce(league, games, span, UNIVERSES[games]) + ".")


@store.cached_by_data_version(KEPT)
def _headline(league: League, games: str) -> pd.DataFrame:
    return summary_tables.headline(league, games)


def _curve_error(league: League) -> float:
    """The win curve's error under the rules of the last season."""
    return run.season_curve(
        store.load_teams(league, store.tournament_seasons(league)[-1]).base
    ).error


# --- Scores --------------------------------------------------------------------------------------


def _tally(rows: pd.DataFrame, score: str) -> None:
    """Each forecaster's pooled score, large, and the paired difference."""
    tiles = []
    for key, name in wording.FORECASTERS.items():
        if key not in rows.index:
            continue
        row = wording.row_of(rows, key)
        gain, se = row[wording.GAIN[score]], row[f"{wording.GAIN[score]}_se"]
        note = (
            f"Hardwood gains {wording.signed(gain)} ± {NINETY_FIVE * se:.4f} a game on it"
            if key != "hardwood"
            else f"± {NINETY_FIVE * row[f'{score}_se']:.4f} in {int(row.games):,} games"
        )
        tiles.append(
            f'<div class="{key}"><span>{escape(name)}</span><b>{row[score]:.4f}</b>'
            f"<small>{escape(note)}</small></div>"
        )
    title = wording.SCORES[score]
    html.show(f'<div class="tally" aria-label="{title}">{"".join(tiles)}</div>', "tally")
    st.caption(f"{title}, lower is better; ± is a 95% error.")


def _spans(league: League, games: str, score: str) -> None:
    frame, labels = _pooled(league, games, score)
    _frame(frame, f"{wording.SCORES[score]}, seasons pooled", "content", labels)
    with st.expander("What log loss and Brier score are"):
        st.markdown(wording.MEASURES)


@store.cached_by_data_version(KEPT)
def _pooled(league: League, games: str, score: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The pooled figures, all seasons and on both sides of the last one that tuned anything, and
    their columns in words."""
    frame = summary_tables.pooled("record", league, games)
    gain = wording.GAIN[score]
    rows = []
    for span, of in frame.groupby("span", sort=False):
        by = of.set_index("forecaster")
        row = {"seasons": span, "games": by["games"].iloc[0]}
        row |= {score: by.loc["hardwood", score], f"{score}_se": by.loc["hardwood", f"{score}_se"]}
        for key in by.index.drop("hardwood"):
            row |= {f"{key}_{name}": by.loc[key, name] for name in (score, gain, f"{gain}_se")}
        rows.append(row)
    labels = {score: "Hardwood", f"{score}_se": "±"}
    for key in set(frame["forecaster"]) - {"hardwood"}:
        labels |= {
            f"{key}_{score}": wording.FORECASTERS[key],
            f"{key}_{gain}": f"Gain on {wording.THE[key]}",
            f"{key}_{gain}_se": f"± ({wording.FORECASTERS[key].lower()})",
        }
    return pd.DataFrame(rows), labels


def _by_season(league: League, games: str, score: str) -> None:
    of = _seasons(league, games, score)
    st.subheader("Season by season", anchor=False)
    st.markdown(of.sentence)
    figures.draw(of.chart, of.sentence, "chart_seasons")
    if games == "tournament":
        for column, key in zip(st.columns(2, gap="large"), ("seeds", "plain"), strict=True):
            with column:
                _gain(league, games, score, key)
    with st.expander("As a table"):
        _frame(of.table, "Log loss and Brier score of every season")


@store.cached_by_data_version(KEPT)
def _seasons(league: League, games: str, score: str) -> Drawn:
    frame = summary_tables.seasons("record", league, games)
    name = wording.SCORES[score]
    sentence = (
        f"{name} of each season, lower is better. The bars are 95% errors: a single season says "
        "little about who forecasts well."
    )
    drawn = pd.DataFrame(
        {
            "season": frame["season"],
            "name": frame["forecaster"].map(wording.FORECASTERS),
            "value": frame[score],
            "low": frame[score] - NINETY_FIVE * frame[f"{score}_se"],
            "high": frame[score] + NINETY_FIVE * frame[f"{score}_se"],
            "games": frame["games"],
        }
    )
    table = frame.assign(forecaster=drawn["name"]).drop(columns=["league", "what"])
    return Drawn(vega(charts.by_season(drawn, name)), sentence, table)


def _gain(league: League, games: str, score: str, rival: str) -> None:
    """The paired difference to one rival, season by season."""
    of = _gains(league, games, score, rival)
    st.markdown(of.sentence)
    figures.draw(of.chart, of.sentence, f"chart_gain_{rival}")


@store.cached_by_data_version(2 * KEPT)
def _gains(league: League, games: str, score: str, rival: str) -> Drawn:
    column, name = wording.GAIN[score], wording.FORECASTERS[rival].lower()

    def intervals(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame[frame["forecaster"] == rival]
        error = NINETY_FIVE * frame[f"{column}_se"]
        value = frame[column]
        return frame.assign(value=value, low=value - error, high=value + error)

    every = intervals(summary_tables.seasons("record", league, games))
    pooled = intervals(summary_tables.pooled("record", league, games)).head(1)
    ahead = int((every["value"] > 0).sum())
    sentence = (
        f"Gain on **{name}**, game by game: above the line Hardwood forecast better. It did in "
        f"{ahead} of {len(every)} seasons; the band is the 95% interval of "
        f"{pooled['span'].iloc[0]} pooled."
    )
    keep = ["season", "value", "low", "high", "games"]
    return Drawn(vega(charts.gains(every[keep], pooled[["value", "low", "high"]])), sentence, every)


# --- Calibration and upsets ----------------------------------------------------------------------


def _calibration(league: League, games: str) -> None:
    of = _favorites(league, games)
    st.subheader("When it says 70%", anchor=False)
    st.markdown(of.sentence)
    figures.draw(of.chart, of.sentence, "chart_calibration")
    with st.expander("As a table"):
        _frame(of.table, "Favorites by their forecast win probability")


@store.cached_by_data_version(KEPT)
def _favorites(league: League, games: str) -> Drawn:
    frame = summary_tables.bins(league, games, "favourites")
    inside = (frame["expected"] >= frame["share_low"]) & (frame["expected"] <= frame["share_high"])
    off = int((~inside).sum())
    outside = f"{off or 'none'} lie{'' if off > 1 else 's'}"
    sentence = (
        "Favorites grouped by their forecast win probability, against how often they won. On the "
        f"dashed line the two agree; bars are 95% errors, and of {len(frame)} groups {outside} "
        "further off than that. Below, the number of games in each."
    )
    drawn = frame.assign(label=[_short(count) for count in frame["count"]])
    return Drawn(vega(charts.calibration(drawn)), sentence, frame[BINS])


def _short(count: float) -> str:
    """A count that fits below a point on a phone: ``847``, ``1.6k``."""
    return f"{count:.0f}" if count < 1000 else f"{count / 1000:.1f}k"


def _upsets(league: League) -> None:
    of = _upset_years(league)
    st.subheader("Upsets a year", anchor=False)
    st.markdown(of.sentence)
    figures.draw(of.chart, of.sentence, "chart_upset_years")
    with st.expander("As a table"):
        _frame(of.table, "Expected and real number of upsets of every tournament")


@store.cached_by_data_version(KEPT)
def _upset_years(league: League) -> Drawn:
    frame = summary_tables.upset_years(league)
    inside = int(((frame["real"] >= frame["low"]) & (frame["real"] <= frame["high"])).sum())
    sentence = (
        f"Games from the Round of 64 on that the larger seed line won: "
        f"**{frame['expected'].mean():.1f}** a year were expected, "
        f"**{frame['real'].mean():.1f}** came. "
        f"Nine universes in ten lie on the bar; so did {inside} of {len(frame)} real years."
    )
    return Drawn(vega(charts.upset_years(frame)), sentence, frame)


# --- Margins and totals --------------------------------------------------------------------------


def _spread(league: League, games: str) -> None:
    st.subheader("Margins and totals", anchor=False)
    st.markdown(
        "Not only who wins: each game comes with thousands of scores. If those are right, a real "
        "margin or total is as likely to fall into any tenth of them as into any other, and the "
        "bars below are level at the dashed line, within their 95% errors."
    )
    for column, figure in zip(st.columns(2, gap="large"), SPREAD_COLORS, strict=True):
        with column:
            of = _tenths(league, games, figure)
            st.markdown(of.sentence)
            figures.draw(of.chart, of.sentence, f"chart_transform_{figure}")
            with st.expander("As a table"):
                _frame(of.table, _fell(figure))
    with st.expander("Coverage season by season"):
        _frame(_coverage(league, games), "Coverage of every season")


@store.cached_by_data_version(2 * KEPT)
def _tenths(league: League, games: str, figure: str) -> Drawn:
    spreads = summary_tables.pooled("record_spread", league, games)
    whole = summary_tables.widest(spreads).set_index("figure")
    bins = summary_tables.bins(league, games, figure)
    chart = charts.transform(bins, _fell(figure), SPREAD_COLORS[figure])
    return Drawn(vega(chart), wording.covered(whole.loc[figure], f"{figure}s"), bins[BINS])


def _fell(figure: str) -> str:
    return f"Where the real {figure} fell among the simulated ones"


@store.cached_by_data_version(KEPT)
def _coverage(league: League, games: str) -> pd.DataFrame:
    every = summary_tables.seasons("record_spread", league, games)
    return every.drop(columns=["league", "what"])


# --- Drawing -------------------------------------------------------------------------------------

LABELS = {
    "seasons": "Seasons",
    "season": "Season",
    "games": "Games",
    "forecaster": "Forecaster",
    "figure": "Figure",
    "log_loss": "Log loss",
    "log_loss_se": "± log loss",
    "brier": "Brier",
    "brier_se": "± Brier",
    "gain": "Hardwood gains",
    "gain_se": "± gain",
    "brier_gain": "Gains (Brier)",
    "brier_gain_se": "± gain (Brier)",
    "coverage_50": "Inside 50%",
    "coverage_50_se": "± 50%",
    "coverage_90": "Inside 90%",
    "coverage_90_se": "± 90%",
    "rmse": "Root mean square error",
    "bias": "Real minus expected",
    "bias_se": "± difference",
    "low": "From",
    "high": "To",
    "count": "Games",
    "expected": "Expected",
    "share": "Real",
    "share_low": "95% from",
    "share_high": "to",
    "sd": "Standard deviation",
    "real": "Real",
    "at_most": "Universes with at most as many",
    "at_least": "Universes with at least as many",
}


def _frame(
    frame: pd.DataFrame,
    alt: str,
    height: int | Literal["content"] = 280,
    labels: Mapping[str, str] = {},
) -> None:
    """A table with words over its columns; ± columns are 95% errors, as in the sentences."""
    errors = [name for name in frame if str(name).endswith("_se")]
    frame = frame.assign(**{str(name): NINETY_FIVE * frame[name] for name in errors})
    words_of = {**LABELS, **labels}
    config: dict[str, Any] = {}
    for name in map(str, frame):
        if not pd.api.types.is_numeric_dtype(frame[name]):
            config[name] = words_of.get(name, name)
            continue
        help_ = "95% error" if name in errors else None
        config[name] = st.column_config.NumberColumn(
            words_of.get(name, name), format=_format(name, "share" in frame), help=help_
        )
    st.dataframe(frame, hide_index=True, column_config=config, alt=alt, height=height)


def _format(name: str, bins: bool) -> str:
    """How a column's numbers are written; ``bins``: a table of shares."""
    if name.startswith(("coverage", "at_", "share")) or (bins and name in ("low", "high")):
        return "percent"
    if name == "expected" and bins:
        return "percent"
    if name in ("rmse", "bias", "bias_se", "sd", "expected"):
        return "%.2f"
    return "%d" if name in ("season", "games", "count", "real", "low", "high") else "%.4f"
