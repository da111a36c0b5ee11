"""Bringing own data: the button, its dialog, and the notice on every page while they are used."""

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.teams import LEAGUES, League
from engine.errors import BadFile, HardwoodError
from engine.run import OwnFile
from engine.store import Kind
from engine.tables import own_files
from pages.ui.shell import address, datasets, downloads, own_data

OPEN, TURN = "own_open", "own_turn"
LEAGUE, SEASON, KIND = "own_league", "own_season", "own_kind"
MEGABYTES = 2
WORDS: dict[Kind, str] = {"field": "Field", "ratings": "Ratings", "games": "Games"}
ABOUT: dict[Kind, str] = {
    "field": "A tournament of 64 to 76 teams, a row for each line of each region: `region` (W, X, "
    "Y or Z; W meets X and Y meets Z in the semifinals), `region_name`, `seed` (1-16), `team`, and "
    "`team_b` where two teams play for the line.",
    "ratings": "Your ratings in the place of Hardwood’s: `team`, `off_eff` and `def_eff` (points "
    "per 100 possessions), `pace` (possessions per 40 minutes), and `net_se`, the standard error "
    "of off_eff − def_eff, if you know it. Teams left out keep Hardwood’s.",
    "games": "Final games, rated on top of last season’s end: `date`, `home`, `away`, "
    "`home_points`, `away_points`, `neutral` (0 or 1), `overtimes`, and box scores (`home_fgm` … "
    "`away_pf`) where you have them. The games table of a snapshot will do as well.",
}


def button(ask: address.Controls) -> None:
    """The way to bring own data, in a page's row of controls, for the season that is looked at;
    the dialog while it is open."""
    looked_at = ask.looked_at[-1] if ask.looked_at else ("men", store.running_season("men"))
    st.button(
        "My own data",
        icon=":material/upload_file:",
        on_click=_open,
        args=(looked_at,),
        help="Use a field, ratings or games of your own",
        key="own_upload",
    )
    if st.session_state.get(OPEN):
        _dialog()


def _open(of: tuple[League, int]) -> None:
    own = own_data.state().data
    own_data.state().error = None
    st.session_state[OPEN] = True
    st.session_state[LEAGUE], st.session_state[SEASON] = (own.league, own.season) if own else of


def _close() -> None:
    st.session_state[OPEN] = False


@st.dialog("Use my own data", width="large", icon=":material/upload_file:", on_dismiss=_close)
def _dialog() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "League", LEAGUES, format_func=str.capitalize, required=True, key=LEAGUE
        )
        league = store.check_league(chosen)
        season = st.selectbox("Season", store.known_seasons(league)[::-1], key=SEASON, width=110)
        kind: Kind = st.segmented_control(
            "What is in the file", list(WORDS), format_func=WORDS.__getitem__, required=True,
            default="field", key=KIND,
        )  # fmt: skip
    st.markdown(ABOUT[kind])
    st.caption(
        "A CSV file in UTF-8, at most 2 MB and 20,000 rows. Teams by any spelling, or by ESPN’s "
        "or Kaggle’s id. It stays in this browser session: nobody else sees it, and nothing is "
        "stored."
    )
    _example(kind, league, season)
    key = f"own_file_{kind}_{st.session_state.setdefault(TURN, 0)}"
    st.file_uploader(
        f"{WORDS[kind]} (CSV)", type="csv", key=key, max_upload_size=MEGABYTES,
        on_change=_brought, args=(key, kind, league, season),
    )  # fmt: skip
    error = own_data.state().error
    if error is not None:
        _faults(error)
    elif not st.session_state[OPEN]:
        st.rerun()


def _brought(key: str, kind: Kind, league: League, season: int) -> None:
    """A file has come, or was taken out of the box again."""
    uploaded = st.session_state[key]
    own_data.state().error = None
    if uploaded is None:
        return
    with address.turning():
        taken = own_data.bring(kind, league, season, OwnFile(uploaded.name, uploaded.getvalue()))
        if taken:
            address.put("league", league)
            address.put("season", str(season))
    if taken:
        address.close_universe()
        st.session_state[TURN] += 1
        _close()


def _example(kind: Kind, league: League, season: int) -> None:
    """A file to begin with: real rows that could be brought as they are."""
    source = datasets.source(league, season)
    downloads.csv(
        lambda: example(kind, league, season, source),
        f"hardwood-example-{kind}",
        f"own_example_{kind}",
        f"Example of {'a field' if kind == 'field' else kind}",
    )


def example(kind: Kind, league: League, season: int, source: str) -> pd.DataFrame:
    """The last field, the ratings of a season, its games so far, or three games of 2026."""
    if kind == "games":
        snapshot = store.snapshot_in_use()
        if snapshot and snapshot.season == season and league in snapshot.as_of:
            return run.played_games(snapshot, league)
        return own_files.example_games()
    if kind == "ratings":
        return own_files.ratings(store.load_teams(league, season, source=source))
    last = store.tournament_seasons(league)[-1]
    return own_files.field(store.load_field(league, last), store.load_teams(league, last))


def _faults(error: HardwoodError) -> None:
    """Why a file was not taken: its faults as a table where it has any."""
    if not isinstance(error, BadFile):
        st.error(f"{error.message} {error.remedy}", icon=":material/edit:")
        return
    count = len(error.faults)
    named = f"the first {error.MOST} of {count:,} faults" if count > error.MOST else (
        "one fault" if count == 1 else f"all {count} faults"
    )  # fmt: skip
    st.error(f"The file was not taken. Below: {named}. {error.remedy}", icon=":material/edit:")
    st.dataframe(
        fault_table(error),
        hide_index=True,
        column_config={
            "Line": st.column_config.TextColumn(width=50),
            "Column": st.column_config.TextColumn(width=90),
            "What is wrong": st.column_config.TextColumn(width="medium"),
        },
        alt="The faults of the file, line by line",
    )


def fault_table(error: BadFile) -> pd.DataFrame:
    """A row for each fault."""
    rows = [
        {
            "Line": str(fault.line) if fault.line else "–",
            "Column": fault.column or "–",
            "Value": fault.value or "–",
            "What is wrong": fault.why,
            "Nearest names": ", ".join(fault.nearest) or "–",
        }
        for fault in error.faults[: error.MOST]
    ]
    return pd.DataFrame(rows)
