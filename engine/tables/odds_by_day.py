"""Title odds through a tournament as tables: by day, and what each game of a day changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain.field import Field, RealGame
from engine.stats.estimates import proportion_se


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A tournament's games in order. ``results[G]`` with the step of each (``step[G]``, numbers
    into ``label``: a day or a round; 0 is before the first game); ``title[G + 1, E]`` title odds
    before the first game and after each; ``moved_se[G, E]``: error of what each changed."""

    field: Field
    name: Sequence[str]
    results: Sequence[RealGame]
    step: I8
    label: Sequence[str]
    title: F8
    moved_se: F8
    universes: int

    def after(self, step: int) -> F8:
        """title[E] after the games up to a step."""
        return np.asarray(self.title[int(np.searchsorted(self.step, step, side="right"))])


def by_step(course: Course) -> pd.DataFrame:
    """One row a step and team: step (its number), when (its label), team_id, name, seed, title and
    its standard error title_se."""
    parts = []
    for step, when in enumerate(course.label):
        title = course.after(step)
        parts.append(
            pd.DataFrame(
                {
                    "step": step,
                    "when": when,
                    "team_id": course.field.team_id,
                    "name": course.name,
                    "seed": course.field.seed,
                    "title": title,
                    "title_se": proportion_se(title, course.universes),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def moves(course: Course, step: int, entrants: Sequence[int] = ()) -> pd.DataFrame:
    """What the games of a step changed, one row a game and team whose title odds it moved, the
    largest first: slot, round_name, winner, loser (names, "" where unknown), score, team_id, name,
    before, after, change, change_se. ``entrants``: of these teams only."""
    parts = [_moved(course, g, entrants) for g in np.flatnonzero(course.step == step).tolist()]
    if not parts:
        return pd.DataFrame(columns=list(_MOVES))
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)


_MOVES: tuple[str, ...] = ("slot", "round_name", "winner", "loser", "score", "team_id", "name")
_MOVES += ("before", "after", "change", "change_se")


def _moved(course: Course, g: int, entrants: Sequence[int]) -> pd.DataFrame:
    field, game = course.field, course.results[g]
    entrant = {int(team): e for e, team in enumerate(field.team_id)}
    winner, loser = (
        course.name[entrant[team]] if team in entrant else ""
        for team in (game.winner_id, game.loser_id)
    )
    change = course.title[g + 1] - course.title[g]
    e = np.array(entrants, dtype=np.int64) if len(entrants) else np.flatnonzero(change)
    played = game.winner_points > 0
    return pd.DataFrame(
        {
            "slot": game.slot,
            "round_name": field.round_names[int(field.round[field.slot.index(game.slot)])],
            "winner": winner,
            "loser": loser,
            "score": f"{game.winner_points}–{game.loser_points}" if played else "",
            "team_id": field.team_id[e],
            "name": [course.name[i] for i in e.tolist()],
            "before": course.title[g, e],
            "after": course.title[g + 1, e],
            "change": change[e],
            "change_se": course.moved_se[g, e],
        }
    )
