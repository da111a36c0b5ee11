"""The eight seed pairings of the first round: this year's games against all before."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import BracketSpec
from pages.ui.shell import html
from pages.ui.shell.format import NINETY_FIVE, percent
from pages.ui.upsets.games import KEPT, possible

HIGHEST = 0.8  # of the scale


def draw(spec: BracketSpec) -> None:
    """One column a pairing: a mark a game, filled where the upset came, over the usual rate."""
    sentence, markup = _drawn(spec)
    st.subheader("The first round by seed line", anchor=False)
    st.markdown(sentence)
    html.show(markup, "lines")


@store.cached_by_data_version(KEPT)
def _drawn(spec: BracketSpec) -> tuple[str, str]:
    games = possible(spec)
    first = games[games["round"] == 1]
    seasons = first["history_seasons"].iloc[0]
    known = f" The bar is the usual rate in {seasons}, with its 95% error." if seasons else ""
    marks = "Each mark is a game’s upset probability; it is filled where the upset came."
    columns = "".join(
        _column(int(str(line)), rows)
        for line, rows in first.sort_values("underdog_line", ascending=False).groupby(
            "underdog_line", sort=False
        )
    )
    return marks + known, f'<div class="lines">{columns}</div>'


def _column(line: int, rows: pd.DataFrame) -> str:
    of = rows.iloc[0]
    marks = "".join(_mark(row) for row in rows.itertuples())
    usual = ""
    if of["history_games"]:
        rate, error = of["history_rate"], NINETY_FIVE * of["history_se"]
        low, high = max(rate - error, 0) / HIGHEST, min(rate + error, HIGHEST) / HIGHEST
        usual = (
            f'<s style="bottom:{100 * low:.1f}%;height:{100 * (high - low):.1f}%"></s>'
            f'<u style="bottom:{100 * rate / HIGHEST:.1f}%"></u>'
        )
    came, expected = rows["came_true"], rows["upset_prob"].sum()
    below = f"{expected:.1f} expected"
    if came.notna().any():
        below = f"<b>{came.sum():.0f} came</b>{below}"
    before = f"usual {percent(of['history_rate'])}" if of["history_games"] else "no history"
    return (
        f"<section><h3>{line} over {17 - line}</h3>"
        f'<div class="column">{usual}{marks}</div><small>{below}<br>{before}</small></section>'
    )


def _mark(row: Any) -> str:
    name, prob = str(row.underdog), float(row.upset_prob)
    came = row.came_true == 1.0
    title = escape(f"{name} {percent(prob)}{', it came' if came else ''}")
    at = 100 * min(prob, HIGHEST) / HIGHEST
    return (
        f'<i class="{"came" if came else ""}" style="bottom:{at:.1f}%" role="img" '
        f'title="{title}" aria-label="{title}"></i>'
    )
