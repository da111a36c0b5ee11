"""Two teams -> the odds of every event of a play, for both sides.

The odds of an event are those of an average play times two odds ratios: the offense against its
league's mean, and the opponent's defense against the mean (the form of Bill James's log5, 1981).
Then each side's shooting is shifted until a possession has the expected points that the ratings
imply (``possession_value``)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.arrays import F8, I8
from engine.domain.teams import RATES, LeagueSeason, TeamTable
from engine.game import possession as p
from engine.game.kernel import Entrants
from engine.game.play_model import Calibration, PlayModel
from engine.game.possession_value import possession_value, starts
from engine.game.random_streams import GRID
from engine.stats.odds import logit

_TOV, _TRIP, _THREE, _FG2, _FG3, _FT, _ORB = range(len(RATES))
# The box-score rate that moves the odds of each event.
_FOLLOWS = {
    p.FOUL: _TRIP,
    p.TURNOVER: _TOV,
    p.THREE: _THREE,
    p.DRAWN2: _TRIP,
    p.DRAWN3: _TRIP,
    p.FG2: _FG2,
    p.FG3: _FG3,
    p.AND1: _TRIP,
    p.AND1_3: _TRIP,
    p.ORB: _ORB,
    p.FT: _FT,
}


@dataclass(frozen=True, slots=True, eq=False)
class TeamStrengths:
    """Teams as distances from the mean of their league and season.

    ``offence[T, R]``, ``defence[T, R]``: logits of the rates; ``off[T]``, ``dfn[T]`` points per
    possession; ``net_se[T]``, ``level_se[T]`` standard errors of ``off - dfn`` and ``off + dfn``;
    ``pace[T]`` possessions per 40 minutes; ``key[T, 2]``: team id and season, the team's part of
    every random address."""

    offence: F8
    defence: F8
    off: F8
    dfn: F8
    net_se: F8
    level_se: F8
    pace: F8
    key: I8


@dataclass(frozen=True, slots=True, eq=False)
class LeagueContext:
    """The league and season a game is played in: mean pace, points per possession, home edge
    (points per possession and side) and ``rate[R]``, logits of the mean rates."""

    pace: float
    points: float
    home_edge: float
    rate: F8


class PairingOdds(NamedTuple):
    """P pairings for the kernel, on a neutral floor: ``play_odds[P, 2, 7, COLUMNS]``; ``tempo[P]``
    multiplies every play's length; ``logit_per_point[P, 2]``: the shift of every field goal's logit
    for one more point per possession; ``response[P, 2]``: points per possession to give the kernel
    for one more rated point per possession, for the sides' mean and for half their difference."""

    play_odds: F8
    tempo: F8
    logit_per_point: F8
    response: F8


def team_strengths(table: TeamTable, rows: I8) -> TeamStrengths:
    """The chosen rows of a table, as distances from its mean."""
    base = table.base
    mean = logit(base.rate)
    season = np.full(len(rows), base.season, dtype=np.int64)
    return TeamStrengths(
        offence=logit(table.offence[rows]) - mean,
        defence=logit(table.defence[rows]) - mean,
        off=(table.off_eff[rows] - base.efficiency) / 100.0,
        dfn=(table.def_eff[rows] - base.efficiency) / 100.0,
        net_se=table.net_se[rows] / 100.0,
        level_se=np.sqrt(2 * (table.off_se**2 + table.def_se**2) - table.net_se**2)[rows] / 100.0,
        pace=table.pace[rows] - base.pace,
        key=np.stack([table.team_id[rows].astype(np.int64), season], axis=1),
    )


def entrants(f: TeamStrengths, uncertain: bool = True) -> Entrants:
    """The teams as the kernel takes them; ``uncertain`` False plays every universe at the
    ratings."""
    return Entrants(f.key, np.stack([f.net_se, f.level_se], axis=1) * float(uncertain))


def concatenated(a: TeamStrengths, b: TeamStrengths) -> TeamStrengths:
    """The teams of both, a's first."""
    return TeamStrengths(
        *(np.concatenate([getattr(a, f), getattr(b, f)]) for f in TeamStrengths.__slots__)
    )


def league_context(base: LeagueSeason) -> LeagueContext:
    """The context of a league and season."""
    return LeagueContext(
        base.pace, base.efficiency / 100.0, base.home_edge / 100.0, logit(base.rate)
    )


def expected(f: TeamStrengths, s: LeagueContext, a: I8, b: I8, venue: F8) -> tuple[F8, F8, F8]:
    """(points a, points b, pace) that the ratings expect in regulation: efficiency times pace.

    ``venue[P]``: signs as in ``Venue.sign``. Points per 40 minutes, without overtime.
    """
    pace = s.pace + f.pace[a] + f.pace[b]
    edge = s.home_edge * venue
    return (
        pace * (s.points + f.off[a] + f.dfn[b] + edge),
        pace * (s.points + f.off[b] + f.dfn[a] - edge),
        pace,
    )


def margin_se(f: TeamStrengths, s: LeagueContext, a: I8, b: I8) -> F8:
    """se[P]: posterior standard error of each pairing's expected margin in points: the standard
    error of the difference of the two net efficiencies, times the pace."""
    pace = s.pace + f.pace[a] + f.pace[b]
    return np.asarray(pace * np.hypot(f.net_se[a], f.net_se[b]))


class Targets(NamedTuple):
    """The means that simulated games of P pairings should have in regulation: ``margin[P]`` and
    ``total[P]`` (points), ``pace[P]``; ``own[P, R]`` and ``other[P, R]``: both sides' ``style``."""

    margin: F8
    total: F8
    pace: F8
    own: F8
    other: F8


def targets(f: TeamStrengths, s: LeagueContext, model: PlayModel, a: I8, b: I8) -> Targets:
    """The means that the ratings expect on a neutral floor."""
    points_a, points_b, pace = expected(f, s, a, b, np.zeros(len(a)))
    own, other = style(f, s, model, a, b), style(f, s, model, b, a)
    return Targets(points_a - points_b, points_a + points_b, pace, own, other)


def pairing_odds(
    f: TeamStrengths, s: LeagueContext, model: PlayModel, c: Calibration, a: I8, b: I8
) -> PairingOdds:
    """Odds of every pairing (a[i], b[i]) on a neutral floor; the venue and a universe's strengths
    enter the kernel later, through ``response`` and ``logit_per_point``."""
    at = targets(f, s, model, a, b)
    mean, half_gap, tempo = kernel_targets(at, c)
    play_odds = np.stack([_odds(model, shift) for shift in (at.own, at.other)], axis=1)
    target = np.stack([mean + half_gap, mean - half_gap], axis=1)
    play_odds, logit_per_point = _shot_to_target(play_odds, model, c, target)
    response = np.stack([np.full(len(a), c.level[len(WIDE)]), _steepness(at, c)], axis=1)
    return PairingOdds(
        _on_grid(play_odds), _on_grid(tempo), _on_grid(logit_per_point), _on_grid(response)
    )


def kernel_targets(at: Targets, c: Calibration) -> tuple[F8, F8, F8]:
    """(mean points per possession, half the sides' difference, tempo) to give the kernel so that
    its mean margin, total and pace in regulation equal the targets."""
    level, gap, tempo = terms(at)
    return level @ np.array(c.level), gap @ np.array(c.gap), tempo @ np.array(c.tempo)


def _steepness(at: Targets, c: Calibration) -> F8:
    """How fast the kernel's half gap must grow with the expected half gap, around each pairing: the
    slope over the few points by which strengths and venue move it."""
    _, above, _ = kernel_targets(at._replace(margin=at.margin + AROUND), c)
    _, below, _ = kernel_targets(at._replace(margin=at.margin - AROUND), c)
    return np.asarray((above - below) * at.pace / AROUND)


# Margins (points) between which the calibration is linear, and how far a universe's strengths and
# the venue usually move a margin.
WIDE = (0.0, 6.0, 12.0, 18.0, 25.0, 35.0, 50.0)
AROUND = 4.0


def terms(at: Targets) -> tuple[F8, F8, F8]:
    """The calibration's terms [P, …] for level, gap and tempo: the size of the margin (piecewise
    linear), the distance of pace and level from a usual game (68 possessions, 1.04 points per
    possession), and both sides' style, because turnovers, rebounds and fouls change the number of
    possessions. Coefficients: ``engine.pipeline.fits.calibration``."""
    wide = _hats(np.abs(at.margin))
    fast, rich = (at.pace - 68.0) / 10.0, at.total / (2.0 * at.pace) - 1.04
    half_gap = at.margin / (2.0 * at.pace)
    both = (at.own + at.other).T / 2.0
    apart = (at.own - at.other).T / 2.0
    return (
        np.stack([*wide, rich, fast, *both], axis=-1),
        np.stack([*(half_gap * wide), half_gap * fast, half_gap * rich, *apart], axis=-1),
        np.stack([*wide, fast, fast**2, rich, *both], axis=-1),
    )


def _hats(width: F8) -> F8:
    """hat[WIDE, P]: linear interpolation weights of each width on the points of WIDE; they sum to
    1."""
    return np.stack([np.interp(width, WIDE, unit) for unit in np.eye(len(WIDE))])


def style(f: TeamStrengths, s: LeagueContext, model: PlayModel, offence: I8, defence: I8) -> F8:
    """shift[P, R]: logits of the offenses' rates against these defenses, minus the play model's."""
    return np.asarray(
        s.rate + f.offence[offence] + f.defence[defence] - logit(model.reference_rates)
    )


def _odds(model: PlayModel, shift: F8) -> F8:
    """odds[P, 7, COLUMNS] of offenses with that style, before the shooting shift."""
    by_column = shift[:, [_FOLLOWS[column] for column in range(p.COLUMNS)]]
    return np.asarray(model.base[None] * np.exp(by_column)[:, None, :])


def _shot_to_target(play_odds: F8, model: PlayModel, c: Calibration, target: F8) -> tuple[F8, F8]:
    """Shift the logit of all field goals of a side until a possession in ordinary time has
    ``target[P, 2]`` expected points; also the logits per further point (Newton's method)."""
    begin = starts(play_odds, model.shared, c.bonus)
    shift = np.zeros(target.shape)
    step = 0.02

    def value(at: F8) -> F8:
        return possession_value(_shifted(play_odds, at), model.shared, c.bonus, begin)

    slope = np.ones(target.shape)
    for _ in range(4):
        now = value(shift)
        slope = (value(shift + step) - now) / step
        shift = np.clip(shift + (target - now) / slope, -3.0, 3.0)
    return _shifted(play_odds, shift), 1.0 / slope


def _shifted(play_odds: F8, logits: F8) -> F8:
    out = play_odds.copy()
    out[..., (p.FG2, p.FG3)] *= np.exp(logits)[:, :, None, None]
    return out


def _on_grid(x: F8) -> F8:
    """Rounded to 2**-20, so that machines agree whose math libraries differ in the last bit."""
    return np.asarray(np.round(x / GRID) * GRID)
