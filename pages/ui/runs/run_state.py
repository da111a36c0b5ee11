"""What one visitor's session waits for, and what to do next about a run: pure, without Streamlit.

A run with locks starts from the same universes without locks, its *base*, which may have to be
played first::

                     +-- at hand ----------------------------------> SHOW
                     |
    a page asks -----+-- stopped (cancelled, failed) --------------> REST
                     |
                     +-- no job --- base at hand, or no locks -----> START --+
                     |         \\-- base missing: the same for the base      |
                     |                                                       |
                     +-- job running -- first look: WAIT a moment <----------+
                     |              \\- looked already --------------> REST (the bar shows it)
                     |
                     +-- job ended ---------------------------------> COLLECT
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Literal

from engine.compute.jobs import State
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.errors import HardwoodError
from pages.ui.runs.held_jobs import HeldJob


class Step(Enum):
    """What to do about a run that a page asks for."""

    SHOW = auto()  # it is at hand
    START = auto()  # put it on the workers
    WAIT = auto()  # give it a moment, as most end within one
    COLLECT = auto()  # its job has ended: keep the result, or why there is none
    REST = auto()  # draw the page without it


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a run. ``job``: the state of the job that this session holds, if any;
    ``waited``: this page has given it its moment; ``stopped``: it ended without a result, and the
    visitor has not asked for it again."""

    at_hand: bool = False
    job: State | None = None
    waited: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A step, and whether it is about the run itself or about its base."""

    step: Step
    of: Literal["run", "base"] = "run"


def next_action(run: Facts, base: Facts | None) -> Action:
    """The next thing to do for ``run``. ``base``: what it starts from, None for a run without
    locks."""
    if run.at_hand:
        return Action(Step.SHOW)
    needs_base = base is not None and not base.at_hand and run.job is None
    if run.stopped or base is None or not needs_base:
        return Action(_step(run))
    return Action(_step(base), "base")


def _step(run: Facts) -> Step:
    if run.stopped:
        return Step.REST
    if run.job is None:
        return Step.START
    if run.job == "running":
        return Step.REST if run.waited else Step.WAIT
    return Step.COLLECT


@dataclass(frozen=True, slots=True)
class RunState:
    """The runs of one session. ``waiting``: those it holds a job of, the first asked for first;
    ``asked``: those the page has asked for since it began to be drawn; ``shown``: the last finished
    run without locks; ``stopped``: the last that ended without a result, and ``error`` why, until
    the page has shown it; ``offered``: a large run that a link asks for."""

    waiting: tuple[tuple[BracketSpec, HeldJob], ...] = ()
    asked: frozenset[BracketSpec] = frozenset()
    shown: BracketSpec | None = None
    stopped: BracketSpec | None = None
    error: HardwoodError | None = None
    offered: BracketSpec | None = None

    # Questions ------------------------------------------------------------------------------------

    def job(self, spec: BracketSpec) -> HeldJob | None:
        """The job that this session holds for a run."""
        return dict(self.waiting).get(spec)

    def facts(self, spec: BracketSpec, at_hand: bool, waited: bool) -> Facts:
        """What ``next_action`` goes by."""
        held = self.job(spec)
        return Facts(at_hand, held.job.state if held else None, waited, spec == self.stopped)

    def last_shown(self, league: League, season: int) -> BracketSpec | None:
        """The last finished run without locks, if it is of this tournament."""
        last = self.shown
        return last if last and (last.league, last.season) == (league, season) else None

    def unlocked(self, league: League, season: int) -> BracketSpec | None:
        """The run without locks of this tournament that the session waits for."""
        wanted = (league, season, ())
        return next(
            (spec for spec, _ in self.waiting if (spec.league, spec.season, spec.locks) == wanted),
            None,
        )

    def stale(self) -> tuple[BracketSpec, ...]:
        """Runs with locks that the page no longer asks for: the visitor has other locks by now. A
        run without locks goes on, because somebody pressed Play for it."""
        return tuple(spec for spec, _ in self.waiting if spec.locks and spec not in self.asked)

    def forgotten(self, at_hand: frozenset[BracketSpec]) -> bool:
        """Whether something asked for is neither at hand nor waited for nor stopped. This happens
        when the base of a run ended only while the page was being drawn."""
        missing = self.asked - at_hand
        return not self.waiting and any(
            self.stopped not in (spec, base_of(spec)) for spec in missing
        )

    # Changes --------------------------------------------------------------------------------------

    def asking(self, spec: BracketSpec) -> "RunState":
        """The page asks for a run."""
        return replace(self, asked=self.asked | {spec})

    def holding(self, spec: BracketSpec, job: HeldJob) -> "RunState":
        """A job has been started, or joined."""
        return replace(self, waiting=(*self.without(spec).waiting, (spec, job)))

    def without(self, *specs: BracketSpec) -> "RunState":
        """These runs are not waited for any more."""
        return replace(self, waiting=tuple(w for w in self.waiting if w[0] not in specs))

    def without_left(self) -> "RunState":
        """Forget the jobs that were left while the visitor was away; the page asks again."""
        return self.without(*(spec for spec, held in self.waiting if held.left))

    def finished(self, spec: BracketSpec) -> "RunState":
        """A run has ended well: without locks it is the one on screen."""
        after = self.without(spec)
        return after if spec.locks else after.showing(spec)

    def showing(self, spec: BracketSpec) -> "RunState":
        """Show this run from now on."""
        return replace(self, shown=spec, offered=None)

    def stopping(self, spec: BracketSpec, error: HardwoodError) -> "RunState":
        """A run ended without a result; a page that still asks for it does not start it again."""
        return replace(self.without(spec), stopped=spec, error=error)

    def pressed_play(self) -> "RunState":
        """The visitor asks for a run, maybe for the one that was stopped."""
        return replace(self, stopped=None, offered=None)

    def offering(self, spec: BracketSpec) -> "RunState":
        """A link asks for a run that only the visitor may start."""
        return replace(self, offered=spec)

    def said(self) -> "RunState":
        """The page has shown why the last run stopped."""
        return replace(self, error=None)

    def drawn(self) -> "RunState":
        """The page is complete; the next one asks anew."""
        return replace(self, asked=frozenset())


def base_of(spec: BracketSpec) -> BracketSpec:
    """The same universes without locks."""
    return replace(spec, locks=())
