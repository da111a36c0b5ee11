"""The real upsets that were given the least, each with a way to see it played."""

from typing import Any

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.specs import Side
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.tables import upsets
from pages.ui.shell import address
from pages.ui.shell.format import one_in
from pages.ui.upsets.actions import replayed
from pages.ui.upsets.games import usual_spec
from pages.ui.upsets.wording import ROUNDS


def draw(league: League) -> None:
    """A table whose rows open the game."""
    games = _largest(league, store.data_version())
    top = games.iloc[0]
    since = store.tournament_seasons(league)[0]
    st.subheader(f"The largest upsets since {since}", anchor=False)
    st.markdown(
        f"**{top.winner_line} {top.winner}** over {top.loser_line} {top.loser} in {top.season}: "
        f"**{one_in(top.prob)}** on Selection Sunday’s ratings. Choose a row to see it played."
    )
    picked = st.dataframe(
        games,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"largest_{league}",
        alt="The real upsets with the smallest probability",
        column_order=["season", "round_name", "upset", "prob", "result"],
        column_config={
            "season": st.column_config.NumberColumn("Season", format="%d", width=70),
            "round_name": "Round",
            "upset": "Upset",
            "prob": st.column_config.NumberColumn("Probability", format="percent"),
            "result": "Result",
        },
    )
    rows: list[int] = picked["selection"]["rows"]
    if rows:
        _open(league, games.iloc[rows[0]])


def _open(league: League, row: Any) -> None:
    """A typical universe of that game in which it comes again."""
    season, venue = int(row.season), Venue.read(row.venue)
    loser, winner = (Side(season, int(team)) for team in (row.loser_id, row.winner_id))
    spec = usual_spec(league, loser, winner, venue)
    params = address.pairing(league, (season, row.loser), (season, row.winner), venue)
    st.session_state.pop(f"largest_{league}", None)
    st.switch_page("pages/game.py", query_params=params | replayed(spec, row.winner))


@st.cache_resource(max_entries=2, show_spinner=False)
def _largest(league: League, data_version: str) -> pd.DataFrame:
    def name(season: int, team: int) -> str:
        teams = store.load_teams(league, season)
        return teams.name[teams.row(team)]

    found = upsets.largest(run.upset_history(league), store.frame("forecasts", league), name)
    return found.assign(
        round_name=[ROUNDS[str(n)] for n in found["round"]],
        upset=[
            f"{r.winner_line} {r.winner} over {r.loser_line} {r.loser}" for r in found.itertuples()
        ],
    )
