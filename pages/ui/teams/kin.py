"""Players who are used most, and the most similar teams of other seasons."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from engine import run, store
from engine.domain import players as p
from engine.domain.players import Roster
from pages.ui.shell.format import ordinal
from pages.ui.teams.entry import Entry, bid_html, team_link
from pages.ui.teams.style import mark, part, rows_of

SHOWN_PLAYERS = 5
SIMILAR = 6


def similar_html(found: Sequence[Entry]) -> str:
    """Each team's nearest teams of all seasons, and how far they got."""
    blocks, tables = [], []
    for entry in found:
        near = run.similar_teams(entry.league, entry.side, SIMILAR)
        caption = f"<caption>{mark(entry.k)}Most like {escape(entry.name)}</caption>"
        if near.empty:
            blocks.append(
                f'<div><table class="grid-table">{caption}</table><p class="note">No box scores in '
                f"the data for {entry.side.season}, so its style is unknown.</p></div>"
            )
            continue
        rows = "".join(
            f"<tr><th>{_linked(entry, row)}<small>{row.wins}–{row.losses}, "
            f"{ordinal(row.rank)}, net {row.net:+.1f}</small></th>"
            f"<td>{bid_html(row.seed, row.reached_text)}</td><td>{row.distance:.2f}</td></tr>"
            for row in rows_of(near)
        )
        head = "<thead><tr><th></th><th>March</th><th>Distance</th></tr></thead>"
        blocks.append(f'<table class="grid-table">{caption}{head}{rows}</table>')
        tables.append(near.assign(team=entry.name))
    first = store.seasons(found[0].league)[0]
    note = (
        f"Nearest among all teams since {first} with box scores, in offense, defense, pace and the "
        "rates of both sides; distance is the root mean square difference in standard deviations "
        "of a season’s teams. Other seasons of the same school are left out."
    )
    return part(f'<div class="teams">{"".join(blocks)}</div>', note=note, frame=_table(tables))


def _linked(entry: Entry, row: Any) -> str:
    return team_link(entry.league, row.season, row.name, f"{row.name} {row.season}")


def _table(tables: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    if not tables:
        return None
    names = {"team": "Most like", "season": "Season", "name": "Team", "wins": "Wins"}
    names |= {"losses": "Losses", "rank": "Rank", "net": "Net", "net_se": "Standard error"}
    names |= {"seed": "Seed", "reached_text": "Reached", "distance": "Distance"}
    return pd.concat(tables)[list(names)].rename(columns=names)


def players_html(found: Sequence[Entry], count: int = SHOWN_PLAYERS) -> str:
    """The players with the most minutes, by team."""
    blocks = []
    for entry in found:
        roster = _roster(entry)
        caption = f"<caption>{mark(entry.k)}{escape(entry.name)}</caption>"
        if roster is None:
            blocks.append(
                f'<div><table class="grid-table">{caption}</table><p class="note">No players of '
                "this team in the data: they cover tournament teams, men from 2008, women from "
                "2021.</p></div>"
            )
            continue
        head = "<thead><tr><th></th>" + "".join(
            f"<th><abbr title='{long}'>{short}</abbr></th>"
            for short, long in (
                ("Min", "Minutes a game"), ("Pts", "Points a game"), ("Reb", "Rebounds a game"),
                ("Ast", "Assists a game"), ("3P%", "Threes made of those tried"),
            )
        )  # fmt: skip
        rows = "".join(_player(roster, i) for i in range(min(count, len(roster.name))))
        blocks.append(f'<table class="grid-table">{caption}{head}</tr></thead>{rows}</table>')
    note = "Per game of the team, from season counts; they share out what a simulated team does."
    return part(f'<div class="teams">{"".join(blocks)}</div>', note=note)


def _roster(entry: Entry) -> Roster | None:
    league, side = entry.league, entry.side
    known = side.season in store.seasons(league)
    return store.load_roster(league, side.season, side.team_id) if known else None


def _player(roster: Roster, i: int) -> str:
    n, games = roster.count[i], max(roster.games, 1)
    points = 2 * n[p.FGM2] + 3 * n[p.FGM3] + n[p.FTM]
    per_game = (points, n[p.ORB] + n[p.DRB], n[p.AST])
    threes = f"{n[p.FGM3] / n[p.FGA3]:.0%}" if n[p.FGA3] >= 1 else "–"
    cells = "".join(f"<td>{x / games:.1f}</td>" for x in per_game)
    return (
        f"<tr><th>{escape(roster.name[i])}</th><td>{40 * roster.minutes[i]:.0f}</td>{cells}"
        f"<td>{threes}</td></tr>"
    )
