"""One simulated game, opened: everything a page or the command line shows of it.

A season without player data gives team lines, and says so in ``note``."""

from dataclasses import dataclass

import numpy as np

from engine import store
from engine.arrays import F8
from engine.domain.players import CreditRates
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.game import possession as p
from engine.recap import boxscore
from engine.recap import scorer as sc
from engine.recap.boxscore import Box, Run
from engine.recap.rotation import Rotation, rotation
from engine.recap.scorer import EventLog, event_log
from engine.recap.win_probability import pairing_curve
from engine.run import Replay, replay


@dataclass(frozen=True, slots=True, eq=False)
class Recap:
    """A told game; ``win_prob[E]``: of side a after each event of ``story.event``, ``start_prob``
    before the first. ``turning``: the event with the largest swing. ``run``: runs of eight points
    and more, the longest first. ``team``: both names, with the season where the two differ;
    ``known``: whose players are named; ``note``: why others' are not, or ""."""

    replay: Replay
    event_log: EventLog
    box: tuple[Box, Box]
    win_prob: F8
    start_prob: float
    turning: int
    run: tuple[Run, ...]
    ties: int
    team: tuple[str, str]
    known: tuple[bool, bool]
    note: str


def recap(spec: GameSpec, universe: int) -> Recap:
    """Open one universe of a pairing; errors as in ``replay.replay``."""
    return build_recap(replay(spec, universe))


def build_recap(game: Replay) -> Recap:
    """A replay with its players, its box score and its win probability."""
    spec = game.spec
    a, b = (_rotation(spec.league, side) for side in (spec.a, spec.b))
    tale = event_log(game, (a, b), credit_rates())
    start, prob = line(tale)
    return Recap(
        replay=game,
        event_log=tale,
        box=boxscore.boxes(tale),
        win_prob=prob,
        start_prob=start,
        turning=boxscore.turning_point(start, prob),
        run=tuple(boxscore.runs(tale.event)),
        ties=boxscore.ties(tale.event),
        team=_names(spec),
        known=(a is not None, b is not None),
        note=_note(spec, (a is not None, b is not None)),
    )


@store.cached_by_data_version(256)
def _rotation(league: League, side: Side) -> Rotation | None:
    roster = store.load_roster(league, side.season, side.team_id)
    if roster is None:
        return None
    table = store.load_teams(league, side.season)
    return rotation(roster, credit_rates(), float(table.pace[table.row(side.team_id)]))


def credit_rates() -> CreditRates:
    """The measured shares of blocks, assists and team credits."""
    return store.load_credit_rates()


def line(tale: EventLog) -> tuple[float, F8]:
    """(before the game, after each event): the probability that side a wins.

    After the last event of a play we know who has the ball. Between events of one play it is loose,
    unless a foul has given its side free throws that are worth a possession (one after a basket is
    not)."""
    game, event = tale.replay, tale.event
    curve = pairing_curve(game.spec)
    rules = game.rules
    side = game.log[:, p.L_SIDE]
    play = np.array([e.play for e in event])
    last = np.array([e.last for e in event])
    kind = np.array([e.event for e in event])
    period = np.array([e.period for e in event])
    left = np.array([e.left for e in event])
    left = left + rules.seconds * np.maximum(rules.periods - period, 0)
    lead = np.array([e.a - e.b for e in event], dtype=np.float64)
    fouled = np.isin(kind, (sc.FOULED, sc.SHOOTING_FOUL))
    fouled[1:] &= ~np.isin(kind[:-1], (sc.MADE_TWO, sc.MADE_THREE)) | (play[1:] != play[:-1])
    ball = np.where(fouled, side[play].astype(np.float64), 0.5)
    following = np.append(side[1:], 0)[play]
    ball = np.where(last, following.astype(np.float64), ball)
    # A period that ends level after regulation: the overtime's jump ball is still to come.
    level = (kind == sc.PERIOD_END) & (left == 0) & (lead == 0)
    left, ball = np.where(level, float(rules.overtime), left), np.where(level, 0.5, ball)
    if game.swap:
        prob, start = 1.0 - curve.prob(left, -lead, 1.0 - ball), 1.0 - curve.start
    else:
        prob, start = curve.prob(left, lead, ball), curve.start
    over = (left == 0) & (np.arange(len(event)) >= len(event) - 2)  # only the horn is to come
    return start, np.where(over, (lead > 0).astype(np.float64), prob)


def _names(spec: GameSpec) -> tuple[str, str]:
    a, b = (_name(spec.league, side) for side in (spec.a, spec.b))
    if spec.a.season != spec.b.season:
        a, b = f"{a} {spec.a.season}", f"{b} {spec.b.season}"
    return a, b


def _name(league: League, side: Side) -> str:
    table = store.load_teams(league, side.season)
    return table.name[table.row(side.team_id)]


def _note(spec: GameSpec, known: tuple[bool, bool]) -> str:
    unknown = [
        f"{_name(spec.league, side)} {side.season}"
        for side, is_known in zip((spec.a, spec.b), known, strict=True)
        if not is_known
    ]
    if not unknown:
        return ""
    first = {"men": 2008, "women": 2021}[spec.league]
    return (
        f"No players are known for {' and '.join(unknown)}, so only the team’s lines are shown. "
        f"Player data covers the {spec.league}’s tournament teams since {first}."
    )
