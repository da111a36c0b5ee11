"""Where the teams stand: the largest differences, the rank ledger, the map of all teams."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from engine.arrays import Bool
from engine.tables import ledger
from pages.ui.shell.format import NINETY_FIVE, listed, ordinal
from pages.ui.teams.entry import Entry
from pages.ui.teams.plot import Label, Plot, sides, ticks
from pages.ui.teams.style import LETTERS, color, mark, part, rows_of


def group(entry: Entry, among: str) -> Bool | None:
    """The teams that a place counts: all, or ``field``, those of the tournament."""
    if among != "field" or entry.field is None:
        return None
    return np.isin(entry.teams.team_id, entry.field.team_id)


def frames(found: Sequence[Entry], among: str) -> list[pd.DataFrame]:
    """Each team's ledger."""
    return [ledger.ledger(e.teams, e.row, group(e, among)) for e in found]


def combined(found: Sequence[Entry], among: str) -> pd.DataFrame:
    """The teams' ledgers below each other, for a file."""
    parts = zip(found, frames(found, among), strict=True)
    return pd.concat([f.assign(team=e.school, season=e.side.season) for e, f in parts])


# --- What sets two teams apart -------------------------------------------------------------------

DIFFERENCES = 3


def apart_sentence(a: Entry, b: Entry) -> str:
    """The three largest differences in points."""
    table = ledger.differences(*frames([a, b], "all")).head(DIFFERENCES)
    return f"What sets them apart: {listed([_difference(row, a, b) for row in _rows(table)])}."


def _difference(row: Any, a: Entry, b: Entry) -> str:
    points, error = float(row["points"]), NINETY_FIVE * float(row["points_se"])
    side = "offense" if str(row["section"]).endswith("offense") else "defense"
    name = str(row["measure"])
    what = f"{short_name(name)} on {side}" if "efficiency" not in name.split() else name.lower()
    who = a.name if points > 0 else b.name
    return f"**{who}’s {what}** ({abs(points):.1f} ± {error:.1f} points per 100 possessions)"


SHORT = {
    "Effective field goal percentage": "shooting (eFG%)",
    "Turnovers per play": "turnovers",
    "Offensive rebound percentage": "offensive rebounds",
    "Free throws made per field goal attempt": "free throws per shot",
}


def short_name(name: str) -> str:
    """A factor as it is spoken of."""
    return SHORT.get(name, name.lower())


def _rows(table: pd.DataFrame) -> list[Any]:
    return [table.iloc[i] for i in range(len(table))]


# --- The ledger ----------------------------------------------------------------------------------


WIDTH = {1: 150, 2: 146, 3: 124, 4: 104}  # pixels of a team's column, by the number of teams


def ledger_html(found: Sequence[Entry], among: str) -> str:
    """Every measure: value, place and tier of each team, and a bar of points from the mean."""
    tables = frames(found, among)
    sections = []
    for section in tables[0]["section"].unique():
        of = [table[table["section"] == section] for table in tables]
        sections.append(_section(str(section), of, found))
    who = "the tournament’s field" if among == "field" else "all Division I teams"
    note = (
        f"Places and the mean are among {who} of the team’s season. A bar "
        "shows how many points per 100 possessions a measure is worth above or below that mean; "
        "the thin line is its 95% error. Points of a factor: its distance from the mean times its "
        "slope in a fit of efficiency on all factors. Shooting is a part of the Four Factors, so "
        "its points do not add to theirs. All but games won are adjusted for opponents and venue."
    )
    columns = f"--n:{len(found)};--w:{WIDTH[len(found)]}px"
    return part(
        f'<div class="led" style="{columns}">{"".join(sections)}</div>',
        note=note,
        frame=_table(found, tables),
    )


Scale = tuple[float, float]  # the points at both ends of an axis


def _section(name: str, of: Sequence[pd.DataFrame], found: Sequence[Entry]) -> str:
    scale = _scale(of)
    rows = "".join(_row([t.iloc[i] for t in of], found, scale) for i in range(len(of[0])))
    title = f"{name}: what opponents do" if name.endswith("defense") else name
    return f"<section><h3>{escape(title)}</h3>{_axis(found, scale)}{rows}</section>"


def _scale(of: Sequence[pd.DataFrame]) -> Scale:
    """Room for every bar and its error; the mean is never at the edge."""
    points = np.concatenate([t["points"].to_numpy(np.float64) for t in of])
    error = NINETY_FIVE * np.concatenate([t["points_se"].to_numpy(np.float64) for t in of])
    known = np.isfinite(points)
    low = min([0.0, *(points - error)[known]])
    high = max([0.0, *(points + error)[known]])
    wide = max(high - low, 1.0)
    return low - LEAST_SIDE * wide, high + LEAST_SIDE * wide


LEAST_SIDE = 0.06  # of an axis, left beside the outermost bar


def _axis(found: Sequence[Entry], scale: Scale) -> str:
    marks = ""
    for at in ticks(*scale, 6):
        words = "mean" if at == 0 else f"{at:+.0f}" if abs(at) >= 1 else f"{at:+.1f}"
        marks += f'<b style="left:{_left(at, scale):.1f}%">{words}</b>'
    names = "".join(f"<span>{mark(e.k)}{escape(e.name)}</span>" for e in found)
    return (
        f'<div class="row axis" aria-hidden="true"><div>Points from the mean</div>'
        f'<div class="bars">{marks}</div><div class="vals">{names}</div></div>'
    )


def _left(points: float, scale: Scale) -> float:
    return 100.0 * (points - scale[0]) / (scale[1] - scale[0])


def _row(of: Sequence[Any], found: Sequence[Entry], scale: Scale) -> str:
    bars, values, told = "", "", []
    for entry, line in zip(found, of, strict=True):
        top = 3 + 11 * entry.k
        if np.isfinite(line["points"]):
            bars += _bar(float(line["points"]), float(line["points_se"]), scale, top, entry.k)
        value, place = value_text(line), place_text(line)
        values += f"<span><b>{value}</b><small>{escape(place)}</small></span>"
        told.append(f"{entry.name} {value}{', ' if place else ''}{place}")
    measure = escape(str(of[0]["measure"]))
    label = escape(f"{of[0]['measure']}: {'; '.join(told)}", quote=True)
    rails = f'<s style="left:{_left(0.0, scale):.2f}%"></s>' if bars else ""
    return (
        f'<div class="row"><div>{measure}</div><div class="bars" role="img" aria-label="{label}">'
        f'{rails}{bars}</div><div class="vals">{values}</div></div>'
    )


def _bar(points: float, se: float, scale: Scale, top: int, k: int) -> str:
    zero, end = _left(0.0, scale), _left(points, scale)
    low, high = (_left(points + d * NINETY_FIVE * se, scale) for d in (-1, 1))
    start, width = min(zero, end), max(abs(end - zero), 0.6)
    return (
        f'<i style="left:{start:.2f}%;width:{width:.2f}%;top:{top}px;{color(k)}"></i>'
        f'<u style="left:{low:.2f}%;width:{high - low:.2f}%;top:{top}px"></u>'
    )


def value_text(line: Any) -> str:
    """A measure as it is read: ``58.5%``, ``+41.2``, ``65.4``."""
    if np.isnan(line["value"]):
        return "–"
    if line["unit"] == "share":
        return f"{100 * line['value']:.1f}%"
    return (
        f"{line['value']:+.1f}" if line["measure"] == "Net efficiency" else f"{line['value']:.1f}"
    )


def place_text(line: Any) -> str:
    """``2nd of 365 · elite`` in a few characters."""
    if not line["rank"]:
        return ""
    return f"{ordinal(int(line['rank']))} of {line['of']} · {line['tier']}"


def _table(found: Sequence[Entry], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    frame = tables[0][["section", "measure", "unit"]].rename(columns=str.capitalize)
    for entry, table in zip(found, tables, strict=True):
        frame[entry.name] = table["value"]
        frame[f"{entry.name}, standard error"] = table["se"]
        frame[f"{entry.name}, rank"] = [
            f"{r} of {of}" if r else "–" for r, of in zip(table["rank"], table["of"], strict=True)
        ]
        frame[f"{entry.name}, points"] = table["points"]
        frame[f"{entry.name}, points’ standard error"] = table["points_se"]
    return frame


# --- All teams on one map ------------------------------------------------------------------------

MAP_HEIGHT = 460
NAMED_LINE = 3  # seed lines whose teams are named
LETTER, WIDE_LETTER = 1.2, 1.45  # percent of the map's width that a letter needs
STEP = 10.0  # between two lines of equal net efficiency


def map_html(found: Sequence[Entry]) -> str:
    """Offense against defense of every team of the first team's season, better up and to the right;
    the field named, the chosen marked."""
    first = found[0]
    table = ledger.landscape(first.teams)
    field = first.field.team_id.tolist() if first.field else []
    plot = _bounds(table, found)
    shapes, marks = _iso(plot), ""
    for row in rows_of(table):
        kind = "entrant" if row.team_id in field else "speck"
        tip = f"{row.name}: {ordinal(row.rank)}, net {row.net:+.1f} ± {1.96 * row.net_se:.1f}"
        marks += plot.dot(row.off_eff, row.def_eff, kind, tip)
    marks += _names(plot, table, found)
    for entry in found:
        x, y = entry.teams.off_eff[entry.row], entry.teams.def_eff[entry.row]
        marks += plot.dot(x, y, f"mark {LETTERS[entry.k]}", entry.name)
    for x in ticks(plot.left, plot.right):
        marks += plot.x_mark(x, f"{x:.0f}")
    for y in ticks(plot.top, plot.bottom):
        marks += plot.y_mark(y, f"{y:.0f}")
    season = f"{first.league}’s {first.side.season}"
    sentence = (
        f"Every team of the {season} season by points per 100 possessions: better offenses to the "
        f"right, better defenses up. {'The tournament’s field is dark.' if field else ''}"
    )
    others = sorted({e.side.season for e in found} - {first.side.season})
    note = (
        "Along a line the net efficiency is the same, and so is the chance against an average "
        "team. Adjusted for opponents and venue; the pointer shows a team’s place and 95% error."
    )
    if others:
        note += f" Teams of {listed([str(s) for s in others])} stand where their numbers put them."
    body = plot.drawn(
        shapes, marks, MAP_HEIGHT, sentence, "Points scored →", "↑ Fewer points allowed"
    )
    columns = {"name": "Team", "rank": "Rank", "off_eff": "Offense", "def_eff": "Defense"}
    columns |= {"net": "Net", "net_se": "Standard error"}
    behind = table.sort_values("rank")[list(columns)].rename(columns=columns)
    return part(body, sentence, note, behind)


def _bounds(table: pd.DataFrame, found: Sequence[Entry]) -> Plot:
    off = [*table["off_eff"], *(float(e.teams.off_eff[e.row]) for e in found)]
    dfn = [*table["def_eff"], *(float(e.teams.def_eff[e.row]) for e in found)]
    return Plot(min(off) - 1, max(off) + 2, max(dfn) + 1, min(dfn) - 2)


def _iso(plot: Plot) -> str:
    """Lines of equal net efficiency."""
    nets = np.arange(-6, 7) * STEP
    style = "stroke:var(--grid);stroke-width:1"
    ends = (plot.left, plot.right)
    return "".join(
        plot.line(
            [(x, x - net) for x in ends],
            style if net else "stroke:#8b8070;stroke-width:1.5;stroke-dasharray:4 3",
        )
        for net in nets
    )


def _names(plot: Plot, table: pd.DataFrame, found: Sequence[Entry]) -> str:
    """Names of the lines, of the chosen, and of the field's best seeds where there is room."""
    placed: list[Label] = []
    words = _line_names(plot)
    for entry in found:
        x, y = float(entry.teams.off_eff[entry.row]), float(entry.teams.def_eff[entry.row])
        right, left = sides(*plot.at(x, y), WIDE_LETTER * len(entry.name) + 2.0)
        order = (left, right) if right.across > HALF else (right, left)
        fits = [one for one in order if one.inside and not any(map(one.touches, placed))]
        label = fits[0] if fits else order[0]
        placed.append(label)
        words += plot.text(x, y, entry.name, "who left" if label is left else "who")
    own = {entry.side.team_id for entry in found}
    for row in _best_seeds(table, found[0]):
        label, _ = sides(*plot.at(row["off_eff"], row["def_eff"]), LETTER * len(row["name"]) + 1.5)
        if int(row["team_id"]) not in own and label.inside and not any(map(label.touches, placed)):
            placed.append(label)
            words += plot.text(row["off_eff"], row["def_eff"], row["name"], "who small")
    return words


HALF = 60.0  # percent across: further right, a name stands left of its mark


def _line_names(plot: Plot) -> str:
    words = ""
    for net in (30.0, 20.0, 10.0, 0.0, -10.0, -20.0, -30.0):
        x = plot.left + 0.08 * (plot.right - plot.left)
        if x - net < plot.top + 1:  # this line leaves through the upper edge
            x = plot.bottom - 0.05 * (plot.bottom - plot.top) + net
        if plot.top < x - net < plot.bottom and x < plot.right - 2:
            words += plot.text(x, x - net, f"net {net:+.0f}" if net else "net 0", "in")
    return words


def _best_seeds(table: pd.DataFrame, first: Entry) -> list[Any]:
    field = first.field
    if field is None:
        return []
    best = [e for e in range(len(field.seed)) if field.seed_line(e) <= NAMED_LINE]
    best.sort(key=field.seed_line)
    by_id = table.set_index("team_id", drop=False)
    return [by_id.loc[int(field.team_id[e])] for e in best]
