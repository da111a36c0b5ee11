"""How one side wins, on screen: effect sizes of its wins against its losses."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from engine.domain.game_detail import GameDetail
from engine.explain.factors import Cutoff, Effect, cutoff, effects, typical
from pages.ui.shell import figures
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import percent
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.plots.vega_lite import chart, end, layer, number, word

SHOWN = 8  # effects in the picture
KIND = {"count": "{:.1f}", "share": "{:.1%}"}


class Drawn(NamedTuple):
    """The effects as a chart, a sentence and a table, with a typical universe; no chart when there
    are too few such universes, None for ``typical`` when there is none."""

    chart: Vega | None
    sentence: str
    table: pd.DataFrame
    typical: int | None


def drawn(detail: GameDetail, names: tuple[str, str], side: int) -> Drawn:
    """What is different in the universes that ``side`` (0 or 1) wins."""
    event = detail.a_wins if side == 0 else ~detail.a_wins
    found = effects(detail, event)
    if not found:
        return Drawn(
            None,
            f"{names[side]} wins in too few of these universes to say how. Play more universes, "
            "or choose a closer game.",
            pd.DataFrame(),
            typical(detail, event),
        )
    sentence = upset_sentence(found, cutoff(detail, event, "threes", side), names, side)
    table = effect_table(found, names)
    return Drawn(picture(table), sentence, table, typical(detail, event))


def draw(of: Drawn, names: tuple[str, str], side: int, key: str) -> None:
    """The sentence, the picture and the table."""
    st.markdown(of.sentence)
    if of.chart is None:
        return
    figures.draw(of.chart, of.sentence, key)
    with st.expander("As a table"):
        st.dataframe(
            of.table,
            hide_index=True,
            alt=f"Box score of {names[side]}'s wins against its losses",
            column_order=["team", "factor", "wins", "losses", "d", "d_se", "points"],
            column_config={
                "team": "Team",
                "factor": "Factor",
                "wins": f"When {names[side]} wins",
                "losses": "Otherwise",
                "d": st.column_config.NumberColumn("Effect (standard deviations)", format="%+.2f"),
                "d_se": st.column_config.NumberColumn("Standard error", format="%.2f"),
                "points": st.column_config.NumberColumn(
                    f"Points of {names[0]}'s margin", format="%+.1f"
                ),
            },
        )


def upset_sentence(
    found: list[Effect], threes: Cutoff | None, names: tuple[str, str], under: int
) -> str:
    """The two largest effects, and the threes that turn the game."""
    ranked = [effect for effect in found if effect.key != "threes"]  # the last sentence has those
    first, second = ranked[0], next(e for e in ranked[1:] if e.key != ranked[0].key)
    text = f"What changes most: {_phrase(first, names)}; {_phrase(second, names)}."
    if threes is None or not threes.at_least:
        return text
    return (
        f"{text} **{names[under]} wins {percent(threes.prob)}** of the universes in which it makes "
        f"{threes.value:.0f} threes or more, {percent(threes.otherwise)} of the others."
    )


def _phrase(effect: Effect, names: tuple[str, str]) -> str:
    inside, outside = (KIND[effect.unit].format(x) for x in (effect.inside, effect.outside))
    return f"{names[effect.side]}'s {effect.name.lower()}, **{inside}** instead of {outside}"


def effect_table(found: list[Effect], names: tuple[str, str]) -> pd.DataFrame:
    """One row an effect: team, factor, wins and losses as text, d with its error, points."""
    return pd.DataFrame(
        {
            "team": [names[e.side] for e in found],
            "factor": [e.name for e in found],
            "label": [f"{names[e.side]}: {e.name.lower()}" for e in found],
            "wins": [KIND[e.unit].format(e.inside) for e in found],
            "losses": [KIND[e.unit].format(e.outside) for e in found],
            "d": [e.d for e in found],
            "d_se": [e.d_se for e in found],
            "points": [e.points for e in found],
            "color": [(TEAM_A, TEAM_B)[e.side] for e in found],
        }
    )


def picture(table: pd.DataFrame) -> Vega:
    """Effect sizes as bars in the team's color, with 95% errors."""
    rows = table.head(SHOWN).assign(
        low=lambda t: t["d"] - 1.96 * t["d_se"], high=lambda t: t["d"] + 1.96 * t["d_se"]
    )
    label = word("label", sort=None, title=None, axis={"labelLimit": 260})
    bars = layer(
        "effects",
        "bar",
        {"height": 12, "cornerRadius": 3},
        {
            "x": number("d", title="Effect size", axis={"format": "+.1f", "tickCount": 5}),
            "y": label,
            "color": word("color", scale=None),
            "tooltip": [
                word("label", title="Factor"),
                word("wins", title="In these universes"),
                word("losses", title="In the others"),
                number("d", title="Effect", format="+.2f"),
            ],
        },
    )
    errors = layer(
        "effects",
        "rule",
        {"strokeWidth": 2, "color": "#8b8070"},
        {"x": number("low"), "x2": end("high"), "y": label},
    )
    return chart(34 * len(rows), {"effects": rows}, bars, errors)
