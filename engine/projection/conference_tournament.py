"""Conference tournaments as ladders: who enters in which round, and who meets whom."""

from collections.abc import Sequence
from dataclasses import dataclass

Side = int  # a seed from 0 on, or -g - 1 for the winner of game g


@dataclass(frozen=True, slots=True)
class Format:
    """``entering[R]``: how many seeds come in at each round, the first round first and the best
    seeds last; ``at_home``: whether the better seed is the host. Of one team: there is no
    tournament, and the best record gets the bid."""

    entering: tuple[int, ...]
    at_home: bool

    @property
    def teams(self) -> int:
        """How many teams take part."""
        return sum(self.entering)


def rounds(entering: Sequence[int]) -> list[list[tuple[Side, Side]]]:
    """The games of each round, the better seed's side first. In a round the best remaining place
    meets the worst: a winner takes the place of the better seed of its game.

    ``entering`` as in ``Format``; ValueError where a round would have an odd number of teams."""
    best = sum(entering)
    places: list[tuple[int, Side]] = []  # (the seed whose place it is, who holds it)
    games, out = 0, []
    for count in entering:
        best -= count
        places = sorted([*places, *((seed, seed) for seed in range(best, best + count))])
        if len(places) % 2:
            raise ValueError(f"a round of {len(places)} teams in {tuple(entering)}")
        half = len(places) // 2
        pairs = list(zip(places[:half], places[: half - 1 : -1], strict=True))
        out.append([(strong, weak) for (_, strong), (_, weak) in pairs])
        places = [(seed, -games - i - 1) for i, ((seed, _), _) in enumerate(pairs)]
        games += half
    return out


def usual_entering(teams: int) -> tuple[int, ...]:
    """As few byes as a power of two needs: 12 teams are (8, 4, 0, 0)."""
    size = 1 << max(teams - 1, 1).bit_length()
    byes = size - teams
    later = [0] * (size.bit_length() - 2)
    if byes == 0:
        return (teams, *later)
    return (teams - byes, byes, *later[1:])


def for_teams(entering: Sequence[int], teams: int) -> tuple[int, ...]:
    """The same ladder for a conference that has grown or shrunk: teams come or go in the first
    round; where that leaves an odd number, the usual ladder."""
    changed = (entering[0] + teams - sum(entering), *entering[1:])
    try:
        sound = changed[0] >= 2 and len(rounds(changed)[-1]) == 1
    except ValueError:
        sound = False
    return changed if sound else usual_entering(teams)


def entering_of(first_round: Sequence[int], last_round: int) -> tuple[int, ...]:
    """The ladder of a tournament that was played: ``first_round[i]`` is the round (from 0) in which
    team i came in. Where that is no ladder (a team that withdrew, say), the usual one."""
    counts = tuple(first_round.count(r) for r in range(last_round + 1))
    try:
        sound = len(rounds(counts)[-1]) == 1
    except ValueError:
        sound = False
    return counts if sound else usual_entering(len(first_round))
