"""A whole field from its seeds: the tree that every tournament of four regions has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from engine.domain.field import NEUTRAL, Field
from engine.domain.teams import League
from engine.errors import BadField

REGIONS = "WXYZ"  # the winners of W and X meet in a semifinal, those of Y and Z in the other
LINES = range(1, 17)
LARGEST_FIELD = 76

# Women's rounds 1-2: from this season on the four best seeds of a region are the hosts.
TOP_SEEDS_HOST = 2015
BUBBLE = 2021  # every women's game was played in San Antonio and around


@dataclass(frozen=True, slots=True)
class Seeded:
    """``team_id`` on ``line`` (1-16) of ``region`` (W-Z); with an ``opponent_id`` the two play for
    the place first."""

    region: str
    line: int
    team_id: int
    opponent_id: int | None = None

    @property
    def place(self) -> str:
        """``W01``."""
        return f"{self.region}{self.line:02d}"


def field_from_seeds(
    league: League,
    season: int,
    seeded: Iterable[Seeded],
    region: Mapping[str, str],
    hosts: Mapping[str, str] | None = None,
) -> Field:
    """The field of 64 to 76 teams with these seeds.

    ``region``: letter -> name. ``hosts``: pod (``W1``, as in ``pod_of``) -> the seed that is at
    home there in rounds 1-2, or ""; without it those of ``usual_hosts``. BadField lists everything
    that keeps the seeds from being a field.
    """
    entries = sorted(seeded, key=lambda entry: entry.place)
    faults = seed_faults(entries)
    if faults:
        raise BadField(faults)
    seeds = dict(_entrants(entries))
    host_of_pod = usual_hosts(league, season) if hosts is None else hosts
    tree = list(_tree([entry.place for entry in entries if entry.opponent_id is not None]))
    slot = [name for _, name, _, _ in tree]
    side = {name: e for e, name in enumerate(seeds)} | {s: -i - 1 for i, s in enumerate(slot)}
    at_home = [host_of(host_of_pod, name, sides) for _, name, *sides in tree]
    return Field(
        league=league,
        season=season,
        seed=tuple(seeds),
        team_id=np.array(list(seeds.values()), dtype=np.int32),
        slot=tuple(slot),
        round=np.array([round_ for round_, *_ in tree], dtype=np.int8),
        feeder=np.array([[side[a], side[b]] for _, _, a, b in tree], dtype=np.int16),
        # Where two teams still play for the host's place, the site belongs to neither of them yet.
        host=np.array([max(side.get(h, NEUTRAL), NEUTRAL) for h in at_home], dtype=np.int16),
        region={letter: region[letter] for letter in REGIONS},
        digest=_digest(entries, region, at_home),
    )


def seed_faults(entries: Sequence[Seeded]) -> list[str]:
    """Every line that is missing or taken twice, every team that is in twice, and a field of more
    than ``LARGEST_FIELD`` teams. Ids of 0 stand for teams that nobody knows."""
    places = [entry.place for entry in entries]
    expected = [f"{letter}{line:02d}" for letter in REGIONS for line in LINES]
    teams = [team for entry in entries for team in (entry.team_id, entry.opponent_id) if team]
    faults = [f"line {p} is missing" for p in expected if p not in places]
    faults += [f"there is no line {p}" for p in sorted({*places} - {*expected})]
    faults += [f"line {p} is there twice" for p in expected if places.count(p) > 1]
    faults += [f"team {t} is there twice" for t in sorted({*teams}) if teams.count(t) > 1]
    if len(teams) > LARGEST_FIELD:
        faults.append(f"there are {len(teams)} teams, more than {LARGEST_FIELD}")
    return faults


def _entrants(entries: Iterable[Seeded]) -> Iterator[tuple[str, int]]:
    """(seed, team) in seed order: ``W01``, and ``W16a`` and ``W16b`` for two that play for it."""
    for entry in entries:
        if entry.opponent_id is None:
            yield entry.place, entry.team_id
        else:
            yield f"{entry.place}a", entry.team_id
            yield f"{entry.place}b", entry.opponent_id


def _tree(played_for: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    """(round, slot, strong side, weak side) in playing order, named as in the public tables."""
    yield from ((0, place, f"{place}a", f"{place}b") for place in sorted(played_for))
    for letter in REGIONS:
        for line in range(1, 9):
            yield 1, f"R1{letter}{line}", f"{letter}{line:02d}", f"{letter}{17 - line:02d}"
    for round_ in (2, 3, 4):
        games = 2 ** (4 - round_)
        for letter in REGIONS:
            for game in range(1, games + 1):
                earlier = f"R{round_ - 1}{letter}"
                strong, weak = f"{earlier}{game}", f"{earlier}{2 * games + 1 - game}"
                yield round_, f"R{round_}{letter}{game}", strong, weak
    for pair in (REGIONS[:2], REGIONS[2:]):
        yield 5, f"R5{pair}", f"R4{pair[0]}1", f"R4{pair[1]}1"
    yield 6, "R6CH", "R5WX", "R5YZ"


# --- Who is at home ------------------------------------------------------------------------------


def usual_hosts(league: League, season: int) -> dict[str, str]:
    """Pod -> the seed at home in rounds 1-2: in the women's tournament the four best of a region;
    nobody where all play on neutral floors."""
    if league == "men" or season < TOP_SEEDS_HOST or season == BUBBLE:
        return {}
    return {f"{letter}{line}": f"{letter}0{line}" for letter in REGIONS for line in range(1, 5)}


def pod_of(seed: str) -> str:
    """The four seeds that share a first-weekend site, named by their best line: W16a -> W1."""
    line = int(seed[1:3])
    better = min(line, 17 - line)
    return f"{seed[0]}{min(better, 9 - better)}"


def host_of(hosts: Mapping[str, str], slot: str, sides: Sequence[str]) -> str:
    """The pod's host in the first-round slot it plays and in the pod's second-round slot, or ""."""
    if slot.startswith("R1"):
        host = hosts.get(pod_of(sides[0]), "")
        return host if host[:3] in sides else ""
    return hosts.get(slot[2:], "") if slot.startswith("R2") else ""


def _digest(entries: Iterable[Seeded], region: Mapping[str, str], hosts: Sequence[str]) -> str:
    return sha256(repr((list(entries), sorted(region.items()), list(hosts))).encode()).hexdigest()
