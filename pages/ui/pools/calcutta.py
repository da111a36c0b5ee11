"""Calcutta: what each team is worth at an auction, and the chance to get a price back."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import BadInput
from engine.pools.calcutta import USUAL, check_payouts, money_back
from pages.ui.pools import charts, drawn, files
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.shell import address
from pages.ui.shell.format import NINETY_FIVE

PAYS, PRICE, POT, TEAM = "pool_pays", "pool_price", "pool_pot", "pool_team"
LARGEST = 16  # teams in the chart
LARGEST_POT = 1e12
USUAL_PAYS = ",".join(f"{percent:g}" for percent in USUAL)
LEGAL = "Auctions for money are not legal everywhere. These are chances, not advice."


def draw(context: PoolContext) -> str:
    """The payouts, each team's share, and one price; the page's sentence."""
    _rules(context)
    found = pools.auction(context.spec, context.played, context.part.pays)
    frame = table(context, found)
    top = frame.iloc[0]
    _price(context, found.paid)
    st.subheader("What each team is worth", anchor=False)
    sentence = (
        f"Fair shares of the pot: **{top.team}** is worth {top.share_pct:.1f}% ± "
        f"{NINETY_FIVE * top.share_se_pct:.1f} ({top.low_pct:.1f}–{top.high_pct:.1f}% by other "
        f"odds), the first eight together {frame['share_pct'].head(8).sum():.0f}%."
    )
    st.markdown(sentence)
    drawn.chart(charts.worth, frame.head(LARGEST), sentence, "pool_worth")
    with st.expander("As a table"):
        st.dataframe(
            frame,
            hide_index=True,
            alt="What every team is worth",
            column_config={
                "team": "Team",
                "line": "Seed",
                "share_pct": st.column_config.NumberColumn("Share of the pot", format="%.2f%%"),
                "share_se_pct": st.column_config.NumberColumn("Standard error", format="%.2f"),
                "low_pct": st.column_config.NumberColumn("Worst", format="%.2f%%"),
                "high_pct": st.column_config.NumberColumn("Best", format="%.2f%%"),
                "price": st.column_config.NumberColumn("Fair price", format="%.2f"),
                "money_back_pct": st.column_config.NumberColumn(
                    "Chance to get it back", format="%.0f%%"
                ),
            },
        )
    files.csv("Teams", frame, context.field.league, context.field.season, "calcutta")
    st.caption(LEGAL)
    return (
        "Each team is sold, and every win pays its owner. A team’s fair price is the share of the "
        f"pot that it earns on average in {context.played.universes:,} universes."
    )


def read_pays(text: str) -> tuple[float, ...]:
    """Six percentages of the pot a win; BadInput."""
    try:
        percent = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput(
            f"“{text[:40]}” is not a list of payouts.", f"Write percent a win: {USUAL_PAYS}."
        ) from error
    return check_payouts(percent)


def read_pot(text: str) -> float:
    """A pot above zero; BadInput."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value < LARGEST_POT:
        return value
    raise BadInput(f"“{text[:24]}” is not a pot.", "Use a number above zero.")


def _rules(context: PoolContext) -> None:
    part = context.part
    st.session_state[PAYS] = ",".join(f"{percent:g}" for percent in part.pays)
    st.session_state[POT] = part.pot
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "A win pays, in % of the pot, by round",
            key=PAYS,
            on_change=_answer,
            args=("pays", PAYS),
            help="From the Round of 64 to the championship: 32 × the first + 16 × the second and "
            "so on make 100 %.",
            width=300,
        )
        st.number_input(
            "The pot, as far as it is known",
            0.01,
            step=10.0,
            key=POT,
            on_change=_answer,
            args=("pot", POT),
            help="It grows while teams are sold: keep it up to date.",
            width=220,
        )


def _answer(name: str, key: str) -> None:
    address.put(name, f"{value:g}" if isinstance(value := st.session_state[key], float) else value)


def _price(context: PoolContext, paid: np.ndarray) -> None:
    """One team, the price asked for it, and the chance that it pays that back."""
    mean = paid.mean(axis=1)
    order = np.argsort(-mean, kind="stable").tolist()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        team = st.selectbox(
            "Team",
            order,
            format_func=context.contestant.__getitem__,
            key=TEAM,
            width=220,
        )
        fair = float(mean[team] * context.part.pot)
        price = st.number_input(
            "Price asked", 0.0, value=round(fair, 2), key=f"{PRICE}_{team}", width=160
        )
    back = float((paid[team] * context.part.pot >= price - 1e-9).mean())
    error = 100 * NINETY_FIVE * (max(back * (1 - back), 1e-4) / paid.shape[1]) ** 0.5
    verdict = "more than" if price > fair + 0.005 else "at most"
    st.markdown(
        f"**{context.contestant[team]}** earns {fair:.2f} of {context.part.pot:g} on average: "
        f"{price:.2f} is {verdict} its fair price, and comes back in **{100 * back:.0f}%** ± "
        f"{error:.1f} of the universes."
    )


def table(context: PoolContext, found: pools.Auction) -> pd.DataFrame:
    """One row a team, the most valuable first; shares in percent of the pot."""
    price = context.part.pot * found.share
    frame = pd.DataFrame(
        {
            "team": context.contestant,
            "line": context.board.line,
            "share_pct": 100 * found.share,
            "share_se_pct": 100 * found.share_se,
            "low_pct": 100 * found.low,
            "high_pct": 100 * found.high,
            "price": price,
            "money_back_pct": 100 * money_back(found.paid, price, context.part.pot),
        }
    )
    return frame.sort_values("share_pct", ascending=False, kind="stable", ignore_index=True)
