"""What is special about the bracket page's address: mode, what has been played, locks, picks.

Locks and picks are codes of 24 characters (see ``engine.picks``), so a link restores them whole.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from engine import store
from engine.bracket.pick_code import LENGTH, NEW, decode, encode
from engine.bracket.picks import Picks, no_picks
from engine.domain.field import Field
from engine.domain.specs import whole_number
from engine.errors import BadInput, BadLink
from pages.ui.shell import address, pool
from pages.ui.shell.format import STANDINGS, short_day
from pages.ui.shell.pool import USUAL, AskedPool

Mode = Literal["odds", "whatif", "mine", "universe"]

MODES: dict[Mode, str] = {
    "odds": "Odds",
    "whatif": "What if",
    "mine": "My bracket",
    "universe": "One universe",
}
HELP: dict[Mode, str] = {
    "odds": "How often each team gets to each round. Click a game to see it played thousands of "
    "times.",
    "whatif": "Click a team to send it through, click it again to let it go: the odds of "
    "everything after that game are played again.",
    "mine": "Click the team you believe in, game by game. The number beside it is its probability "
    "of winning that game if your earlier picks come true.",
    "universe": "One complete way the tournament could go, with every score. Click a game to "
    "follow it play by play.",
}
NOTHING_PLAYED, SWEET_16 = -1, 2
RATINGS = ("frozen", "follow")  # as of Selection Sunday, or moved by the results
NAMES = ("mode", "through", "ratings", "locks", "picks", "universe", *pool.NAMES)


def going_into(after_round: int) -> str:
    """``Going into the Sweet 16``; nothing before any game."""
    if after_round == NOTHING_PLAYED:
        return ""
    return (
        "In the end"
        if after_round == max(STANDINGS)
        else f"Going into the {STANDINGS[after_round]}"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says. ``after_round``: the last round taken as it was really played, or
    NOTHING_PLAYED; of a tournament that is being played ``day`` instead, the last one whose results
    count (ISO; None for any other), and whether the ratings ``follow`` its results; ``locks`` and
    ``picks`` as made by the visitor; ``pool``: the visitor's."""

    mode: Mode
    after_round: int
    locks: Picks
    picks: Picks
    universe: int
    pool: AskedPool = USUAL
    day: str | None = None
    follow: bool = False


def read(ask: address.Controls, field: Field, universes: int) -> Asked:
    """The checked values; a bad value goes to ``ask.problems`` and counts as absent."""
    view = address.view()
    mode = ask.check(view.get("mode", "odds"), _check_mode) or "odds"
    after_round, day = NOTHING_PLAYED, None
    if days := days_played(field):
        usual = days[0] if mode == "mine" else days[-1]
        day = ask.check(view.get("through", usual), lambda text: _check_day(text, days)) or usual
    elif store.results_of(field):
        found = ask.check(
            view.get("through", str(NOTHING_PLAYED)),
            lambda text: whole_number(text, "last round played", NOTHING_PLAYED, 6),
        )
        after_round = NOTHING_PLAYED if found is None else found
    universe = ask.check(
        view.get("universe", "0"),
        lambda text: whole_number(text, "universe of this run", 0, universes - 1),
    )
    return Asked(
        mode=mode,
        after_round=after_round,
        locks=_code(ask, "locks", field),
        picks=_code(ask, "picks", field),
        universe=universe or 0,
        pool=pool.read(ask, field),
        day=day,
        follow=day is not None
        and ask.check(view.get("ratings", "frozen"), _check_ratings) == "follow",
    )


def days_played(field: Field) -> tuple[str, ...]:
    """Of a tournament that is being played Selection Sunday and the days with a result; of any
    other, or before the first game, nothing."""
    days = store.so_far(field).days
    return (store.selection_sunday(field.season).isoformat(), *days) if days else ()


def _check_ratings(text: str) -> str:
    if text in RATINGS:
        return text
    raise BadInput(f"“{text[:24]}” says nothing of ratings.", f"Use {' or '.join(RATINGS)}.")


def _check_day(text: str, days: tuple[str, ...]) -> str:
    if text in days:
        return text
    raise BadInput(
        f"No game of this tournament ended on “{text[:24]}”.", "Choose a day with the slider."
    )


def _code(ask: address.Controls, name: str, field: Field) -> Picks:
    text = address.view().get(name)
    found = ask.check(text, lambda code: _decoded(code, field)) if text else None
    return found or no_picks(field)


def _decoded(text: str, field: Field) -> Picks:
    if len(text) == address.LONGEST:  # it was cut there
        raise BadLink(f"The picks in this link are too long: a code has {LENGTH} characters.", NEW)
    return decode(text, field)


def _check_mode(text: str) -> Mode:
    if text in MODES:
        return text
    raise BadInput(f"“{text[:24]}” is not a mode.", f"Use {', '.join(MODES)}.")


def keep(name: Literal["locks", "picks"], picks: Picks, field: Field) -> None:
    """Show other locks or picks from the next run on; ``address.undo`` brings these back."""
    code = encode(picks, field) if picks.made else ""
    if code != address.view().get(name, ""):
        address.change(name, code)


def choose_mode(mode: Mode) -> None:
    """The switch between the modes, with a sentence that says what to do."""
    st.session_state["pick_mode"] = mode
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="modes"):
        st.segmented_control(
            "Mode",
            MODES,
            format_func=MODES.__getitem__,
            required=True,
            key="pick_mode",
            on_change=_answer_mode,
            label_visibility="collapsed",
        )
        st.markdown(HELP[mode])


def _answer_mode() -> None:
    mode = st.session_state["pick_mode"]
    address.put("mode", "" if mode == "odds" else mode)


def choose_happened(asked: Asked, field: Field, label: str) -> None:
    """The slider over a real tournament: how much of it has been played; nothing for any other."""
    if asked.day is not None:
        _choose_day(asked, days_played(field), label)
    elif store.results_of(field):
        _choose_round(asked.after_round, field, label)


def _choose_day(asked: Asked, days: tuple[str, ...], label: str) -> None:
    words = {day: short_day(day) for day in days} | {days[0]: STANDINGS[NOTHING_PLAYED]}
    words[days[-1]] = "Now"
    st.session_state["pick_day"] = asked.day
    usual = days[0] if asked.mode == "mine" else days[-1]

    def answer() -> None:
        day = str(st.session_state["pick_day"])
        address.put("through", "" if day == usual else day)

    st.select_slider(
        label, days, format_func=words.__getitem__, key="pick_day", on_change=answer, width=360
    )
    st.session_state["pick_follow"] = asked.follow
    st.toggle(
        "Ratings follow the results",
        key="pick_follow",
        on_change=_answer_follow,
        help="Each result moves the ratings of its two teams a little. Over past tournaments that "
        "made forecasts neither better nor worse by more than the error of measuring it. Off: the "
        "ratings stay as of Selection Sunday, as they do for past tournaments.",
    )


def _answer_follow() -> None:
    address.put("ratings", "follow" if st.session_state["pick_follow"] else "")


def _choose_round(after_round: int, field: Field, label: str) -> None:
    rounds = [n for n in STANDINGS if n != 0 or (field.round == 0).any()]
    st.session_state["pick_through"] = after_round if after_round in rounds else NOTHING_PLAYED
    st.select_slider(
        label,
        rounds,
        format_func=STANDINGS.__getitem__,
        key="pick_through",
        on_change=_answer_after_round,
        width=360,
    )


def _answer_after_round() -> None:
    start_after(st.session_state["pick_through"])


def start_after(round_: int) -> None:
    """Take the real results up to this round as they were."""
    address.put("through", "" if round_ == NOTHING_PLAYED else str(round_))


def choose_overlay(field: Field, help_: str, usual: bool = False) -> bool:
    """Whether the real results are shown over the bracket, where there are any; ``usual``: on a
    first visit."""
    if not store.results_of(field):
        return False
    key = "show_real_so_far" if usual else "show_real"
    return st.toggle("Show the real results", usual, key=key, help=help_)


def undo_button(name: Literal["locks", "picks"]) -> None:
    """The way back to the locks or picks before the last change."""
    st.button(
        "Undo",
        icon=":material/undo:",
        disabled=not address.can_undo(name),
        on_click=address.undo,
        args=(name,),
    )


def say_decided() -> None:
    """A click on a game that is taken as it was played."""
    st.toast("That game is taken as it was played. Move the slider back to change it.")
