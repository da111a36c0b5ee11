"""What a bracket shows, before it is drawn: who stands in a slot, with which number and mark. Pure.

A view is a field with its probabilities, and layers over them: teams sent through (locks), picks,
what really happened, what a change moved, the scores of one universe. Entrants and slots are
indices of the field here; names and ids stay outside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8
from engine.domain.field import Field
from pages.ui.shell.format import exact_percent, percent

SURPRISES = (0.5, 0.25, 0.10)  # a winner given less than these is a mild, a big, a huge surprise
MOVED = 0.005  # a change is drawn from half a point on


@dataclass(frozen=True, slots=True)
class Score:
    """A game as it ended. ``points`` are the winner's and the loser's."""

    winner: int
    loser: int
    points: tuple[int, int]
    overtimes: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is drawn. Axes: E entrants, S slots. ``prob[S, E]``: the share of universes in which an
    entrant wins a slot. ``lock``, ``pick`` and ``real`` map slots to entrants; slots that ``real``
    does not name have not been played; ``forecast[S, E]`` is their forecast, if ``prob`` is
    something else (odds given the picks). ``before[S, E]`` are the probabilities before a change.
    ``out``: entrants that have lost, whose picks in games to come are lost too. ``verb`` says what
    a click on a team does and ``undo`` on one that is in; without they open the game. ``locked``
    and ``picked`` are the words for the marks of the two layers.
    """

    field: Field
    name: Sequence[str]
    prob: F8
    universes: int
    lock: Mapping[int, int] = default(default_factory=dict)
    pick: Mapping[int, int] | None = None
    real: Mapping[int, int] = default(default_factory=dict)
    forecast: F8 | None = None
    before: F8 | None = None
    score: Mapping[int, Score] = default(default_factory=dict)
    verb: str = "send it through"
    undo: str = "release it"
    locked: str = "sent through"
    picked: str = "your pick"
    title: str = ""
    note: str = ""
    out: frozenset[int] = frozenset()

    def children(self, slot: int) -> tuple[int, int]:
        """Feeders of a slot: an entrant (>= 0) or the winner of slot ``-f - 1``."""
        strong, weak = self.field.feeder[slot]
        return int(strong), int(weak)

    def likeliest(self, slot: int, count: int) -> list[int]:
        """The ``count`` entrants most often through ``slot``, none that never was."""
        order = np.argsort(-self.prob[slot], kind="stable")[:count]
        return [int(e) for e in order if self.prob[slot, e] > 0]

    def expected(self, slot: int) -> int:
        """Who was to win a slot: the pick, or else the likeliest beforehand."""
        picked = (self.pick or {}).get(slot)
        told = self.prob if self.forecast is None or slot not in self.real else self.forecast
        return int(np.argmax(told[slot])) if picked is None else picked

    def stands(self, slot: int) -> int | None:
        """The team that a layer puts into a slot, if any."""
        if slot in self.score:
            return self.score[slot].winner
        for layer in (self.real, self.lock, self.pick or {}):
            if slot in layer:
                return layer[slot]
        return None

    def shown(self, slot: int, count: int) -> list[int]:
        """Up to ``count`` entrants of a slot, the one in its cell first."""
        if slot in self.score:
            return [self.score[slot].winner, self.score[slot].loser][:count]
        first = self.stands(slot)
        order = self._contenders(slot) if self.pick else self.likeliest(slot, count + 1)
        if slot in self.real and self.expected(slot) != first:
            order.insert(0, self.expected(slot))
        teams = ([] if first is None else [first]) + order
        return list(dict.fromkeys(teams))[:count]

    def _contenders(self, slot: int) -> list[int]:
        """Who may come through a slot when all picks come true, likeliest first."""
        picks, sides = self.pick or {}, list(self.children(slot))
        found: list[int] = []
        while sides:
            side = sides.pop()
            below = -side - 1
            if side >= 0:
                found.append(side)
            elif below in picks:
                found.append(picks[below])
            elif below in self.score:
                found.append(self.score[below].winner)
            else:
                sides += self.children(below)
        return sorted(found, key=lambda e: -self.prob[slot, e])

    def chance(self, slot: int, entrant: int) -> float:
        """The probability that a team's number and color tell: the forecast, if it came true."""
        prob = self.prob
        if self.forecast is not None and self.real.get(slot) == entrant:
            prob = self.forecast
        return float(prob[slot, entrant])

    # In words ------------------------------------------------------------------------------------

    def number(self, slot: int, entrant: int) -> str:
        """What stands at the right of a team: its probability, or its points."""
        if slot in self.score:
            score = self.score[slot]
            if entrant in (score.winner, score.loser):
                return str(score.points[entrant == score.loser])
        return self.share(slot, entrant)

    def share(self, slot: int, entrant: int) -> str:
        """The probability as a whole percentage; flat only when it is settled, not counted."""
        if self._lost(slot, entrant):
            return "out"
        prob = self.chance(slot, entrant)
        return "100%" if prob == 1 and self._settled(slot) else percent(prob)

    def _lost(self, slot: int, entrant: int) -> bool:
        """Whether a pick in a game to come has lost on its way there."""
        return entrant in self.out and slot not in self.real and slot not in self.score

    def _settled(self, slot: int) -> bool:
        return self.universes == 0 or slot in self.lock

    def exact(self, slot: int, entrant: int) -> tuple[str, str]:
        """The probability in points to a tenth, and its error; no error when it is settled."""
        prob = self.chance(slot, entrant)
        if self._settled(slot):
            return f"{100 * prob:.1f}", ""
        share, error = exact_percent(prob, self.universes).split("% ± ")
        return "<0.1" if share == "0.0" and prob > 0 else share, error

    def change(self, slot: int, entrant: int) -> str:
        """How far the probability moved, in points, with an arrow: ``▲3.2``; nothing if hardly, or
        because it was settled."""
        if self.before is None or slot in self.score or self.lock.get(slot) == entrant:
            return ""
        moved = float(self.prob[slot, entrant] - self.before[slot, entrant])
        if abs(moved) < MOVED:
            return ""
        points = 100 * abs(moved)
        size = f"{points:.0f}" if points >= 9.95 else f"{points:.1f}"
        return ("▲" if moved > 0 else "▼") + size

    def overtime(self, slot: int, entrant: int) -> str:
        """``OT``, ``2OT`` … at the winner of a game that had some."""
        score = self.score.get(slot)
        if score is None or not score.overtimes or entrant != score.winner:
            return ""
        return f"{score.overtimes}OT" if score.overtimes > 1 else "OT"

    def far(self, entrant: int) -> int:
        """How many of a team's games are on its way: as far as it came by the scores, or may come
        at all."""
        games = [int(s) for s in np.flatnonzero(reach_of(self.field)[:, entrant])]
        for i, slot in enumerate(games):
            score = self.score.get(slot)
            if score is not None and score.winner != entrant:
                return i + (score.loser == entrant)
            if score is None and self.prob[slot, entrant] == 0:
                return i
        return len(games)

    def mark(self, slot: int, entrant: int) -> str:
        """The glyph of a team in a slot: ``lock``, ``pick``, ``right``, ``wrong``, ``missed`` (was
        expected and did not come) or nothing."""
        if slot in self.real:
            came = self.real[slot] == entrant
            if self.expected(slot) == entrant:
                return "right" if came else "missed"
            return "wrong" if came else ""
        if self.lock.get(slot) == entrant:
            return "lock"
        if self._lost(slot, entrant):
            return "missed"
        return "pick" if (self.pick or {}).get(slot) == entrant else ""

    def surprise(self, slot: int, entrant: int) -> int:
        """0 to 3: how surprising the real winner of a slot was; 0 for the likeliest and the
        rest."""
        forecast = self.prob if self.forecast is None else self.forecast
        if self.real.get(slot) != entrant or entrant == int(np.argmax(forecast[slot])):
            return 0
        return sum(self.chance(slot, entrant) < bar for bar in SURPRISES)


@lru_cache(maxsize=16)
def reach_of(field: Field) -> NDArray[np.bool_]:
    """``field.reach()``, found once a field: every team of a drawing asks for it."""
    return field.reach()


def entrants(field: Field, winners: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Slot index -> entrant index of (slot name, team id) pairs, as locks and results are kept."""
    slot = {name: s for s, name in enumerate(field.slot)}
    entrant = {int(team): e for e, team in enumerate(field.team_id)}
    return {slot[name]: entrant[team] for name, team in winners}
