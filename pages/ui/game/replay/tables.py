"""A game's tables as HTML: points by period, box scores, play-by-play. Frames in, text out."""

from html import escape
from typing import Any

import pandas as pd

from pages.ui.shell.format import chance

# Columns of a box score: key (or made and attempted), what stands over it, what that means.
Column = tuple[str | tuple[str, str], str, str]
BOX: tuple[Column, ...] = (
    ("minutes", "Min", "minutes"),
    ("points", "Pts", "points"),
    (("fgm", "fga"), "FG", "field goals made–attempted"),
    (("fgm3", "fga3"), "3P", "threes made–attempted"),
    (("ftm", "fta"), "FT", "free throws made–attempted"),
    ("orb", "OR", "offensive rebounds"),
    ("drb", "DR", "defensive rebounds"),
    ("ast", "A", "assists"),
    ("stl", "S", "steals"),
    ("blk", "B", "blocks"),
    ("tov", "TO", "turnovers"),
    ("pf", "PF", "personal fouls"),
)
ALWAYS = ("Min", "Pts", "A")  # the columns of a phone; the rest goes below the name


def periods(frame: pd.DataFrame) -> str:
    """Points by period; ``frame``: team, one column a period, Total."""
    names = list(frame.columns[1:])
    head = "".join(f'<th scope="col">{escape(_short(name))}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{_mark("ab"[i])}{escape(row[0])}</th>'
        + "".join(f"<td>{points}</td>" for points in row[1:])
        + "</tr>"
        for i, row in enumerate(frame.itertuples(index=False))
    )
    return (
        '<table class="small"><caption class="sr">Points by period</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _short(period: str) -> str:
    """``1st`` half or quarter, ``OT``, ``2nd OT``."""
    number, _, kind = period.partition(" ")
    if kind in ("half", "quarter"):
        return number
    return {"Overtime": "OT", "Total": "Final"}.get(period, f"{number} OT")


def _mark(side: str) -> str:
    """A team's mark, by shape and color."""
    return f'<i class="dot {side}" aria-hidden="true"></i>' if side else ""


# --- Box score -----------------------------------------------------------------------------------


def box(frame: pd.DataFrame, team: str, side: str) -> str:
    """One side's box score from ``playbyplay.box_table``."""
    head = "".join(
        f'<th scope="col"{_class(label)}><abbr title="{meaning}">{label}</abbr></th>'
        for _, label, meaning in BOX
    )
    body = "".join(_player(row) for row in frame.to_dict("records"))
    return (
        f'<table class="box"><caption>{_mark(side)}{escape(team)}</caption>'
        f'<thead><tr><th scope="col">Player</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _player(row: dict[Any, Any]) -> str:
    value = {label: _value(row, key) for key, label, _ in BOX}
    cells = "".join(f"<td{_class(label)}>{value[label]}</td>" for label in value)
    shots = [f"{label} {value[label]}" for label in ("FG", "3P", "FT")]
    rest = [f"{value[label]} {label}" for label in ("OR", "DR", "S", "B", "TO", "PF")]
    more = " · ".join([*shots, *(one for one in rest if not one.startswith("0 "))])
    kind = "total" if row["player"] == "Total" else "starter" if row["starter"] else ""
    return (
        f'<tr class="{kind}"><th scope="row">{escape(row["player"])}'
        f'<small aria-hidden="true">{more}</small></th>{cells}</tr>'
    )


def _value(row: dict[Any, Any], key: str | tuple[str, str]) -> str:
    if isinstance(key, tuple):
        made, tried = key
        return f"{row[made]}–{row[tried]}"
    value = row[key]
    return "" if value != value else f"{value:.0f}"  # a team has no minutes of its own


def _class(label: str) -> str:
    return "" if label in ALWAYS else ' class="wide"'


# --- Team totals ---------------------------------------------------------------------------------


def totals(frame: pd.DataFrame, team: tuple[str, str]) -> str:
    """Both sides' totals from ``play_by_play.team_table``, the measure between them."""
    body = "".join(_total(row) for row in frame.to_dict("records"))
    first, second = (
        f'<th scope="col">{_mark(side)}{escape(name)}</th>'
        for side, name in zip("ab", team, strict=True)
    )
    return (
        '<table class="totals"><caption class="sr">Team totals</caption><thead><tr>'
        f"{first}<td></td>{second}</tr></thead><tbody>{body}</tbody></table>"
    )


def _total(row: dict[Any, Any]) -> str:
    kind = ' class="factor"' if row["unit"] == "share" else ""
    first, second = (_figure(row, side) for side in "ab")
    name = f'<th scope="row">{escape(row["measure"])}</th>'
    return f"<tr{kind}><td>{first}</td>{name}<td>{second}</td></tr>"


def _figure(row: dict[Any, Any], side: str) -> str:
    value = row[side]
    match row["unit"]:
        case "made":
            return f"{value:.0f}–{row[f'{side}_of']:.0f}"
        case "share":
            return f"{100 * value:.1f}%"
        case "mean":
            return f"{value:.1f}"
        case _:
            return f"{value:.0f}"


# --- Play-by-play --------------------------------------------------------------------------------


def plays(frame: pd.DataFrame, team: tuple[str, str], turning: int | None) -> str:
    """The play-by-play by period from ``play_by_play.table``. Plays that change the score, the
    turning point and the ends of periods have the class ``told``; a row's ``data-i`` is its number
    in the series of win probabilities, whose first one is the start."""
    kept = frame.assign(turning=False, at=range(1, len(frame) + 1))
    if turning is not None:
        kept.loc[turning, "turning"] = True
    return "".join(
        _period(str(name), part, team) for name, part in kept.groupby("period_name", sort=False)
    )


def _period(name: str, part: pd.DataFrame, team: tuple[str, str]) -> str:
    body = "".join(_play(row, team) for row in part.to_dict("records"))
    score = f"{escape(team[0])} – {escape(team[1])}"
    return (
        f"<table><caption>{escape(name)}</caption><thead><tr>"
        '<th scope="col">Clock</th><th scope="col">Play</th>'
        f'<th scope="col" title="{score}">Score</th>'
        '<th scope="col" title="Win probability of the likelier winner">Win</th>'
        f"</tr></thead><tbody>{body}</tbody></table>"
    )


def _play(row: dict[Any, Any], team: tuple[str, str]) -> str:
    if row["event"] == "end of period":
        words = escape(row["text"])
        return f'<tr class="end told" data-i="{row["at"]}"><td colspan="4">{words}</td></tr>'
    scored, turned = ["scored", "told"] * bool(row["points"]), ["turn", "told"] * row["turning"]
    kind = " ".join(dict.fromkeys([*scored, *turned]))
    badge = "<em>Turning point</em>" if row["turning"] else ""
    side, of = ("a", row["win_prob"]) if row["win_prob"] >= 0.5 else ("b", 1 - row["win_prob"])
    text = f"<span>{escape(row['text'])}{badge}</span>"
    return (
        f'<tr class="{kind}" data-i="{row["at"]}"><td class="clock">{row["clock"]}</td>'
        f'<td><div class="what">{_mark(row["side"])}{text}</div></td>'
        f'<td class="at">{row["score_a"]}–{row["score_b"]}</td>'
        f'<td class="prob"><span class="sr">{escape(team["ab".index(side)])} </span>'
        f"{_mark(side)}{chance(of)}</td></tr>"
    )
