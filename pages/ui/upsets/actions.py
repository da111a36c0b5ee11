"""What the buttons of a possible upset do: its game, a replay, a pick, a closer look."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from engine.bracket.pick_code import decode, encode
from engine.bracket.picks import Picks, no_picks, with_pick, without_pick
from engine.domain.field import Field
from engine.domain.specs import GameSpec
from engine.domain.venue import Venue
from engine.errors import BadInput
from engine.explain.factors import typical
from pages.ui import runs
from pages.ui.shell import address
from pages.ui.upsets.games import game_spec

Target = tuple[str, dict[str, str]]  # page, query parameters


@dataclass(frozen=True)
class Actions:
    """The buttons of one tournament's list; ``picks``: My bracket as it stands."""

    field: Field
    picks: Picks

    @cached_property
    def tournament(self) -> dict[str, str]:
        """Query parameters of the tournament."""
        return tournament(self.field)

    def links(self, row: Any) -> dict[str, Target]:
        """Button -> where it leads in a new tab."""
        game = ("game", pairing(self.field, row))
        return {
            "why": ("upsets", self.tournament | {"slot": row.slot}),
            "replay": game,
            "game": game,
            "pick": ("bracket", self.tournament | {"mode": "mine", "picks": self._code(row)}),
        }

    def picked(self, row: Any) -> bool:
        """Whether My bracket has this upset."""
        return bool(self.picks.entrant[self.field.slot.index(row.slot)] == row.underdog_entrant)

    def _code(self, row: Any) -> str:
        return encode(with_pick(self.picks, self.field, row.slot, row.underdog_entrant), self.field)

    def clicked(self, rows: dict[str, Any]) -> Callable[[str], None]:
        """What a click does before the page is drawn again; ``rows`` by slot."""

        def act(went: str) -> None:
            button, _, slot = went.partition(" ")
            row = rows.get(slot)
            if row is not None and button == "pick":
                self._pick(row)
            elif row is not None and button == "why":
                address.put("slot", slot)

        return act

    def _pick(self, row: Any) -> None:
        if self.picked(row):
            picks = without_pick(self.picks, self.field, row.slot)
            st.toast(f"{row.underdog} over {row.favourite} is no longer in My bracket.")
        else:
            picks = with_pick(self.picks, self.field, row.slot, row.underdog_entrant)
            st.toast(
                f"{row.underdog} over {row.favourite} is in My bracket.", icon=":material/check:"
            )
        address.change("picks", encode(picks, self.field) if picks.made else "")


def tournament(field: Field) -> dict[str, str]:
    """Query parameters of the tournament, and of its data where they are not embedded."""
    data = {"data": field.source} if field.source else {}
    return {"league": field.league, "season": str(field.season), **data}


def pairing(field: Field, row: Any) -> dict[str, str]:
    """The game as the Game page takes it; the favorite is the first team."""
    sides = (field.season, row.favourite), (field.season, row.underdog)
    return address.pairing(field.league, *sides, Venue.read(row.venue))


def team_pages(field: Field, row: Any) -> dict[str, dict[str, str]]:
    """Query parameters of both teams' Team pages."""
    return {
        side: {"league": field.league, "a": f"{field.season}:{getattr(row, side)}"}
        for side in ("underdog", "favourite")
    }


def follow(went: str | None, field: Field, rows: dict[str, Any]) -> None:
    """Open the page that a click leads to, if it leads to another one."""
    button, _, slot = (went or "").partition(" ")
    row = rows.get(slot)
    if row is not None and button in ("underdog", "favourite"):
        st.switch_page("pages/team.py", query_params=team_pages(field, row)[button])
    if row is None or button not in ("game", "replay"):
        return
    params = pairing(field, row)
    if button == "replay":
        params |= replayed(game_spec(field, row), row.underdog)
    st.switch_page("pages/game.py", query_params=params)


def replayed(spec: GameSpec, underdog: str) -> dict[str, str]:
    """The universe of the Game page that shows a typical win of its second team; none where that
    never happens."""
    detail = runs.detail(spec)
    universe = typical(detail, ~detail.a_wins)
    if universe is None:
        st.toast(f"{underdog} wins in none of these universes.")
        return {}
    return {"u": str(universe)}


def asked_picks(ask: address.Controls, field: Field) -> Picks:
    """My bracket as the link or the session has it; bad codes are told and count as none."""
    text = address.view().get("picks")
    return (ask.check(text, lambda code: decode(code, field)) if text else None) or no_picks(field)


def asked_slot(ask: address.Controls, rows: dict[str, Any]) -> Any | None:
    """The upset that is looked at closer; a slot without one is told."""
    text = address.view().get("slot")
    return ask.check(text, lambda slot: _check_slot(slot, rows)) if text else None


def _check_slot(slot: str, rows: dict[str, Any]) -> Any:
    if slot in rows:
        return rows[slot]
    raise BadInput(
        f"“{slot[:24]}” is no game that can be an upset in this tournament.",
        "Press Why beside one of the games below.",
    )
