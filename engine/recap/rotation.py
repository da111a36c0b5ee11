"""Who is on the floor, and which of the five a play belongs to.

A team's *rotation* is a fixed list of line-ups, each with a probability, in which every player is
as often on the floor as in his season (systematic sampling with unequal probabilities, Madow 1949,
over a few random orders). Which of the five has done it is then drawn by weights, one set for each
kind of event. Playing beside others of high weight costs a player events, so raw season rates would
flatten a team's stars; the weights are fitted (iterative proportional fitting, Deming and Stephan
1940) until every player's expected share of each kind is his season's."""

from dataclasses import dataclass
from math import comb

import numpy as np

from engine.arrays import F8, I8, Bool
from engine.domain import players as pl
from engine.domain.players import CreditRates, Roster
from engine.game.random_streams import uniforms

# Kinds of events, the first axis of ``weight``.
MADE2, MISSED2, MADE3, MISSED3, ORB, DRB, STL, TOV, PF, BLK, AST, LINE = range(12)
PATTERNS = tuple((tried, hits) for tried in (1, 2, 3) for hits in range(tried + 1))  # from LINE on
KINDS = LINE + len(PATTERNS)

ORDERS = 16  # random orders that the line-ups are drawn from
ROUNDS = 40  # of proportional fitting
# A player who never did it: this share of the team's total, times his share of its minutes.
TRACE = 0.002
THIN = 2.0  # free throws at the team's percentage that each player is given besides his own
LEAST_ALONE = 0.1  # of a count, what is left at least when a part of it is counted elsewhere


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """``lineup[K, 5]`` rows of the roster, ``until[K]`` their cumulated probabilities;
    ``weight[KINDS, N]``; ``block[N]``: a player's blocks as a share of those an average five of an
    average team makes; ``assist``: the team's assists over those its baskets would bring an average
    team."""

    roster: Roster
    lineup: I8
    until: F8
    weight: F8
    block: F8
    assist: float


def rotation(roster: Roster, book: CreditRates, pace: float) -> Rotation:
    """Line-ups and weights of a roster; ``pace``: the team's possessions per game."""
    share = places(roster.minutes)
    on, prob = lineups(share, roster.season * 10_000 + roster.team_id)
    target = _targets(roster, book)
    weight = fitted(on, prob, target)
    baskets = book.assisted_all * roster.count.sum(axis=0)[[pl.FGM2, pl.FGM3]]
    weight[AST] = assisting(on, prob, target[AST], weight[[MADE2, MADE3]], baskets)
    blocks = roster.count[:, pl.BLK] / (roster.games * pace / 100.0 * book.block_rate)
    return Rotation(
        roster,
        np.nonzero(on)[1].reshape(-1, pl.ON_FLOOR),
        np.cumsum(prob),
        weight,
        blocks / share,
        _assist_ratio(roster, book),
    )


def places(minutes: F8) -> F8:
    """share[N] of the game on the floor: ``minutes`` brought to five places, none above one."""
    share = np.maximum(minutes, 1e-4)
    for _ in range(50):
        share = np.minimum(share * (pl.ON_FLOOR / share.sum()), 1.0)
    return np.asarray(share)


def lineups(share: F8, key: int) -> tuple[Bool, F8]:
    """(on[K, N], prob[K]) with five players each and sum over K of prob * on equal to ``share``.

    Lay the players' shares end to end in some order, five units long; a comb with teeth one apart
    and a random start touches each with his share's probability. Every start between two of the
    shares' ends gives the same five, so the list is finite."""
    n = len(share)
    every_on, every_prob = [], []
    for order in np.argsort(uniforms(key, 0, ORDERS * n).reshape(ORDERS, n), axis=1):
        end = np.cumsum(share[order])
        end[-1] = pl.ON_FLOOR
        edge = np.unique(np.concatenate([[0.0, 1.0], np.mod(end[:-1], 1.0)]))
        width = np.diff(edge)
        start = (edge[:-1] + 0.5 * width)[width > 1e-9]
        tooth = np.floor(end[None] - start[:, None])
        on = np.zeros((len(start), n), dtype=np.bool_)
        on[:, order] = np.diff(tooth, axis=1, prepend=-1.0) > 0.5
        every_on.append(on)
        every_prob.append(width[width > 1e-9] / ORDERS)
    prob = np.concatenate(every_prob)
    return np.concatenate(every_on), prob / prob.sum()


def fitted(on: Bool, prob: F8, target: F8) -> F8:
    """weight[KINDS, N] for which the expected share of every player, over line-ups, is
    ``target[KINDS, N]``, as far as his time on the floor allows."""
    floor = on.astype(np.float64)
    weight = target.copy()
    for _ in range(ROUNDS):
        share = weight * ((prob / (weight @ floor.T)) @ floor)
        weight *= target / share
        weight /= weight.sum(axis=1, keepdims=True)
    return weight


def assisting(on: Bool, prob: F8, target: F8, made: F8, baskets: F8) -> F8:
    """weight[N] of assisting a team mate: as ``fitted``, but whoever scored is not among those who
    may have assisted. ``made[2, N]``: weights of making twos and threes; ``baskets[2]``: how many
    of each are assisted."""
    floor = on.astype(np.float64)
    scorer = np.zeros_like(floor)
    for who, n in zip(made, baskets / baskets.sum(), strict=True):
        scorer += n * (floor * who) / (floor @ who)[:, None]
    weight = target.copy()
    for _ in range(ROUNDS):
        others = np.maximum((floor @ weight)[:, None] - floor * weight, 1e-12)
        open_to = scorer / others
        share = weight * (prob @ (floor * (open_to.sum(axis=1, keepdims=True) - open_to)))
        weight *= target / share
        weight /= weight.sum()
    return weight


def _targets(roster: Roster, book: CreditRates) -> F8:
    """target[KINDS, N]: each player's share of the team's season."""
    c = {name: roster.count[:, i] for i, name in enumerate(pl.COUNTS)}
    count = np.zeros((KINDS, len(roster.name)))
    count[MADE2], count[MADE3] = c["fgm2"], c["fgm3"]
    count[MISSED2], count[MISSED3] = c["fga2"] - c["fgm2"], c["fga3"] - c["fgm3"]
    for kind, name in ((ORB, "orb"), (DRB, "drb"), (STL, "stl"), (TOV, "tov"), (AST, "ast")):
        count[kind] = c[name]
    count[BLK] = c["blk"]
    # Offensive fouls follow turnovers, and some free throws follow baskets: both come on top.
    alone = np.maximum(c["pf"] - book.charge * c["tov"], LEAST_ALONE * c["pf"])
    count[PF] = alone * _uncapped(c["pf"] / roster.games)
    and1 = book.and1[0] * c["fgm2"] + book.and1[1] * c["fgm3"]
    trips = np.maximum(c["fta"] - and1, LEAST_ALONE * c["fta"])
    usual = c["ftm"].sum() / max(c["fta"].sum(), 1.0)
    hit = (c["ftm"] + THIN * usual) / (c["fta"] + THIN)
    for i, (tried, hits) in enumerate(PATTERNS):
        count[LINE + i] = trips * comb(tried, hits) * hit**hits * (1.0 - hit) ** (tried - hits)
    total = np.maximum(count.sum(axis=1, keepdims=True), 1e-9)
    share = count / total + TRACE * places(roster.minutes) / pl.ON_FLOOR
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def _uncapped(fouls: F8) -> F8:
    """By how much more a player would foul if the fifth did not end his game: lambda / m for the
    Poisson variable X of mean lambda with E[min(X, 5)] = m."""
    rate = np.linspace(0.0, 12.0, 241)
    term = np.exp(-rate)
    mean = np.zeros_like(rate)
    for k in range(1, 40):
        term = term * rate / k
        mean += term * min(k, pl.FOULS_OUT)
    return np.asarray(np.interp(fouls, mean, rate) / np.maximum(fouls, 1e-9)).clip(1.0, 1.5)


def _assist_ratio(roster: Roster, book: CreditRates) -> float:
    """The team's assists over those its twos and threes would bring an average team."""
    total = roster.count.sum(axis=0)
    usual = book.assisted_all @ total[[pl.FGM2, pl.FGM3]]
    return float(np.clip(total[pl.AST] / max(usual, 1.0), 0.5, 1.5))
