"""The recap of one simulated game: everything a page or the command line shows of it.

Without player data for a season, the recap has teams only, and ``note`` says so."""

from dataclasses import dataclass

import numpy as np

from engine import store
from engine.arrays import F8
from engine.domain.players import CreditRates
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.game import possession as p
from engine.game.replay import Replay
from engine.recap import boxscore
from engine.recap import scorer as sc
from engine.recap.boxscore import Box, Run
from engine.recap.rotation import Rotation, rotation
from engine.recap.scorer import EventLog, event_log
from engine.recap.win_probability import pairing_curve
from engine.run import replay


@dataclass(frozen=True, slots=True, eq=False)
class Recap:
    """A simulated game with its events, box scores and win probability.

    ``win_prob[E]`` of side a after each event of ``event_log``, ``start_prob`` before the first.
    ``turning``: the event with the largest swing. ``run``: runs of eight or more points, the
    longest first. ``team``: both names, with the season if the two differ; ``known``: whether the
    players of each side are known; ``note``: why some are not, or ""."""

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
    """The recap of one universe of a pairing; errors as in ``run.replay``."""
    return build_recap(replay(spec, universe))


def build_recap(game: Replay) -> Recap:
    """The recap of a replay: players, box score and win probability."""
    spec = game.spec
    a, b = (rotation_of(spec.league, side) for side in (spec.a, spec.b))
    log = event_log(game, (a, b), credit_rates())
    start, prob = win_prob_series(log)
    return Recap(
        replay=game,
        event_log=log,
        box=boxscore.boxes(log),
        win_prob=prob,
        start_prob=start,
        turning=boxscore.turning_point(start, prob),
        run=tuple(boxscore.runs(log.event)),
        ties=boxscore.ties(log.event),
        team=_names(spec),
        known=(a is not None, b is not None),
        note=player_note(spec, (a is not None, b is not None)),
    )


@store.cached_by_data_version(256)
def rotation_of(league: League, side: Side) -> Rotation | None:
    """The lineups and weights of a team's season; None without player data."""
    known = side.season in store.seasons(league)
    roster = store.load_roster(league, side.season, side.team_id) if known else None
    if roster is None:
        return None
    table = store.load_teams(league, side.season, source=side.source)
    return rotation(roster, credit_rates(), float(table.pace[table.row(side.team_id)]))


def credit_rates() -> CreditRates:
    """The measured rates of blocks, assists and team credits; DamagedData."""
    return store.load_credit_rates()


def win_prob_series(log: EventLog) -> tuple[float, F8]:
    """(before the game, prob[E] after each event): the probability that side a wins.

    After the last event of a play it is known who has the ball. Between the events of a play it
    counts as loose (0.5), except after a foul: then it belongs to the side that shoots free throws,
    unless the foul comes with a basket, since a single free throw is not worth a possession."""
    game, event = log.replay, log.event
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
    fouled = np.isin(kind, (sc.FOULED, sc.SHOOTING_FOUL, sc.TECHNICAL_FOUL))
    fouled[1:] &= ~np.isin(kind[:-1], (sc.MADE_TWO, sc.MADE_THREE)) | (play[1:] != play[:-1])
    ball = np.where(fouled, side[play].astype(np.float64), 0.5)
    following = np.append(side[1:], 0)[play]
    ball = np.where(last, following.astype(np.float64), ball)
    # A tie at the end of regulation or of an overtime: the next period starts with a jump ball.
    tied = (kind == sc.PERIOD_END) & (left == 0) & (lead == 0)
    left, ball = np.where(tied, float(rules.overtime), left), np.where(tied, 0.5, ball)
    if game.swap:
        prob, start = 1.0 - curve.prob(left, -lead, 1.0 - ball), 1.0 - curve.start
    else:
        prob, start = curve.prob(left, lead, ball), curve.start
    over = (left == 0) & (np.arange(len(event)) >= len(event) - 2)  # only the horn follows
    return start, np.where(over, (lead > 0).astype(np.float64), prob)


def _names(spec: GameSpec) -> tuple[str, str]:
    a, b = (_name(spec.league, side) for side in (spec.a, spec.b))
    if spec.a.season != spec.b.season:
        a, b = f"{a} {spec.a.season}", f"{b} {spec.b.season}"
    return a, b


def _name(league: League, side: Side) -> str:
    table = store.load_teams(league, side.season, source=side.source)
    return table.name[table.row(side.team_id)]


def player_note(spec: GameSpec, known: tuple[bool, bool]) -> str:
    """Whose players are not known and why, or ""."""
    unknown = [
        f"{_name(spec.league, side)} {side.season}"
        for side, is_known in zip((spec.a, spec.b), known, strict=True)
        if not is_known
    ]
    if not unknown:
        return ""
    first = {"men": 2008, "women": 2021}[spec.league]
    return (
        f"There is no player data for {' and '.join(unknown)}, so only team totals are shown. "
        f"Player data covers the {spec.league}’s tournament teams since {first}, and all teams of "
        "2025 and 2026."
    )
