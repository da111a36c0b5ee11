"""The field as ESPN's games of the tournament name it: regions and lines, not who meets in the
semifinals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from engine.domain.seeding import LINES, REGIONS, Seeded, field_from_seeds
from engine.domain.teams import League
from engine.errors import BadInput
from engine.store import Snapshot, snapshot_tables, snapshots
from engine.store.refresh_lock import refreshing

WHOLE_FIELDS = (68, 76)
REGION = re.compile(
    r" - (?:Regional (.+?)|([^-]+) Region(?:al)?)(?: - |$)"
)  # Regional 1 in Spokane
LAST_GAMES = re.compile(r"Final Four|National Semifinal|National Championship", re.IGNORECASE)
MOST_NAMED = 8
Pairs = tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EspnField:
    """``place``: team id -> (region as ESPN calls it, seed line), from the first games named;
    ``strange``: headlines of games in the tournament whose region is not understood."""

    place: dict[int, tuple[str, int]]
    strange: tuple[str, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """Their names, in the order of the alphabet."""
        return tuple(sorted({region for region, _ in self.place.values()}))

    def missing(self) -> list[str]:
        """What keeps it from being a whole field, as sentences."""
        faults = [f"ESPN calls a game “{headline}”." for headline in self.strange]
        if len(self.regions) != len(REGIONS):
            faults.append(f"ESPN's games name {len(self.regions)} regions of 4.")
        taken = set(self.place.values())
        lines = [f"{r} {n}" for r in self.regions for n in LINES if (r, n) not in taken]
        if lines:
            faults.append(f"ESPN's games have nobody on {some(lines)}.")
        if len(self.place) not in WHOLE_FIELDS:
            whole = " or ".join(map(str, WHOLE_FIELDS))
            faults.append(f"ESPN's games name {len(self.place)} teams; {whole} play.")
        return faults

    def pairings(self) -> tuple[Pairs, ...]:
        """The three ways in which four regions can meet in the semifinals."""
        first, *others = self.regions
        ways = []
        for partner in others:
            a, b = (name for name in others if name != partner)
            ways.append(((first, partner), (a, b)))
        return tuple(ways)


def espn_field(games: pd.DataFrame) -> EspnField:
    """The field in the rows of a league's ``games`` (those of a snapshot)."""
    place: dict[int, tuple[str, int]] = {}
    strange = []
    for row in games[games["ncaa"]].sort_values("date", kind="stable").to_dict("records"):
        region = REGION.search(row["headline"])
        seeded = [side for side in ("home", "away") if row[side] > 0 and row[f"{side}_seed"] > 0]
        if region:
            for side in seeded:
                place[row[side]] = (region[1] or region[2], int(row[f"{side}_seed"]))
        elif seeded and not LAST_GAMES.search(row["headline"]):
            strange.append(row["headline"])
    return EspnField(place, tuple(dict.fromkeys(strange)))


def field_rows(
    league: League, season: int, found: EspnField, pairs: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """The rows of ``fields`` of a whole field whose regions meet as ``pairs`` say; BadField.

    W is the first region in the alphabet, X the one it meets, Y the first of the others, as in the
    public tables."""
    first, second = sorted(tuple(sorted(pair)) for pair in pairs)
    letter = dict(zip((*first, *second), REGIONS, strict=True))
    teams: dict[str, list[int]] = {}
    for team, (region, line) in sorted(found.place.items()):
        teams.setdefault(f"{letter[region]}{line:02d}", []).append(team)
    seeded = [Seeded(p[0], int(p[1:]), *both) for p, both in teams.items() if len(both) <= 2]
    names = {w: name for name, w in letter.items()}
    field = field_from_seeds(league, season, seeded, names)
    named = [names[seed[0]] for seed in field.seed]
    return pd.DataFrame({"seed": field.seed, "team_id": field.team_id, "region_name": named})


def adopt_espn_field(
    root: Path, league: League, pairs: Sequence[Sequence[str]], now: datetime
) -> Snapshot:
    """The snapshot in use under ``root`` with the league's field from its own games, stored and
    pointed to. BadInput where they name no whole field, FeedError while a refresh is at work."""
    with refreshing(root):
        before, _ = snapshots.latest(root)
        if before is None:
            raise BadInput("There is no snapshot of a season.", "Refresh first.")
        found = espn_field(before.games[before.games["league"] == league])
        if faults := found.missing():
            raise BadInput(
                f"The field is not whole yet: {' '.join(faults)}", "Refresh again later."
            )
        if {frozenset(pair) for pair in pairs} not in [
            {frozenset(pair) for pair in way} for way in found.pairings()
        ]:
            raise BadInput("These regions are not those of the games.", "Choose again.")
        rows = field_rows(league, before.season, found, pairs)
        rows = rows.assign(league=league, season=before.season)
        tables = before.tables()
        others = tables["field"][tables["field"]["league"] != league]
        tables["field"] = pd.concat([others, rows], ignore_index=True)
        files = snapshot_tables.encoded(tables)
        return snapshots.write(
            root, files, before.season, before.as_of, before.sources, now.astimezone(UTC)
        )


def some(named: Sequence[str]) -> str:
    """The first few of many."""
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more places" if more > 0 else "")
