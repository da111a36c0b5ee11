"""The parts below the Today page's cards: games without ratings, the table."""

from typing import Any

import pandas as pd
import streamlit as st

from engine.run.season.days import SeasonGames
from pages.ui.shell import downloads
from pages.ui.shell.format import counted, file_stem
from pages.ui.shell.notices import plain_text
from pages.ui.today import wording

LABELS = {
    "start": "Tip-off (UTC)", "status": "Status", "away_name": "Visitor", "home_name": "Home",
    "win_prob": "Home wins", "weaker": "If rated too high", "stronger": "If rated too low",
    "away_expected": "Visitor expected", "home_expected": "Home expected",
    "close": "Within 5 points", "live_prob": "Home wins from here", "away_points": "Visitor",
    "home_points": "Home", "said": "Forecast",
}  # fmt: skip
SHARES = ("win_prob", "weaker", "stronger", "close", "live_prob")
SAID = {"eve": "evening before", "now": "by today’s ratings", "": wording.NO_FORECAST}


def table(games: pd.DataFrame, season: SeasonGames, day: str) -> None:
    """The numbers behind the cards."""
    st.caption(wording.about(season, bool(games["live_prob"].notna().any())))
    shown = games[list(LABELS)].assign(said=games["said"].map(SAID))
    with st.expander("As a table"):
        share = st.column_config.NumberColumn(format="percent")
        points = st.column_config.NumberColumn(format="%.0f")
        st.dataframe(
            shown,
            hide_index=True,
            placeholder="–",
            alt="The day’s games with their odds, expected and real scores",
            column_config={
                name: {**share, "label": label} if name in SHARES
                else {**points, "label": label} if name.endswith(("_expected", "_points"))
                else label
                for name, label in LABELS.items()
            },
        )  # fmt: skip
        downloads.csv(games, file_stem(season.league, day), "day_csv")


def others(rows: pd.DataFrame) -> None:
    """The games against teams outside Division I, by name only."""
    if rows.empty:
        return
    with st.expander(f"{counted(len(rows), 'game')} against teams outside Division I"):
        st.caption("Those teams have no rating, so these games have no odds and count for nothing.")
        listed: list[Any] = rows.to_dict("records")
        lines = [
            f"- {plain_text(row['away_name'])} {wording.at(row)} {plain_text(row['home_name'])}, "
            f"{plain_text(wording.state(row))}{_score(row)}"
            for row in listed
        ]
        st.markdown("\n".join(lines))


def _score(row: dict[str, float]) -> str:
    away, home = row["away_points"], row["home_points"]
    return f" {away:.0f}–{home:.0f}" if away == away and home == home else ""
