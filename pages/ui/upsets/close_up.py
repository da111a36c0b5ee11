"""One possible upset up close: how it comes, what it opens, and what picking it costs."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from engine import run, store
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks, with_pick
from engine.domain.field import Field
from engine.domain.specs import BracketSpec, GameSpec
from engine.tables.odds_change import changes
from pages.ui import runs
from pages.ui.shell import address
from pages.ui.shell.format import NINETY_FIVE, REACHES, percent
from pages.ui.shell.plots import effects
from pages.ui.upsets.actions import pairing, tournament
from pages.ui.upsets.games import game_spec

UNDERDOG = 1  # side of the game: the favorite is named first
SHOWN = 5  # teams whose odds move
LEAST = 0.01  # a smaller change is not worth a line


def draw(spec: BracketSpec, field: Field, row: Any) -> None:
    """The part above the list, with the way to close it."""
    with st.container(border=True, key="close_up"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(
                f"{row.underdog_line} {row.underdog} over {row.favourite_line} {row.favourite}",
                anchor=False,
            )
            st.button(
                "Close",
                icon=":material/close:",
                key="close_up_close",
                on_click=address.put,
                args=("slot", ""),
            )
        left, right = st.columns((3, 2), gap="large")
        with left:
            _why(field, row)
        with right:
            _opens(spec, field, row)
            _costs(row)


def _why(field: Field, row: Any) -> None:
    """The universes with the upset against those without, and a typical one to replay."""
    names = (row.favourite, row.underdog)
    found = _effects(game_spec(field, row), names)
    effects.draw(found, names, UNDERDOG, "chart_upset")
    if found.typical is not None:
        st.page_link(
            "pages/game.py",
            label=f"Replay a typical win of {row.underdog}",
            icon=":material/play_circle:",
            query_params=pairing(field, row) | {"u": str(found.typical)},
        )


@store.cached_by_data_version(64)
def _effects(game: GameSpec, names: tuple[str, str]) -> effects.Drawn:
    return effects.drawn(runs.detail(game), names, UNDERDOG)


def _opens(spec: BracketSpec, field: Field, row: Any) -> None:
    """Whose odds move if it comes, and the way to What if."""
    before_spec = spec
    if _as_played(field):
        before_spec = run.spec_after_round(field.league, field.season, row.round - 1)
    lock = (row.slot, row.underdog_id)
    after_spec = replace(before_spec, locks=(*before_spec.locks, lock))
    before, after = runs.slot_prob(before_spec), runs.slot_prob(after_spec)
    st.markdown("**What it opens**")
    if before is None or after is None:
        st.markdown("Being played: the odds with this upset.")
    else:
        teams = store.load_teams(field.league, field.season, source=field.source)
        moved = changes(field, teams, (before, spec.universes), (after, spec.universes))
        st.markdown(_gainers(moved, row))
    st.page_link(
        "pages/bracket.py",
        label="Open in What if",
        icon=":material/account_tree:",
        query_params=_what_if(field, row),
    )


def _as_played(field: Field) -> bool:
    """Whether there are odds after the real results of each round."""
    return bool(store.results_of(field)) and not field.source


def _gainers(moved: pd.DataFrame, row: Any) -> str:
    """The teams that gain most in a later round, each once, as a list."""
    sides = (row.underdog_id, row.favourite_id)
    seen = moved["diff"] > (NINETY_FIVE * moved["diff_se"]).clip(lower=LEAST)
    others = moved[seen & (moved["round"] > row.round) & ~moved["team_id"].isin(sides)]
    others = others.drop_duplicates("team_id").head(SHOWN)
    if others.empty:
        return "Nobody else’s odds move by more than their error."
    return "\n".join(
        f"- {of.seed[1:3].lstrip('0')} {of.name} to {REACHES[of.round]}: {percent(of.before)} → "
        f"**{percent(of.after)}**"
        for of in others.itertuples(index=False)
    )


def _costs(row: Any) -> None:
    st.markdown("**In a pool**")
    if row.cost < 0.05:
        st.markdown("Picking it costs nothing: the bracket with the most expected points has it.")
        return
    st.markdown(
        f"Picking {row.underdog} through this game costs **{row.cost:.1f} expected points** "
        "(1-2-4-8-16-32) against the best bracket. It pays where few others have it."
    )


def _what_if(field: Field, row: Any) -> dict[str, str]:
    locks = with_pick(no_picks(field), field, row.slot, row.underdog_entrant)
    last = row.round - 1
    begun = _as_played(field) and (last or (field.round == 0).any())
    through = {"through": str(last)} if begun else {}
    return {**tournament(field), "mode": "whatif", "locks": encode(locks, field), **through}
