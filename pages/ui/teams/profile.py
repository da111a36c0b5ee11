"""One team by itself: what it is good at, its games with what was expected, its school's
seasons."""

from html import escape
from typing import Any

import numpy as np
import pandas as pd

from engine import run
from engine.tables.resume import VENUES
from pages.ui.shell.format import NINETY_FIVE, listed, ordinal, percent
from pages.ui.teams.entry import Entry, bid_html, team_link
from pages.ui.teams.season_line import day_text, known
from pages.ui.teams.standing import frames, short_name
from pages.ui.teams.style import mark, part, rows_of

BEST = 2  # strengths and weaknesses that are named


def sentence(entry: Entry) -> str:
    """What a team gains most by, in points per 100 possessions, and where it ranks lowest."""
    (table,) = frames([entry], "all")
    factors = table[table["section"].str.startswith("Four Factors") & table["points"].notna()]
    if factors.empty:
        return ""
    best = factors.sort_values("points", ascending=False).head(BEST)
    worst = factors.sort_values("rank", ascending=False).head(BEST)
    good, bad = ([_named(row) for _, row in of.iterrows()] for of in (best, worst))
    return f"Gains most by {listed(good)}; ranks lowest in {listed(bad)}."


def _named(row: Any) -> str:
    side = str(row["section"]).rpartition(" ")[2]
    error = NINETY_FIVE * row["points_se"]
    return (
        f"**{short_name(str(row['measure']))} on {side}** ({ordinal(int(row['rank']))}, "
        f"{row['points']:+.1f} ± {error:.1f} points)"
    )


# --- Results -------------------------------------------------------------------------------------

FURTHEST = 40.0  # points better or worse than expected that the rail shows


def results_html(entry: Entry) -> str:
    """Every game, what was expected of it, and how far from that it ended; the tournament's too."""
    if not known(entry):
        return ""
    games = run.team_games(entry.league, entry.side)
    march = run.tournament_games(entry.league, entry.side)
    rows = "".join(
        _game(entry, game, day_text(str(game.date)).replace(" ", "\u00a0"))
        for game in rows_of(games)
    )
    rows += "".join(_game(entry, game, game.date) for game in rows_of(march))
    expected, won = float(games["win_prob"].sum()), int(games["won"].sum())
    luck = NINETY_FIVE * float(np.sqrt((games["win_prob"] * (1 - games["win_prob"])).sum()))
    said = (
        f"Won **{won}** of {len(games)} games before the tournament; the ratings of the day before "
        f"each one expected **{expected:.1f}** ± {luck:.1f}."
    )
    note = (
        "Expected: margin and win probability by the ratings of the day before, which know nothing "
        "of the game; ± is the 95% range of the luck of single games. Better: the real margin less "
        "the expected one. Tournament games are forecast on Selection Sunday."
    )
    head = "<th></th><th>Opponent</th><th>Result</th><th>Expected</th><th>Better by</th>"
    table = f'<table class="grid-table results named"><thead><tr>{head}</tr></thead>{rows}</table>'
    return part(table, said, note, _games_table(pd.concat([games, march])))


def _game(entry: Entry, game: Any, when: str) -> str:
    opponent = team_link(entry.league, entry.side.season, game.opponent)
    better = game.points - game.allowed - game.expected
    width = 50.0 * min(abs(better), FURTHEST) / FURTHEST
    left = 50.0 if better > 0 else 50.0 - width
    kind = "up" if better > 0 else "down"
    over = f" ({game.overtimes} OT)" if game.overtimes else ""
    where = {1: "", 0: "neutral · ", -1: "at · "}[game.venue]
    return (
        f"<tr><th>{escape(when)}</th><td>{opponent}<small>{where}"
        f"{ordinal(game.opponent_rank)}</small></td>"
        f"<td><b>{'W' if game.won else 'L'}</b> {game.points}–{game.allowed}{over}</td>"
        f"<td>{game.expected:+.1f}<small>{percent(game.win_prob)}</small></td>"
        f'<td class="off"><div class="rail2"><i class="{kind}" style="left:{left:.1f}%;'
        f'width:{width:.1f}%"></i></div>{better:+.1f}</td></tr>'
    )


def _games_table(games: pd.DataFrame) -> pd.DataFrame:
    shown = games.assign(Venue=games["venue"].map(VENUES), Won=games["won"].map({True: "yes"}))
    columns = {"date": "Date", "opponent": "Opponent", "opponent_rank": "Rank", "Venue": "Venue"}
    columns |= {"Won": "Won", "points": "Points", "allowed": "Allowed"}
    columns |= {"expected": "Expected margin", "expected_se": "Standard error"}
    columns |= {"win_prob": "Win probability"}
    return shown[list(columns)].rename(columns=columns).fillna({"Won": "no"})


# --- The school ----------------------------------------------------------------------------------

RANK_FLOOR = 365  # the end of the rail of ranks


def seasons_html(entry: Entry) -> str:
    """The school's rated seasons, the latest first; a click opens one."""
    table = run.school_seasons(entry.league, entry.side)
    rows = ""
    for row in rows_of(table):
        season = team_link(entry.league, row.season, entry.school, str(row.season))
        rows += (
            f"<tr><th>{season}</th><td>{row.wins}–{row.losses}</td>"
            f"<td>{row.net:+.1f} ± {NINETY_FIVE * row.net_se:.1f}</td><td>{ordinal(row.rank)}</td>"
            f"<td>{bid_html(row.seed, row.reached_text)}</td></tr>"
        )
    head = "<th>Season</th><th>Record</th><th>Net</th><th>Rank</th><th>March</th>"
    caption = (
        f"<caption>{mark(0)}{escape(entry.school)} since {int(table['season'].min())}</caption>"
    )
    body = f'<table class="grid-table">{caption}<thead><tr>{head}</tr></thead>{rows}</table>'
    note = "Net efficiency on Selection Sunday, ± 95% error; records are against Division I teams."
    return part(f'<div class="teams">{body}</div>', note=note)
