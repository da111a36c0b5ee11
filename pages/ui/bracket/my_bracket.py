"""My bracket: the visitor's picks, game by game, with the odds beside them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from engine.arrays import F8
from engine.bracket import fill, surprise, win_curve
from engine.bracket.given_picks import odds_given_picks
from engine.bracket.pick_code import encode
from engine.bracket.pick_value import expected_points
from engine.bracket.picks import OPEN, Picks, locks_of, no_picks, pairing, with_pick, without_pick
from engine.domain.results import TournamentResult
from engine.stats.estimates import proportion_se
from pages.ui import runs
from pages.ui.bracket import address, locks, pick_value, wording
from pages.ui.bracket.address import SWEET_16
from pages.ui.bracket.page_context import PageContext, Shown
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import View

STRATEGY = "pick_fill"
STRATEGIES = {
    "favourites": "Favorites",
    "likely": "Most likely bracket",
    "points": "Most points",
    "seeds": "Better seeds",
    **{level: f"A universe: {level.capitalize()}" for level in surprise.LEVELS},
}
MEANING = {**fill.FILLS, **surprise.MEANING}


def draw(context: PageContext) -> Shown:
    """The toolbar, the drawing, what the picks score."""
    played = context.played
    picks = locks.on_top(context.field, played, context.asked.picks)
    found = runs.result(replace(context.spec, locks=locks_of(context.known, context.field)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        address.choose_happened(
            context.asked,
            context.field,
            "Start from: games before are as they really went",
        )
        if context.games and not context.running and context.asked.after_round != SWEET_16:
            st.button(
                "Second chance",
                icon=":material/restart_alt:",
                help="Start from the real Sweet 16",
                on_click=address.start_after,
                args=(SWEET_16,),
            )
        _filling(context, picks, found)
        _undo_and_clear(context)
    _explain(context, found)
    curve = win_curve.prob_given_picks(context.field, context.win_matrix.win, picks)
    given = odds_given_picks(found, picks, curve)
    prob = given.prob
    real = address.choose_overlay(
        context.field,
        "Which picks were right, and the points they scored. A real winner’s number is then its "
        "probability beforehand.",
        usual=context.running,
    )
    scores = context.scores()
    odds = context.prob if found is None or context.running else found.slot_prob()
    view = View(
        context.field,
        context.name,
        prob,
        0,
        pick={s: e for s, e in enumerate(picks.entrant) if e != OPEN and s not in scores},
        real=context.real if real else {},
        score=scores,
        forecast=odds if real else None,
        out=context.out if real else frozenset(),
        verb="pick it",
        undo="take it back",
    )
    bracket(view, on_action=_click(context, played, picks, prob))
    st.caption(wording.given_picks(given))
    if found is not None:
        pick_value.draw(context, picks, found, real)
    return Shown(
        view,
        _sentence(context, picks),
        context.prob,
        table=lambda: table(context, picks, prob, found),
    )


def _sentence(context: PageContext, picks: Picks) -> str:
    played = context.played
    given = played.counted(context.field)
    made, games = picks.counted(context.field) - given, int(context.field.counted.sum()) - given
    champion = picks.entrant[context.final]
    if picks.made == played.made and games:
        return "Nothing is picked yet. Begin anywhere: a pick fills the way there."
    head = "Your bracket is complete" if made == games else f"{made} of {games} games are picked"
    since = context.since
    head = f"{since}, {head[0].lower()}{head[1:]}" if since else head
    return (
        f"{head}: **{context.name[champion]}** wins the title." if champion != OPEN else f"{head}."
    )


# Picking ----------------------------------------------------------------------------------------


def _keep(context: PageContext, picks: Picks) -> None:
    address.keep("picks", picks, context.field)


def _click(context: PageContext, played: Picks, picks: Picks, prob: F8) -> Callable[[Action], None]:
    def clicked(action: Action) -> None:
        slot, entrant = context.field.slot.index(action.slot), context.entrant[action.team]
        if action.kind == "open":
            context.open_game(action, prob, picks)
        elif entrant not in locks.can_win(context.field, played, slot) or (
            played.entrant[slot] != OPEN
        ):
            address.say_decided()
        elif picks.entrant[slot] == entrant:
            _keep(context, without_pick(context.asked.picks, context.field, action.slot))
        else:
            _keep(context, with_pick(context.asked.picks, context.field, action.slot, entrant))

    return clicked


def _undo_and_clear(context: PageContext) -> None:
    address.undo_button("picks")
    st.button(
        "Clear",
        icon=":material/delete_sweep:",
        disabled=not context.asked.picks.made,
        on_click=_keep,
        args=(context, no_picks(context.field)),
    )


# Filling the rest -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filled:
    """The last fill of this session: the code of the picks after it and the picks before it, the
    strategy, how often it was repeated, and the universe that it came from, if any."""

    after: str
    before: Picks
    strategy: str
    turn: int
    universe: int | None


def _filling(context: PageContext, picks: Picks, found: TournamentResult | None) -> None:
    """The chooser of a strategy, and the button that fills the open games with it."""
    st.session_state.setdefault(STRATEGY, "favourites")
    st.selectbox(
        "Fill the rest with",
        STRATEGIES,
        format_func=STRATEGIES.__getitem__,
        key=STRATEGY,
        width=220,
    )
    st.button(
        "Fill the rest",
        icon=":material/format_list_numbered:",
        disabled=picks.complete or found is None,
        on_click=_fill,
        args=(context, picks, found),
    )
    last = _last_fill(context)
    if last is not None:
        st.button(
            "Another",
            icon=":material/casino:",
            help="Another universe just as surprising",
            on_click=_refill,
            args=(context, found, last),
        )


def _fill(context: PageContext, picks: Picks, found: TournamentResult, turn: int = 0) -> None:
    strategy, universe = str(st.session_state[STRATEGY]), None
    win = context.win_matrix.win
    if strategy in surprise.LEVELS:
        universe = runs.spice(found).draw(strategy, turn)
        full = fill.filled_from(picks, context.field, found.winner[:, universe], win)
    else:
        points = expected_points(found, context.worth(found.winner))
        full = fill.filled(picks, context.field, strategy, win, found.slot_prob(), points)
    own = context.asked.picks
    for s, (slot, entrant) in enumerate(zip(context.field.slot, full.entrant, strict=True)):
        if picks.entrant[s] == OPEN:
            own = with_pick(own, context.field, slot, entrant)
    _keep(context, own)
    after = encode(own, context.field)
    st.session_state["filled"] = Filled(after, picks, strategy, turn, universe)


def _last_fill(context: PageContext) -> Filled | None:
    """The last fill from a universe if its picks are still those on screen."""
    last: Filled | None = st.session_state.get("filled")
    on_screen = encode(context.asked.picks, context.field)
    return last if last and last.universe is not None and last.after == on_screen else None


def _refill(context: PageContext, found: TournamentResult, last: Filled) -> None:
    st.session_state[STRATEGY] = last.strategy
    _fill(context, last.before, found, last.turn + 1)


def _explain(context: PageContext, found: TournamentResult | None) -> None:
    """What the chosen strategy does; after a fill from a universe, which one and how unusual it
    is."""
    last, strategy = _last_fill(context), st.session_state[STRATEGY]
    if last is None or last.universe is None or found is None:
        st.caption(f"{STRATEGIES[strategy]}: {MEANING[strategy]}")
        return
    past = runs.upset_history(context.league)
    unusual = wording.spice_sentence(runs.spice(found), last.universe, past)
    st.caption(f"Filled from universe {last.universe:,}. {unusual}")


# As a table -------------------------------------------------------------------------------------


def table(
    context: PageContext, picks: Picks, prob: F8, found: TournamentResult | None
) -> pd.DataFrame:
    """One row a game: slot, round, both sides as far as they are known, the pick; ``win_prob`` that
    it wins that game if the earlier picks come true, ``true_prob`` that it comes true at all, with
    its Monte-Carlo error (without a run: nothing)."""
    reach = np.full(prob.shape, np.nan) if found is None else found.slot_prob()
    known = [*context.name, ""]  # the last one for OPEN
    frame = pd.DataFrame(
        [
            {
                "slot": slot,
                "round": context.field.round_names[int(context.field.round[s])],
                "team_a": known[sides[0]],
                "team_b": known[sides[1]],
                "pick": known[e],
                "win_prob": np.nan if e == OPEN else prob[s, e],
                "true_prob": np.nan if e == OPEN else reach[s, e],
            }
            for s, (slot, e) in enumerate(zip(context.field.slot, picks.entrant, strict=True))
            for sides in [pairing(picks, context.field, slot)]
        ]
    )
    error = proportion_se(frame["true_prob"].to_numpy(), context.spec.universes)
    return frame.assign(true_prob_se=error)
