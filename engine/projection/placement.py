"""From lines to a bracket, by the committee's published principles.

The four teams of a line go to the four regions. The best line follows the S-curve: 1 and 4 in one
half of the bracket, 2 and 3 in the other. After that a team goes to the region with the fewest
teams of its conference, so that the first four go to four regions, and of those to the weakest one
so far. Geography has no formula and is left out.
"""

from collections.abc import Sequence

from engine.domain.seeding import REGIONS

# Regions of the overall seeds 1 to 4: W meets X in a semifinal, Y meets Z.
TOP_LINE = ("W", "Y", "Z", "X")
# Places for which two teams play first in a field of 76, as (region, line); lines 12 and 16 are
# played for in every region, 11 and 15 in two.
OPENING_11, OPENING_15 = ("W", "Y"), ("X", "Z")


def opening_places() -> tuple[tuple[str, int], ...]:
    """The twelve places that the Opening Round of 76 teams fills."""
    return (
        *((region, 11) for region in OPENING_11),
        *((region, 12) for region in REGIONS),
        *((region, 15) for region in OPENING_15),
        *((region, 16) for region in REGIONS),
    )


def places(line: Sequence[int], conference: Sequence[int]) -> list[tuple[str, int]]:
    """(region, line) of every team, the best first: ``line[N]`` in S-curve order, so ascending;
    ``conference[N]``: a number. A place of the Opening Round is given to two teams."""
    room = {(region, n): 1 for region in REGIONS for n in range(1, 17)}
    room |= dict.fromkeys(opening_places(), 2)
    strength = dict.fromkeys(REGIONS, 0)  # sum of the ranks of its teams: the higher, the weaker
    members: dict[str, list[int]] = {region: [] for region in REGIONS}
    out: list[tuple[str, int]] = []
    for rank, (n, league) in enumerate(zip(line, conference, strict=True)):
        free = [region for region in REGIONS if room[region, n] > 0]
        if n == 1:
            region = TOP_LINE[len(out)]
        else:
            region = min(free, key=lambda r: (members[r].count(league), -strength[r], r))
        room[region, n] -= 1
        strength[region] += rank
        members[region].append(league)
        out.append((region, n))
    return out
