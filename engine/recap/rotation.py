"""Which of the five on the floor is credited with an event.

The player of an event is drawn from the five by weights, one set per kind of event. A player who
shares the floor with others of high weight gets fewer events, so raw season rates would underrate a
team's stars. The weights are therefore fitted (iterative proportional fitting, Deming and Stephan
1940) over the fives of practice games until each player's expected share of every kind of event
equals the share in the season. Who is on the floor is the coach's business (``recap.coach``)."""

from dataclasses import dataclass
from math import comb

import numpy as np

from engine.arrays import F8, Bool
from engine.domain import players as pl
from engine.domain.players import CreditRates, Roster
from engine.game.random_streams import uniforms
from engine.recap import coach
from engine.recap.coach import practice
from engine.recap.night import MARGINS, NIGHTS, Plan, corrected, nights, plan

# Kinds of events, the first axis of ``weight``. One kind per free-throw pattern, from FREE_THROW.
MADE2, MISSED2, MADE3, MISSED3, ORB, DRB, STL, TOV, PF, BLK, AST, FREE_THROW = range(12)
PATTERNS = tuple((tried, hits) for tried in (1, 2, 3) for hits in range(tried + 1))
KINDS = FREE_THROW + len(PATTERNS)

PRACTICES = 3  # rounds of practice games
SECONDS, STEP = 2400.0, 60.0  # of a practice game, and from dead ball to dead ball
SEEN = 0.5  # of his minutes: who is seen less in practice is helped
ROUNDS = 30  # of proportional fitting
# Added to each player's share of an event: this much, times the player's share of the minutes.
TRACE = 0.002
PRIOR_FREE_THROWS = 2.0  # attempts at the team's percentage, added to each player's own
STEPS = 200  # of a game, for counting fouls
LEAST_REST = 0.1  # smallest share of a count that remains when a part is counted elsewhere


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """``plan``: who plays how long; ``weight[KINDS, N]``; ``block[N]``: blocks of a player
    per block of an average team's five; ``assist``: the team's assists per assist that an average
    team has on the same baskets."""

    roster: Roster
    plan: Plan
    weight: F8
    block: F8
    assist: float


def rotation(roster: Roster, rates: CreditRates, pace: float) -> Rotation:
    """Plan and weights of a roster; ``pace``: possessions of the team per game."""
    share = places(roster.minutes)
    key = roster.season * 10_000 + roster.team_id
    made = plan(roster, share, key)
    target = _targets(roster, rates)
    made, on, prob = fives(made, share, target[PF] / share, key)
    weight = fitted(on, prob, target)
    baskets = rates.assisted_all * roster.count.sum(axis=0)[[pl.FGM2, pl.FGM3]]
    weight[AST] = assisting(on, prob, target[AST], weight[[MADE2, MADE3]], baskets)
    blocks = roster.count[:, pl.BLK] / (roster.games * pace / 100.0 * rates.block_rate)
    return Rotation(
        roster,
        made,
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


def fives(made: Plan, share_of: F8, fouling: F8, key: int) -> tuple[Plan, Bool, F8]:
    """(plan, on[K, N], prob[K]): the plan as practice corrects it, who is on the floor
    in its games, and for what share of time; ``share_of[N]``: of the season;
    ``fouling[N]``: weights for the side's fouls."""
    u = uniforms(key, 0, NIGHTS * int(SECONDS / STEP) * 2).reshape(NIGHTS, -1, 2)
    margins = MARGINS[np.arange(NIGHTS) % len(MARGINS)].tolist()
    for _ in range(PRACTICES):
        games = nights(made, key)
        found, mean = practice(games, margins, SECONDS, STEP, fouling, u)
        made = corrected(made, share_of, mean)
    seen: dict[tuple[int, ...], float] = {}
    for five, share in found:
        if len(five) < pl.ON_FLOOR:  # too many have fouled out
            continue
        seen[tuple(sorted(five))] = seen.get(tuple(sorted(five)), 0.0) + share
    # Who was hardly there plays with the first four.
    for player in np.flatnonzero(mean < SEEN * share_of).tolist():
        first = [other for other in range(pl.ON_FLOOR) if other != player][: pl.ON_FLOOR - 1]
        helped = tuple(sorted([player, *first]))
        seen[helped] = seen.get(helped, 0.0) + float(share_of[player] - mean[player])
    on = np.zeros((len(seen), len(share_of)), dtype=np.bool_)
    np.put_along_axis(on, np.array(list(seen)), True, axis=1)
    prob = np.array(list(seen.values()))
    return made, on, prob / prob.sum()


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
    """ratio[N] of fouls without care and the limit of five to ``fouls`` with them: of a man whose
    next foul comes at a rate that ``coach.CARE`` lowers, so many in a game."""
    rate = np.linspace(0.0, 12.0, 241)
    chance = np.zeros((pl.FOULS_OUT + 1, len(rate)))  # of so many fouls so far
    chance[0] = 1.0
    for _ in range(STEPS):
        moved = chance * np.array(coach.CARE)[:, None] * rate / STEPS
        chance = chance - moved
        chance[1:] += moved[:-1]
    mean = np.arange(pl.FOULS_OUT + 1) @ chance
    return np.asarray(np.interp(fouls, mean, rate) / np.maximum(fouls, 1e-9)).clip(1.0, 1.8)


def _assist_ratio(roster: Roster, rates: CreditRates) -> float:
    """Assists of the team per assist that an average team has on the same twos and threes."""
    total = roster.count.sum(axis=0)
    expected = rates.assisted_all @ total[[pl.FGM2, pl.FGM3]]
    return float(np.clip(total[pl.AST] / max(expected, 1.0), 0.5, 1.5))
