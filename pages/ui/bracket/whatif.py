"""What if: teams sent through by a click, on top of the real results, and what that moves."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import numpy as np
import streamlit as st

from engine import store
from engine.arrays import F8
from engine.bracket.picks import OPEN
from pages.ui import runs
from pages.ui.bracket import address, odds_changes
from pages.ui.bracket.locks import (
    LockList,
    Locks,
    can_win,
    contradicted,
    emptied,
    lock_list,
    released,
    toggled,
)
from pages.ui.bracket.page_context import PageContext, Shown, title_odds
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import View
from pages.ui.shell import notices, team_box
from pages.ui.shell.format import listed

CHAMPION = "pick_champion"


def draw(context: PageContext) -> Shown:
    """The toolbar, the drawing and what the locks have moved."""
    locks = _locks(context)
    _toolbar(context, locks)
    _chips(context, locks)
    happened = emptied(locks)
    before_spec = replace(context.spec, locks=happened.specs() if locks.lock else ())
    after_spec = replace(context.spec, locks=locks.specs())
    after = runs.slot_prob(after_spec)  # first: once it is there, so is what it starts from
    before = runs.slot_prob(before_spec)
    runs.prepare_run(replace(context.spec, locks=happened.specs()))
    moved = before is not None and after is not None and before_spec != after_spec
    prob = context.prob if after is None else after
    view = View(
        context.field,
        context.name,
        prob,
        context.spec.universes,
        lock=_glyphs(context, locks),
        before=before if moved else None,
        score=context.scores(),
    )
    bracket(view, on_action=_click(context, locks, prob))
    if moved and before is not None and after is not None:
        why = _condition(context, locks) if locks.lock else ""
        odds_changes.draw(context, (before_spec, before), (after_spec, after), why)
    if after is None:
        sentence = f"Being played: {_pending(context, locks)}."
    else:
        sentence = _sentence(context, locks, prob, before if moved else None)
    return Shown(view, sentence, prob, f" with {_condition(context, locks)}" if moved else "")


# The locks --------------------------------------------------------------------------------------


def _locks(context: PageContext) -> LockList:
    remembered = cast(Locks, st.session_state.get("clicked", ()))
    return lock_list(context.field, context.played, context.asked.locks, remembered)


def _keep(locks: LockList) -> None:
    st.session_state["clicked"] = (*locks.aside, *locks.lock)
    address.keep("locks", locks.own(), locks.field)


def _click(context: PageContext, locks: LockList, prob: F8) -> Callable[[Action], None]:
    def clicked(action: Action) -> None:
        if action.kind == "open":
            context.open_game(action, prob, locks.all)
            return
        _send(context, locks, context.field.slot.index(action.slot), context.entrant[action.team])

    return clicked


def _send(context: PageContext, locks: LockList, slot: int, entrant: int) -> None:
    """A team was clicked in a slot: send it through, or let it go."""
    after = toggled(locks, slot, entrant)
    if after == locks:
        address.say_decided()
        return
    gone = [context.far(*lock) for lock in locks.lock if lock not in after.lock]
    if gone and len(after.lock) >= len(locks.lock) - len(gone) + 1:
        st.toast(f"No longer sent through: {listed(gone)}.", icon=":material/lock_open:")
    _keep(after)


def _glyphs(context: PageContext, locks: LockList) -> dict[int, int]:
    """Slot -> team sent through there; a game without a score (a no contest) counts as well."""
    scored = context.scores()
    return {
        s: entrant
        for s, entrant in enumerate(locks.all.entrant)
        if entrant != OPEN and s not in scored
    }


# The toolbar ------------------------------------------------------------------------------------


def _toolbar(context: PageContext, locks: LockList) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        address.choose_happened(
            context.asked, context.field, "What happened: the odds as they stood at"
        )
        _champion(context, locks)
        address.undo_button("locks")
        st.button(
            "Release all",
            icon=":material/lock_open:",
            disabled=not (locks.lock or locks.aside),
            on_click=_keep,
            args=(emptied(locks),),
        )
    for problem in team_box.problems(CHAMPION):
        notices.show(problem)


def _champion(context: PageContext, locks: LockList) -> None:
    possible = can_win(context.field, locks.played, context.final)
    order = np.argsort(-context.prob[context.final], kind="stable").tolist()
    forced = locks.all.entrant[context.final]
    options = [e for e in order if e in possible]
    among = [int(context.field.team_id[e]) for e in options]

    def find(text: str) -> int:
        row = store.search_team(context.teams, text, among, field=context.field)
        return context.entrant[int(context.teams.team_id[row])]

    team_box.draw(
        "Force a champion",
        options,
        CHAMPION,
        None if forced == OPEN else forced,
        find,
        lambda entrant: _send(context, locks, context.final, entrant),
        words=lambda e: f"{context.field.seed_line(e)} {context.name[e]}",
        width=240,
        disabled=locks.played.entrant[context.final] != OPEN,
    )


def _chips(context: PageContext, locks: LockList) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        gone = [context.far(*lock) for lock in contradicted(locks)]
        if gone:
            st.caption(f"Set aside, as it went otherwise: {listed(gone)}.")
        elif not locks.lock:
            st.caption("Nobody is sent through yet.")
        for lock in locks.lock:
            st.button(
                context.far(*lock),
                icon=":material/close:",
                icon_position="right",
                key=f"chip_{lock[0]}_{lock[1]}",
                help="Let this team go",
                on_click=_keep,
                args=(released(locks, lock),),
            )


# In words ---------------------------------------------------------------------------------------


def _condition(context: PageContext, locks: LockList) -> str:
    """What the odds take for granted: ``Siena to the Round of 32 and Duke to the Sweet 16``."""
    if locks.lock:
        last = [context.far(*lock) for lock in locks.lock[-3:]]
        more = len(locks.lock) - len(last)
        return listed([*last, f"{more} more"] if more else last)
    return "what happened"


def _pending(context: PageContext, locks: LockList) -> str:
    """What is played while the odds are not there yet."""
    if not locks.all.made:
        return f"{context.spec.universes:,} universes"
    return f"the odds with {_condition(context, locks)}"


def _sentence(context: PageContext, locks: LockList, prob: F8, before: F8 | None) -> str:
    since = context.since
    given = f"with {_condition(context, locks)}" if locks.lock else ""
    head = ", ".join(filter(None, (since, given)))
    return title_odds(context, prob, before, head[:1].upper() + head[1:])
