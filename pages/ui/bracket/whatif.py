"""What if: teams sent through by a click, on top of what happened, and what that moves."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import numpy as np
import streamlit as st

from engine.arrays import F8
from engine.bracket.picks import OPEN
from pages.ui import runs
from pages.ui.bracket import address, odds_changes
from pages.ui.bracket import locks as bracket_locks
from pages.ui.bracket.drawing.component import Action, bracket
from pages.ui.bracket.drawing.view import View
from pages.ui.bracket.locks import LockList, Locks
from pages.ui.bracket.page_context import PageContext, Shown, title_odds
from pages.ui.shell.format import listed

CHAMPION = "pick_champion"


def draw(scene: PageContext) -> Shown:
    """The toolbar, the drawing and what the locks have moved."""
    locks = _locks(scene)
    _toolbar(scene, locks)
    _chips(scene, locks)
    happened = bracket_locks.emptied(locks)
    before_spec = replace(scene.spec, locks=happened.specs() if locks.lock else ())
    after_spec = replace(scene.spec, locks=locks.specs())
    after = runs.slot_prob(after_spec)  # first: once it is there, so is what it starts from
    before = runs.slot_prob(before_spec)
    runs.prepare_run(replace(scene.spec, locks=happened.specs()))
    moved = before is not None and after is not None and before_spec != after_spec
    prob = scene.prob if after is None else after
    view = View(
        scene.field,
        scene.name,
        prob,
        scene.spec.universes,
        lock=_glyphs(scene, locks),
        before=before if moved else None,
        score=scene.scores(),
    )
    bracket(view, on_action=_click(scene, locks, prob))
    if moved:
        why = _condition(scene, locks) if locks.lock else ""
        odds_changes.draw(scene, before_spec, after_spec, why)
    if after is None:
        sentence = f"Being played: {_pending(scene, locks)}."
    else:
        sentence = _sentence(scene, locks, prob, before if moved else None)
    return Shown(view, sentence, prob, f" with {_condition(scene, locks)}" if moved else "")


# The locks --------------------------------------------------------------------------------------


def _locks(scene: PageContext) -> LockList:
    remembered = cast(Locks, st.session_state.get("clicked", ()))
    played = scene.played(scene.asked.through)
    return bracket_locks.lock_list(scene.field, played, scene.asked.locks, remembered)


def _keep(locks: LockList) -> None:
    st.session_state["clicked"] = (*locks.aside, *locks.lock)
    address.keep("locks", locks.own(), locks.field)


def _click(scene: PageContext, locks: LockList, prob: F8) -> Callable[[Action], None]:
    def told(action: Action) -> None:
        if action.kind == "open":
            scene.open_game(action, prob, locks.all)
            return
        _send(scene, locks, scene.field.slot.index(action.slot), scene.entrant[action.team])

    return told


def _send(scene: PageContext, locks: LockList, slot: int, entrant: int) -> None:
    """A team was clicked in a slot: send it through, or let it go."""
    after = bracket_locks.toggled(locks, slot, entrant)
    if after == locks:
        address.say_decided()
        return
    gone = [scene.far(*lock) for lock in locks.lock if lock not in after.lock]
    if gone and len(after.lock) >= len(locks.lock) - len(gone) + 1:
        st.toast(f"No longer sent through: {listed(gone)}.", icon=":material/lock_open:")
    _keep(after)


def _glyphs(scene: PageContext, locks: LockList) -> dict[int, int]:
    """Slot -> team sent through there; a game without a score (a no contest) counts as well."""
    scored = scene.scores()
    return {
        s: entrant
        for s, entrant in enumerate(locks.all.entrant)
        if entrant != OPEN and s not in scored
    }


# The toolbar ------------------------------------------------------------------------------------


def _toolbar(scene: PageContext, locks: LockList) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        address.choose_stage(
            scene.asked.through, scene.field, "What happened: the odds as they stood at"
        )
        _champion(scene, locks)
        address.undo_button("locks")
        st.button(
            "Release all",
            icon=":material/lock_open:",
            disabled=not (locks.lock or locks.aside),
            on_click=_keep,
            args=(bracket_locks.emptied(locks),),
        )


def _champion(scene: PageContext, locks: LockList) -> None:
    possible = bracket_locks.can_win(scene.field, locks.played, scene.final)
    order = np.argsort(-scene.prob[scene.final], kind="stable").tolist()
    forced = locks.all.entrant[scene.final]
    st.session_state[CHAMPION] = None if forced == OPEN else forced
    st.selectbox(
        "Force a champion",
        [e for e in order if e in possible],
        format_func=lambda e: f"{scene.field.seed_line(e)} {scene.name[e]}",
        placeholder="Choose a team",
        key=CHAMPION,
        width=240,
        on_change=_force,
        args=(scene, locks),
        disabled=locks.played.entrant[scene.final] != OPEN,
    )


def _force(scene: PageContext, locks: LockList) -> None:
    chosen = st.session_state[CHAMPION]
    entrant = locks.all.entrant[scene.final] if chosen is None else chosen
    _send(scene, locks, scene.final, entrant)


def _chips(scene: PageContext, locks: LockList) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        gone = [scene.far(*lock) for lock in bracket_locks.contradicted(locks)]
        if gone:
            st.caption(f"Set aside, as it went otherwise: {listed(gone)}.")
        elif not locks.lock:
            st.caption("Nobody is sent through yet.")
        for lock in locks.lock:
            st.button(
                scene.far(*lock),
                icon=":material/close:",
                icon_position="right",
                key=f"chip_{lock[0]}_{lock[1]}",
                help="Let this team go",
                on_click=_keep,
                args=(bracket_locks.released(locks, lock),),
            )


# In words ---------------------------------------------------------------------------------------


def _condition(scene: PageContext, locks: LockList) -> str:
    """What the odds take for granted: ``Siena to the Round of 32 and Duke to the Sweet 16``."""
    if locks.lock:
        last = [scene.far(*lock) for lock in locks.lock[-3:]]
        more = len(locks.lock) - len(last)
        return listed([*last, f"{more} more"] if more else last)
    return "what happened"


def _pending(scene: PageContext, locks: LockList) -> str:
    """What is played while the odds are not there yet."""
    if not locks.all.made:
        return f"{scene.spec.universes:,} universes"
    return f"the odds with {_condition(scene, locks)}"


def _sentence(scene: PageContext, locks: LockList, prob: F8, before: F8 | None) -> str:
    since = address.going_into(scene.asked.through)
    given = f"with {_condition(scene, locks)}" if locks.lock else ""
    head = ", ".join(filter(None, (since, given)))
    return title_odds(scene, prob, before, head[:1].upper() + head[1:])
