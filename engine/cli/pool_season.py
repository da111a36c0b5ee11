"""Pool commands for the tournament itself: rooting guide, survivor plan, Calcutta auction."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import U1
from engine.bracket.history import check_round
from engine.bracket.pick_code import decode
from engine.cli.brackets import _names, _tournament
from engine.cli.commands import Answer, made_by
from engine.domain.field import ROUND_NAMES
from engine.domain.specs import check_random_seed
from engine.errors import BadInput
from engine.pools import calcutta, survivor
from engine.pools.rules import BONUSES, DEFAULT_SCORING, Pool, Prizes, Scoring, check_places
from engine.stats.estimates import proportion_se

if TYPE_CHECKING:
    from engine.pools.board import Board
    from engine.pools.rivals import Rivals
    from engine.run.pools import PoolSpec

Options = Callable[[argparse.ArgumentParser], None]

PRIZES_HELP = "first, or percentages of the pot by place: 60,30,10; last=10: the last place pays"


def add_to(inner: Any, command: Callable[..., argparse.ArgumentParser], season: Options) -> None:
    """Register the commands with ``pool``'s parser."""
    rooting = command(inner, "rooting", pool_rooting, "whom to root for, among known entries")
    plan = command(inner, "survivor", pool_survivor, "one winner a round, never a team twice")
    auction = command(inner, "calcutta", pool_calcutta, "what each team is worth at auction")
    for sub in (rooting, plan, auction):
        season(sub)
    rooting.add_argument("code", metavar="CODE", help="my bracket")
    rooting.add_argument("--rivals", type=Path, metavar="FILE", help="all other entries")
    rooting.add_argument("--happened", default="2", metavar="ROUND", help="results through it")
    rooting.add_argument("--prizes", default="first", help=PRIZES_HELP)
    rooting.add_argument("--scoring", default=DEFAULT_SCORING, help="points of the six rounds")
    rooting.add_argument("--bonus", default="none", help=f"{', '.join(BONUSES)}=5")
    auction.add_argument("--pays", help="percent of the pot a win, by round: 0.5,1,2,4,8,20")
    auction.add_argument("--csv", type=Path, metavar="FILE", help="CSV file, one row a team")


def rivals_of(args: argparse.Namespace, spec: "PoolSpec") -> tuple["Rivals", "PoolSpec"]:
    """The rivals of ``--rivals``, if any, and the pool with them; BadInput when they are too
    many."""
    from engine.run.pools import pool_board

    found = read_rivals_of(args, pool_board(spec.league, spec.season))
    return found, replace(spec, known=tuple(choice.tobytes() for choice in found.choice.T))


def read_rivals_of(args: argparse.Namespace, board: "Board") -> "Rivals":
    """The rivals of ``--rivals``, or none."""
    from engine.pools.rivals import read_rivals
    from engine.run.pools import drawn_with
    from engine.sources.rival_files import read_rival_file

    text = "" if args.rivals is None else read_rival_file(args.rivals)
    league, season = board.field.league, board.field.season
    table = store.load_teams(league, season)
    return read_rivals(
        text,
        board,
        lambda name: int(table.team_id[table.row(name)]),
        lambda picks: drawn_with(league, season, picks),
    )


def pool_rooting(args: argparse.Namespace) -> Answer:
    """My expected share of the pot if either side wins an open game; exact from the Sweet 16."""
    from engine.bracket.history import real_winner
    from engine.pools import rooting
    from engine.pools.rules import pick_value
    from engine.run.pools import PoolSpec, other_wins, public_inputs, publics_of

    field, _ = _tournament(args)
    board, win, _ = public_inputs(field.league, field.season)
    known = read_rivals_of(args, board)
    mine = board.chosen(decode(args.code, field))
    choice = np.concatenate([mine[:, None], known.choice], axis=1)
    prizes = Prizes.read(args.prizes)
    check_places(prizes, choice.shape[1])
    happened = check_round(args.happened)
    winner = board.winners(real_winner(field, store.load_results(field.league, field.season)))
    decided = np.where(board.round <= happened, winner.astype(np.int64), -1)
    paths = rooting.exact_paths(board, decided, win)
    value = pick_value(Scoring.read(args.scoring, args.bonus), board, paths.won)
    chance, paid = rooting.outcomes(value, paths, choice, prizes)
    roots = rooting.rooting(board, decided, paths, paid)
    spec = PoolSpec(field.league, field.season, Pool(), random_seed=check_random_seed(args.seed))
    over = [
        float(paid @ rooting.exact_paths(board, decided, other).weight)
        for other in other_wins(spec, publics_of(spec)[0])
    ]
    over.append(float(chance[0]))
    names = _contestants(args, board)
    entries = ["my bracket", *known.name]
    payload = made_by(args, season=field.season) | {
        "paths": len(paths.weight),
        "exact": paths.exact,
        "share": round(float(chance[0]), 6),
        "low": round(min(over), 6),
        "high": round(max(over), 6),
        "entries": [
            {"name": name, "share": round(share, 6)}
            for name, share in zip(entries, chance.tolist(), strict=True)
        ],
        "games": [
            {
                "slot": field.slot[board.slot[root.position]],
                "a": names[root.a],
                "b": names[root.b],
                "if_a": round(root.if_a, 6),
                "if_b": round(root.if_b, 6),
                "difference": round(root.difference, 6),
                "difference_se": round(root.difference_se, 6),
                "matters": root.matters,
            }
            for root in roots
        ],
        "faults": list(known.faults),
    }
    return Answer(_rooting_text(payload), payload)


def _rooting_text(payload: dict[str, Any]) -> str:
    lines = [
        f"My expected share of the pot: {payload['share']:.1%} ({payload['low']:.1%} to "
        f"{payload['high']:.1%} by other odds)."
    ]
    for game in payload["games"]:
        first, second = ("a", "b") if game["difference"] >= 0 else ("b", "a")
        advice = f"root for {game[first]}" if game["matters"] else "does not matter"
        lines.append(
            f"{game[first]} against {game[second]}: {advice} ({game[f'if_{first}']:.1%} or "
            f"{game[f'if_{second}']:.1%})"
        )
    return "\n".join([*lines, *payload["faults"]])


def pool_survivor(args: argparse.Namespace) -> Answer:
    """The plan that is likeliest to survive all six rounds, beside the safest pick each round."""
    field, _ = _tournament(args)
    board, won = _universes(args)
    seen, unseen = won[:, ::2], won[:, 1::2]
    others = _other_universes(args)
    names = _contestants(args, board)
    plans = {
        "plan": survivor.plan(board, seen),
        "safest_now": survivor.safest_now(board, seen),
    }
    payload: dict[str, Any] = made_by(args, season=field.season)
    lines = []
    for key, made in plans.items():
        plan = survivor.measured(board, unseen, made)
        over = [survivor.measured(board, other, made).alive[-1] for other in others]
        payload[key] = {
            "teams": [names[c] for c in plan.contestant],
            "alive": list(plan.alive),
            "chance": plan.alive[-1],
            "chance_se": float(proportion_se(np.array(plan.alive[-1]), unseen.shape[1])),
            "low": min(plan.alive[-1], *over),
            "high": max(plan.alive[-1], *over),
        }
        rounds = zip(ROUND_NAMES[1:], payload[key]["teams"], plan.alive, strict=True)
        steps = ", ".join(f"{name}: {team} ({chance:.1%})" for name, team, chance in rounds)
        lines.append(
            f"{key.replace('_', ' ')}: {steps}; all six {plan.alive[-1]:.2%} "
            f"± {payload[key]['chance_se']:.2%} counting, {payload[key]['low']:.2%} to "
            f"{payload[key]['high']:.2%} by other odds"
        )
    return Answer("\n".join(lines), payload)


def pool_calcutta(args: argparse.Namespace) -> Answer:
    """The share of the pot that each team is worth."""
    field, _ = _tournament(args)
    pays = calcutta.USUAL if args.pays is None else _percentages(args.pays)
    percent = calcutta.check_payouts(pays)
    board, won = _universes(args)
    paid = calcutta.returns(board, won, percent)
    share, error = calcutta.fair_share(paid)
    back = calcutta.money_back(paid, share, 1.0)
    worlds = [calcutta.returns(board, other, percent) for other in _other_universes(args)]
    over = np.stack([share, *(calcutta.fair_share(world)[0] for world in worlds)])
    frame = pd.DataFrame(
        {
            "name": _contestants(args, board),
            "share": share,
            "share_se": error,
            "low": over.min(axis=0),
            "high": over.max(axis=0),
            "money_back": back,
        }
    ).sort_values("share", ascending=False, kind="stable")
    payload = made_by(args, season=field.season) | {
        "pays": list(percent),
        "teams": frame.round(6).to_dict("records"),
    }
    text = frame.to_string(index=False, float_format="{:.2%}".format)
    return Answer(
        f"Share of the pot a team is worth, and the chance to get that price back\n{text}\n"
        "Auctions for money are not legal everywhere.",
        payload,
        frame,
    )


def _percentages(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput(
            f"“{text[:40]}” is not a list of payouts.", "Write percent a win: 0.5,1,2,4,8,20."
        ) from error


def _universes(args: argparse.Namespace) -> tuple["Board", Any]:
    from engine.run.pools import pool_board

    season = store.check_season(args.league, args.season, store.tournament_seasons(args.league))
    board = pool_board(args.league, season)
    return board, board.winners(store.load_default_result(args.league, season).winner)


def _other_universes(args: argparse.Namespace) -> list[U1]:
    """won[P, U] by other odds and ratings."""
    from engine.run.pools import PoolSpec, other_universes, publics_of

    seed = check_random_seed(args.seed)
    spec = PoolSpec(args.league, int(args.season), Pool(), random_seed=seed)
    return list(other_universes(spec, publics_of(spec)[0]))


def _contestants(args: argparse.Namespace, board: "Board") -> list[str]:
    names = _names(*_tournament(args))
    return ["/".join(names[e] for e in board.members(c)) for c in range(board.contestants)]
