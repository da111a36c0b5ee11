"""Commands about bracket pools: the best entry, what brackets are worth, the public's picks."""

import argparse
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import U1
from engine.bracket.history import check_round, results_as_locks
from engine.bracket.pick_code import decode, encode
from engine.cli import pool_record, pool_season
from engine.cli.brackets import _lock, _names, _tournament
from engine.cli.commands import Answer, made_by, pool_of
from engine.cli.pool_season import PRIZES_HELP, rivals_of
from engine.domain.field import ROUND_KEYS, ROUND_NAMES
from engine.domain.specs import (
    DEFAULT_RANDOM_SEED,
    DEFAULT_UNIVERSES,
    BracketSpec,
    check_random_seed,
    check_universes,
    whole_number,
)
from engine.errors import BadInput
from engine.pools.rules import (
    BONUSES,
    DEFAULT_SCORING,
    MAX_ENTRIES,
    MAX_MINE,
    Pool,
    Prizes,
    Scoring,
)

if TYPE_CHECKING:
    from engine.pools.evaluate import Figures
    from engine.run.pools import PoolAnswer, PoolSpec, ReadyPool

STYLES = ("tempered", "bold")
Options = Callable[[argparse.ArgumentParser], None]


def add_to(subs: Any, command: Callable[..., argparse.ArgumentParser], season: Options) -> None:
    """Register ``pool …`` with the parser of ``engine.cli.main``."""
    about = "bracket pools: what to enter, and what it is worth"
    inner = subs.add_parser("pool", help=about, description=about).add_subparsers(
        title="pool commands", required=True, metavar="command"
    )
    best = command(inner, "best", pool_best, "the bracket to enter in a pool")
    second = command(inner, "second-chance", pool_best, "the same, filled after some rounds")
    judge = command(inner, "judge", pool_judge, "what brackets are worth in a pool")
    public = command(inner, "public", pool_public, "how often the public picks each team")
    for sub in (best, second, judge, public):
        season(sub)
        sub.add_argument("--chalky", default=1.0, help="the public's log-odds times this, 0.5 to 2")
        sub.add_argument("--loved", nargs="+", default=[], metavar="TEAM", help="liked by rivals")
    for sub in (best, second, judge):
        _rules(sub)
    for sub in (best, second):
        _search(sub)
    for sub, usual in ((second, 2), (judge, 0)):
        sub.add_argument(
            "--happened", default=usual, metavar="ROUND",
            help="brackets are filled after this round, by number or name (default: %(default)s)",
        )  # fmt: skip
    judge.add_argument("code", nargs="+", metavar="CODE", help="complete brackets, 24 characters")
    second.set_defaults(rivals=None)
    for sub in (best, judge):
        sub.add_argument("--rivals", type=Path, metavar="FILE", help="rivals' brackets, one a line")
    pool_season.add_to(inner, command, season)
    pool_record.add_to(inner, command)
    public.add_argument("--csv", type=Path, metavar="FILE", help="CSV file, one row a team")


def _rules(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--entries", default=30, help="brackets in the pool, mine among them")
    sub.add_argument("--prizes", default="first", help=PRIZES_HELP)
    sub.add_argument("--scoring", default=DEFAULT_SCORING, help="points of the six rounds")
    sub.add_argument("--bonus", default="none", help=f"{', '.join(BONUSES)}=5")
    sub.add_argument("--sims", default=DEFAULT_UNIVERSES, help="number of universes")


def _search(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--style", choices=STYLES, default="tempered", help="how to choose")
    sub.add_argument("--mine", default=1, help="entries of my own")
    sub.add_argument(
        "--lock", nargs="+", action="extend", default=[], metavar="SLOT=TEAM",
        help="a pick that my entries must have: R6CH=Duke",
    )  # fmt: skip


def pool_best(args: argparse.Namespace) -> Answer:
    """The bracket to enter, most points and chalk beside it."""
    spec = _spec(args)
    from engine.run import pools

    known, spec = rivals_of(args, spec)
    began = time.perf_counter()
    ready = _ready(args, spec)
    answer = pools.pool_answer(ready)
    seconds = time.perf_counter() - began
    payload = _about(args, spec) | _best_payload(answer) | {"seconds": round(seconds, 3)}
    payload |= {"rivals": len(known.name), "faults": list(known.faults)}
    return Answer("\n".join([_best_text(answer, payload), *known.faults]), payload)


def pool_judge(args: argparse.Namespace) -> Answer:
    """What complete brackets are worth in a pool: chance, payout, places, best changes."""
    spec = _spec(args)
    from engine.pools import evaluate

    field = store.load_field(spec.league, spec.season)
    picks = [decode(code, field) for code in args.code]
    known, spec = rivals_of(args, spec)
    ready = _ready(args, spec)
    held = ready.held
    rows = []
    for code, made in zip(args.code, picks, strict=True):
        choice = ready.board.chosen(made)
        judged = evaluate.figures([choice], held, spec.pool, ready.unit)
        places = evaluate.places(choice, held, spec.pool.entries)
        changes = evaluate.best_changes(choice, ready.search, held, spec.pool)
        names = _contestants(ready)
        rows.append(
            {"code": code}
            | _rounded(judged)
            | {
                "places": [round(float(p), 5) for p in places],
                "changes": [
                    {
                        "team": names[c.contestant],
                        "round": ROUND_NAMES[c.round],
                        "gain": round(c.gain, 6),
                        "gain_se": round(c.gain_se, 6),
                        "code": _code(ready, c.choice),
                    }
                    for c in changes
                ],
            }
        )
    payload = _about(args, spec) | {
        "brackets": rows,
        "rivals": len(known.name),
        "faults": list(known.faults),
    }
    lines = [_judged_text(row, spec.pool.entries) for row in rows]
    return Answer("\n".join([*lines, *known.faults]), payload)


def pool_public(args: argparse.Namespace) -> Answer:
    """The share of the public that picks each team to win in each round, by the model."""
    field, table = _tournament(args)
    teams = _teams(args, table)
    from engine.pools.public import entrant_share
    from engine.run import pools
    from engine.run.win_matrix import load_win_matrix

    entrants = pools.spec_entrants(field, teams)
    public = pools.load_public(field.league, field.season, _chalky(args), entrants)
    win = load_win_matrix(field.league, field.season).win
    pair = np.bincount(public.board.contestant)[public.board.contestant] > 1
    frame = pd.DataFrame({"team_id": field.team_id})
    frame[list(ROUND_KEYS[1:])] = entrant_share(public.board, public.share, win)
    whole = frame.assign(name=_names(field, table), seed=field.seed, first_four=pair)
    fitted = store.load_public_model(field.league)["left_out"]
    payload = made_by(args, season=field.season) | {
        "teams": whole.round(6).to_dict("records"),
        "r2_left_out": [round(float(x), 4) for x in fitted],
    }
    shown = whole.sort_values("champion", ascending=False, kind="stable")
    text = shown[["name", "seed", *ROUND_KEYS[1:]]].to_string(
        index=False, float_format="{:.1%}".format
    )
    return Answer(
        f"Share of the public that picks a team to win in each round\n{text}", payload, frame
    )


# --- What was asked ------------------------------------------------------------------------------


def _spec(args: argparse.Namespace) -> "PoolSpec":
    field, table = _tournament(args)
    entries = whole_number(args.entries, "number of entries", 2, MAX_ENTRIES)
    scoring = Scoring.read(args.scoring, args.bonus)
    mine = whole_number(getattr(args, "mine", 1), "number of own entries", 1, MAX_MINE)
    from engine.run.pools import PoolSpec

    return PoolSpec(
        field.league,
        field.season,
        Pool(entries, Prizes.read(args.prizes), scoring, mine),
        getattr(args, "style", STYLES[0]),
        tuple(_lock(field, table, text) for text in getattr(args, "lock", [])),
        check_random_seed(args.seed),
        _chalky(args),
        _teams(args, table),
        check_round(getattr(args, "happened", 0)),
    )


def _teams(args: argparse.Namespace, table: Any) -> tuple[int, ...]:
    return tuple(int(table.team_id[table.row(team)]) for team in args.loved)


def _chalky(args: argparse.Namespace) -> float:
    try:
        value = float(args.chalky)
    except ValueError:
        value = 0.0
    if not 0.5 <= value <= 2.0:
        raise BadInput(f"“{str(args.chalky)[:24]}” is not a chalkiness.", "Use 0.5 to 2.")
    return value


def _ready(args: argparse.Namespace, spec: "PoolSpec") -> "ReadyPool":
    from engine import run
    from engine.run.pools import ready_pool

    sims = check_universes(args.sims)
    if sims < 200:
        raise BadInput("A pool needs at least 200 universes.", "Use --sims 10000.")
    asked = BracketSpec(spec.league, spec.season, sims, spec.random_seed)
    if (sims, spec.random_seed) == (DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED):
        result = store.load_default_result(spec.league, spec.season)
    else:
        with pool_of(args) as workers:
            result = run.bracket(asked, workers)
    if spec.happened:
        known = store.load_results(spec.league, spec.season)
        locks = results_as_locks(result.field, known, spec.happened)
        with pool_of(args) as workers:
            result = run.whatif(replace(result.spec, locks=locks), result, workers)
    return ready_pool(spec, result)


# --- Answers -------------------------------------------------------------------------------------


def _about(args: argparse.Namespace, spec: "PoolSpec") -> dict[str, Any]:
    pool = spec.pool
    return made_by(args, season=spec.season) | {
        "entries": pool.entries,
        "prizes": pool.prizes.text,
        "scoring": pool.scoring.text,
        "bonus": args.bonus,
        "sims": check_universes(args.sims),
        "style": spec.style,
        "mine": pool.mine,
        "happened": spec.happened,
        "fair_prob": 1.0 / pool.entries,
    }


def _best_payload(answer: "PoolAnswer") -> dict[str, Any]:
    ready = answer.ready
    own = _rounded(answer.figures) | _bracket(ready, answer.entries[0])
    payload = own | {"in_sample": round(answer.seen, 6)}
    for key, (choice, judged) in (
        ("most_points", answer.most_points),
        ("chalk", answer.chalk),
    ):
        payload[key] = _rounded(judged) | _bracket(ready, choice)
    payload["set"] = [_bracket(ready, choice) for choice in answer.entries]
    return payload


def _rounded(judged: "Figures") -> dict[str, float]:
    return {name: round(value, 6) for name, value in asdict(judged).items()}


def _bracket(ready: "ReadyPool", choice: U1) -> dict[str, Any]:
    """A bracket as its code, its champion and slot -> team id."""
    field = ready.board.field
    picks = _picks(ready, choice)
    chosen = {
        field.slot[s]: int(field.team_id[picks.entrant[s]])
        for s in ready.board.slot.tolist()
        if field.round[s] > ready.spec.happened
    }
    return {
        "champion": _contestants(ready)[int(choice[-1])],
        "code": encode(picks, field),
        "picks": chosen,
    }


def _picks(ready: "ReadyPool", choice: U1) -> Any:
    field = ready.board.field
    prob = store.load_default(field.league, field.season)[1]
    return ready.board.picks(choice, prob)


def _code(ready: "ReadyPool", choice: U1) -> str:
    return encode(_picks(ready, choice), ready.board.field)


def _contestants(ready: "ReadyPool") -> list[str]:
    field = ready.board.field
    table = store.load_teams(field.league, field.season)
    names = _names(field, table)
    board = ready.board
    return ["/".join(names[e] for e in board.members(c)) for c in range(board.contestants)]


def _best_text(answer: "PoolAnswer", payload: dict[str, Any]) -> str:
    spec = answer.ready.spec
    who = "This bracket" if spec.pool.mine == 1 else f"This set of {spec.pool.mine}"
    lines = [f"Picks from the {ROUND_NAMES[spec.happened + 1]} on."] if spec.happened else []
    lines += [
        f"{who} wins a pool of {spec.pool.entries:,} with {_chance(payload)}; an average entry "
        f"{1 / spec.pool.entries:.1%}.",
        f"Most points: {_chance(payload['most_points'])}. Chalk: {_chance(payload['chalk'])}.",
    ]
    lines += [f"{made['code']}  champion {made['champion']}" for made in payload["set"]]
    return "\n".join(lines)


def _judged_text(row: dict[str, Any], entries: int) -> str:
    lines = [f"{row['code']}: {_chance(row)}; {row['fair_shares']:.1f} fair shares of {entries:,}"]
    lines.extend(
        f"  {change['team']} through the {change['round']}: {change['gain']:+.2%} of the pot "
        f"± {change['gain_se']:.2%}"
        for change in row["changes"]
    )
    return "\n".join(lines)


def _chance(judged: dict[str, Any]) -> str:
    return (
        f"{judged['win_prob']:.1%} (± {judged['win_prob_se']:.1%} counting; "
        f"{judged['low']:.1%} to {judged['high']:.1%} under other publics and odds)"
    )
