"""The possible upsets in tiers, each beside what such pairings did before. Frames in, HTML out."""

import math
from html import escape
from typing import Any

import pandas as pd

from engine import store
from engine.bracket.picks import Picks
from engine.domain.specs import BracketSpec
from engine.tables.upsets import CLOSE, TIERS
from pages.ui.shell import html
from pages.ui.shell.format import NINETY_FIVE, percent, with_errors
from pages.ui.upsets import filters
from pages.ui.upsets.actions import Actions, Target, team_pages
from pages.ui.upsets.filters import Filter
from pages.ui.upsets.games import by_slot, possible
from pages.ui.upsets.wording import ROUNDS

FEW = 14  # rows of a list that is shown whole
FOLDED = (TIERS[-1][0], CLOSE)  # tiers that are folded in a longer one
KEPT_LISTS = 64  # lists of all visitors, up to 120 KB each


@store.cached_by_data_version(KEPT_LISTS)
def markup(spec: BracketSpec, by: Filter, picks: Picks) -> str:
    """The games that pass ``by``, with My bracket's ``picks`` marked; a click's ``data-go`` is the
    button and the slot: ``pick R1W5``."""
    field = store.load_field(spec.league, spec.season, source=spec.source)
    games = filters.kept(possible(spec), by, field)
    buttons = Actions(field, picks)
    if games.empty:
        return "<p>No game is like that. Choose another round or fewer filters.</p>"
    top = _scale(games)
    parts = [_key(top, games)]
    for tier, rows in games.groupby("tier", sort=False):
        body = "".join(_row(row, buttons, top) for row in by_slot(rows).values())
        head = f"{escape(str(tier))} <small>{_count(rows, str(tier))}</small>"
        whole = len(games) <= FEW or tier not in FOLDED
        parts.append(
            f"<details {'open' if whole else ''}><summary><h3>{head}</h3></summary>"
            f'<ul class="upsets rounds">{body}</ul></details>'
        )
    return f'<div class="tiers">{"".join(parts)}</div>'


def _count(rows: pd.DataFrame, tier: str) -> str:
    """What a tier is, how many games it has, and how they went."""
    least = dict(TIERS)
    what = {CLOSE: "three seed lines apart or less"} | {
        name: f"{percent(prob)} or more" for name, prob in TIERS if prob
    }
    what[TIERS[-1][0]] = f"less than {percent(least[TIERS[-2][0]])}"
    games = f"{len(rows)} game{'s' if len(rows) > 1 else ''}"
    came = rows["came_true"]
    happened = (
        ""
        if came.isna().all()
        else f", {rows['upset_prob'].sum():.1f} upsets expected, {came.sum():.0f} came"
    )
    return f"{what[tier]} · {games}{happened}"


def _scale(games: pd.DataFrame) -> float:
    """The right end of the rail: room for every mark and its error, up to the next 10%."""
    furthest = max(float(games[name].fillna(0).max()) for name in ("stronger", "history_rate"))
    return min(math.ceil(10 * furthest + 0.2) / 10, 1.0)


def _key(top: float, games: pd.DataFrame) -> str:
    """What the marks mean, and the scale."""
    seasons = escape(str(games["history_seasons"].iloc[0]))
    past = f"<span><i class='past'></i>usual rate, {seasons}</span>" if seasons else ""
    marks = "".join(f"<b>{100 * i * top / 2:.0f}%</b>" for i in range(3))
    return (
        '<ul class="upsets rounds"><li class="key"><div class="legend">'
        "<span><i class='model'></i>this game</span>"
        f"<span><s class='rating'></s>rating error</span>{past}</div>"
        f'<div class="plot marks">{marks}</div></li></ul>'
    )


def _row(row: Any, buttons: Actions, top: float) -> str:
    who = {
        side: html.page_link("team", params, f"{side} {row.slot}", getattr(row, side))
        for side, params in team_pages(buttons.field, row).items()
    }
    usual = f"usual {percent(row.history_rate)}" if row.history_games >= 10 else _rare(row)
    return (
        f'<li><div class="who"><b>{row.underdog_line} {who["underdog"]}</b>'
        f"<small>over {row.favourite_line} {who['favourite']} · {_where(row)}</small></div>"
        f'<div class="plot">{_plot(row, top)}</div>'
        f'<div class="prob">{percent(row.upset_prob)}<small>{usual}</small></div>'
        f'<div class="points"><b>{row.underdog_points:.0f}–{row.favourite_points:.0f}</b> expected'
        f"<small>{_came(row)}</small></div>"
        f'<div class="go">{_buttons(row, buttons.links(row), buttons.picked(row))}</div>'
        f'<p class="why">{escape(row.reason)}</p></li>'
    )


def _rare(row: Any) -> str:
    return f"{row.history_upsets} of {row.history_games} before" if row.history_games else "first"


def _where(row: Any) -> str:
    place = [escape(row.region)] if row.region else []
    met = [f"meet in {percent(row.chance)}"] if row.chance < 1 else []
    return " · ".join([*place, ROUNDS[str(row.round)], *met])


def _came(row: Any) -> str:
    """What happened, where a game was played."""
    if not row.result:
        return ""
    return f"<b>It came, {row.result}</b>" if row.came_true else f"Held, {row.result}"


def _buttons(row: Any, links: dict[str, Target], picked: bool) -> str:
    about = f'<span class="sr"> {escape(row.underdog)} over {escape(row.favourite)}</span>'
    words = {"pick": "✓ Picked" if picked else "Pick"}
    return "".join(
        html.wrapped_link(
            page, params, f"{name} {row.slot}", f"{words.get(name, name.capitalize())}{about}"
        )
        for name, (page, params) in links.items()
    )


def _plot(row: Any, top: float) -> str:
    """Both probabilities on one rail, each with its 95% error."""
    marks = ""
    if row.history_games:
        marks += _mark("past", row.history_rate, row.history_se, top)
    marks += _span("rating", row.weaker, row.stronger, top)
    marks += _mark("model", row.upset_prob, row.upset_prob_se, top)
    title = f"This game {with_errors(row.upset_prob, row.upset_prob_se, row.weaker, row.stronger)}"
    if row.history_games:
        error = 100 * NINETY_FIVE * row.history_se
        title += (
            f"; such pairings before {row.history_upsets} of {row.history_games}, "
            f"{100 * row.history_rate:.1f}% ± {error:.1f}"
        )
    return f'<div class="rail" role="img" title="{title}" aria-label="{title}">{marks}</div>'


def _mark(kind: str, prob: float, se: float, top: float) -> str:
    span = _span(kind, prob - NINETY_FIVE * se, prob + NINETY_FIVE * se, top)
    return f'{span}<i class="{kind}" style="left:{100 * prob / top:.1f}%"></i>'


def _span(kind: str, low: float, high: float, top: float) -> str:
    low, high = max(low, 0.0) / top, min(high / top, 1.0)
    return f'<s class="{kind}" style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></s>'
