"""Six universes worth opening: the typical game, the upset, the last second, and so on."""

from html import escape

import streamlit as st

from engine import store
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec
from engine.explain.flow import StoryKind, comeback, stories
from pages.ui import runs
from pages.ui.shell import address, html

TITLES: dict[StoryKind, str] = {
    "typical": "The typical game",
    "upset": "The upset",
    "last_second": "Down to the last second",
    "overtime": "Overtime",
    "blowout": "A blowout",
    "comeback": "The biggest comeback",
}


def draw(spec: GameSpec, names: tuple[str, str]) -> None:
    """A card for each story; a click opens its game."""
    links = "".join(
        html.wrapped_link("game", address.address(u), str(u), card)
        for u, card in _cards(spec, names)
    )
    st.subheader("Games to open", anchor=False)
    html.show(f'<div class="found">{links}</div>', "stories", on_go=_open)


@store.cached_by_data_version(64)
def _cards(spec: GameSpec, names: tuple[str, str]) -> tuple[tuple[int, str], ...]:
    detail = runs.detail(spec)
    return tuple((u, _card(detail, names, kind, u)) for kind, u in stories(detail).items())


def _card(detail: GameDetail, names: tuple[str, str], kind: StoryKind, u: int) -> str:
    a, b = detail.games.points[:, u].tolist()
    winner, high, low = (names[0], a, b) if a > b else (names[1], b, a)
    extra = int(detail.games.overtimes[u])
    line = f"{winner} {high}–{low}"
    if kind == "comeback":
        line += f" after trailing by {comeback(detail)[u]:.0f}"
    elif extra:
        line += " in overtime" if extra == 1 else f" in {extra} overtimes"
    return f"<b>{TITLES[kind]}</b><small>{escape(line)} · universe {u:,}</small>"


def _open(went: str) -> None:
    if went.isdecimal():
        address.open_universe(int(went))
