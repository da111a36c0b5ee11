"""Games between the teams: win probability at three venues, each against each, with the ball."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import combinations

import numpy as np
import pandas as pd

from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, GameSpec
from engine.domain.venue import Venue
from engine.explain.matchup import MatchupRow, with_the_ball
from engine.stats.estimates import mean_se
from pages.ui import runs
from pages.ui.shell.format import NINETY_FIVE, ordinal, percent, rating_range, smooth_percent
from pages.ui.teams.entry import Entry
from pages.ui.teams.style import bold, color, mark, part

VENUE_UNIVERSES = 2_500  # of the games in either arena, of which only the mean margin is shown


def spec_of(a: Entry, b: Entry) -> GameSpec:
    """Their game on a neutral floor, as the Game page plays it on a first visit."""
    universes, seed = DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED
    return GameSpec(a.league, a.side, b.side, Venue.NEUTRAL, universes, seed)


def venues_html(a: Entry, b: Entry) -> str:
    """Who wins at a's arena, on a neutral floor and at b's."""
    cells = ""
    places = (
        (Venue.A, f"At {a.name}"),
        (Venue.NEUTRAL, "Neutral floor"),
        (Venue.B, f"At {b.name}"),
    )
    for venue, where in places:
        spec = replace(spec_of(a, b), venue=venue)
        prob, error, weaker, stronger = runs.game_odds(spec)
        if venue is not Venue.NEUTRAL:  # the game that both pages share has all its universes
            spec = replace(spec, universes=VENUE_UNIVERSES)
        margin, se = mean_se(runs.detail(spec).games.margin.astype(np.float64))
        off = max(NINETY_FIVE * se, 0.1)
        lead = f"{a.name if margin > 0 else b.name} by {abs(margin):.1f} ± {off:.1f}"
        cells += (
            f"<div><h3>{escape(where)}</h3>"
            f'<div class="wins"><span>{mark(a.k)} {percent(prob)}</span>'
            f"<span>{percent(1 - prob)} {mark(b.k)}</span></div>"
            f'<div class="bar"><i style="flex:{prob:.3f};{color(a.k)}"></i>'
            f'<i style="flex:{1 - prob:.3f};{color(b.k)}"></i>'
            f'<u style="left:{100 * weaker:.1f}%;width:{100 * (stronger - weaker):.1f}%"></u></div>'
            f"<small>{escape(lead)} · {escape(a.name)} wins "
            f"{smooth_percent(prob, error)}, {rating_range(weaker, stronger)} by the "
            "ratings’ error</small></div>"
        )
    note = (
        "Win probabilities are smoothed, read from the curve through simulated games, ± the "
        f"curve’s 95% error; margins are means of {DEFAULT_UNIVERSES:,} universes on a neutral "
        f"floor, of {VENUE_UNIVERSES:,} in an arena, ± their 95% error. The shade on a "
        "bar is the range if the ratings were off by one standard error either way."
    )
    return part(f'<div class="places">{cells}</div>', note=note)


def matrix_html(found: Sequence[Entry]) -> str:
    """How often each team beats each other one on a neutral floor."""
    wins: dict[tuple[int, int], float] = {}
    for a, b in combinations(found, 2):
        prob = runs.game_odds(spec_of(a, b)).prob
        wins |= {(a.k, b.k): prob, (b.k, a.k): 1 - prob}
    heads = "".join(f"<th>{mark(e.k)}{escape(e.name)}</th>" for e in found)
    rows = ""
    for a in found:
        cells = "".join(
            f"<td>{'–' if a is b else f'<b>{percent(wins[a.k, b.k])}</b>'}</td>" for b in found
        )
        rows += f"<tr><th>{mark(a.k)}{escape(a.name)} beats</th>{cells}</tr>"
    most = max(runs.game_odds(spec_of(a, b)).error for a, b in combinations(found, 2))
    note = (
        "Neutral floor, read from the curve through simulated games, without counting noise; the "
        f"curve’s 95% error is at most {100 * NINETY_FIVE * most:.1f} percentage points. The Game "
        "page has each pairing’s rating error."
    )
    return part(
        f'<table class="grid-table"><thead><tr><th></th>{heads}</tr></thead>{rows}</table>',
        note=note,
    )


# --- With the ball -------------------------------------------------------------------------------


def matchups_html(a: Entry, b: Entry) -> str:
    """The Four Factors and shooting when either side has the ball, in their game."""
    detail = runs.detail(spec_of(a, b))
    blocks, tables = [], []
    for side, (own, other) in enumerate(((a, b), (b, a))):
        rows = with_the_ball(detail, side, own.teams, own.row, other.teams, other.row)
        blocks.append(_block(rows, own, other))
        tables.append(_table(rows, own, other))
    note = (
        "Expected: over their universes on a neutral floor, ± 95% error of counting. Points: what "
        "it is worth to the team with the ball in this game against an average game; shooting is "
        "inside the Four Factors and has none of its own."
    )
    body = f'<div class="teams">{"".join(blocks)}</div>'
    return part(body, note=note, frame=pd.concat(tables))


def _block(rows: Sequence[MatchupRow], own: Entry, other: Entry) -> str:
    lines = "".join(
        f"<tr><th>{escape(row.name)}</th><td>{row.offense:.1%}<small>{_place(row.offense_rank)}"
        f"</small></td><td><b>{row.expected:.1%}</b><small>± "
        f"{100 * NINETY_FIVE * row.expected_se:.1f}</small></td><td>{row.defense:.1%}<small>"
        f"{_place(row.defense_rank)}</small></td><td>{_edge(row.edge)}</td></tr>"
        for row in rows
    )
    return (
        f'<table class="grid-table"><caption>{mark(own.k)}When {escape(own.name)} has the ball'
        f"</caption><thead><tr><th></th><th>{escape(own.school)}</th><th>Expected</th>"
        f"<th>{escape(other.school)} allows</th><th>Points</th></tr></thead>{lines}</table>"
    )


def _place(rank: int) -> str:
    return ordinal(rank) if rank else "&nbsp;"


def _edge(points: float) -> str:
    return "" if np.isnan(points) else bold(f"**{points:+.1f}**")


def _table(rows: Sequence[MatchupRow], own: Entry, other: Entry) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "With the ball": own.name,
            "Measure": [row.name for row in rows],
            "Offense": [row.offense for row in rows],
            "Offense’s rank": [row.offense_rank for row in rows],
            "Allowed by the defense": [row.defense for row in rows],
            "Defense’s rank": [row.defense_rank for row in rows],
            "Expected": [row.expected for row in rows],
            "Standard error": [row.expected_se for row in rows],
            "League’s mean": [row.average for row in rows],
            "Points": [row.edge for row in rows],
        }
    )
