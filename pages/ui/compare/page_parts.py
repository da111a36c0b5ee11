"""The parts of the Compare page: two teams' measures on one rail of percentiles."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from engine.domain.teams import TeamTable
from engine.tables.teams import win_loss
from pages.ui.shell import html

Names = tuple[str, str]


def heads(teams: Sequence[TeamTable], rows: Sequence[int], names: Names) -> None:
    """Who they are: record and conference, in each team's color and shape."""
    sides = []
    for i, (of, row, name) in enumerate(zip(teams, rows, names, strict=True)):
        note = f"{win_loss(of, row)} · {of.conference[row]}"
        sides.append(
            f'<div class="{"right" if i else ""}" style="--team:var(--team-{"ab"[i]})">'
            f'<div class="team">{escape(name)}</div><div class="note">{escape(note)}</div></div>'
        )
    html.show(f'<div class="score">{"<div></div>".join(sides)}</div>', "heads")


def show(frame: pd.DataFrame, names: Names) -> None:
    """The visual, then the table."""
    sections = []
    for section, rows in frame.groupby("section", sort=False):
        lines = "".join(_line(row, names) for row in rows.itertuples())
        sections.append(f"<section><h3>{escape(str(section))}</h3><ul>{lines}</ul></section>")
    html.show(f'<div class="measures">{"".join(sections)}</div>', "measures")
    st.caption(
        "Each mark is a percentile among all Division I teams of that team's season: further right "
        "is better. For pace and the share of threes, where neither way is "
        "better, further right is more. All but games won are adjusted for opponents and venue."
    )
    with st.expander("As a table"):
        st.dataframe(
            frame.drop(columns="better"),
            hide_index=True,
            alt=f"{names[0]} and {names[1]} side by side",
            column_config=_columns(names),
        )


def _columns(names: Names) -> dict[str, Any]:
    columns: dict[str, Any] = {"section": "Group", "measure": "Measure", "unit": "Unit"}
    for side, name in zip("ab", names, strict=True):
        number = st.column_config.NumberColumn
        columns |= {
            side: number(name, format="%.3f"),
            f"{side}_se": number(f"{name}, standard error", format="%.3f"),
            f"{side}_percentile": number(f"{name}, percentile", format="%.0f"),
        }
    return columns


def _value(value: float, unit: str) -> str:
    return f"{100 * value:.1f}%" if unit == "share" else f"{value:.1f}"


def _line(row: Any, names: Names) -> str:
    marks, parts = "", []
    for side, name in zip("ab", names, strict=True):
        value, place = getattr(row, side), getattr(row, f"{side}_percentile")
        text = f"{name} {_value(value, row.unit)}"
        if pd.notna(place):
            marks += f'<i class="{side}" style="left:{place:.1f}%"></i>'
            text += f", percentile {place:.0f}"
        parts.append(text)
    if pd.notna(row.a_percentile) and pd.notna(row.b_percentile):
        low, high = sorted((row.a_percentile, row.b_percentile))
        marks = f'<s style="left:{low:.1f}%;width:{high - low:.1f}%"></s>' + marks
    title = escape("; ".join(parts), quote=True)
    return (
        f'<li><div class="what">{escape(row.measure)}</div>'
        f'<div class="value">{_value(row.a, row.unit)}</div>'
        f'<div class="rail" role="img" title="{title}" aria-label="{title}">{marks}</div>'
        f'<div class="value right">{_value(row.b, row.unit)}</div></li>'
    )
