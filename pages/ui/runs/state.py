"""What one visitor asks of the workers, and what to do next about it; nothing of Streamlit.

A page asks for runs, one after another. For each of them the next step follows from four facts:

    finished? ── yes ─────────────────────────────────────────► SHOW its result
       └─ no ── stopped by the visitor or an error? ── yes ───► REST until asked anew
                   └─ no ── job: none ────────────────────────► START it
                               running ───────────────────────► WAIT a moment
                               done, failed or canceled ──────► FINISH: keep the result, or why not

A run with locks starts from the same universes without locks, so those come first (``chain``).
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from engine.compute.jobs import Job, State
from engine.domain.specs import BracketSpec
from engine.errors import HardwoodError, TooBusy

MOST_RUNS = 4  # that one session waits for, what they start from included


class Action(Enum):
    """What a page does next for one run."""

    SHOW = auto()
    REST = auto()
    START = auto()
    WAIT = auto()
    FINISH = auto()


@dataclass(slots=True)
class RunState:
    """One session's runs.

    ``shown``: the last finished run without locks. ``waiting``: the jobs of runs that the session
    waits for, the oldest first; ``prepared``: jobs started for a click that may come. ``asked``:
    what the current page run has asked for; ``missed``: what of it was not there yet.
    ``others``: jobs that are no tournament, by what they work out.
    ``offered``: the large run that a link asks for and does not start.
    ``canceled``: the short run that a click has just stopped.
    ``stopped_spec`` and ``stopped_error``: the run that ended without a result, which looking at
    the page does not start again, and the reason, until it has been shown."""

    shown: BracketSpec | None = None
    waiting: dict[BracketSpec, Job[Any]] = field(default_factory=dict)
    prepared: dict[BracketSpec, Job[Any]] = field(default_factory=dict)
    others: dict[Hashable, Job[Any]] = field(default_factory=dict)
    asked: set[BracketSpec] = field(default_factory=set)
    missed: set[BracketSpec] = field(default_factory=set)
    offered: BracketSpec | None = None
    canceled: Hashable | None = None
    stopped_spec: BracketSpec | None = None
    stopped_error: HardwoodError | None = None

    def make_room(self) -> None:
        """Before another run: TooBusy with MOST_RUNS under way."""
        if sum(job.state == "running" for job in self.waiting.values()) >= MOST_RUNS:
            raise TooBusy("Your session")

    def stop(self, spec: BracketSpec, error: HardwoodError) -> None:
        """Remember that a run ended without a result."""
        self.stopped_spec, self.stopped_error = spec, error

    def leave(self, spec: BracketSpec) -> None:
        """Wait for a run no longer; the job is canceled when no other visitor waits for it."""
        self.waiting.pop(spec).leave()

    def leave_all(self) -> None:
        """The visitor has gone."""
        for spec in list(self.waiting):
            self.leave(spec)
        while self.prepared:
            self.prepared.popitem()[1].leave()
        self.leave_others()

    def leave_others(self) -> None:
        """Wait no longer for what is no tournament."""
        while self.others:
            self.others.popitem()[1].leave()

    def prepare(self, spec: BracketSpec, job: Job[Any]) -> None:
        """Hold a job for a click that may come; those that have ended are let go."""
        self.prepared = {s: j for s, j in self.prepared.items() if j.state == "running"}
        self.prepared[spec] = job

    def may_prepare(self, spec: BracketSpec) -> bool:
        """Whether a run is neither under way nor stopped, nor the run that it starts from."""
        job = self.waiting.get(spec) or self.prepared.get(spec)
        under_way = job is not None and job.state == "running"
        return not under_way and self.stopped_spec not in chain(spec)

    def stale(self) -> list[BracketSpec]:
        """Waited-for locks that the page just drawn has not asked for: the visitor has others by
        now. A run without locks goes on, since somebody pressed Play for it."""
        return [spec for spec in self.waiting if spec.locks and spec not in self.asked]


def next_action(
    spec: BracketSpec, finished: bool, job: State | None, stopped: BracketSpec | None
) -> Action:
    """The next step for a run; ``job``: the state of its job, None when there is none."""
    if finished:
        return Action.SHOW
    if job is None:
        return Action.REST if spec == stopped else Action.START
    return Action.WAIT if job == "running" else Action.FINISH


def chain(spec: BracketSpec) -> tuple[BracketSpec, ...]:
    """The runs that a run needs, itself the last."""
    return (without_locks(spec), spec) if spec.locks else (spec,)


def without_locks(spec: BracketSpec) -> BracketSpec:
    """The same universes without locks."""
    return replace(spec, locks=())
