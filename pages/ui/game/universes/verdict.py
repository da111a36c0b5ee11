"""The verdict: both teams' chances with the ratings' range on a bar, and the game's figures."""

from html import escape
from math import isfinite

import streamlit as st

from engine import store
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec, Side
from engine.explain.flow import half_time
from engine.explain.verdict import Estimate, Verdict, verdict
from pages.ui import runs
from pages.ui.shell import html
from pages.ui.shell.format import (
    NINETY_FIVE,
    exact_percent,
    percent,
    rating_range,
    smooth_percent,
)
from pages.ui.shell.pairing import Names


def draw(spec: GameSpec, names: Names) -> None:
    """Percentages, expected score, a strip of figures and one sentence about half-time."""
    board, strip, sentence = _parts(spec, names)
    counted = runs.detail(spec).games.win_prob
    html.show(board + strip, "score")
    st.markdown(sentence)
    st.caption(
        "The win probability is smoothed: read from the curve through simulated games, so without "
        f"counting noise; its ± is the curve’s 95% error. Counted in {spec.universes:,} universes, "
        f"{names[0]} wins {exact_percent(counted, spec.universes)}. All other figures are counted, "
        f"± the 95% error of counting. The lighter band on the bar: how often {names[0]} would win "
        "if the ratings were off by one standard error either way."
    )


@store.cached_by_data_version(64)
def _parts(spec: GameSpec, names: Names) -> tuple[str, str, str]:
    detail = runs.detail(spec)
    return (
        scoreboard(detail, names),
        figures(verdict(detail), names, spec.universes),
        half(detail, names),
    )


def scoreboard(detail: GameDetail, names: Names) -> str:
    """Who wins how often, the expected score, and the bar with the range of the ratings' error."""
    games = detail.games
    prob, error, weaker, stronger = runs.game_odds(games.spec)
    first = round(prob, 3)
    ranges = rating_range(weaker, stronger), rating_range(1 - stronger, 1 - weaker)
    points = games.points.mean(axis=1).tolist()
    who = [season_words(games.spec, side) for side in (games.spec.a, games.spec.b)]
    sides = [
        f'<div class="{"right" if i else ""}" style="--team:var(--team-{"ab"[i]})">'
        f'<div class="team">{escape(name)}</div><div class="note">{_spared(who[i])}</div>'
        f'<div class="win">{percent(share)}</div>'
        f'<div class="note">{escape(smooth_percent(share, error))}<br>'
        f"{escape(ranges[i])} by the ratings’ error</div></div>"
        for i, (name, share) in enumerate(zip(names, (first, 1 - first), strict=True))
    ]
    bar = "".join(
        f'<i style="flex:{share:.4f};--team:var(--team-{team})"></i>'
        for team, share in (("a", first), ("b", 1 - first))
    )
    band = f'<s style="left:{100 * weaker:.1f}%;right:{100 - 100 * stronger:.1f}%"></s>'
    score = "–".join(f"{value:.0f}" for value in points)
    exact = "–".join(f"{value:.1f}" for value in points)
    middle = f'<div class="expected"><b>{score}</b>expected score ({exact})</div>'
    return (
        f'<div class="score">{sides[0]}{middle}{sides[1]}<div class="split">{bar}{band}</div></div>'
    )


def season_words(spec: GameSpec, side: Side) -> str:
    """``32–2, Atlantic Coast, rated 1 of 365``: a team's season up to the tournament."""
    teams = store.load_teams(spec.league, side.season, source=side.source)
    row, net = teams.row(side.team_id), teams.off_eff - teams.def_eff
    place = 1 + int((net > net[row]).sum())
    record = f"{teams.wins[row]}–{teams.losses[row]}"
    parts = [
        record,
        teams.conference[row].removesuffix(" Conference"),
        f"rated {place} of {len(net)}",
    ]
    return ", ".join(filter(None, parts))


def _spared(words: str) -> str:
    """``season_words`` as HTML; a phone has no room for their last part."""
    head, of, count = escape(words).rpartition(" of ")
    return f'{head}<span class="wide">{of}{count}</span>'


def figures(found: Verdict, names: Names, universes: int) -> str:
    """The strip: each figure with its error and what it counts."""
    ahead = names[found.margin.value < 0]
    spread = Estimate(abs(found.margin.value), found.margin.se)
    share = {
        "Overtime": (found.overtime, "of the universes"),
        "One possession": (found.one_possession, "won by 3 or fewer"),
        "Blowout": (found.blowout, "won by 15 or more"),
        "Excitement": (found.close, "within 5, two minutes left"),
    }
    cells = [
        ("Spread", f"{ahead} by {_number(spread)}", "mean margin"),
        ("Total", _number(found.total), "points of both"),
        ("Pace", _number(found.possessions), "possessions a side"),
        *((name, exact_percent(one.value, universes), what) for name, (one, what) in share.items()),
    ]
    return (
        '<dl class="strip">'
        + "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(value)}<small>{what}</small></dd></div>"
            for name, value, what in cells
        )
        + "</dl>"
    )


def half(detail: GameDetail, names: Names) -> str:
    """What a half-time lead of the likelier side is worth."""
    favored = 0 if detail.games.win_prob >= 0.5 else 1
    found = half_time(detail, favored)
    if found.ahead != found.ahead or found.holds != found.holds:
        return ""
    return (
        f"**{names[favored]}** is ahead at half-time in {percent(found.ahead)} of the universes "
        f"and wins {percent(found.holds)} of those."
    )


def _number(estimate: Estimate) -> str:
    if not isfinite(estimate.se):  # of a single universe
        return f"{estimate.value:.1f}"
    return f"{estimate.value:.1f} ± {max(NINETY_FIVE * estimate.se, 0.1):.1f}"
