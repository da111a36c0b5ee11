"""What the tournament's universes say of the teams: every round, and where they meet."""

from collections.abc import Sequence
from html import escape
from itertools import combinations

import pandas as pd

from engine.arrays import F8
from engine.domain.field import ROUND_NAMES
from engine.domain.results import TournamentResult
from engine.stats.estimates import proportion_se
from engine.tables import march
from pages.ui.shell.format import NINETY_FIVE, exact_percent, listed, percent
from pages.ui.teams.entry import Entry, seed_text, team_link
from pages.ui.teams.style import color, mark, part, rows_of

REACHED = ("Round of 64", "Round of 32", "Sweet 16", "Elite Eight", "Final Four", "Final", "Title")


def html_of(found: Sequence[Entry], result: TournamentResult) -> str:
    """Each round side by side; where two of the teams meet, and who wins then."""
    inside = [e for e in found if e.entrant is not None and e.side.season == result.field.season]
    prob = result.advancement()
    heads = "".join(
        f"<th>{mark(e.k)}{escape(e.name)}<small>{seed_text(e)}</small></th>" for e in inside
    )
    rows = ""
    own = {e.k: prob[e.entrant or 0] for e in inside}
    for round_ in range(0 if min(of[0] for of in own.values()) < 1 else 1, 7):
        cells = "".join(_cell(float(own[e.k][round_]), e.k) for e in inside)
        rows += f"<tr><th>{REACHED[round_]}</th>{cells}</tr>"
    table = (
        f'<table class="grid-table rounds"><thead><tr><th>Reaches</th>{heads}</tr></thead>{rows}'
    )
    universes = result.spec.universes
    error = 100 * NINETY_FIVE * 0.5 / universes**0.5
    note = (
        f"Counted over {universes:,} universes of the {result.field.season} tournament as it stood "
        f"on Selection Sunday; the 95% error of counting is at most {error:.1f} percentage points."
    )
    return part(f"{table}</table>", _sentence(inside, result), note, _table(inside, own, universes))


def _cell(prob: float, k: int) -> str:
    return (
        f'<td><div class="cell"><i style="width:{100 * prob:.1f}%;{color(k)}"></i>'
        f"<b>{percent(prob)}</b></div></td>"
    )


def _sentence(inside: Sequence[Entry], result: TournamentResult) -> str:
    return " ".join(_meeting(a, b, result) for a, b in combinations(inside, 2))


def _meeting(a: Entry, b: Entry, result: TournamentResult) -> str:
    assert a.entrant is not None and b.entrant is not None
    met = march.meetings(result, a.entrant, b.entrant)
    if met.empty:
        return f"{a.name} and {b.name} meet in none of these universes."
    universes, share = result.spec.universes, float(met["prob"].sum())
    where = listed([f"the {ROUND_NAMES[row.round]}" for row in rows_of(met)])
    wins = float((met["prob"] * met["a_wins"]).sum()) / share
    winner, won = (a.name, wins) if wins >= 0.5 else (b.name, 1 - wins)
    games = round(share * universes)
    return (
        f"**{a.name} and {b.name} meet in {exact_percent(share, universes)}** of the universes, in "
        f"{where}; then {winner} wins {exact_percent(won, games)}."
    )


def _table(inside: Sequence[Entry], own: dict[int, F8], universes: int) -> pd.DataFrame:
    frame = pd.DataFrame({"Reaches": REACHED})
    for e in inside:
        frame[e.name] = own[e.k]
        frame[f"{e.name}, standard error"] = proportion_se(own[e.k], universes)
    return frame


# --- One team's way ------------------------------------------------------------------------------


def path_html(entry: Entry, result: TournamentResult) -> str:
    """Whom a team meets on its way to the title, how likely, and how it fares."""
    assert entry.entrant is not None
    found = march.path(result, entry.entrant)
    names = {e: _opponent(entry, e) for e in found["opponent"].unique()}
    season = entry.side.season
    links = {
        e: team_link(entry.league, season, name.split(" ", 1)[1], name) for e, name in names.items()
    }
    rows = ""
    for _, game in found.groupby("slot", sort=False):
        first = game.iloc[0]
        others = "".join(
            f"<div>{links[row.opponent]} <b>{percent(row.prob)}</b>"
            f"<small>wins {_with_error(row.win_prob, row.win_prob_se)} of those</small></div>"
            for row in rows_of(game)
        )
        rows += (
            f"<tr><th>{ROUND_NAMES[int(first['round'])]}</th><td><b>{percent(first['plays'])}</b></td>"
            f"<td>{_with_error(first['wins'], first['wins_se'])}</td>"
            f'<td><div class="ways">{others}</div></td></tr>'
        )
    universes, title = result.spec.universes, float(result.slot_prob()[-1, entry.entrant])
    share = f"**{exact_percent(title, universes)}** of" if title else "**none** of"
    sentence = f"{entry.name} wins the title in {share} {universes:,} universes."
    note = (
        "Plays: the share of universes in which the team gets to that game. The opponents are the "
        "likeliest in those; ± is the 95% error of counting, in percentage points. Games of fewer "
        f"than {march.LEAST} universes are left out."
    )
    head = "<th></th><th>Plays</th><th>Wins it</th><th>Against</th>"
    table = f'<table class="grid-table named path"><thead><tr>{head}</tr></thead>{rows}</table>'
    return part(table, sentence, note, _path_table(found, names))


def _opponent(entry: Entry, e: int) -> str:
    assert entry.field is not None
    name = entry.teams.name[entry.teams.row(int(entry.field.team_id[e]))]
    return f"{entry.field.seed_line(e)} {name}"


def _with_error(share: float, se: float) -> str:
    return f"{percent(share)} ± {max(100 * NINETY_FIVE * se, 0.1):.1f}"


def _path_table(found: pd.DataFrame, names: dict[int, str]) -> pd.DataFrame:
    shown = found.assign(
        round=[ROUND_NAMES[r] for r in found["round"]],
        opponent=[names[e] for e in found["opponent"]],
    )
    columns = {"round": "Round", "plays": "Plays", "wins": "Wins it", "opponent": "Opponent"}
    columns |= {"prob": "Share of its games there", "prob_se": "Standard error"}
    columns |= {"win_prob": "Wins against", "win_prob_se": "Its standard error"}
    return shown[list(columns)].rename(columns=columns)
