"""The first round as a list: each upset's probability beside what such pairings did before."""

import math
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from engine.domain.field import NEUTRAL, Field
from engine.domain.specs import BracketSpec
from engine.domain.venue import Venue
from pages.ui.shell import address, html
from pages.ui.shell.format import NINETY_FIVE, percent, with_errors

NEAR_EVEN = 3  # lines apart: 8 v 9 and 7 v 10 are close games, no upsets worth the name


def ordered(upsets: pd.DataFrame) -> pd.DataFrame:
    """Upsets worth the name first, then the near-even pairs; in each the likeliest first."""
    gap = upsets["underdog_line"] - upsets["favourite_line"]
    return upsets.assign(near_even=gap <= NEAR_EVEN).sort_values(
        ["near_even", "upset_prob"], ascending=[True, False], ignore_index=True, kind="stable"
    )


def summary(upsets: pd.DataFrame) -> str:
    """How many upsets worth the name were expected and came, and the likeliest one."""
    named = upsets[~upsets["near_even"]]
    top = named.iloc[0]
    came = named["came_true"]
    happened = "" if came.isna().all() else f"; **{came.sum():.0f} came**"
    return (
        f"Leaving out 8 v 9 and 7 v 10, {named['upset_prob'].sum():.1f} first-round upsets were "
        f"expected{happened}. The likeliest: **{top.underdog_line} {top.underdog}** over "
        f"{top.favourite_line} {top.favourite}, **{percent(top.upset_prob)}**."
    )


def draw(upsets: pd.DataFrame, field: Field) -> dict[str, str] | None:
    """The list; returns the Game page's parameters when one of its games was clicked."""
    top = _scale(upsets)
    games: list[Any] = list(upsets.itertuples())
    links = {
        f"{row.slot} {name}": _params(field, row, name)
        for row in games
        for name in row.underdog.split(" / ")
    }
    rows = "".join(_row(row, links, top) for row in games)
    clicked = html.show(f'<ul class="upsets">{_key(top, upsets)}{rows}</ul>', "upsets")
    return links.get(clicked or "")


def _scale(upsets: pd.DataFrame) -> float:
    """The right end of the rail: room for every mark and its error, up to the next 10%."""
    model = upsets["upset_prob"] + NINETY_FIVE * upsets["upset_prob_se"]
    past = upsets["history_rate"] + NINETY_FIVE * upsets["history_se"]
    furthest = max(float(of.fillna(0).max()) for of in (model, past, upsets["stronger"]))
    return min(math.ceil(10 * furthest) / 10, 1.0)


def _params(field: Field, row: Any, underdog: str) -> dict[str, str]:
    """The pairing as the Game page takes it; the favorite is the first team."""
    favourite = row.favourite.split(" / ")[0]
    at_home = field.host[field.slot.index(row.slot)] != NEUTRAL
    return address.pairing(
        field.league,
        (field.season, favourite),
        (field.season, underdog),
        Venue.A if at_home else Venue.NEUTRAL,
    )


def _key(top: float, upsets: pd.DataFrame) -> str:
    """What the marks mean, and the scale."""
    seasons = escape(str(upsets["history_seasons"].iloc[0]))
    past = f"<span><i class='past'></i>such pairings, {seasons}</span>" if seasons else ""
    marks = "".join(f"<b>{100 * i * top / 2:.0f}%</b>" for i in range(3))
    return (
        '<li class="key"><div class="legend"><span><i class="model"></i>this game</span>'
        '<span><s class="rating"></s>rating error</span>'
        f'{past}</div><div class="plot marks">{marks}</div><div></div></li>'
    )


def _row(row: Any, links: dict[str, dict[str, str]], top: float) -> str:
    past = (
        f"{row.history_upsets} of {row.history_games} before"
        if row.history_games
        else "never before"
    )
    underdogs = " / ".join(
        html.page_link("game", links[f"{row.slot} {name}"], f"{row.slot} {name}", name)
        for name in row.underdog.split(" / ")
    )
    return (
        f'<li><div class="who"><b>{row.underdog_line} {underdogs}</b>'
        f"<small>over {row.favourite_line} {escape(row.favourite)} · {past}"
        f"{_came(row)}</small></div>"
        f'<div class="plot">{_plot(row, top)}</div>'
        f'<div class="prob">{percent(row.upset_prob)}</div></li>'
    )


def _came(row: Any) -> str:
    """What happened, where a game was played."""
    if not row.result:
        return ""
    return f" · <b>it came, {row.result}</b>" if row.came_true else f" · held, {row.result}"


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
        title += f"; such pairings before {100 * row.history_rate:.1f}% ± {error:.1f}"
    return f'<div class="rail" role="img" title="{title}" aria-label="{title}">{marks}</div>'


def _mark(kind: str, prob: float, se: float, top: float) -> str:
    span = _span(kind, prob - NINETY_FIVE * se, prob + NINETY_FIVE * se, top)
    return f'{span}<i class="{kind}" style="left:{100 * prob / top:.1f}%"></i>'


def _span(kind: str, low: float, high: float, top: float) -> str:
    low, high = max(low, 0.0) / top, min(high / top, 1.0)
    return f'<s class="{kind}" style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></s>'


def table(upsets: pd.DataFrame, spec: BracketSpec) -> None:
    """The numbers behind the list."""
    st.caption(
        "An upset: the team with the larger seed line wins. The pale band is the rating error: how "
        "far the probability moves if the ratings are off by one standard error either way. Bars "
        f"are 95% errors: of counting {spec.universes:,} universes (random number "
        f"{spec.random_seed}), and of the small number of such games before."
    )
    with st.expander("As a table"):
        share = st.column_config.NumberColumn(format="percent")
        st.dataframe(
            upsets,
            hide_index=True,
            alt="Upset probability and history of each first-round game",
            column_order=[
                "underdog_line",
                "underdog",
                "favourite_line",
                "favourite",
                "upset_prob",
                "upset_prob_se",
                "weaker",
                "stronger",
                "history_rate",
                "history_se",
                "history_upsets",
                "history_games",
            ],
            column_config={
                "underdog_line": "Seed line",
                "underdog": "Underdog",
                "favourite_line": "Favorite’s seed line",
                "favourite": "Favorite",
                "upset_prob": {**share, "label": "Upset"},
                "upset_prob_se": {**share, "label": "Error of counting"},
                "weaker": {**share, "label": "If rated too high"},
                "stronger": {**share, "label": "If rated too low"},
                "history_rate": {**share, "label": "Before"},
                "history_se": {**share, "label": "Error, before"},
                "history_upsets": "Upsets before",
                "history_games": "Games before",
            },
        )
