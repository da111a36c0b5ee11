"""Fit by playing what box scores show: the whistle, the home court and a day's own style.

A season is played again without them and with them; each constant is set so that one figure of the
simulated season (``evaluation.realism_box``) becomes the real one. The variance of a count grows
with the square of its style's standard deviation, a difference at home in proportion to its
coefficient, so each step is one interpolation, and the next ones take care of what the constants do
to each other."""

from dataclasses import replace

import numpy as np

from engine.arrays import F8
from engine.evaluation.realism_box import Figures, box_figures
from engine.game import possession as p
from engine.game.kernel import play_block
from engine.game.play_model import Calibration
from engine.game.season_play import play_season
from engine.pipeline.fits import replayed_season
from engine.pipeline.fits.replayed_season import Season

# The figure that fixes each column of a day's style, and each of the home court.
STYLE = {
    p.STYLE_TURNOVER: "turnovers_sd",
    p.STYLE_THREE: "twos_tried_sd",
    p.STYLE_ORB: "rebound_share_sd",
    p.STYLE_FT: "free_throw_share_sd",
}
HOME = {
    p.STYLE_TURNOVER: "home_turnovers",
    p.STYLE_ORB: "home_rebound_share",
    p.STYLE_FT: "home_free_throw_share",
    p.STYLE_FOUL: "home_fouls",
}
WHISTLE = "fouls_half_1_difference_sd"
STEPS = 3
UNIVERSES = 12
SHOOTING_UNIVERSES = 40
LARGEST = 0.35  # logits: no style varies more


def fit(season: Season, real: Figures, start: Calibration) -> Calibration:
    """``whistle``, ``style`` and ``edge`` of the calibration, from the figures of a real season."""
    none = (0.0,) * len(start.edge)
    calm = _box(
        season,
        replace(start, whistle=(0.0, *start.whistle[1:]), style=none[: p.STYLES], edge=none),
        0,
    )
    c = start
    for step in range(STEPS):
        found = _box(season, c, step)
        whistle = c.whistle[0] * _ratio(WHISTLE, calm, found, real)
        style = [
            min(now * float(np.sqrt(_ratio(name, calm, found, real, 2.0))), LARGEST)
            for now, name in zip(c.style, STYLE.values(), strict=True)
        ]
        edge = [
            now * _ratio(HOME[k], calm, found, real) if k in HOME else 0.0
            for k, now in enumerate(c.edge[:-1])
        ]
        c = replace(
            c, whistle=(whistle, *c.whistle[1:]), style=tuple(style), edge=(*edge, c.edge[-1])
        )
        c = fit_shooting(season, c)
    return c


def fit_shooting(season: Season, c: Calibration) -> Calibration:
    """The share of an edge that shooting keeps, so that a home court is worth as many points as the
    ratings say."""
    hosted = season.venue != 0
    neutral = replace(season, venue=np.zeros_like(season.venue))
    worth = [_margin(replayed_season.forecast(s)) for s in (season, neutral)]
    for step in range(STEPS):
        came = [_margin(_points(s, c, step)) for s in (season, neutral)]
        at_home, wanted = (
            float(((x[0] - x[1]) * season.venue)[hosted].mean()) for x in (came, worth)
        )
        c = replace(c, edge=(*c.edge[:-1], c.edge[-1] + 1.0 - at_home / wanted))
    return c


def _ratio(name: str, calm: Figures, found: Figures, real: Figures, power: float = 1.0) -> float:
    """By how much to multiply the constant behind a figure that was ``calm`` without it and is
    ``found`` with it."""
    gained = found[name] ** power - calm[name] ** power
    return float(max((real[name] ** power - calm[name] ** power) / gained, 0.0))


def _margin(points: tuple[F8, F8]) -> F8:
    return np.asarray(points[0] - points[1])


def _points(season: Season, c: Calibration, seed: int) -> tuple[F8, F8]:
    """(points a, points b) after regulation of every game, means over universes."""
    teams, pairings, venue, game_tables = replayed_season.inputs(season, c)
    block = play_block(
        seed, tuple(teams), tuple(pairings), venue, tuple(game_tables), 0, SHOOTING_UNIVERSES
    )
    mean = block.mean(axis=1, dtype=np.float64)
    return mean[:, p.REG_A], mean[:, p.REG_B]


def _box(season: Season, c: Calibration, seed: int) -> Figures:
    """The box figures of the season played again, means over universes."""
    teams, pairings, venue, game_tables = replayed_season.inputs(season, c)
    once = np.zeros_like(venue)
    _, _, box = play_season(
        seed, tuple(teams), tuple(pairings), venue, once, tuple(game_tables), UNIVERSES
    )
    sides = box.astype(np.float64).transpose(1, 2, 3, 0, 4)  # [universe, half, side, game, column]
    at_b = (season.venue < 0)[:, None]
    every = [box_figures(np.where(at_b, one[:, ::-1], one), season.venue != 0) for one in sides]
    return {name: float(np.mean([one[name] for one in every])) for name in every[0]}
