"""The games that are under way: score, clock, and who wins from here."""

from html import escape

import streamlit as st

from engine import store
from engine.domain.live_results import SlotGame
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, GameSpec, Side
from engine.domain.venue import Venue
from pages.ui import runs
from pages.ui.bracket.page_context import PageContext
from pages.ui.shell import html
from pages.ui.shell.format import chance, game_clock
from pages.ui.shell.notices import plain_text

CSS = """
.now { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
  gap: 10px }
.now a { display: grid; grid-template-columns: minmax(0, 1fr) auto 52px; gap: 0 12px;
  align-items: baseline; padding: 8px 12px 9px; border: 1px solid var(--st-border-color);
  border-radius: 10px; box-sizing: border-box; height: 100% }
.now a:hover { border-color: var(--st-primary-color) }
.now small { color: var(--soft); font-size: 13px }
.now .when b { color: var(--st-text-color); font-weight: 600 }
.now .when { grid-column: 1 / 3 }
.now .head { text-align: right }
.now .team { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.now .n { text-align: right }
.now .ahead { font-weight: 700 }
"""


def draw(context: PageContext) -> None:
    """The games in progress as cards that open the game, and what the feed leaves unclear."""
    so_far = store.so_far(context.field)
    if so_far.under_way:
        cards = "".join(f"<li>{_card(context, one)}</li>" for one in so_far.under_way)
        clicked = html.show(f'<style>{CSS}</style><ul class="now">{cards}</ul>', "under_way")
        if clicked:
            (one,) = (one for one in so_far.under_way if one.slot == clicked)
            st.switch_page("pages/game.py", query_params=_link(context, one))
        st.caption(
            "Under way: they lock nothing until they are final. To win: from score and clock, in "
            "universes of these two teams; who has the ball is not known."
        )
    for note in so_far.notes:
        st.caption(f":material/info: {plain_text(note)}")


def _card(context: PageContext, one: SlotGame) -> str:
    """The better seed first: score, and the chance to win from here."""
    game, field = one.game, context.field
    at = sorted((game.away, game.home), key=lambda team: field.seed[context.entrant[team]][1:])
    points = dict(zip((game.home, game.away), game.points, strict=True))
    first, second = at
    side_a, side_b = (Side(field.season, team, field.source) for team in at)
    venue = _venue(context, one, first, second)
    spec = GameSpec(field.league, side_a, side_b, venue, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
    prob = runs.live_prob(spec, (points[first], points[second]), game.period, game.clock)
    slot = field.slot.index(one.slot)
    state = game_clock(field.league, field.season, game.period, game.clock)
    if game.status == "suspended":
        state = "Suspended"
    round_ = field.round_names[int(field.round[slot])]
    rows = "".join(
        f'<span class="team {ahead}"><small>{field.seed_line(context.entrant[team])}</small> '
        f'{escape(context.name[context.entrant[team]])}</span><span class="n {ahead}">'
        f'{points[team]}</span><span class="n">{"–" if win is None else chance(win)}</span>'
        for team, win in ((first, prob), (second, None if prob is None else 1.0 - prob))
        for ahead in ["ahead" if points[team] == max(points.values()) else ""]
    )
    inside = (
        f'<small class="when"><b>{escape(state)}</b> · {escape(round_)}</small>'
        f'<small class="head">to win</small>{rows}'
    )
    return html.wrapped_link("game", _link(context, one), one.slot, inside)


def _venue(context: PageContext, one: SlotGame, first: int, second: int) -> Venue:
    host = int(context.field.host[context.field.slot.index(one.slot)])
    return Venue.of_host(host, context.entrant[first], context.entrant[second])


def _link(context: PageContext, one: SlotGame) -> dict[str, str]:
    """The Game page's parameters."""
    home, away = one.game.home, one.game.away
    venue = _venue(context, one, home, away)
    return context.pairing(context.entrant[home], context.entrant[away], venue)
