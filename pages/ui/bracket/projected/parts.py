"""The projected bracket: who may get in, on which line, and how far."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import run, store
from engine.arrays import F8
from engine.bracket import exact_advancement
from engine.domain.field import Field
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue
from engine.run.projection import resumes
from engine.stats.estimates import proportion_se
from engine.store import Snapshot
from engine.store.snapshot_tables import PROJECTED_ROUNDS
from pages.ui import runs
from pages.ui.bracket.projected import bubble, team
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import View
from pages.ui.shell import address, downloads, page
from pages.ui.shell.format import NINETY_FIVE, file_stem, full_day, percent
from pages.ui.shell.pairing import redirect_to

WHOLE_SCHEDULE = 24  # games a team from which the regular season is known
LABELS = ("Round of 64", "Round of 32", "Sweet 16", "Elite Eight", "Final Four", "Final", "Title")


def draw(league: League, snapshot: Snapshot, title: DeltaGenerator) -> bool:
    """All of it; False, and nothing, where the snapshot holds no projection of the league."""
    field, rows = snapshot.projected_field_of(league), snapshot.projection_of(league)
    if field is None or rows.empty:
        return False
    teams = snapshot.teams(league)
    rows = rows.assign(
        name=[teams.name[row] for row in teams.rows(rows["team_id"])],
        conference=[teams.conference[row] for row in teams.rows(rows["team_id"])],
        **{f"{name}_error": _error(rows, name) for name in ("in_field", *PROJECTED_ROUNDS)},
    )
    with title:
        page.heading(f"{league.capitalize()}'s projected bracket {snapshot.season}", _lede(rows))
    runs.projection_box(snapshot.season, str(rows["as_of"].iloc[0]))
    known = games_a_team(snapshot.games[snapshot.games["league"] == league])
    if known < WHOLE_SCHEDULE:
        st.caption(
            f"Only {known:.0f} games a team are known so far, of some 30: the rest of the schedule "
            "is read once a week, and until then this projects a shortened season."
        )
    rows = rows.merge(_resumes(snapshot, league, snapshot.digest), on="team_id")
    bubble.draw(rows, {*field.team_id.tolist()}, snapshot)
    team.draw(rows, snapshot, teams)
    _drawing(field, teams)
    _table(rows, league, snapshot.season)
    return True


def games_a_team(games: pd.DataFrame) -> float:
    """How many games a Division I team plays, of those that are known."""
    sides = pd.concat([games["home"], games["away"]])
    return float(sides[sides > 0].value_counts().mean()) if (sides > 0).any() else 0.0


def _error(rows: pd.DataFrame, name: str) -> F8:
    """The 95 % error of counting of a column of shares."""
    share = rows[name].to_numpy(np.float64)
    return np.asarray(NINETY_FIVE * proportion_se(share, int(rows["universes"].iloc[0])))


def _lede(rows: pd.DataFrame) -> str:
    """From when it is, and who is likeliest to win."""
    best = rows.sort_values("champion", ascending=False).iloc[0]
    universes = int(best["universes"])
    error = NINETY_FIVE * float(proportion_se(np.array(best["champion"]), universes))
    day = store.selection_sunday(int(best["season"]))
    return (
        f"A projection, not the field: the games left after {full_day(best['as_of'])}, the "
        f"conference tournaments, the selection and the bracket in {universes:,} universes. "
        f"**{best['name']}** wins the title in **{percent(best['champion'])}** of them "
        f"(± {100 * error:.1f} points). The field is announced on {day.day} {day:%B %Y}."
    )


@st.cache_data(max_entries=8, show_spinner=False)
def _resumes(_snapshot: Snapshot, league: League, digest: str) -> pd.DataFrame:
    rows = resumes(_snapshot, league)
    return rows.assign(net_error=NINETY_FIVE * rows.pop("net_se"))


@st.cache_data(max_entries=8, show_spinner=False)
def _odds(_field: Field, digest: str, source: str, data_version: str) -> F8:
    return exact_advancement.slot_prob(_field, run.win_matrix_of(_field).win)


def _drawing(field: Field, teams: TeamTable) -> None:
    """The bracket if the season goes on as its universes do on average."""
    prob = _odds(field, field.digest, field.source, store.data_version())
    name = tuple(teams.name[row] for row in teams.rows(field.team_id))
    view = View(field, name, prob, 0, verb="", title="Projected", note="Projected, not announced.")

    def clicked(action: Action) -> None:
        slot = field.slot.index(action.slot)
        team = field.team_id.tolist().index(action.team)
        everyone = np.eye(len(field.seed), dtype=np.bool_)
        sides = zip(
            field.arriving(field.reach(), slot, everyone),
            field.arriving(prob, slot, everyone),
            strict=True,
        )
        other = next(int(np.argmax(odds)) for may, odds in sides if not may[team])
        venue = Venue.of_host(field.host[slot], team, other)
        first, second = ((field.season, name[e]) for e in (team, other))
        redirect_to(address.pairing(field.league, first, second, venue))

    st.caption(
        "Drawn: the likeliest field, with its odds if it were the real one and teams stayed as "
        "they are. The projection above and below knows neither, so it is less sure."
    )
    bracket(view, on_action=clicked)


def _table(rows: pd.DataFrame, league: League, season: int) -> None:
    """Every team with its chances, and the file."""
    st.subheader("Who gets in, and how far", anchor=False)
    universes = int(rows["universes"].iloc[0])
    error = 100 * NINETY_FIVE * float(proportion_se(np.array(0.5), universes))
    st.caption(
        f"Projected: shares of {universes:,} universes. ± is the 95% error of counting them, of "
        f"the other shares at most {error:.1f} points (all errors are in the file). Line: the "
        "mean, and the lines that hold four fifths of the universes in which the team is in. How "
        "the committee chooses is fitted on the fields up to 2019; its judgment strays as it did "
        "there."
    )
    shares = ["in_field", "automatic", *PROJECTED_ROUNDS]
    chances = [*shares, "in_field_error", "f4_error", "champion_error"]
    table = rows.assign(
        **{name: 100 * rows[name] for name in chances},
        lines=[
            f"{round(low)}–{round(high)}" if round(low) < round(high) else f"{round(low)}"
            for low, high in zip(rows["line_low"], rows["line_high"], strict=True)
        ],
    )
    st.dataframe(
        table,
        column_config=_columns(),
        column_order=[
            "name",
            "conference",
            "in_field",
            "in_field_error",
            "automatic",
            "line",
            "lines",
            *PROJECTED_ROUNDS[:-2],
            "f4_error",
            *PROJECTED_ROUNDS[-2:],
            "champion_error",
        ],
        hide_index=True,
        height=560,
        alt="Every team's chance of the field, its line and its chance in each round",
    )
    downloads.csv(rows, file_stem(league, season, "projected"), "csv_projected")


def _columns() -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn("Team", pinned=True, width=142),
        "conference": st.column_config.TextColumn("Conference", width=150),
        "in_field": _share("In the field"),
        "automatic": st.column_config.NumberColumn("Automatic", format="%.0f%%", width=82),
        "line": st.column_config.NumberColumn("Line", format="%.1f", width=56),
        "lines": st.column_config.TextColumn("Range", width=64),
    }
    points = {f"{name}_error": "±" for name in ("in_field", "f4", "champion")}
    columns |= {
        name: st.column_config.NumberColumn(label, format="%.1f", width=52)
        for name, label in points.items()
    }
    rounds = zip(PROJECTED_ROUNDS, LABELS, strict=True)
    return columns | {name: _share(label) for name, label in rounds}


def _share(label: str) -> Any:
    return st.column_config.ProgressColumn(
        label, format="%.1f%%", min_value=0, max_value=100, width=102
    )
