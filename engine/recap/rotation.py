"""Which players are on the floor, and which of the five is credited with an event.

A team's *rotation* is a fixed list of lineups with probabilities in which each player's share of
floor time equals the season's (systematic sampling with unequal probabilities, Madow 1949, over a
few random orders). The player of an event is then drawn from the five on the floor by weights, one
set per kind of event. A player who shares the floor with others of high weight gets fewer events,
so raw season rates would underrate a team's stars. The weights are therefore fitted (iterative
proportional fitting, Deming and Stephan 1940) until each player's expected share of every kind of
event equals the share in the season."""

from dataclasses import dataclass
from math import comb

import numpy as np

from engine.arrays import F8, I8, Bool
from engine.domain import players as pl
from engine.domain.players import CreditRates, Roster
from engine.game.random_streams import uniforms

# Kinds of events, the first axis of ``weight``. One kind per free-throw pattern, from FREE_THROW.
MADE2, MISSED2, MADE3, MISSED3, ORB, DRB, STL, TOV, PF, BLK, AST, FREE_THROW = range(12)
PATTERNS = tuple((tried, hits) for tried in (1, 2, 3) for hits in range(tried + 1))
KINDS = FREE_THROW + len(PATTERNS)

ORDERS = 16  # random orders of the players from which lineups are made
ROUNDS = 40  # of proportional fitting
# Added to each player's share of an event: this much, times the player's share of the minutes.
TRACE = 0.002
PRIOR_FREE_THROWS = 2.0  # attempts at the team's percentage, added to each player's own
LEAST_REST = 0.1  # smallest share of a count that remains when a part is counted elsewhere


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """``lineup[K, 5]``: rows of the roster; ``until[K]``: cumulative probabilities;
    ``weight[KINDS, N]``; ``block[N]``: blocks of a player per block of an average team's five;
    ``assist``: the team's assists per assist that an average team has on the same baskets."""

    roster: Roster
    lineup: I8
    until: F8
    weight: F8
    block: F8
    assist: float


def rotation(roster: Roster, rates: CreditRates, pace: float) -> Rotation:
    """Lineups and weights of a roster; ``pace``: possessions of the team per game."""
    share = places(roster.minutes)
    on, prob = lineups(share, roster.season * 10_000 + roster.team_id)
    target = _targets(roster, rates)
    weight = fitted(on, prob, target)
    baskets = rates.assisted_all * roster.count.sum(axis=0)[[pl.FGM2, pl.FGM3]]
    weight[AST] = assisting(on, prob, target[AST], weight[[MADE2, MADE3]], baskets)
    blocks = roster.count[:, pl.BLK] / (roster.games * pace / 100.0 * rates.block_rate)
    return Rotation(
        roster,
        np.nonzero(on)[1].reshape(-1, pl.ON_FLOOR),
        np.cumsum(prob),
        weight,
        blocks / share,
        _assist_ratio(roster, rates),
    )


def places(minutes: F8) -> F8:
    """share[N] of the game on the floor: ``minutes`` scaled to add up to five, none above one."""
    share = np.maximum(minutes, 1e-4)
    for _ in range(50):
        share = np.minimum(share * (pl.ON_FLOOR / share.sum()), 1.0)
    return np.asarray(share)


def lineups(share: F8, key: int) -> tuple[Bool, F8]:
    """(on[K, N], prob[K]): lineups of five players, with the sum over K of prob * on = ``share``.

    Lay the shares of the players end to end in some order: together they are five units long. Five
    points one unit apart, from a random start in [0, 1), hit each player with probability
    ``share``. All starts between two neighboring ends of shares (modulo 1) hit the same five, so
    the list is finite."""
    n = len(share)
    all_on, all_prob = [], []
    for order in np.argsort(uniforms(key, 0, ORDERS * n).reshape(ORDERS, n), axis=1):
        end = np.cumsum(share[order])
        end[-1] = pl.ON_FLOOR
        edge = np.unique(np.concatenate([[0.0, 1.0], np.mod(end[:-1], 1.0)]))
        width = np.diff(edge)
        start = (edge[:-1] + 0.5 * width)[width > 1e-9]
        point = np.floor(end[None] - start[:, None])
        on = np.zeros((len(start), n), dtype=np.bool_)
        on[:, order] = np.diff(point, axis=1, prepend=-1.0) > 0.5
        all_on.append(on)
        all_prob.append(width[width > 1e-9] / ORDERS)
    prob = np.concatenate(all_prob)
    return np.concatenate(all_on), prob / prob.sum()


def fitted(on: Bool, prob: F8, target: F8) -> F8:
    """weight[KINDS, N] for which the expected share of each player over all lineups is
    ``target[KINDS, N]``, as far as the player's time on the floor allows."""
    floor = on.astype(np.float64)
    weight = target.copy()
    for _ in range(ROUNDS):
        share = weight * ((prob / (weight @ floor.T)) @ floor)
        weight *= target / share
        weight /= weight.sum(axis=1, keepdims=True)
    return weight


def assisting(on: Bool, prob: F8, target: F8, made: F8, baskets: F8) -> F8:
    """weight[N] for assists: as ``fitted``, but the scorer cannot have assisted.

    ``made[2, N]``: weights for making twos and threes; ``baskets[2]``: the number of assisted twos
    and threes."""
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


def _targets(roster: Roster, rates: CreditRates) -> F8:
    """target[KINDS, N]: each player's share of the team's events in the season."""
    c = {name: roster.count[:, i] for i, name in enumerate(pl.COUNTS)}
    count = np.zeros((KINDS, len(roster.name)))
    count[MADE2], count[MADE3] = c["fgm2"], c["fgm3"]
    count[MISSED2], count[MISSED3] = c["fga2"] - c["fgm2"], c["fga3"] - c["fgm3"]
    for kind, name in ((ORB, "orb"), (DRB, "drb"), (STL, "stl"), (TOV, "tov"), (AST, "ast")):
        count[kind] = c[name]
    count[BLK] = c["blk"]
    # Turnovers bring their offensive fouls and baskets their and-one free throws: not counted here.
    others = np.maximum(c["pf"] - rates.charge * c["tov"], LEAST_REST * c["pf"])
    count[PF] = others * _uncapped(c["pf"] / roster.games)
    and1 = rates.and1[0] * c["fgm2"] + rates.and1[1] * c["fgm3"]
    trips = np.maximum(c["fta"] - and1, LEAST_REST * c["fta"])
    team_pct = c["ftm"].sum() / max(c["fta"].sum(), 1.0)
    pct = (c["ftm"] + PRIOR_FREE_THROWS * team_pct) / (c["fta"] + PRIOR_FREE_THROWS)
    for i, (tried, hits) in enumerate(PATTERNS):
        count[FREE_THROW + i] = (
            trips * comb(tried, hits) * pct**hits * (1.0 - pct) ** (tried - hits)
        )
    total = np.maximum(count.sum(axis=1, keepdims=True), 1e-9)
    share = count / total + TRACE * places(roster.minutes) / pl.ON_FLOOR
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def _uncapped(fouls: F8) -> F8:
    """ratio[N] of fouls without the limit of five to fouls with it: lambda / m for a Poisson
    variable X of mean lambda with E[min(X, 5)] = m = ``fouls``."""
    rate = np.linspace(0.0, 12.0, 241)
    term = np.exp(-rate)
    mean = np.zeros_like(rate)
    for k in range(1, 40):
        term = term * rate / k
        mean += term * min(k, pl.FOULS_OUT)
    return np.asarray(np.interp(fouls, mean, rate) / np.maximum(fouls, 1e-9)).clip(1.0, 1.5)


def _assist_ratio(roster: Roster, rates: CreditRates) -> float:
    """Assists of the team per assist that an average team has on the same twos and threes."""
    total = roster.count.sum(axis=0)
    expected = rates.assisted_all @ total[[pl.FGM2, pl.FGM3]]
    return float(np.clip(total[pl.AST] / max(expected, 1.0), 0.5, 1.5))
