"""The teams on a page: who they are, and how they are introduced everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from engine import store
from engine.domain.field import Field
from engine.domain.specs import Side
from engine.domain.teams import League, TeamTable
from engine.errors import HardwoodError
from engine.tables.ledger import ranks
from engine.tables.teams import win_loss
from pages.ui.shell import html
from pages.ui.shell.format import ordinal
from pages.ui.teams.style import color, mark, part


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One team on the page, the ``k``-th. ``name``: with its season where the teams' seasons
    differ; ``field`` and ``entrant``: its tournament and its row there, where it has a bid."""

    k: int
    league: League
    side: Side
    teams: TeamTable
    row: int
    name: str
    field: Field | None
    entrant: int | None

    @property
    def school(self) -> str:
        """The team's plain name."""
        return self.teams.name[self.row]

    @property
    def link(self) -> dict[str, str]:
        """Query parameters of its Team page."""
        return {"league": self.league, "a": f"{self.side.season}:{self.school}"}


def entries(league: League, sides: Sequence[Side]) -> list[Entry]:
    """The teams of these sides; UnknownSeason, UnknownTeam or DamagedData."""
    found: list[Entry] = []
    apart = len({side.season for side in sides}) > 1
    for k, side in enumerate(sides):
        teams = store.load_teams(league, side.season, source=side.source)
        row, field = teams.row(side.team_id), _field(league, side)
        ids = field.team_id.tolist() if field else []
        entrant = ids.index(side.team_id) if side.team_id in ids else None
        name = f"{teams.name[row]} {side.season}" if apart else teams.name[row]
        found.append(Entry(k, league, side, teams, row, name, field, entrant))
    return found


def _field(league: League, side: Side) -> Field | None:
    try:
        return store.load_field(league, side.season, source=side.source)
    except HardwoodError:
        return None


def seed_text(entry: Entry) -> str:
    """``1 East``; "" without a bid."""
    if entry.field is None or entry.entrant is None:
        return ""
    region = entry.field.region[entry.field.seed[entry.entrant][0]]
    return f"{entry.field.seed_line(entry.entrant)} {region}"


def introduction(entry: Entry) -> tuple[str, str]:
    """Two lines: seed, record and conference; rank and net efficiency with its error."""
    net = entry.teams.off_eff - entry.teams.def_eff
    place, se = int(ranks(net)[entry.row]), float(entry.teams.net_se[entry.row])
    first = [seed_text(entry), win_loss(entry.teams, entry.row)]
    first.append(entry.teams.conference[entry.row])
    return (
        " · ".join(part for part in first if part),
        f"{ordinal(place)} of {len(net)} · net {net[entry.row]:+.1f} ± {1.96 * se:.1f}",
    )


def heads_html(found: Sequence[Entry]) -> str:
    """The teams' introductions; each name leads to its Team page."""
    blocks = []
    for entry in found:
        first, second = introduction(entry)
        name = team_link(entry.league, entry.side.season, entry.school, entry.name)
        blocks.append(
            f'<div style="{color(entry.k)}"><div class="name">{mark(entry.k)}{name}</div>'
            f"<small>{escape(first)}</small><small>{escape(second)}</small></div>"
        )
    return part(f'<div class="heads">{"".join(blocks)}</div>')


def team_link(league: League, season: int, school: str, words: str = "") -> str:
    """A link to a Team page around a team's name; ``parts.show`` follows it."""
    named = f"{season}:{school}"
    return html.page_link("team", {"league": league, "a": named}, named, words or school)


def no_bid(entry: Entry) -> str:
    """Why a team has no path to a title, in a sentence."""
    if entry.field is None:
        return f"The field of {entry.side.season} is announced on Selection Sunday."
    return f"{entry.school} was not in the tournament of {entry.side.season}."


def bid_html(seed: str, reached: str) -> str:
    """How far a team got, and its seed line (of ``W01``, "" without a bid)."""
    if not seed:
        return "no bid"
    return f"<b>{escape(reached or 'in the field')}</b><small>seed {int(seed[1:3])}</small>"
