"""The row that describes a pool: every widget writes one query parameter."""

from typing import Any

import streamlit as st

from engine import store
from engine.domain.field import Field
from engine.errors import HardwoodError
from engine.pools.rules import MAX_MINE
from engine.pools.strategy import STYLES as MEANING
from pages.ui.shell import address, notices, pool
from pages.ui.shell.pool import AskedPool

PRIZES = {
    "100": "First takes all",
    "60,30,10": "60 / 30 / 10 %",
    "50,25,15,10": "50 / 25 / 15 / 10 %",
    "100,last=10": "First takes all, last pays 10 %",
}
SCORING = ("1-2-4-8-16-32", "10-20-40-80-160-320", "1-2-3-5-8-13")
BONUS = {
    "none": "None",
    "times-seed": "Times the seed",
    "plus-seed": "Plus the seed",
    "seed-difference": "Upset: seed difference",
    "upset=5": "Upset: 5 points",
}
NOT_LOVED = "pool_loved_problem"  # what was typed and is no team
STYLE = {"tempered": "Tempered", "bold": "Bold"}
CHALK = {
    "0.7": "far fewer favorites",
    "0.85": "fewer favorites",
    "1": "as fitted",
    "1.2": "more favorites",
    "1.5": "far more favorites",
}


def draw(asked: AskedPool, field: Field) -> None:
    """All of the pool's rules in one row."""
    rules = asked.pool
    with st.container(horizontal=True, vertical_alignment="bottom", key="pool_row"):
        st.number_input("Entries", 2, step=1, width=112, **_key("entries", rules.entries))
        st.selectbox(
            "Prizes, in % of the pot",
            _with(PRIZES, rules.prizes.text),
            format_func=lambda text: PRIZES.get(text, text.replace(",", " / ")),
            accept_new_options=True,
            help="Choose, or type your own: 70,20,10. The last place pays: 100,last=10.",
            width=190,
            **_key("prizes", rules.prizes.text),
        )
        st.selectbox(
            "Points by round",
            _with(SCORING, rules.scoring.text),
            accept_new_options=True,
            help="Choose, or type your own six: 2-3-5-8-13-21.",
            width=190,
            **_key("scoring", rules.scoring.text),
        )
        st.selectbox("My entries", range(1, MAX_MINE + 1), width=100, **_key("mine", rules.mine))
        bonus = _bonus(asked)
        st.selectbox(
            "Bonus",
            _with(BONUS, bonus),
            format_func=lambda text: BONUS.get(text, text),
            accept_new_options=True,
            help="Points added to a right pick. Type upset=3 for 3 points for each upset.",
            width=180,
            **_key("bonus", bonus),
        )
        _rivals(asked, field)


def _rivals(asked: AskedPool, field: Field) -> None:
    """What is known of the others, in a popover: few need it."""
    names = dict(zip(field.team_id.tolist(), pool.names_of(field), strict=True))
    bent = asked.loved or asked.chalk != 1
    with st.popover(f"Rivals’ taste{' ●' if bent else ''}", icon=":material/groups:"):
        st.multiselect(
            "Teams that my rivals love",
            sorted(names, key=lambda team: names[team].casefold()),
            format_func=lambda team: names.get(team, team),
            accept_new_options=True,
            filter_mode="contains",
            max_selections=pool.MAX_LOVED,
            placeholder="None",
            help="Say the local school: rivals pick it as if it were clearly stronger.",
            **_key("loved", list(asked.loved)) | {"on_change": _answer_loved, "args": (field,)},
        )
        problem = st.session_state.pop(NOT_LOVED, None)
        if problem is not None:
            notices.show(problem)
        text = f"{asked.chalk:g}"
        st.select_slider(
            "How many favorites they pick",
            sorted(_with(CHALK, text), key=float),
            format_func=lambda value: CHALK.get(value, value),
            **_key("chalk", text),
        )


def _answer_loved(field: Field) -> None:
    """Teams were chosen, or typed by any spelling, nickname or seed."""
    teams = store.load_teams(field.league, field.season, source=field.source)
    among, found = field.team_id.tolist(), []
    for one in st.session_state["pool_loved"]:
        try:
            row = None if one in among else store.search_team(teams, str(one), among)
            found.append(one if row is None else int(teams.team_id[row]))
        except HardwoodError as error:
            st.session_state[NOT_LOVED] = error
    address.put("loved", ",".join(map(str, dict.fromkeys(found))))


def style(asked: AskedPool) -> None:
    """How the entry is chosen."""
    st.segmented_control(
        "How to choose",
        pool.STYLES,
        format_func=STYLE.__getitem__,
        required=True,
        help=f"Tempered: {MEANING['tempered']} Bold: {MEANING['bold']}",
        **_key("style", asked.style),
    )


def _with(options: Any, text: str) -> list[str]:
    """The choices, and what was typed."""
    return list(dict.fromkeys([*options, text]))


def _bonus(asked: AskedPool) -> str:
    scoring = asked.pool.scoring
    return f"upset={scoring.upset}" if scoring.bonus == "upset" else scoring.bonus


def _key(name: str, value: object) -> dict[str, Any]:
    """Key and callback of the widget for a parameter, to be drawn with ``value``."""
    key = f"pool_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _answer, "args": (name, key)}


def _answer(name: str, key: str) -> None:
    value = st.session_state[key]
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    address.put(name, "" if value is None or text == pool.PLAIN[name] else text)
