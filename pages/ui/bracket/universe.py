"""One universe: a whole tournament with its scores, by its number or by how surprising it is."""

import random
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from engine.bracket import surprise
from engine.run import SlotGame
from pages.ui import runs
from pages.ui.bracket import wording
from pages.ui.bracket.page_context import PageContext, Shown
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import Score, View
from pages.ui.shell import address
from pages.ui.shell.pairing import redirect_to

NUMBER, LEVEL = "pick_universe", "pick_level"


def draw(context: PageContext) -> Shown:
    """The choosers, how unusual this universe is, and the drawing with scores."""
    played = runs.result(context.spec_so_far)
    if played is None:  # being played, or cancelled: the odds meanwhile
        view = View(context.field, context.name, context.prob, context.spec.universes, verb="")
        bracket(view)
        return Shown(view, "", context.prob)
    u, taste = context.asked.universe, runs.spice(played)
    games = runs.universe(played, u)
    _toolbar(context, taste, u)
    past = runs.upset_history(context.league)
    st.markdown(f"{surprise.MEANING[taste.level(u)]} {wording.spice_sentence(taste, u, past)}")
    view = View(
        context.field,
        context.name,
        context.prob,
        context.spec.universes,
        score=context.scores() | _scores(games),
        verb="",
    )
    bracket(view, on_action=lambda action: _open(context, games, u, action))
    return Shown(
        view, _sentence(context, games, u), context.prob, table=lambda: table(context, games)
    )


def _toolbar(context: PageContext, taste: surprise.SurpriseRanking, u: int) -> None:
    st.session_state[NUMBER], st.session_state[LEVEL] = u, taste.level(u)
    with st.container(horizontal=True, vertical_alignment="bottom", key="bracket_tools"):
        st.number_input(
            "Universe", 0, context.spec.universes - 1, key=NUMBER, width=140, on_change=_answer
        )
        st.segmented_control(
            "How surprising",
            surprise.LEVELS,
            format_func=str.capitalize,
            required=True,
            key=LEVEL,
            on_change=_spiced,
            args=(taste,),
        )
        st.button(
            "Another", icon=":material/casino:", on_click=_another, args=(taste, taste.level(u)),
            help="Another universe just as surprising",
        )  # fmt: skip
        st.button(
            "Surprise me",
            icon=":material/auto_awesome:",
            on_click=_any,
            args=(context.spec.universes,),
            help="Any universe at all",
        )


def _answer() -> None:
    address.put("universe", str(st.session_state[NUMBER]))


def _spiced(taste: surprise.SurpriseRanking) -> None:
    _another(taste, st.session_state[LEVEL])


def _another(taste: surprise.SurpriseRanking, level: str) -> None:
    """The next universe of that level: none comes twice before all had their turn."""
    turns: dict[str, int] = st.session_state.setdefault("turns", {})
    turns[level] = turns.get(level, -1) + 1
    address.put("universe", str(taste.draw(level, turns[level])))


def _any(universes: int) -> None:
    address.put("universe", str(random.randrange(universes)))


# The games --------------------------------------------------------------------------------------


def _open(context: PageContext, games: Sequence[SlotGame], u: int, action: Action) -> None:
    """Follow the game of a slot play by play: the very game that this universe played."""
    game = games[context.field.slot.index(action.slot)]
    if game.spec is not None:
        redirect_to(context.pairing(game.a, game.b, game.spec.venue) | {"u": str(u)})


def _scores(games: Sequence[SlotGame]) -> dict[int, Score]:
    scores = {}
    for slot, game in enumerate(games):
        if game.points is not None:
            most, least = max(game.points), min(game.points)
            scores[slot] = Score(game.winner, game.loser, (most, least), game.overtimes or 0)
    return scores


def _sentence(context: PageContext, games: Sequence[SlotGame], u: int) -> str:
    final = games[context.final]
    score = f" {max(final.points)}–{min(final.points)}" if final.points else ""
    extra = " after overtime" if final.overtimes == 1 else f" after {final.overtimes} overtimes"
    return (
        f"In universe {u:,} of {context.spec.universes:,}, "
        f"**{context.name[final.winner]}** beats {context.name[final.loser]}{score}"
        f"{extra if final.overtimes else ''} for the title."
    )


def table(context: PageContext, games: Sequence[SlotGame]) -> pd.DataFrame:
    """One row a game of the universe: slot, round, both teams with their points, overtimes."""
    return pd.DataFrame(
        [
            {
                "slot": game.slot,
                "round": context.field.round_names[game.round],
                "team_a": context.name[game.a],
                "team_b": context.name[game.b],
                "points_a": game.points[0] if game.points else None,
                "points_b": game.points[1] if game.points else None,
                "overtimes": game.overtimes,
                "winner": context.name[game.winner],
            }
            for game in games
        ]
    )
