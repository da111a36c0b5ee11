"""Share a pairing, keep its universes, and the ways from it to other pages."""

import streamlit as st

from engine import store
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks, with_pick
from engine.domain.specs import GameSpec
from engine.run.real_meeting import BracketMeeting, bracket_meeting
from engine.tables import games
from pages.ui import runs
from pages.ui.shell import address, downloads, own_data, pairing
from pages.ui.shell.format import file_stem


def draw(spec: GameSpec) -> None:
    """The link that restores the page, the file of every universe, links to other pages."""
    st.subheader("Share and keep", anchor=False)
    own = own_data.stamp(spec.a.source, spec.b.source)
    st.caption(f"This link restores this game for {own_data.for_whom(own)}.")
    st.code(address.link(), language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", key="downloads"):
        downloads.csv(
            lambda: own_data.labeled(games.games(runs.detail(spec).games), own),
            file_stem("game", *own),
            label="Every universe (CSV)",
        )
        _links(spec)


def _links(spec: GameSpec) -> None:
    tables = [
        store.load_teams(spec.league, side.season, source=side.source) for side in (spec.a, spec.b)
    ]
    st.page_link(
        "pages/compare.py",
        label="Compare the two teams",
        icon=":material/balance:",
        query_params=pairing.link(spec.league, spec.a, spec.b, tables),
    )
    for side, of in zip((spec.a, spec.b), tables, strict=True):
        name = of.name[of.row(side.team_id)]
        st.page_link(
            "pages/team.py",
            label=f"{name} {side.season} by itself",
            icon=":material/groups:",
            query_params={"league": spec.league, "a": f"{side.season}:{name}"},
        )
    meeting = bracket_meeting(spec)
    if meeting is None:
        return
    season = {"league": spec.league, "season": str(spec.a.season)}
    for winner, name in enumerate(pairing.names(spec.a, spec.b, tables)):
        st.page_link(
            "pages/bracket.py",
            label=f"What if they meet and {name} wins?",
            icon=":material/alt_route:",
            query_params={**season, "mode": "whatif", "locks": locks(meeting, winner)},
        )
    st.page_link(
        "pages/bracket.py",
        label="To My bracket",
        icon=":material/edit_note:",
        query_params={**season, "mode": "mine"},
    )


def locks(meeting: BracketMeeting, winner: int) -> str:
    """The code of a tournament in which the two teams meet and one of them (0 or 1) wins."""
    field = meeting.field
    won, lost = meeting.entrant[winner], meeting.entrant[1 - winner]
    picks, reach, s = no_picks(field), field.reach(), field.slot.index(meeting.slot)
    for earlier in field.earlier(s):
        if reach[earlier, lost]:
            picks = with_pick(picks, field, field.slot[earlier], lost)
    return encode(with_pick(picks, field, meeting.slot, won), field)
