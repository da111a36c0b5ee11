"""A pool's rules: points, bonus, prizes and number of entries, checked and in plain integers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import I4, I8, U1
from engine.domain.specs import whole_number
from engine.errors import BadInput
from engine.pools.board import Board

BONUSES = {
    "none": "Points of the round only.",
    "times-seed": "Points of the round times the winner's seed line.",
    "plus-seed": "Points of the round plus the winner's seed line.",
    "seed-difference": "An upset adds the difference of the two seed lines of the game as played.",
    "upset": "An upset adds a fixed number of points.",
}
DEFAULT_SCORING = "1-2-4-8-16-32"
MAX_POINTS = 10_000  # for one right pick, before a bonus
MAX_LEVELS = 4_095  # the largest total in a universe, divided by the scores' common divisor
MAX_ENTRIES = 1_000_000
MAX_MINE = 5
MAX_PLACES = 1_000
PRIZES_REMEDY = (
    "Write first, or percentages of the pot by place: 60,30,10; add last=10 if the last place pays."
)


@dataclass(frozen=True, slots=True)
class Scoring:
    """``points[6]`` for a right pick from the Round of 64 to the championship; ``bonus``: one of
    BONUSES; ``upset``: the fixed points of the bonus ``upset``."""

    points: tuple[int, ...] = (1, 2, 4, 8, 16, 32)
    bonus: str = "none"
    upset: int = 0

    @classmethod
    def read(cls, text: str = DEFAULT_SCORING, bonus: str = "none") -> "Scoring":
        """From ``1-2-4-8-16-32`` and ``none``, ``times-seed`` … or ``upset=5``; BadInput."""
        parts = str(text).strip().split("-")
        if len(parts) != 6:
            raise BadInput(
                f"“{str(text)[:40]}” does not have six round scores.",
                "Write the points of the six rounds: 1-2-4-8-16-32.",
            )
        points = tuple(whole_number(part, "round score", 0, MAX_POINTS) for part in parts)
        if not any(points):
            raise BadInput("Every round scores zero points.", "Give some round a point.")
        kind, _, amount = str(bonus).strip().replace("_", "-").partition("=")
        if kind not in BONUSES or (kind == "upset") != bool(amount):
            raise BadInput(
                f"“{str(bonus)[:24]}” is not a bonus.",
                "Use none, times-seed, plus-seed, seed-difference or upset=5.",
            )
        extra = whole_number(amount, "upset bonus", 1, MAX_POINTS) if amount else 0
        return cls(points, kind, extra)

    @property
    def text(self) -> str:
        """As ``read`` takes the points."""
        return "-".join(str(points) for points in self.points)


def pick_value(scoring: Scoring, board: Board, won: U1) -> I4:
    """value[P, U]: the points of a right pick in each universe of ``won[P, U]``, divided by their
    greatest common divisor (which changes no ranking).

    BadInput when a perfect bracket could score more than MAX_LEVELS of these units.
    """
    value = _points(scoring, board, won)
    divisor = max(int(np.gcd.reduce(np.unique(value))), 1)
    value = value // divisor
    if (most := int(value.sum(axis=0).max(initial=0))) > MAX_LEVELS:
        raise BadInput(
            f"These scores reach {most * divisor:,} points in steps of {divisor:,}, which is too "
            "fine to rank exactly.",
            f"Choose scores whose totals stay below {MAX_LEVELS:,} steps, for example by dividing "
            "all of them by the same number.",
        )
    return np.ascontiguousarray(value, dtype=np.int32)


def _points(scoring: Scoring, board: Board, won: U1) -> I8:
    """points[P, U] of a right pick."""
    points = np.array(scoring.points, dtype=np.int64)[board.round - 1][:, None]
    line = board.line[won]
    value: I8
    if scoring.bonus == "times-seed":
        value = points * line
    elif scoring.bonus == "plus-seed":
        value = points + line
    elif scoring.bonus in ("seed-difference", "upset"):
        strong, weak = board.sides(won)
        loser = np.where(won == strong, weak, strong)
        gap = np.maximum(line - board.line[loser], 0)
        value = points + (gap if scoring.bonus == "seed-difference" else scoring.upset * (gap > 0))
    else:
        value = np.broadcast_to(points, won.shape).astype(np.int64)
    return value


def slot_points(scoring: Scoring, board: Board, winner: U1) -> I8:
    """points[S, U] of a right pick of each slot of the field, from ``winner[S, U]`` of a run; none
    in the First Four."""
    points = np.zeros(winner.shape, dtype=np.int64)
    points[board.slot] = _points(scoring, board, board.winners(winner))
    return points


def points_unit(scoring: Scoring, board: Board, value: I4, won: U1) -> float:
    """How many points one unit of ``pick_value`` is: the common divisor that was taken out."""
    points, units = _points(scoring, board, won[:, :1]), value[:, :1]
    return float(points[units > 0][0] / units[units > 0][0])


@dataclass(frozen=True, slots=True)
class Prizes:
    """``share``: sorted (place, share of the pot) pairs that pay; ``last_pays``: the share of the
    pot that the last place pays besides."""

    share: tuple[tuple[int, float], ...] = ((1, 1.0),)
    last_pays: float = 0.0

    @classmethod
    def read(cls, text: str = "first") -> "Prizes":
        """``first`` takes all, or percentages of the pot in order of place, ``60,30,10``; with
        ``last=10`` after them the last place pays 10 % of the pot more. BadInput unless the prizes
        add up to 100."""
        amounts: list[float] = []
        last = 0.0
        for part in str(text).split(","):
            name, equals, number = part.strip().casefold().rpartition("=")
            first_takes_all = number == "first" and not equals
            value = 100.0 if first_takes_all else _percentage(number, text)
            if equals and name.strip() != "last":
                raise BadInput(f"“{part.strip()[:24]}” is not a prize.", PRIZES_REMEDY)
            if equals:
                last = value
            else:
                amounts.append(value)
        total = sum(amounts)
        if abs(total - 100.0) > 0.05 + 0.005 * len(amounts):
            raise BadInput(
                f"The prizes add up to {total:g} % of the pot, not to 100 %.", PRIZES_REMEDY
            )
        pays = ((j, amount / total) for j, amount in enumerate(amounts, 1) if amount)
        return cls(tuple(pays), last / 100.0)

    @property
    def text(self) -> str:
        """As ``read`` takes it."""
        paid = dict(self.share)
        amounts = [f"{100 * paid.get(j, 0.0):g}" for j in range(1, max(paid) + 1)]
        return ",".join([*amounts, *([f"last={100 * self.last_pays:g}"] if self.last_pays else [])])

    def by_place(self, entries: int) -> tuple[tuple[int, float], ...]:
        """(place, share of the pot), the last place's payment as a negative share."""
        paid = dict(self.share)
        if self.last_pays:
            paid[entries] = paid.get(entries, 0.0) - self.last_pays
        return tuple(sorted(paid.items()))


FIRST = Prizes()


def _percentage(text: str, whole: str) -> float:
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = np.nan
    if value < 0:
        raise BadInput("A prize is never negative.", PRIZES_REMEDY)
    if not value <= 100:
        raise BadInput(f"“{str(whole)[:40]}” is not a list of prizes.", PRIZES_REMEDY)
    return value


@dataclass(frozen=True, slots=True)
class Pool:
    """``entries`` in all, ``mine`` of them my own; ``prizes`` and ``scoring``. BadInput for numbers
    that do not fit together."""

    entries: int = 30
    prizes: Prizes = FIRST
    scoring: Scoring = Scoring()
    mine: int = 1

    def __post_init__(self) -> None:
        whole_number(self.entries, "number of entries", 2, MAX_ENTRIES)
        whole_number(self.mine, "number of own entries", 1, MAX_MINE)
        if self.mine >= self.entries:
            raise BadInput(
                f"{self.mine} of my entries in a pool of {self.entries} leave no rival.",
                "Enter fewer brackets of your own, or choose a larger pool.",
            )
        check_places(self.prizes, self.entries)


def check_places(prizes: Prizes, entries: int) -> None:
    """BadInput when more places pay than the pool has entries."""
    last = max(place for place, _ in prizes.share)
    if last > min(entries, MAX_PLACES):
        raise BadInput(
            f"Place {last} has a prize, but the pool has {entries:,} entries"
            f"{'' if last > entries else f' and at most {MAX_PLACES:,} places can pay'}.",
            "Give fewer prizes, or enter the pool's real size.",
        )


def totals(value: I4, won: U1, choice: Sequence[int] | U1) -> I4:
    """score[U] of one bracket ``choice[P]`` in the universes ``won[P, U]``."""
    right = won == np.asarray(choice, dtype=np.uint8)[:, None]
    return np.asarray((value * right).sum(axis=0), dtype=np.int32)
