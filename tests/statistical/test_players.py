"""Over many universes a player's averages are his season's, as far as sampling allows.

The kernel decides how much his team scores, misses and loses against this opponent; what must agree
is his share of it. Each check has a twin with a planted bias that it must find."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from engine import store
from engine.domain import players as pl
from engine.domain.specs import GameSpec, Side
from engine.recap import boxscore as bs
from engine.recap import game_recap, scorer
from engine.recap.rotation import Rotation
from engine.run import replay

UNIVERSES = 700
# A share may be off by this much besides sampling: who has fouled out plays less, and the end of a
# game, when the best five play, has more free throws than the rest.
SLACK = 0.04
LOOK = 0.06  # players with a smaller share of an event are too few to look at

PAIRINGS = {
    "men": GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", UNIVERSES, 4),
    "women": GameSpec("women", Side(2026, 3163), Side(2026, 3417), "a", UNIVERSES, 4),
}
EVENTS = {
    "twos": (bs.FGM2, pl.FGM2),
    "threes": (bs.FGM3, pl.FGM3),
    "offensive rebounds": (bs.ORB, pl.ORB),
    "defensive rebounds": (bs.DRB, pl.DRB),
    "assists": (bs.AST, pl.AST),
    "steals": (bs.STL, pl.STL),
    "blocks": (bs.BLK, pl.BLK),
    "turnovers": (bs.TOV, pl.TOV),
}


@dataclass(frozen=True)
class Many:
    """Of one side: ``count[U, N, COLUMNS]`` and ``minutes[U, N]``."""

    count: np.ndarray
    minutes: np.ndarray
    rotation: Rotation


def played(spec: GameSpec, rotations: tuple[Rotation, Rotation]) -> Many:
    count, minutes = [], []
    for u in range(spec.universes):
        box = bs.boxes(scorer.event_log(replay(spec, u), rotations, store.load_credit_rates()))[0]
        count.append(box.player)
        minutes.append(box.minutes)
    return Many(np.array(count), np.array(minutes), rotations[0])


def rotations_of(spec: GameSpec) -> tuple[Rotation, Rotation]:
    return game_recap.rotation_of(spec.league, spec.a), game_recap.rotation_of(spec.league, spec.b)


@pytest.fixture(scope="module", params=PAIRINGS)
def many(request) -> Many:
    spec = PAIRINGS[request.param]
    return played(spec, rotations_of(spec))


def off(sim: np.ndarray, season: np.ndarray) -> np.ndarray:
    """How far each player's share of the side's total (``sim[U, N]``) is from his season's: in
    standard errors, after ``SLACK`` of it is forgiven."""
    share = season / season.sum()
    error = sim - sim.sum(axis=1, keepdims=True) * share
    se = error.std(axis=0, ddof=1) * np.sqrt(len(sim))
    beyond = np.abs(error.sum(axis=0)) - SLACK * sim.sum() * share
    return (np.maximum(beyond, 0.0) / np.maximum(se, 1.0))[share > LOOK]


@pytest.mark.parametrize("event", EVENTS)
def test_shares_are_the_seasons(many, event):
    column, season = EVENTS[event]
    assert off(many.count[:, :, column], many.rotation.roster.count[:, season]).max() < 3.5


def test_misses_and_so_percentages_are_the_seasons(many):
    count, season = many.count, many.rotation.roster.count
    for made, tried, m, t in (
        (bs.FGM2, bs.FGA2, pl.FGM2, pl.FGA2),
        (bs.FGM3, bs.FGA3, pl.FGM3, pl.FGA3),
    ):
        missed = count[:, :, tried] - count[:, :, made]
        assert off(missed, season[:, t] - season[:, m]).max() < 3.5


def test_good_free_throw_shooters_make_more(many):
    """Percentages keep their order and their distance, whatever the team's level this night."""
    season = many.rotation.roster.count
    often = season[:, pl.FTA] > 60
    total = many.count.sum(axis=0)[often]
    sim = total[:, bs.FTM] / total[:, bs.FTA]
    real = season[often, pl.FTM] / season[often, pl.FTA]
    level = total[:, bs.FTM].sum() / total[:, bs.FTA].sum()
    expected = real + level - np.average(real, weights=total[:, bs.FTA])
    se = np.sqrt(0.25 / total[:, bs.FTA])
    assert (np.abs(sim - expected) < 3.5 * se + 0.02).all()


def test_minutes_are_the_seasons(many):
    share = many.rotation.roster.minutes
    mean = many.minutes.mean(axis=0) / 40.0
    assert np.abs(mean - share).max() < 0.05
    assert np.corrcoef(mean, share)[0, 1] > 0.99


def test_fouls_are_nearly_the_seasons(many):
    """Nearly: a fifth foul ends a night, so those who foul most keep a little less than theirs."""
    season = many.rotation.roster.count[:, pl.PF]
    total = many.count[:, :, bs.PF].sum(axis=0)
    often = season > LOOK * season.sum()
    share, real = total / total.sum(), season / season.sum()
    assert np.abs(share[often] / real[often] - 1).max() < 0.12


@pytest.mark.parametrize("event", ["threes", "defensive rebounds", "assists"])
def test_a_planted_bias_is_found(event):
    """The twin: one player weighs half too much."""
    from engine.recap import rotation as ro

    spec = replace(PAIRINGS["men"], universes=UNIVERSES)
    a, b = rotations_of(spec)
    kind = {"threes": ro.MADE3, "defensive rebounds": ro.DRB, "assists": ro.AST}[event]
    column, season = EVENTS[event]
    star = int(np.argmax(a.roster.count[:, season]))
    weight = a.weight.copy()
    weight[kind, star] *= 1.5
    biased = played(spec, (replace(a, weight=weight), b))
    assert off(biased.count[:, :, column], a.roster.count[:, season]).max() > 3.5
