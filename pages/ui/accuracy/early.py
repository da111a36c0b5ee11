"""The Accuracy page's first weeks, when last season says most of what is known."""

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.teams import League
from engine.evaluation.early_season import early_record
from pages.ui.shell.format import NINETY_FIVE

LAST_FITTED = 2019  # the last season that tuned a constant
COLUMNS = {
    "seasons": "Seasons",
    "days": "Days of the season",
    "games": "Games",
    "log_loss": "Log loss",
    "log_loss_se": "±",
    "brier": "Brier score",
    "favorite_prob": "Favorites were given",
    "favorite_won": "Favorites won",
}


def draw(league: League) -> None:
    """The first five weeks of all seasons, as a table."""
    st.subheader("The first weeks", anchor=False)
    frame = _table(league)
    st.markdown(_sentence(league, frame))
    shares = {
        COLUMNS[name]: st.column_config.NumberColumn(format="percent")
        for name in ("favorite_prob", "favorite_won")
    }
    scores = {
        COLUMNS[name]: st.column_config.NumberColumn(format="%.4f")
        for name in ("log_loss", "log_loss_se", "brier")
    }
    st.dataframe(
        frame.rename(columns=COLUMNS),
        hide_index=True,
        column_config=shares | scores,
        alt="Log loss, Brier score and favorites in the first weeks",
        height="content",
    )
    st.caption(
        "Each game by the ratings of the day before; day 0 is the season’s first. ± is a 95% error."
    )


def _sentence(league: League, frame: pd.DataFrame) -> str:
    first = frame.iloc[0]
    players = ", the school’s years before and the players who return say"
    known = players if league == "men" else " and the school’s years before say"
    return (
        f"Before a season’s first game a rating is what last season{known}. In the first fifteen "
        f"days the likelier side won {first['favorite_won']:.0%} of {first['games']:,} games; it "
        f"was given {first['favorite_prob']:.0%}."
    )


@store.cached_by_data_version(2)
def _table(league: League) -> pd.DataFrame:
    seasons = store.last_month_seasons(league)
    spans = [(seasons[0], seasons[-1]), (seasons[0], LAST_FITTED), (LAST_FITTED + 1, seasons[-1])]
    parts = []
    for first, last in spans:
        known = [season for season in seasons if first <= season <= last]
        found = early_record(league, first, last)
        days = [f"{a}-{b}" for a, b in zip(found["first_day"], found["last_day"], strict=True)]
        found.insert(0, "days", days)
        found.insert(0, "seasons", f"{known[0]}-{known[-1]}")
        parts.append(found.drop(columns=["first_day", "last_day"]))
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(log_loss_se=NINETY_FIVE * frame["log_loss_se"])
