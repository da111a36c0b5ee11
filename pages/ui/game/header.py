"""The head of the Game page: which two teams, where they meet, and what really happened.

The better seed is shown first whatever the order of the address; the swap button turns that round
(``first`` in the address names the team shown first)."""

from contextlib import suppress
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

import streamlit as st

from engine import store
from engine.domain.field import RealGame
from engine.domain.live_results import ListedGame
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue
from engine.errors import BadInput
from engine.run.real_meeting import (
    BracketMeeting,
    SeasonMeeting,
    better_second,
    bracket_meeting,
    season_meetings,
)
from pages.ui import runs
from pages.ui.shell import address, own_upload, page, pairing
from pages.ui.shell.address import Controls
from pages.ui.shell.format import chance, game_clock, listed, percent, rating_range, smooth_percent
from pages.ui.shell.pairing import Names

Letter = Literal["a", "b"]
BOXES: dict[Letter, str] = {"a": "First team", "b": "Second team"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the controls ask for. ``a`` is the team shown first and ``venue`` is seen from it."""

    league: League
    a: Side
    b: Side
    venue: Venue
    universes: int
    random_seed: int
    universe: int | None

    @property
    def spec(self) -> GameSpec:
        """The run; BadInput for a team against itself."""
        return GameSpec(self.league, self.a, self.b, self.venue, self.universes, self.random_seed)

    @property
    def tables(self) -> list[TeamTable]:
        """Both sides' seasons."""
        return [
            store.load_teams(self.league, side.season, source=side.source)
            for side in (self.a, self.b)
        ]


# --- Controls ------------------------------------------------------------------------------------


def choose(ask: Controls) -> tuple[League | None, Asked | None]:
    """The choosers: in full until there are two teams, then behind a button beside the venue."""
    league = None
    with suppress(BadInput):
        league = store.check_league(address.view().get("league", "men"))
    sides = {name: ask.known_side(name, league) for name in BOXES}
    a, b = sides["a"], sides["b"]
    if league is None or a is None or b is None or a == b:
        return _all_boxes(ask), None
    order = _order(league, a, b)
    with st.popover("Teams", icon=":material/groups:"):
        ask.league()
        for name, label in zip(order, BOXES.values(), strict=True):
            ask.side(name, label, league)
    if order == ("b", "a"):
        a, b = b, a
    tables = [store.load_teams(league, side.season, source=side.source) for side in (a, b)]
    names = pairing.names(a, b, tables)
    _swap_button(order, b)
    universes, random_seed = ask.simulation()
    own_upload.button(ask)
    at = dict(zip(order, names, strict=True))
    venue = ask.venue({"neutral": "Neutral floor", **{k: f"At {at[k]}" for k in order}})
    if venue is None:  # reported; the page goes on under the notice
        address.put("venue", "")
        venue = Venue.NEUTRAL
    seen = venue if order == ("a", "b") else venue.swapped
    universe = ask.universe(universes)
    return league, Asked(league, a, b, seen, universes, random_seed, universe)


def _all_boxes(ask: Controls) -> League | None:
    league = ask.league()
    sides = [ask.side(name, label, league) for name, label in BOXES.items()]
    if sides[0] is not None and sides[0] == sides[1]:
        ask.problems.append(
            BadInput("A team cannot play itself.", "Choose two different teams or seasons.")
        )
    ask.simulation()
    own_upload.button(ask)
    return league


def _order(league: League, a: Side, b: Side) -> tuple[Letter, Letter]:
    """The letters of the address in the order shown; a ``first`` that names neither team is
    forgotten."""
    asked = {_text(a): "a", _text(b): "b"}.get(address.view().get("first", ""))
    if asked is None:
        address.put("first", "")
    second = better_second(league, a, b) if asked is None else asked == "b"
    return ("b", "a") if second else ("a", "b")


def _swap_button(order: tuple[Letter, Letter], second: Side) -> None:
    def swap() -> None:
        address.close_universe()
        address.put("first", _text(second))

    st.button("Swap", icon=":material/swap_horiz:", on_click=swap, key="swap")


def _text(side: Side) -> str:
    return f"{side.season}:{side.team_id}"


# --- Title ---------------------------------------------------------------------------------------


def title(spec: GameSpec, names: Names) -> None:
    """Both teams with their seeds, where the bracket has them meet, and what really happened."""
    meeting = bracket_meeting(spec)
    lines = [place(meeting, spec.venue, names)]
    if meeting is not None and meeting.played is not None:
        lines.append(really(spec, meeting, meeting.played, names))
    if meeting is not None and meeting.under_way is not None:
        lines.append(under_way(spec, meeting, meeting.under_way, names))
    page.heading(heading(meeting, names), "  \n".join(lines))
    earlier = [earlier_game(game, names) for game in season_meetings(spec)]
    if earlier:
        st.caption(f"Before the tournament they met: {listed(earlier)}.")


def heading(meeting: BracketMeeting | None, names: Names) -> str:
    """``1 Duke v 2 Connecticut``; without seeds outside a tournament."""
    if meeting is None:
        return f"{names[0]} v {names[1]}"
    a, b = (f"{line} {name}" for line, name in zip(meeting.seed_line, names, strict=True))
    return f"{a} v {b}"


def place(meeting: BracketMeeting | None, venue: Venue, names: Names) -> str:
    """``East, Elite Eight (neutral floor)``, and the venue played at if it is another."""
    here = at(venue, names)
    if meeting is None:
        return f"Played {here}."
    slot = ", ".join(filter(None, [meeting.region, meeting.round_name, at(meeting.venue, names)]))
    if meeting.played is None:
        slot = f"Their place to meet in the bracket: {slot}"
    return slot if meeting.venue == venue else f"{slot}; here played {here}"


def at(venue: Venue, names: Names) -> str:
    """``on a neutral floor``, ``at Duke``."""
    return {
        Venue.NEUTRAL: "on a neutral floor",
        Venue.A: f"at {names[0]}",
        Venue.B: f"at {names[1]}",
    }[venue]


def really(spec: GameSpec, meeting: BracketMeeting, game: RealGame, names: Names) -> str:
    """The real result and the probability that it had, at its own venue."""
    odds = runs.game_odds(replace(spec, venue=meeting.venue))
    a_won = game.winner_id == spec.a.team_id
    prob, low, high = odds.prob, odds.weaker, odds.stronger
    if not a_won:
        prob, low, high = 1 - prob, 1 - high, 1 - low
    late_ = {0: "", 1: " in overtime"}.get(game.overtimes, f" in {game.overtimes} overtimes")
    return (
        f"Really: **{names[not a_won]} {game.winner_points}–{game.loser_points}**{late_}. "
        f"We gave that {smooth_percent(prob, odds.error)} "
        f"({rating_range(low, high)} by the ratings’ error)."
    )


def under_way(spec: GameSpec, meeting: BracketMeeting, game: ListedGame, names: Names) -> str:
    """Score, clock and the chance from here, while the game is played."""
    points = game.points if game.home == spec.a.team_id else game.points[::-1]
    here = replace(spec, venue=meeting.venue)
    prob = runs.live_prob(here, points, game.period, game.clock)
    state = game_clock(spec.league, spec.a.season, game.period, game.clock)
    score = f"**{names[0]} {points[0]}, {names[1]} {points[1]}**"
    now = "" if prob is None else f" {names[0]} wins from here with **{chance(prob)}**."
    return f"Under way: {score} ({state}).{now}"


def earlier_game(game: SeasonMeeting, names: Names) -> str:
    """``28 February, Duke 77–51 at Duke (94% by the ratings of the day before)``, for a list."""
    a, b = game.points
    won = f"{game.day.day} {game.day:%B} {names[a < b]} {max(a, b)}–{min(a, b)}"
    prob = game.win_prob if a > b else 1.0 - game.win_prob
    given = f" (we gave that {percent(prob)})" if isfinite(prob) else ""
    return f"{won} {at(game.venue, names)}{given}"
