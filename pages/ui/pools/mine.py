"""My own bracket in this pool: what it wins, the place it takes, and its best changes."""

import re
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from engine.arrays import U1
from engine.bracket.pick_code import LENGTH, NEW, decode
from engine.errors import BadLink, HardwoodError
from engine.pools.evaluate import Change
from pages.ui.pools import charts, drawn, files, wording
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.runs.pools import Judged
from pages.ui.shell import address, html, notices, pool_words
from pages.ui.shell.format import NINETY_FIVE

CODE = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{LENGTH}}}(?![A-Za-z0-9_-])")
PASTED, REFUSED = "pool_pasted", "pool_refused"


def draw(context: PoolContext) -> str:
    """The box for a code, and what the bracket is worth; the page's sentence."""
    _paste(context)
    mine = own(context)
    if mine is None:
        return "Paste a complete bracket and see what it wins in this pool, and what to change."
    found = pools.judged(context.spec, context.played, mine)
    _cards(context, mine, found)
    st.caption(wording.CAVEAT)
    left, right = st.columns(2, gap="large")
    with left:
        _places(context, found)
    with right:
        _changes(context, found)
    figures = found.figures
    return (
        f"In a pool of {context.asked.pool.entries:,} my bracket wins "
        f"**{pool_words.with_error(figures.win_prob, figures.win_prob_se)}** "
        f"({pool_words.span(figures)} under other publics and odds), **{pool_words.fair(figures)}**"
        + wording.against(context.spec)
    )


def own(context: PoolContext) -> U1 | None:
    """choice[P] of the bracket in the view; None, with the reason on screen, where there is no
    complete one."""
    if not context.part.picks.made:
        return None
    try:
        return context.board.chosen(context.part.picks)
    except HardwoodError as error:
        notices.show(error)
        return None


# The box ----------------------------------------------------------------------------------------


def _paste(context: PoolContext) -> None:
    st.session_state[PASTED] = address.view().get("picks", "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "My bracket: its code, or the link that has it",
            key=PASTED,
            placeholder="Paste it here",
            on_change=_pasted,
            args=(context,),
            width=440,
        )
        st.page_link(
            "pages/bracket.py",
            label="Make or change it in My bracket",
            icon=":material/edit:",
            query_params={**context.tournament(), "mode": "mine", **_picks()},
        )
    if error := st.session_state.pop(REFUSED, None):
        notices.show(error)


def _picks() -> dict[str, str]:
    code = address.view().get("picks", "")
    return {"picks": code} if code else {}


def _pasted(context: PoolContext) -> None:
    """Keep the code that was pasted, or say what is wrong with it."""
    text = str(st.session_state[PASTED]).strip()
    codes = CODE.findall(text)
    try:
        if text and not codes:
            raise BadLink("There is no bracket’s code in what was pasted.", NEW)
        if text:
            decode(codes[-1], context.field)
    except HardwoodError as error:
        st.session_state[REFUSED] = error
        return
    address.put("picks", codes[-1] if codes else "")


# What it is worth -------------------------------------------------------------------------------


def _cards(context: PoolContext, mine: U1, found: Judged) -> None:
    figures = found.figures
    payout, error = 100 * figures.payout, 100 * NINETY_FIVE * figures.payout_se
    best = pools.advice(context.spec, context.played).figures
    cards = (
        (
            "Wins the pool",
            pool_words.with_error(figures.win_prob, figures.win_prob_se),
            f"{pool_words.span(figures)} under other publics and odds",
        ),
        (
            "Expected share of the pot",
            f"{payout:.1f}% ± {max(error, 0.1):.1f}",
            f"{pool_words.fair(figures)}; an average entry gets one",
        ),
        (
            "Expected points",
            pool_words.points(figures),
            f"at {context.asked.pool.scoring.text}"
            + ("" if context.asked.pool.scoring.bonus == "none" else " and the bonus"),
        ),
        (
            "The recommended entry",
            pool_words.with_error(best.win_prob, best.win_prob_se),
            f"wins the pool; {pool_words.fair(best)}",
        ),
    )
    html.show(
        '<div class="cards">'
        + "".join(
            f"<section><h3>{escape(head)}</h3><b>{value}</b><small>{escape(note)}</small></section>"
            for head, value, note in cards
        )
        + "</div>",
        "mine_cards",
    )


def _places(context: PoolContext, found: Judged) -> None:
    st.subheader("Where it finishes", anchor=False)
    entries, shown = context.asked.pool.entries, len(found.places)
    first, rest = min(3, shown), max(0.0, 1 - float(found.places.sum()))
    sentence = (
        f"Among the first {first}: **{pool_words.chance(float(found.places[:first].sum()))}**. "
        f"An average entry: {pool_words.chance(first / entries)}."
        + (f" Place {shown + 1} or later: {pool_words.chance(rest)}." if rest > 0 else "")
    )
    st.markdown(sentence)
    frame = places(found.places, entries, context.played.universes // 2)
    drawn.chart(charts.places, frame.head(shown), sentence, "pool_places", 1 / entries)
    with st.expander("As a table"):
        st.dataframe(frame, hide_index=True, alt="The chance of each place")
        files.csv(
            "Places",
            frame,
            context.field.league,
            context.field.season,
            "places",
            source=context.field.source,
        )


def places(prob: np.ndarray, entries: int, universes: int) -> pd.DataFrame:
    """One row a place: its chance and standard error; what is left is one row, if any is."""
    name = [str(place) for place in range(1, len(prob) + 1)]
    chance = prob.tolist()
    if entries > len(prob):
        name.append(f"{len(prob) + 1}+")
        chance.append(max(0.0, 1 - sum(chance)))
    frame = pd.DataFrame({"place": name, "prob": chance})
    error = np.sqrt(frame["prob"] * (1 - frame["prob"]) / universes)
    return frame.assign(prob_se=error)


def _changes(context: PoolContext, found: Judged) -> None:
    st.subheader("Best changes", anchor=False)
    helping = [change for change in found.changes if change.gain > 0]
    if not helping:
        st.markdown("None: no single change adds anything in universes that did not choose it.")
        return
    st.markdown("One at a time; click one to make it.")
    codes = {str(i): context.code(change.choice) for i, change in enumerate(helping)}
    items = "".join(_change(context, codes[str(i)], i, one) for i, one in enumerate(helping))
    html.show(
        f'<ul class="weak gains">{items}</ul>',
        "pool_changes",
        on_go=lambda i: address.put("picks", codes.get(i, "")),
    )
    st.caption(
        "Points of the pot that the change adds to the expected share, ± its 95% error; found in "
        "one half of the universes, measured in the other."
    )


def _change(context: PoolContext, code: str, i: int, change: Change) -> str:
    words = f"{context.contestant[change.contestant]} to the {wording.TO[change.round]}"
    link = html.page_link("pools", {**address.query(), "picks": code}, str(i), words)
    gain, error = 100 * change.gain, 100 * NINETY_FIVE * change.gain_se
    position = int(context.board.path[change.contestant, change.round - 1])
    return (
        f"<li><span><b>{link}</b></span>"
        f'<span class="now">{pool_words.chance(context.chance(position, change.contestant))}</span>'
        f'<span class="diff">{gain:+.2f} ± {error:.2f}</span></li>'
    )
