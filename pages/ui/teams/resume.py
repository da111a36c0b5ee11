"""The résumés: records by tier and venue, schedule, wins above bubble, best wins, common games."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from engine import run
from engine.tables import resume
from engine.tables.resume import BUBBLE_RANK
from engine.tables.teams import win_loss
from pages.ui.shell.format import NINETY_FIVE, ordinal
from pages.ui.teams.entry import Entry, team_link
from pages.ui.teams.season_line import WHERE, known, told
from pages.ui.teams.style import mark, part, rows_of

Cells = list[str]


def html_of(found: Sequence[Entry]) -> str:
    """The teams' seasons in one table, a column a team."""
    found = [entry for entry in found if known(entry)]
    games = [run.team_games(e.league, e.side) for e in found]
    each = [resume.resume(played) for played in games]
    rows = _record_rows(found, each) + _strength_rows(found) + _game_rows(found, each)
    heads = "".join(f"<th>{mark(e.k)}{escape(e.name)}</th>" for e in found)
    body = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        for name, cells in rows
    )
    table = f'<table class="grid-table"><thead><tr><th></th>{heads}</tr></thead>{body}</table>'
    note = (
        "Games against Division I teams up to Selection Sunday; opponents’ places are those of "
        f"that day. Wins above bubble: wins less those of the {ordinal(BUBBLE_RANK)} best team "
        "against the same opponents at the same venues; ± is how much such a team’s wins vary by "
        "luck alone (95%). The percentage of a win or loss is that team’s chance in it."
    )
    return part(table, note=note, frame=_table(found, games))


def _record_rows(found: Sequence[Entry], each: Sequence[Any]) -> list[tuple[str, Cells]]:
    rows = [("Record", [f"<b>{win_loss(e.teams, e.row)}</b>" for e in found])]
    for of in ("tiers", "venues"):
        for i, name in enumerate(getattr(each[0], of)["name"]):
            lines = [getattr(one, of).iloc[i] for one in each]
            label = f"Against {name.lower()}" if of == "tiers" else name
            rows.append((label, [f"{line['wins']}–{line['losses']}" for line in lines]))
    return rows


def _strength_rows(found: Sequence[Entry]) -> list[tuple[str, Cells]]:
    lines: list[Any] = []
    of: list[int] = []
    for entry in found:
        every = run.season_resumes(entry.league, entry.side.season, entry.side.source)
        lines.append(every.loc[entry.side.team_id])
        of.append(len(every))
    schedule = [
        f"{line['schedule']:+.1f} ± {NINETY_FIVE * line['schedule_se']:.1f}"
        f"<small>{ordinal(int(line['schedule_rank']))} hardest of {n}</small>"
        for line, n in zip(lines, of, strict=True)
    ]
    above = [
        f"<b>{line['above_bubble']:+.1f}</b> ± {NINETY_FIVE * line['above_bubble_sd']:.1f}"
        f"<small>{ordinal(int(line['above_bubble_rank']))} of {n}</small>"
        for line, n in zip(lines, of, strict=True)
    ]
    return [("Strength of schedule", schedule), ("Wins above bubble", above)]


def _game_rows(found: Sequence[Entry], each: Sequence[Any]) -> list[tuple[str, Cells]]:
    last = []
    for one in each:
        chips = "".join(
            f'<i class="{"won" if game.won else ""}" title="{escape(told(game), quote=True)}">'
            f"{'W' if game.won else 'L'}</i>"
            for game in rows_of(one.last.iloc[::-1])
        )
        last.append(f'<span class="chips">{chips}</span>')
    return [
        ("Best wins", [_games(e, one.best) for e, one in zip(found, each, strict=True)]),
        ("Worst losses", [_games(e, one.worst) for e, one in zip(found, each, strict=True)]),
        ("Last ten, the latest right", last),
    ]


def _games(entry: Entry, rows: pd.DataFrame) -> str:
    lines = []
    for game in rows_of(rows):
        opponent = team_link(entry.league, entry.side.season, game.opponent)
        lines.append(
            f"{opponent} {game.points}–{game.allowed}{WHERE[game.venue]}"
            f"<small>{ordinal(game.opponent_rank)} · {100 * game.bubble_prob:.0f}%</small>"
        )
    return "".join(lines) or "none"


def common_html(a: Entry, b: Entry) -> str:
    """Opponents of both teams, side by side; "" where there are none."""
    if a.side.season != b.side.season or not known(a):
        return ""
    games = (run.team_games(e.league, e.side) for e in (a, b))
    both = resume.common_opponents(*games)
    both = both[~both["opponent_id"].isin((a.side.team_id, b.side.team_id))]
    if both.empty:
        return ""
    rows = "".join(
        f"<tr><th>{team_link(a.league, a.side.season, row.opponent)} "
        f"<small>{ordinal(row.opponent_rank)}</small></th>"
        f"<td>{_record(row.wins_a, row.games_a, row.margin_a)}</td>"
        f"<td>{_record(row.wins_b, row.games_b, row.margin_b)}</td></tr>"
        for row in rows_of(both)
    )
    heads = "".join(f"<th>{mark(e.k)}{escape(e.name)}</th>" for e in (a, b))
    return part(
        f'<table class="grid-table"><thead><tr><th></th>{heads}</tr></thead>{rows}</table>',
        f"**{len(both)} common opponents**: record, and mean margin a game.",
    )


def _record(wins: int, games: int, margin: float) -> str:
    return f"{wins}–{games - wins}<small>{margin:+.0f} points</small>"


def _table(found: Sequence[Entry], games: Sequence[pd.DataFrame]) -> pd.DataFrame:
    parts = [g.assign(Team=e.name) for e, g in zip(found, games, strict=True)]
    frame = pd.concat(parts)
    frame["Venue"] = frame["venue"].map(resume.VENUES)
    frame["Result"] = frame["won"].map({True: "won", False: "lost"})
    columns = {"Team": "Team", "date": "Date", "opponent": "Opponent", "opponent_rank": "Rank"}
    columns |= {"Venue": "Venue", "Result": "Result", "points": "Points", "allowed": "Allowed"}
    columns |= {"expected": "Expected margin", "expected_se": "Standard error"}
    columns |= {"win_prob": "Win probability", "bubble_prob": "A bubble team’s"}
    return frame[list(columns)].rename(columns=columns)
