"""A real season against the same season played again: every game, at its real venue.

The gates say how near a simulated figure must come to the real one. Each is measured on every
universe by itself, as on the real season (``reality_figures``); the simulated figure is the mean
over the universes, so its standard error is known.
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

Part = tuple[I2, I8]

MAX_UNIVERSES = 1000


@dataclass(frozen=True, slots=True)
class RealitySpec:
    """Which season to play again in so many universes. ``uncertain`` False plays every universe at
    the ratings instead of drawing each team's strength."""

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
    """A figure must lie within ``tolerance`` of the real one, or in the interval ``low`` … ``high``
    where one season is too few games to say (overtime) or the estimate has a known range."""

    name: str
    tolerance: float = 0.0
    low: float = np.nan
    high: float = np.nan

    def bounds(self, real: float) -> tuple[float, float]:
        """(lowest, highest) simulated figure that passes."""
        if np.isfinite(self.low):
            return self.low, self.high
        return real - self.tolerance, real + self.tolerance


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
# The range of all seasons from 2003 on (men) and from 2010 on (women): one season's own share has a
# standard error of 0.3 points.
OVERTIME_GATES: dict[League, Gate] = {
    "men": Gate("overtime", low=0.050, high=0.066),
    "women": Gate("overtime", low=0.040, high=0.049),
}
# Men's 2025-26, the one season with play-by-play.
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


def gates(league: League, real: Figures) -> tuple[Gate, ...]:
    """The gates of a season whose real figures are ``real``: all of them with play-by-play, else
    those that scores and box scores allow."""
    late = PLAY_GATES if "margin_40_0" in real else (OVERTIME_GATES[league],)
    return tuple(gate for gate in (*SCORE_GATES, *late) if gate.name in real)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure: ``real``; ``simulated``, the mean over the universes, with its standard error
    ``se``; ``spread``, the standard deviation of one universe's figure, which is also the real
    figure's own sampling error; ``low`` and ``high``, NaN where nothing is asked of it."""

    name: str
    real: float
    simulated: float
    se: float
    spread: float
    low: float = np.nan
    high: float = np.nan

    @property
    def gated(self) -> bool:
        """Whether a gate asks anything of this figure."""
        return bool(np.isfinite(self.low))

    def holds(self, errors: float = 0.0) -> bool:
        """Whether the gate holds, allowing for so many standard errors of the simulated figure."""
        slack = errors * self.se
        return not self.gated or self.low - slack <= self.simulated <= self.high + slack


@dataclass(frozen=True, slots=True)
class Reality:
    """A finished comparison: every figure of the real season, in order."""

    spec: RealitySpec
    games: int
    comparisons: tuple[Comparison, ...]

    @property
    def gates(self) -> tuple[Comparison, ...]:
        """The figures that are held to a gate."""
        return tuple(c for c in self.comparisons if c.gated)

    def failed(self, errors: float = 0.0) -> tuple[str, ...]:
        """Names of the gates that do not hold (``Comparison.holds``)."""
        return tuple(c.name for c in self.gates if not c.holds(errors))


def compare(league: League, real: Figures, simulated: list[Figures]) -> tuple[Comparison, ...]:
    """Each real figure beside the same of every universe."""
    bounds = {gate.name: gate.bounds(real[gate.name]) for gate in gates(league, real)}
    found = []
    for name, value in real.items():
        one = np.array([universe[name] for universe in simulated])
        one = one[np.isfinite(one)]  # a share of none is no figure
        spread = float(one.std(ddof=1))
        mean, se = float(one.mean()), spread / float(np.sqrt(one.size))
        found.append(Comparison(name, value, mean, se, spread, *bounds.get(name, ())))
    return tuple(found)


# --- Playing -------------------------------------------------------------------------------------


def submit(spec: RealitySpec, pool: WorkerPool) -> Job[Part]:
    """Start the games on the pool; ``reality_of`` makes the parts of the finished job a result."""
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
    """The parts of a finished job, in order, compared with the real season."""
    schedule = store.load_schedule(spec.league, spec.season)
    kept = np.concatenate([part[0] for part in parts])
    worth = np.sum([part[1] for part in parts], axis=0)
    by = models(schedule)
    every = [figures(universe(schedule, kept[:, u], worth[u]), by) for u in range(spec.universes)]
    real = store.load_figures(spec.league, spec.season)
    return Reality(spec, len(schedule.a), compare(spec.league, real, every))


def universe(schedule: Schedule, kept: I2, worth: I8) -> Season:
    """One universe's games (``kept[N, KEPT]`` of ``reality_play``), the home side first."""
    p = possession
    games = kept.astype(np.float64)
    sign = np.where(schedule.at_home(), -1.0, 1.0)
    points = games[:, [p.POINTS_A, p.POINTS_B]].T
    return Season(
        points=np.where(schedule.at_home(), points[::-1], points),
        overtimes=kept[:, p.OVERTIMES].astype(np.int64),
        possessions=games[:, p.POSS_A] + games[:, p.POSS_B],
        half=sign * (games[:, p.HALF_A] - games[:, p.HALF_B]),
        regulation=sign * (games[:, p.REG_A] - games[:, p.REG_B]),
        minute=sign * games[:, MINUTE],
        worth=worth,
    )


def reality(spec: RealitySpec, pool: WorkerPool) -> Reality:
    """Play a season again and wait for it."""
    return reality_of(spec, submit(spec, pool).result())
