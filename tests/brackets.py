"""Drawn brackets of a real field with every layer: what the drawing's tests look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine import store
from engine.arrays import F8
from engine.domain.field import Field
from engine.domain.teams import League
from pages.ui.drawing.view import Score, View, entrants
from tests.fields import PLAYED_FOR, made_up


def by_seed(field: Field, lock: Mapping[int, int] | None = None) -> F8:
    """slot_prob[S, E] when better seed lines are likelier to win; a locked team is certain to."""
    line = np.array([field.seed_line(e) for e in range(len(field.seed))])
    beats = 1 / (1 + np.exp(0.16 * (line[:, None] - line[None, :])))
    prob = np.zeros((len(field.slot), len(line)))
    for s in range(len(field.slot)):
        a, b = field.arriving(prob, s, np.eye(len(line)))
        prob[s] = a * (beats @ b) + b * (beats @ a)
        if lock and s in lock:
            prob[s] = np.eye(len(line))[lock[s]]
    return prob


def plain(league: League = "men", season: int = 2025) -> View:
    """Odds and nothing else."""
    field, teams = store.load_field(league, season), store.load_teams(league, season)
    names = [teams.name[row] for row in teams.rows(field.team_id)]
    return View(field, names, by_seed(field), 10_000, title=f"Bracket {season}", note="By seed")


def large(places: Sequence[str] = PLAYED_FOR) -> View:
    """76 teams, of which two play for each of those places."""
    field, teams = made_up("men", 2026, places), store.load_teams("men", 2026)
    names = [teams.name[teams.row(int(team))] for team in field.team_id]
    return View(field, names, by_seed(field), 10_000, title="Bracket of 76", note="By seed")


def locked(lock: Mapping[int, int] | None = None) -> View:
    """Teams sent through, and what that moved; 12 over 5 in the East by default."""
    bare = plain()
    lock = {slot_of(bare, "R1W5"): 11} if lock is None else lock
    prob, before = by_seed(bare.field, lock), bare.prob if lock else None
    return replace(bare, prob=prob, lock=dict(lock), before=before)


def picked() -> View:
    """Two picks that meet, one more beyond them, everything else open."""
    bare = plain()
    pick = {slot_of(bare, slot): e for slot, e in (("R1W1", 0), ("R1W8", 8), ("R2W1", 8))}
    return replace(bare, universes=0, pick=pick, verb="pick it", undo="take it back")


def happened() -> View:
    """The real results, over the odds."""
    bare, results = plain(), store.load_results("men", 2025)
    real = entrants(bare.field, [(game.slot, game.winner_id) for game in results])
    return replace(bare, real=real, verb="")


def scored() -> View:
    """The real scores."""
    bare = plain()
    who = {int(team): e for e, team in enumerate(bare.field.team_id)}
    score = {
        slot_of(bare, game.slot): Score(
            who[game.winner_id],
            who[game.loser_id],
            (game.winner_points, game.loser_points),
            game.overtimes,
        )
        for game in store.load_results("men", 2025)
    }
    return replace(bare, score=score, verb="")


def slot_of(view: View, name: str) -> int:
    """The index of a slot."""
    return view.field.slot.index(name)


LAYERS: dict[str, Callable[[], View]] = {
    "odds": plain,
    "lock": locked,
    "pick": picked,
    "real": happened,
    "score": scored,
}
