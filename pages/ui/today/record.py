"""How good the odds of this season have been: the running log loss, as a line and as a table."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from engine.domain.teams import League
from engine.run.season.days import SeasonGames
from engine.tables.season_record import season_log_loss
from pages.ui.shell import downloads
from pages.ui.shell.charts import Figure, layered
from pages.ui.shell.format import NINETY_FIVE, file_stem, plain, short_day
from pages.ui.shell.page import TEAM_A

COIN = float(np.log(2.0))  # the log loss of a coin
FEWEST = 30  # games from which the line is drawn: its error is wider than the picture before
HEIGHT = 190
EASY = "The first weeks’ games are uneven, so easy to forecast: the line rises toward March."


def draw(season: SeasonGames) -> None:
    """The season's running log loss; nothing before the first forecast that was tested."""
    frame, figure = _record(season, season.digest, season.league)
    if frame.empty:
        return
    st.subheader("How good these odds have been", anchor=False)
    sentence = said(frame)
    st.markdown(f"{sentence} {EASY}" if season.live else sentence)
    if figure is not None:
        st.altair_chart(figure, key="season_record", alt=plain(sentence))
    with st.expander("As a table"):
        labels = {"date": "Day", "games": "Games so far", "log_loss": "Log loss"}
        labels |= {"log_loss_se": "Standard error", "low": "95% from", "high": "to"}
        st.dataframe(
            frame.iloc[::-1].replace(np.inf, np.nan),
            hide_index=True,
            placeholder="–",
            column_config={
                name: st.column_config.NumberColumn(label, format="%.4f")
                if name not in ("date", "games")
                else label
                for name, label in labels.items()
            },
            alt="Running log loss of the season by day",
        )
        downloads.csv(frame, file_stem(season.league, season.season, "record"), "record_csv")


@st.cache_resource(max_entries=4, show_spinner=False)
def _record(
    _season: SeasonGames, digest: str, league: League
) -> tuple[pd.DataFrame, Figure | None]:
    """The table, and its picture once there are games enough."""
    frame = season_log_loss(_season.eves, _season.games)
    frame = frame.assign(
        low=frame["log_loss"] - NINETY_FIVE * frame["log_loss_se"],
        high=frame["log_loss"] + NINETY_FIVE * frame["log_loss_se"],
    )
    drawn = frame[frame["games"] >= FEWEST]
    return frame, chart(drawn) if len(drawn) > 1 else None


def said(frame: pd.DataFrame) -> str:
    """The figure of now, with its error of counting games."""
    last = frame.iloc[-1]
    error = NINETY_FIVE * last["log_loss_se"]
    counted = f" ± {error:.4f}" if np.isfinite(error) else ""
    return (
        f"**Log loss {last['log_loss']:.4f}{counted}** in {int(last['games']):,} games through "
        f"{short_day(last['date'])}, each forecast the evening before; lower is better, a coin has "
        f"{COIN:.4f}. ± is the 95% error of counting that many games."
    )


def chart(frame: pd.DataFrame) -> Figure:
    """The running log loss by day with its 95% band. ``frame``: date, games, log_loss, low,
    high."""
    base = alt.Chart(frame).encode(
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%-d %b", grid=False, tickCount=6))
    )
    y = alt.Y("log_loss:Q", title="Log loss", scale=alt.Scale(zero=False))
    band = base.mark_area(color=TEAM_A, opacity=0.2).encode(
        y=alt.Y("low:Q", title="Log loss", scale=alt.Scale(zero=False)), y2="high:Q"
    )
    tooltip = [
        alt.Tooltip("date:T", title="Through", format="%-d %b"),
        alt.Tooltip("log_loss:Q", title="Log loss", format=".4f"),
        alt.Tooltip("low:Q", title="95% from", format=".4f"),
        alt.Tooltip("high:Q", title="to", format=".4f"),
        alt.Tooltip("games:Q", title="Games", format=","),
    ]
    line = base.mark_line(color=TEAM_A, strokeWidth=2.5, point=True).encode(y=y, tooltip=tooltip)
    return layered(HEIGHT, band, line)
