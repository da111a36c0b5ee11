"""My bracket: one's own winners, game by game, with the odds beside them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from engine import run
from engine.arrays import F8
from engine.bracket import fill, surprise, win_curve
from engine.bracket.pick_code import encode
from engine.bracket.picks import OPEN, Picks, locks_of, no_picks, pairing, with_pick, without_pick
from engine.domain.results import TournamentResult
from engine.stats.estimates import proportion_se
from pages.ui import runs
from pages.ui.bracket import address, locks, pick_value, wording
from pages.ui.bracket.address import SWEET_16
from pages.ui.bracket.drawing.component import Action, bracket
from pages.ui.bracket.drawing.view import View
from pages.ui.bracket.page_context import PageContext, Shown
from pages.ui.shell import address as shell_address

HOW = "pick_fill"
WAYS = {
    "favourites": "Favourites",
    "likely": "Most likely bracket",
    "points": "Most points",
    "seeds": "Better seeds",
    **{level: f"A universe: {level.capitalize()}" for level in surprise.LEVELS},
}
MEANING = {**fill.FILLS, **surprise.MEANING}


def draw(scene: PageContext) -> Shown:
    """The toolbar, the drawing, what the picks are worth."""
    played = scene.played(scene.asked.through)
    picks = locks.on_top(scene.field, played, scene.asked.picks)
    found = runs.result(replace(scene.spec, locks=locks_of(played, scene.field)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        address.choose_stage(
            scene.asked.through, scene.field, "Start from: games before are as they really went"
        )
        if scene.asked.through != SWEET_16:
            st.button(
                "Second chance",
                icon=":material/restart_alt:",
                help="Start from the real Sweet 16",
                on_click=shell_address.put,
                args=("through", str(SWEET_16)),
            )
        _filling(scene, picks, found)
        _undo_and_clear(scene)
    _explain(scene, found)
    prob = win_curve.prob_given_picks(
        scene.field, run.load_win_matrix(scene.league, scene.season).win, picks
    )
    real = address.choose_overlay(
        "Which picks were right, and the points they scored. A real winner’s number is then what "
        "it was given beforehand."
    )
    scores = scene.scores()
    odds = scene.prob if found is None else found.slot_prob()
    view = View(
        scene.field,
        scene.name,
        prob,
        0,
        pick={s: e for s, e in enumerate(picks.entrant) if e != OPEN and s not in scores},
        real=scene.real if real else {},
        score=scores,
        forecast=odds if real else None,
        verb="pick it",
        undo="take it back",
    )
    bracket(view, on_action=_click(scene, played, picks, prob))
    if found is not None:
        pick_value.draw(scene, picks, found, real)
    return Shown(
        view, _sentence(scene, picks), scene.prob, table=lambda: table(scene, picks, prob, found)
    )


def _sentence(scene: PageContext, picks: Picks) -> str:
    played = scene.played(scene.asked.through)
    given = played.counted(scene.field)
    made, games = picks.counted(scene.field) - given, int(scene.field.counted.sum()) - given
    champion = picks.entrant[scene.final]
    if picks.made == played.made and games:
        return "Nothing is picked yet. Begin anywhere: a pick fills the way there."
    head = "Your bracket is complete" if made == games else f"{made} of {games} games are picked"
    since = address.going_into(scene.asked.through)
    head = f"{since}, {head[0].lower()}{head[1:]}" if since else head
    return f"{head}: **{scene.name[champion]}** wins the title." if champion != OPEN else f"{head}."


# Picking ----------------------------------------------------------------------------------------


def _keep(scene: PageContext, picks: Picks) -> None:
    address.keep("picks", picks, scene.field)


def _click(scene: PageContext, played: Picks, picks: Picks, prob: F8) -> Callable[[Action], None]:
    def told(action: Action) -> None:
        slot, entrant = scene.field.slot.index(action.slot), scene.entrant[action.team]
        if action.kind == "open":
            scene.open_game(action, prob, picks)
        elif entrant not in locks.can_win(scene.field, played, slot) or (
            played.entrant[slot] != OPEN
        ):
            address.say_decided()
        elif picks.entrant[slot] == entrant:
            _keep(scene, without_pick(scene.asked.picks, scene.field, action.slot))
        else:
            _keep(scene, with_pick(scene.asked.picks, scene.field, action.slot, entrant))

    return told


def _undo_and_clear(scene: PageContext) -> None:
    address.undo_button("picks")
    st.button(
        "Clear",
        icon=":material/delete_sweep:",
        disabled=not scene.asked.picks.made,
        on_click=_keep,
        args=(scene, no_picks(scene.field)),
    )


# Filling the rest -------------------------------------------------------------------------------


def _filling(scene: PageContext, picks: Picks, found: TournamentResult | None) -> None:
    """The chooser of a way, and the button that goes it."""
    st.session_state.setdefault(HOW, "favourites")
    st.selectbox("Fill the rest with", WAYS, format_func=WAYS.__getitem__, key=HOW, width=220)
    st.button(
        "Fill the rest",
        icon=":material/format_list_numbered:",
        disabled=picks.complete or found is None,
        on_click=_fill,
        args=(scene, picks, found),
    )
    again = _last_fill(scene)
    if again is not None:
        st.button(
            "Another",
            icon=":material/casino:",
            help="Another universe just as surprising",
            on_click=_refill,
            args=(scene, found, again),
        )


def _fill(scene: PageContext, picks: Picks, found: TournamentResult, turn: int = 0) -> None:
    how = st.session_state[HOW]
    win = run.load_win_matrix(scene.league, scene.season).win
    if how in surprise.LEVELS:
        u = runs.spice(found).draw(how, turn)
        full = fill.filled_from(picks, scene.field, found.winner[:, u], win)
    else:
        u = None
        full = fill.filled(picks, scene.field, how, win, found.slot_prob())
    own = scene.asked.picks
    for slot, entrant in zip(scene.field.slot, full.entrant, strict=True):
        if picks.entrant[scene.field.slot.index(slot)] == OPEN:
            own = with_pick(own, scene.field, slot, entrant)
    _keep(scene, own)
    after = encode(own, scene.field)
    st.session_state["filled"] = {"after": after, "before": picks, "how": how, "turn": turn, "u": u}


def _last_fill(scene: PageContext) -> dict[str, object] | None:
    """The last fill from a universe if its picks are still those on screen."""
    last = st.session_state.get("filled")
    if last and last["u"] is not None and last["after"] == encode(scene.asked.picks, scene.field):
        return dict(last)
    return None


def _refill(scene: PageContext, found: TournamentResult, last: dict[str, object]) -> None:
    st.session_state[HOW] = last["how"]
    _fill(scene, last["before"], found, last["turn"] + 1)  # type: ignore[arg-type, operator]


def _explain(scene: PageContext, found: TournamentResult | None) -> None:
    """What the chosen way means; after a fill from a universe, which one and how unusual it is."""
    last = _last_fill(scene)
    if last is None or found is None:
        st.caption(f"{WAYS[st.session_state[HOW]]}: {MEANING[st.session_state[HOW]]}")
        return
    u = int(last["u"])  # type: ignore[call-overload]
    past = runs.upset_history(scene.league)
    said = wording.spice_sentence(runs.spice(found), u, past)
    st.caption(f"Filled from universe {u:,}. {said}")


# As a table -------------------------------------------------------------------------------------


def table(
    scene: PageContext, picks: Picks, prob: F8, found: TournamentResult | None
) -> pd.DataFrame:
    """One row a game: slot, round, both sides as far as they are known, the pick; ``win_prob`` that
    it wins that game if the earlier picks come true, ``true_prob`` that it comes true at all, with
    its Monte-Carlo error (without a run: nothing)."""
    reach = np.full(prob.shape, np.nan) if found is None else found.slot_prob()
    known = [*scene.name, ""]  # the last one for OPEN
    frame = pd.DataFrame(
        [
            {
                "slot": slot,
                "round": scene.field.round_names[int(scene.field.round[s])],
                "team_a": known[sides[0]],
                "team_b": known[sides[1]],
                "pick": known[e],
                "win_prob": np.nan if e == OPEN else prob[s, e],
                "true_prob": np.nan if e == OPEN else reach[s, e],
            }
            for s, (slot, e) in enumerate(zip(scene.field.slot, picks.entrant, strict=True))
            for sides in [pairing(picks, scene.field, slot)]
        ]
    )
    error = proportion_se(frame["true_prob"].to_numpy(), scene.spec.universes)
    return frame.assign(true_prob_se=error)
