"""What to enter: the recommended entry beside its alternatives, each of them drawn on request."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from engine import store
from engine.arrays import U1
from engine.bracket.pick_code import encode
from engine.bracket.picks import OPEN, Picks, no_picks, pairing, with_pick, without_pick
from engine.domain.venue import Venue
from engine.pools.evaluate import Figures
from engine.pools.strategy import STYLES
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import Score, View
from pages.ui.pools import files, inputs, record, wording
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs.pools import Advice
from pages.ui.shell import address, html, pool_words
from pages.ui.shell.format import counted
from pages.ui.shell.pairing import redirect_to

DRAWN = "pool_drawn"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A bracket that can be drawn: its name, itself and its figures."""

    name: str
    choice: U1
    figures: Figures


def candidates(context: PoolContext, found: Advice) -> list[Candidate]:
    """My entries, then the next best with another champion, most points and chalk."""
    mine = len(found.entries)
    names = ["Recommended"] if mine == 1 else [f"Entry {n}" for n in range(1, mine + 1)]
    listed = [
        Candidate(name, choice, figures)
        for name, choice, figures in zip(names, found.entries, found.alone, strict=True)
    ]
    if found.other is not None:
        listed.append(Candidate("Another champion", *found.other))
    return [*listed, Candidate("Most points", *found.most_points), Candidate("Chalk", *found.chalk)]


def draw(context: PoolContext, found: Advice) -> Candidate:
    """The cards, the switch between them, the drawing and the ways on; what is drawn."""
    listed = candidates(context, found)
    _cards(context, listed)
    if same := _same(listed):
        st.caption(same)
    by_name = {candidate.name: candidate for candidate in listed}
    if st.session_state.get(DRAWN) not in by_name:
        st.session_state[DRAWN] = listed[0].name
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        inputs.style(context.asked)
        with st.container(key="pool_parts_drawn", width="content"):
            st.segmented_control("Draw", list(by_name), required=True, key=DRAWN)
        _forced(context)
    asked = context.asked
    known = "" if context.since else record.beside(asked.pool, asked.style)
    st.caption(f"**{inputs.STYLE[asked.style]}.** {STYLES[asked.style]} {known}")
    shown = by_name[st.session_state[DRAWN]]
    picks = context.picks(shown.choice)
    bracket(_view(context, picks), on_action=lambda action: _clicked(context, picks, action))
    st.caption(
        "The number beside a team: the share of "
        f"{context.played.universes:,} universes in which it comes through that game."
        + ("" if context.since else " Click a team to force it into my entries.")
    )
    st.caption(wording.CAVEAT)
    _ways_on(context, shown, picks)
    return shown


def _same(listed: list[Candidate]) -> str:
    """Which alternatives are the recommended bracket itself."""
    first, *others = listed
    same = [other.name.lower() for other in others if (other.choice == first.choice).all()]
    return f"Here the recommended entry is also the one with {same[0]}." if same else ""


def _cards(context: PoolContext, listed: list[Candidate]) -> None:
    cards = []
    for candidate in listed:
        figures = candidate.figures
        champion = context.contestant[int(candidate.choice[-1])]
        cards.append(
            f"<section><h3>{escape(candidate.name)}</h3>"
            f"<b>{pool_words.with_error(figures.win_prob, figures.win_prob_se)}</b>"
            f"<small>{pool_words.span(figures)} under other publics and odds</small>"
            f"<small>{pool_words.fair(figures)}; {pool_words.points(figures)} points</small>"
            f"<small>{escape(champion)} wins it all</small></section>"
        )
    html.show(f'<div class="cards">{"".join(cards)}</div>', "pool_cards")


# The drawing ------------------------------------------------------------------------------------


def _view(context: PoolContext, picks: Picks) -> View:
    settled = _settled(context)
    return View(
        context.field,
        context.name,
        context.prob,
        context.played.universes,
        lock=_made(context.asked.force),
        pick={s: e for s, e in _made(picks).items() if s not in settled},
        score=settled,
        verb="" if context.since else "force it",
        undo="force it, or release it if forced",
        locked="forced",
        picked="picked",
    )


def _settled(context: PoolContext) -> dict[int, Score]:
    """The real scores before a second chance; none of a game that was never played."""
    if not context.since:
        return {}
    entrant = {int(team): e for e, team in enumerate(context.field.team_id)}
    return {
        s: Score(
            entrant[g.winner_id],
            entrant[g.loser_id],
            (g.winner_points, g.loser_points),
            g.overtimes,
        )
        for g in store.results_of(context.field)
        for s in [context.field.slot.index(g.slot)]
        if g.winner_points and context.field.round[s] <= context.since
    }


def _made(picks: Picks) -> Mapping[int, int]:
    return {s: e for s, e in enumerate(picks.entrant) if e != OPEN}


def _clicked(context: PoolContext, picks: Picks, action: Action) -> None:
    """Force a team through a slot, let it go, or open its game."""
    field = context.field
    slot = field.slot.index(action.slot)
    entrant = field.team_id.tolist().index(action.team)
    if action.kind == "open":
        _open(context, picks, slot, entrant)
    elif context.asked.force.entrant[slot] == entrant:
        _keep(context, without_pick(context.asked.force, field, action.slot))
    else:
        _keep(context, with_pick(context.asked.force, field, action.slot, entrant))


def _keep(context: PoolContext, force: Picks) -> None:
    address.put("force", encode(force, context.field) if force.made else "")


def _open(context: PoolContext, picks: Picks, slot: int, entrant: int) -> None:
    field = context.field
    sides = pairing(picks, field, field.slot[slot])
    other = next((e for e in sides if e not in (OPEN, entrant)), entrant)
    venue = Venue.of_host(field.host[slot], entrant, other)
    first, second = ((field.season, context.name[e]) for e in (entrant, other))
    redirect_to(address.pairing(field.league, first, second, venue))


def _forced(context: PoolContext) -> None:
    """How many picks are forced, and the way back."""
    force = context.asked.force
    if force.made:
        st.button(
            f"Release {counted(force.counted(context.field), 'forced pick')}",
            icon=":material/lock_open:",
            on_click=_keep,
            args=(context, no_picks(context.field)),
        )


# Ways on ----------------------------------------------------------------------------------------


def _ways_on(context: PoolContext, shown: Candidate, picks: Picks) -> None:
    code = encode(picks, context.field)
    frame = table(context, picks)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/bracket.py",
            label="Take it into My bracket",
            icon=":material/edit:",
            query_params={
                **context.tournament(),
                "mode": "mine",
                "picks": code,
                **({"through": str(context.since)} if context.since else {}),
            },
        )
        files.csv(
            "Picks",
            frame,
            context.field.league,
            context.field.season,
            "pool",
            shown.name,
            source=context.field.source,
        )
    with st.expander("As a table"):
        st.dataframe(frame, hide_index=True, alt=f"Every pick of {shown.name}")


def table(context: PoolContext, picks: Picks) -> pd.DataFrame:
    """One row a game that pools count: slot, round, both sides, the pick, and ``true_prob`` that it
    comes true."""
    field = context.field
    rows = []
    for s, slot in enumerate(field.slot):
        if not field.counted[s]:
            continue
        a, b = pairing(picks, field, slot)
        e = picks.entrant[s]
        rows.append(
            {
                "slot": slot,
                "round": field.round_names[int(field.round[s])],
                "team_a": context.name[a],
                "team_b": context.name[b],
                "pick": context.name[e],
                "true_prob": float(context.prob[s, e]),
            }
        )
    return pd.DataFrame(rows)
