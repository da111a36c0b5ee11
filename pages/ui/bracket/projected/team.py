"""One team before Selection Sunday: its seed lines, and what the next day's games mean for it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.domain.teams import TeamTable
from engine.stats.estimates import proportion_se
from engine.store import Snapshot
from pages.ui.bracket.projected import charts
from pages.ui.shell import downloads, figures
from pages.ui.shell.figures import Vega, vega
from pages.ui.shell.format import NINETY_FIVE, exact_percent, file_stem, long_day

CHOSEN = "pick_projected_team"
FEW = 20  # universes below which what would follow is not said
Row = Mapping[Any, Any]


def draw(rows: pd.DataFrame, snapshot: Snapshot, teams: TeamTable) -> None:
    """A choice of team, its lines and its games; ``rows``: the projection with names."""
    st.subheader("One team's way into the projected field", anchor=False)
    names = rows.set_index("team_id")["name"].to_dict()
    nearest = int(rows["team_id"].iloc[int((rows["in_field"] - 0.5).abs().argmin())])
    if st.session_state.get(CHOSEN) not in names:
        st.session_state[CHOSEN] = nearest
    team = st.selectbox("Team", list(names), format_func=names.__getitem__, width=292, key=CHOSEN)
    row = rows[rows["team_id"] == team].iloc[0].to_dict()
    left, right = st.columns(2, gap="large")
    with left:
        _lines(row, snapshot)
    with right:
        _tonight(row, snapshot, teams)


# --- Seed lines ----------------------------------------------------------------------------------


def _lines(row: Row, snapshot: Snapshot) -> None:
    universes = int(row["universes"])
    league = row["league"]
    bid = exact_percent(row["automatic"], universes)
    line = f", on line {row['line']:.1f} on average" if row["in_field"] > 0 else ""
    sentence = (
        f"**{row['name']}** is in the projected field in "
        f"**{exact_percent(row['in_field'], universes)}** of {universes:,} universes{line}; with "
        f"its conference's automatic bid in {bid}. It reaches the Final Four in "
        f"{exact_percent(row['f4'], universes)} and wins the title in "
        f"{exact_percent(row['champion'], universes)}."
    )
    st.markdown(sentence)
    frame = seed_lines(snapshot, league, int(row["team_id"]), universes)
    drawn = _built(frame, snapshot.digest, league, int(row["team_id"]), store.data_version())
    figures.draw(drawn, sentence, "chart_projected_lines")
    with st.expander("As a table"):
        st.dataframe(100 * frame.set_index("line"), alt="Share of universes on each line")
        downloads.csv(
            frame, file_stem(league, row["season"], row["name"], "projected-lines"), "csv_lines"
        )


@st.cache_resource(max_entries=64, show_spinner=False)
def _built(_frame: pd.DataFrame, digest: str, league: str, team: int, version: str) -> Vega:
    return vega(charts.lines(_frame))


def seed_lines(snapshot: Snapshot, league: str, team: int, universes: int) -> pd.DataFrame:
    """line (``1`` … ``16`` and ``Out``), share of all universes and its 95 % range low, high."""
    found = snapshot.projected_lines
    found = found[(found["league"] == league) & (found["team_id"] == team)]
    share = found.set_index("line")["share"].reindex(range(1, 17), fill_value=0.0).to_numpy(float)
    share = np.append(share, max(0.0, 1.0 - share.sum()))
    error = NINETY_FIVE * proportion_se(share, universes)
    return pd.DataFrame(
        {
            "line": [*map(str, range(1, 17)), "Out"],
            "share": share,
            "low": np.maximum(share - error, 0),
            "high": np.minimum(share + error, 1),
        }
    )


# --- The next day's games ------------------------------------------------------------------------


def _tonight(row: Row, snapshot: Snapshot, teams: TeamTable) -> None:
    found = snapshot.stakes
    found = found[(found["league"] == row["league"]) & (found["team_id"] == row["team_id"])]
    if found.empty:
        st.markdown(
            f"**{row['name']}** has no game on the next day of the schedule, and no other game of "
            "that day clearly changes its chance."
        )
        return
    table = meant(found, teams)
    day = long_day(str(found["date"].iloc[0]))
    st.markdown(f"**What the games of {day} mean** for the projected field, from the universes:")
    for game in table[table["own"]].to_dict("records"):
        st.markdown(f"- {_sentence(str(row['name']), game)}")
    others = table[~table["own"]]
    if len(others):
        st.caption("Games of others that clearly change its chance (beyond three standard errors):")
    for game in others.to_dict("records"):
        st.markdown(
            f"- {game['away_name']} at {game['home_name']}: **{100 * game['if_home']:.0f}%** if "
            f"{game['home_name']} wins, **{100 * game['if_away']:.0f}%** if {game['away_name']} "
            f"does (difference {100 * game['change']:+.0f} ± {100 * game['change_error']:.0f} "
            "points)."
        )
    with st.expander("As a table"):
        st.dataframe(
            table.drop(columns="own"), hide_index=True, alt="What the next day's games mean"
        )
        stem = file_stem(row["league"], row["season"], row["name"], "projected-stakes")
        downloads.csv(table, stem, "csv_stakes")


def meant(found: pd.DataFrame, teams: TeamTable) -> pd.DataFrame:
    """The rows of ``stakes`` of one team in words and errors: home_name, away_name, own (its own
    game), home_wins (share of the universes), the chance of the field if_home and if_away with 95 %
    errors, their difference change (home less away) with its error, and the mean lines."""
    rows = found.sort_values("event_id", kind="stable")
    wins, universes = rows["home_wins"].to_numpy(float), rows["universes"].to_numpy(float)
    columns: dict[str, Any] = {
        f"{side}_name": [teams.name[i] for i in teams.rows(rows[side])] for side in ("home", "away")
    }
    columns["own"] = (rows["team_id"] == rows["home"]) | (rows["team_id"] == rows["away"])
    columns["home_wins"] = wins / universes
    errors = []
    for side, count in (("home", wins), ("away", universes - wins)):
        chance = rows[f"in_field_{side}"].to_numpy(float)
        enough = np.where(count >= FEW, chance, np.nan)
        error = np.sqrt(
            np.clip(chance * (1 - chance), 1 / np.maximum(universes, 1), None)
            / np.maximum(count, 1)
        )
        errors.append(error)
        columns[f"if_{side}"] = enough
        columns[f"if_{side}_error"] = NINETY_FIVE * error
        columns[f"line_{side}"] = rows[f"line_{side}"].to_numpy(float)
        columns[f"line_{side}_error"] = NINETY_FIVE * rows[f"line_se_{side}"].to_numpy(float)
    columns["change"] = columns["if_home"] - columns["if_away"]
    columns["change_error"] = NINETY_FIVE * np.hypot(*errors)
    return pd.DataFrame(columns)


def _sentence(name: str, game: Row) -> str:
    """What a win and a loss of the team's own game would mean."""
    at_home = game["home_name"] == name
    other = game["away_name"] if at_home else game["home_name"]
    wins = game["home_wins"] if at_home else 1.0 - game["home_wins"]
    won, lost = ("home", "away") if at_home else ("away", "home")
    return (
        f"Against {other}, which it beats in {100 * wins:.0f}% of them: if it **wins**, "
        f"{_then(game, won)}; if it **loses**, {_then(game, lost)}."
    )


def _then(game: Row, side: str) -> str:
    chance, error = game[f"if_{side}"], game[f"if_{side}_error"]
    if np.isnan(chance):
        return "too few universes to say"
    line, line_error = game[f"line_{side}"], game[f"line_{side}_error"]
    seeded = "" if np.isnan(line) else f" and line {line:.1f} ± {max(line_error, 0.1):.1f}"
    return f"{100 * chance:.1f}% ± {max(100 * error, 0.1):.1f} for the field{seeded}"
