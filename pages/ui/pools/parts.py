"""One way into the parts of the Pools page."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from engine import store
from engine.bracket.pick_code import decode
from engine.bracket.picks import no_picks
from engine.domain.field import Field
from engine.domain.specs import whole_number
from engine.domain.teams import League
from engine.errors import BadInput
from pages.ui.pools import (
    answer,
    calcutta,
    mine,
    race,
    record,
    rivals,
    second,
    survivor,
    why,
    wording,
)
from pages.ui.pools.calcutta import USUAL_PAYS
from pages.ui.pools.pool_context import SWEET_16, AskedPart, PoolContext
from pages.ui.runs import pools
from pages.ui.shell import address, page

T = TypeVar("T")

PARTS = {
    "entry": "What to enter",
    "mine": "My bracket",
    "rivals": "Rivals",
    "race": "During the tournament",
    "second": "Second chance",
    "calcutta": "Calcutta",
    "survivor": "Survivor",
    "record": "The record",
}


WITH_RULES = ("entry", "mine", "rivals", "race", "second")  # the parts about my bracket pool
NAMES = ("part", "picks", "happened", "pays", "pot", "used", "next")


def names() -> tuple[str, ...]:
    """The query parameters of the parts; a long list of rivals is not one of them."""
    short = len(address.view().get("rivals", "")) <= rivals.IN_A_LINK
    return (
        "part",
        "picks",
        "happened",
        "pays",
        "pot",
        "used",
        "next",
        *(("rivals",) if short else ()),
    )


END = 6


def read(ask: address.Controls, field: Field) -> AskedPart:
    """The checked values; a bad one goes to ``ask.problems`` and is dropped, and the usual one
    stands in."""
    ask.plain |= {"part": "entry", "happened": str(SWEET_16), "pays": USUAL_PAYS, "next": "1"}
    teams = {str(int(team)): int(team) for team in field.team_id}

    def kept(name: str, usual: str, check: Callable[[str], T]) -> T:
        found = ask.check(address.view().get(name, usual), check)
        if found is not None:
            return found
        address.put(name, "")
        return check(usual)

    return AskedPart(
        kept("part", "entry", _check),
        kept("picks", "", lambda code: decode(code, field) if code else no_picks(field)),
        kept("happened", str(SWEET_16), lambda t: whole_number(t, "last round played", -1, END)),
        kept("pays", USUAL_PAYS, calcutta.read_pays),
        kept("pot", "100", calcutta.read_pot),
        kept("used", "", lambda text: tuple(teams[t] for t in text.split(",") if t in teams)),
        kept("next", "1", lambda t: whole_number(t, "round", 1, END)),
    )


def _check(text: str) -> str:
    if text in PARTS:
        return text
    raise BadInput(f"“{text[:24]}” is not a part of this page.", f"Use {', '.join(PARTS)}.")


def not_yet(league: League | None, season: int | None) -> None:
    """The heading of a season whose field is not known, and the way to the last tournament."""
    page.heading("Pools")
    if not league or not season:
        return
    day, last = store.selection_sunday(season), store.tournament_seasons(league)[-1]
    st.markdown(
        f"The field of {season} is announced on Selection Sunday, {day.day} {day:%B %Y}. Until "
        "then a pool can be tried on a tournament that was played."
    )
    st.page_link(
        "pages/pools.py",
        label=f"A pool of {last}",
        icon=":material/groups:",
        query_params={"league": league, "season": str(last)},
    )


def choose(part: str) -> None:
    """The switch between the parts."""
    st.session_state["pick_part"] = part
    with st.container(horizontal=True, key="modes"), st.container(key="pool_parts"):
        st.segmented_control(
            "Part",
            list(PARTS),
            format_func=PARTS.__getitem__,
            required=True,
            key="pick_part",
            on_change=_answer,
            label_visibility="collapsed",
        )


def _answer() -> None:
    part = st.session_state["pick_part"]
    address.put("part", "" if part == "entry" else part)


def _say_when(context: PoolContext) -> None:
    """While the tournament is played: these parts are about filling a bracket before it."""
    if context.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("As of Selection Sunday, when brackets were filled.", width="content")
            st.button(
                "How it stands now",
                icon=":material/leaderboard:",
                type="tertiary",
                on_click=address.put,
                args=("part", "race"),
            )


def _entry(context: PoolContext) -> str:
    _say_when(context)
    found = pools.advice(context.spec, context.played)
    why.draw(context, answer.draw(context, found))
    rules = context.asked.pool
    sentence = wording.answer(rules, found.figures, found.most_points[1], found.chalk[1])
    return sentence + wording.searched(context.spec)


def _mine(context: PoolContext) -> str:
    _say_when(context)
    return mine.draw(context)


DRAW: dict[str, Callable[[PoolContext], str]] = {
    "entry": _entry,
    "mine": _mine,
    "rivals": rivals.draw,
    "race": race.draw,
    "second": second.draw,
    "calcutta": calcutta.draw,
    "survivor": survivor.draw,
    "record": record.draw,
}
