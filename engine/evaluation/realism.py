"""Compares a real season with the same season simulated: every game, at its real venue.

A gate sets how close a simulated figure must come to the real one. Figures are measured on each
universe separately, exactly as on the real season (``realism_figures``); the simulated figure is
the mean over universes, which also gives its standard error.
"""

from dataclasses import dataclass

import numpy as np

from engine import MODEL_VERSION, run, store
from engine.arrays import I2, I8
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.schedule import Schedule
from engine.domain.specs import check_random_seed, whole_number
from engine.domain.teams import League
from engine.domain.venue import venues_of_sign
from engine.evaluation.realism_figures import Figures, Season, figures, models
from engine.game import possession
from engine.game.matchup import team_strengths
from engine.game.season_play import MINUTE, play_season

Part = tuple[I2, I8, I2]

MAX_UNIVERSES = 1000


@dataclass(frozen=True, slots=True)
class RealitySpec:
    """The season to simulate and the number of universes. ``uncertain``: draw each team's strength
    in every universe; if False, all universes use the ratings themselves."""

    league: League
    season: int
    universes: int
    random_seed: int
    uncertain: bool = True
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        whole_number(self.universes, "number of universes", 2, MAX_UNIVERSES)
        check_random_seed(self.random_seed)
        store.check_season(self.league, self.season, store.schedule_seasons(self.league))


# --- Gates ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gate:
    """A simulated figure must lie within ``tolerance`` and ``errors`` sampling errors of the real
    one, or between ``low`` and ``high`` if one season has too few games (overtime) or the estimate
    has a known range."""

    name: str
    tolerance: float = 0.0
    low: float = np.nan
    high: float = np.nan
    errors: float = 0.0

    def bounds(self, real: float, spread: float) -> tuple[float, float]:
        """(lowest, highest) simulated figure that passes; ``spread``: the real figure's sampling
        error."""
        if np.isfinite(self.low):
            return self.low, self.high
        width = self.tolerance + self.errors * spread
        return real - width, real + width


SCORE_GATES = (
    Gate("points_mean", 0.5),
    Gate("points_sd", 0.4),
    Gate("total_sd", 0.8),
    Gate("points_correlation", 0.05),
    Gate("possessions_mean", 1.0),
    Gate("margin_mean_absolute", 0.35),
    Gate("margin_at_most_3", 0.01),
    Gate("margin_at_most_5", 0.01),
    Gate("margin_at_most_10", 0.01),
    Gate("margin_at_least_20", 0.01),
)
# The range of all seasons since 2003 (men) and 2010 (women): the share of a single season has a
# standard error of 0.3 percentage points.
OVERTIME_GATES: dict[League, Gate] = {
    "men": Gate("overtime", low=0.050, high=0.066),
    "women": Gate("overtime", low=0.040, high=0.049),
}
# Men's 2025-26, the only season with play-by-play.
PLAY_GATES = (
    Gate("overtime", low=0.052, high=0.063),
    Gate("overtime_again", low=0.12, high=0.19),
    *(Gate(f"margin_40_{k}", 0.006) for k in range(7)),
    Gate("margin_sd", low=10.7, high=11.3),
    Gate("half_1_margin_sd", 0.35),
    Gate("half_2_margin_sd", 0.35),
    Gate("halves_correlation", low=-0.26, high=-0.16),
    *(Gate(f"possession_points_{k}", 0.01) for k in range(5)),
    *(Gate(f"tied_40_given_{k}_at_1_00", 0.04) for k in range(5)),
)

# What a box score shows, and a classifier of real and simulated games finds.
BOX_GATES = tuple(
    Gate(name, tolerance, errors=2.0)
    for name, tolerance in (
        ("fouls_mean", 0.3),
        ("fouls_half_1_difference_sd", 0.1),
        ("fouls_half_2_difference_sd", 0.15),
        ("fouls_half_1_correlation", 0.03),
        ("fouls_half_2_correlation", 0.03),
        ("free_throws_correlation", 0.04),
        ("free_throws_half_2_mean", 0.4),
        ("turnovers_mean", 0.2),
        ("turnovers_sd", 0.1),
        ("twos_tried_sd", 0.2),
        ("steals_sd", 0.12),
        ("two_share_sd", 0.004),
        ("two_three_correlation", 0.03),
        ("rebound_share_sd", 0.002),
        ("free_throw_share_sd", 0.002),
        ("home_fouls", 0.15),
        ("home_free_throws", 0.3),
        ("home_turnovers", 0.1),
        ("home_two_share", 0.005),
        ("home_three_share", 0.005),
        ("home_free_throw_share", 0.003),
        ("home_rebound_share", 0.003),
    )
)


def gates(league: League, real: Figures) -> tuple[Gate, ...]:
    """The gates for the figures in ``real``: all of them for a season with play-by-play, otherwise
    those that scores and box scores allow."""
    end_game = PLAY_GATES if "margin_40_0" in real else (OVERTIME_GATES[league],)
    return tuple(gate for gate in (*SCORE_GATES, *end_game, *BOX_GATES) if gate.name in real)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: ``real``; ``simulated``, the mean over universes, with its standard error ``se``;
    ``spread``, the standard deviation between universes, which is also the sampling error of the
    real figure; ``low`` and ``high`` of its gate, NaN without a gate."""

    name: str
    real: float
    simulated: float
    se: float
    spread: float
    low: float = np.nan
    high: float = np.nan

    @property
    def gated(self) -> bool:
        """Whether this figure has a gate."""
        return bool(np.isfinite(self.low))

    def holds(self, errors: float = 0.0) -> bool:
        """Whether the gate holds, with a slack of ``errors`` standard errors of the simulation."""
        slack = errors * self.se
        return not self.gated or self.low - slack <= self.simulated <= self.high + slack


@dataclass(frozen=True, slots=True)
class Reality:
    """A finished comparison: all figures of the real season, in order."""

    spec: RealitySpec
    games: int
    comparisons: tuple[Comparison, ...]

    @property
    def gates(self) -> tuple[Comparison, ...]:
        """The figures that have a gate."""
        return tuple(c for c in self.comparisons if c.gated)

    def failed(self, errors: float = 0.0) -> tuple[str, ...]:
        """Names of the gates that do not hold (``Comparison.holds``)."""
        return tuple(c.name for c in self.gates if not c.holds(errors))


def compare(league: League, real: Figures, simulated: list[Figures]) -> tuple[Comparison, ...]:
    """Each real figure with the mean and spread of the same figure over universes."""
    gated = {gate.name: gate for gate in gates(league, real)}
    found = []
    for name, value in real.items():
        one = np.array([universe[name] for universe in simulated])
        one = one[np.isfinite(one)]  # a share of no games is NaN
        spread = float(one.std(ddof=1))
        mean, se = float(one.mean()), spread / float(np.sqrt(one.size))
        bounds = gated[name].bounds(value, spread) if name in gated else ()
        found.append(Comparison(name, value, mean, se, spread, *bounds))
    return tuple(found)


# --- Simulation ----------------------------------------------------------------------------------


def submit(spec: RealitySpec, pool: WorkerPool) -> Job[Part]:
    """Start the games on the pool; ``reality_of`` turns the results of the job into a Reality."""
    return pool.submit(spec, play_season, _chunks(spec))


def _chunks(spec: RealitySpec) -> list[tuple[object, ...]]:
    schedule = store.load_schedule(spec.league, spec.season)
    table = store.load_teams(spec.league, spec.season).whole_season()
    ids = np.unique(np.concatenate([schedule.a, schedule.b]))
    entrants = team_strengths(table, table.rows(ids))
    a, b = np.searchsorted(ids, schedule.a), np.searchsorted(ids, schedule.b)
    inputs = run.kernel_inputs(entrants, table.base, a, b, spec.uncertain)
    venue = venues_of_sign(schedule.venue)
    meeting = schedule.meeting()
    size = max(1, run.GAMES_PER_CHUNK // spec.universes)
    parts = [slice(at, at + size) for at in range(0, len(venue), size)]
    return [
        (
            spec.random_seed, tuple(inputs.teams), run.part_of(inputs.pairings, part), venue[part],
            meeting[part], tuple(inputs.game_tables), spec.universes,
        )
        for part in parts
    ]  # fmt: skip


def reality_of(spec: RealitySpec, parts: list[Part]) -> Reality:
    """The results of a finished job, in the order of its chunks, compared with the season."""
    schedule = store.load_schedule(spec.league, spec.season)
    games = np.concatenate([part[0] for part in parts])
    points = np.sum([part[1] for part in parts], axis=0)
    box = np.concatenate([part[2] for part in parts])
    by = models(schedule)
    every = [
        figures(universe(schedule, games[:, u], points[u], box[:, u]), by)
        for u in range(spec.universes)
    ]
    real = store.load_figures(spec.league, spec.season)
    return Reality(spec, len(schedule.a), compare(spec.league, real, every))


def universe(schedule: Schedule, kept: I2, possession_points: I8, box: I2) -> Season:
    """The games of one universe, home side first; ``kept[N, KEPT]``, ``possession_points[6]`` and
    ``box[N, half, side, BOX]`` as returned by ``game.season_play``."""
    p = possession
    games = kept.astype(np.float64)
    sign = np.where(schedule.at_home(), -1.0, 1.0)
    points = games[:, [p.POINTS_A, p.POINTS_B]].T
    sides = box.astype(np.float64).transpose(1, 2, 0, 3)
    return Season(
        points=np.where(schedule.at_home(), points[::-1], points),
        overtimes=kept[:, p.OVERTIMES].astype(np.int64),
        possessions=games[:, p.POSS_A] + games[:, p.POSS_B],
        half=sign * (games[:, p.HALF_A] - games[:, p.HALF_B]),
        regulation=sign * (games[:, p.REG_A] - games[:, p.REG_B]),
        minute=sign * games[:, MINUTE],
        possession_points=possession_points,
        box=np.where(schedule.at_home()[:, None], sides[:, ::-1], sides),
        hosted=schedule.venue != 0,
    )


def reality(spec: RealitySpec, pool: WorkerPool) -> Reality:
    """Simulate a season and wait for the comparison."""
    return reality_of(spec, submit(spec, pool).result())
