"""Commands about a whole tournament: its odds, the score of picks, one universe."""

import argparse
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine import store
from engine.bracket.pick_code import decode
from engine.bracket.picks import OPEN, Picks
from engine.cli import counts
from engine.cli.commands import Answer, made_by, pool_of, source_of
from engine.domain.field import ROUND_KEYS, Field
from engine.domain.results import TournamentResult
from engine.domain.specs import (
    MAX_UNIVERSES,
    BracketSpec,
    check_random_seed,
    whole_number,
)
from engine.domain.teams import TeamTable
from engine.errors import BadInput, BadLock
from engine.tables.bracket import odds

if TYPE_CHECKING:
    from engine.run.universes import SlotGame


def bracket(args: argparse.Namespace) -> Answer:
    """A whole tournament in many universes, and how a bracket of picks scores in them."""
    field, table = _tournament(args)
    picks = None if args.picks is None else decode(args.picks, field)
    sims = counts.universes(args)
    if args.together is not None and not args.counts:
        raise BadInput("Only counts have pairs of teams.", "Add --counts, or leave --together out.")
    spec = BracketSpec(
        field.league,
        field.season,
        1 if args.counts else sims,
        check_random_seed(args.seed),
        _locks(args, field, table),
        source=field.source,
    )
    from engine import run
    from engine.bracket.locks import locked_slots

    locked_slots(field, spec.locks)  # BadLock for locks that contradict, before a pool starts
    result: TournamentResult | None = None
    with pool_of(args) as pool:
        start = time.perf_counter()
        if args.counts:
            found = counts.count_bracket(args, spec, sims, field, picks, pool)
            slot_prob = found.winner / sims
        else:
            result = run.bracket(spec, pool)
            slot_prob = result.slot_prob()
        seconds = time.perf_counter() - start
        payload = made_by(args, season=field.season) | {"executor": pool.note}
    frame = odds(field, table, slot_prob, sims)
    if _own_field(args):
        payload["field"] = {"teams": len(field.seed), "digest": field.digest}
    payload |= {
        "sims": sims,
        "locks": [list(lock) for lock in spec.locks],
        "seconds": round(seconds, 3),
        "teams": frame.to_dict("records"),
    }
    text = _odds_text(field, spec, sims, frame)
    if result is None:
        counted = counts.bracket_figures(found, field, picks, _names(field, table))
        payload |= counted
        text += f"\n{counts.bracket_text(counted, sims)}"
    elif picks is not None:
        scores = _pick_scores(picks, result)
        payload["picks"] = scores | {
            "code": args.picks,
            "slots": _slots(picks, field, table, result),
        }
        text = _picks_text(scores, spec)
    columns = ["team_id", "name", "seed", "region", *ROUND_KEYS]
    return Answer(text, payload, frame[columns])


def universe(args: argparse.Namespace) -> Answer:
    """One universe of a tournament: every game with its score."""
    field, table = _tournament(args)
    number = whole_number(args.universe, "universe", 0, MAX_UNIVERSES - 1)
    locks = _locks(args, field, table)
    spec = BracketSpec(
        field.league,
        field.season,
        MAX_UNIVERSES,
        check_random_seed(args.seed),
        locks,
        source=field.source,
    )
    from engine.run import one_universe

    names = _names(field, table)
    rows = [_game(game, field, names) for game in one_universe(spec, number)]
    payload = made_by(args, season=field.season) | {
        "universe": number,
        "locks": [list(lock) for lock in spec.locks],
        "champion": rows[-1]["winner"],
        "games": rows,
    }
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("points_a", "points_b", "overtimes"), "Int64"))
    return Answer(_universe_text(field, rows, number), payload, frame)


def _game(game: "SlotGame", field: Field, names: list[str]) -> dict[str, Any]:
    """A row of ``universe --csv``; a locked game has no venue, points or overtimes."""
    row: dict[str, Any] = {"slot": game.slot, "round": game.round}
    points = game.points or (None, None)
    for key, entrant, scored in (("a", game.a, points[0]), ("b", game.b, points[1])):
        row |= {
            f"team_{key}": int(field.team_id[entrant]),
            f"name_{key}": names[entrant],
            f"seed_{key}": field.seed[entrant],
            f"points_{key}": scored,
        }
    return row | {
        "venue": game.spec.venue.text if game.spec else None,
        "overtimes": game.overtimes,
        "winner": int(field.team_id[game.winner]),
    }


def _tournament(args: argparse.Namespace) -> tuple[Field, TeamTable]:
    """The field and the teams of a season, own ones where they are of it."""
    running = store.running_season(args.league)
    known = (*store.tournament_seasons(args.league), running)
    if _own_field(args):
        known = store.known_seasons(args.league)
    season = store.check_season(args.league, args.season, known)
    source = source_of(args, season)
    field = store.load_field(args.league, season, source=source)
    return field, store.load_teams(args.league, season, source=source)


def _own_field(args: argparse.Namespace) -> bool:
    return args.own is not None and args.own.field is not None


def _names(field: Field, table: TeamTable) -> list[str]:
    return [table.name[row] for row in table.rows(field.team_id)]


def _locks(args: argparse.Namespace, field: Field, table: TeamTable) -> tuple[tuple[str, int], ...]:
    """The locks of ``--lock``, and the real results up to the round of ``--happened``."""
    single = [_lock(field, table, text) for text in args.lock]
    if args.happened is None:
        return tuple(single)
    if _own_field(args):
        raise BadInput("A field of your own has no results.", "Lock winners with --lock SLOT=TEAM.")
    from engine.bracket.history import check_round, results_as_locks

    results = store.results_of(field)
    real = results_as_locks(field, results, check_round(args.happened))
    return tuple({*single, *real})


def _lock(field: Field, table: TeamTable, text: str) -> tuple[str, int]:
    slot, equals, team = text.partition("=")
    if not equals or not slot or not team:
        raise BadLock(f"“{text[:40]}” is not a lock.", "Write a slot and a team: R1W1=1373.")
    if slot not in field.slot:
        raise BadLock(
            f"There is no slot “{slot[:24]}” in the {table.where} tournament.",
            f"Slots are named like {field.slot[0]} and {field.slot[-1]}.",
        )
    row = store.team_row(table, team)
    entrant = np.flatnonzero(field.team_id == table.team_id[row])
    if not field.reach()[field.slot.index(slot), entrant].any():
        raise BadLock(
            f"{table.name[row]} cannot reach slot {slot} of the {table.where} tournament.",
            "Lock a team from that part of the bracket.",
        )
    return slot, int(table.team_id[row])


def _odds_text(field: Field, spec: BracketSpec, sims: int, frame: pd.DataFrame) -> str:
    shown = frame.sort_values("champion", ascending=False, kind="stable")
    head = ["seed", "name", *ROUND_KEYS[1:]]
    titles = dict(zip(ROUND_KEYS, field.round_names, strict=True))
    body = shown[head].rename(columns=titles)
    text = body.to_string(index=False, float_format="{:.1%}".format)
    locks = f", {len(spec.locks)} locked" if spec.locks else ""
    return f"Probability of winning in each round, {sims:,} universes{locks}\n{text}"


# --- Picks ---------------------------------------------------------------------------------------


def _pick_scores(picks: Picks, result: TournamentResult) -> dict[str, Any]:
    """Points, upsets and chances of a bracket of picks, for JSON."""
    from engine import run
    from engine.bracket import pick_value

    known = run.win_matrix_of(result.field)
    figures = {name: pick_value.figures(picks, result, known, name) for name in pick_value.SCORINGS}
    first = next(iter(figures.values()))
    perfect = first.perfect
    return {
        "made": picks.made,
        "points": {
            name: {
                "mean": round(f.mean, 4),
                "mean_se": round(f.mean_se, 4),
                "low": f.low,
                "middle": f.middle,
                "high": f.high,
                "most": f.most,
            }
            for name, f in figures.items()
        },
        "right_mean": round(float(first.right.mean()), 4),
        "upsets": first.upset,
        "upsets_usual": float(np.median(first.usual_upset)),
        "final_four": None if np.isnan(first.final_four) else first.final_four,
        "perfect": None
        if perfect is None
        else {"prob": perfect.prob, "se": perfect.se, "error_share": round(perfect.error, 4)},
    }


def _slots(
    picks: Picks, field: Field, table: TeamTable, result: TournamentResult
) -> list[dict[str, Any]]:
    """Each pick with its probability of being right."""
    names, prob = _names(field, table), result.slot_prob()
    return [
        {
            "slot": field.slot[s],
            "round": int(field.round[s]),
            "team_id": int(field.team_id[e]),
            "name": names[e],
            "prob": float(prob[s, e]),
        }
        for s, e in enumerate(picks.entrant)
        if e != OPEN
    ]


def _picks_text(scores: dict[str, Any], spec: BracketSpec) -> str:
    lines = [f"{scores['made']} picks in {spec.universes:,} universes"]
    for name, points in scores["points"].items():
        lines.append(
            f"Points by {name}: {points['mean']:.1f} ± {points['mean_se']:.1f} of "
            f"{points['most']} (90% of universes: {points['low']:.0f} to "
            f"{points['high']:.0f})."
        )
    lines.append(
        f"Correct picks: {scores['right_mean']:.1f} on average. Upsets picked: {scores['upsets']} "
        f"(median of the universes: {scores['upsets_usual']:.0f})."
    )
    if scores["perfect"]:
        lines.append(_perfect_text(**scores["perfect"]))
    return "\n".join(lines)


def _perfect_text(prob: float, se: float, error_share: float) -> str:
    if not prob:
        return "Perfect bracket: no longer possible."
    error = float(np.hypot(se / prob, error_share))
    return f"Perfect bracket: one chance in {1 / prob:.3g} (within a factor of {1 + error:.2f})."


# --- One universe --------------------------------------------------------------------------------


def _universe_text(field: Field, rows: list[dict[str, Any]], number: int) -> str:
    lines = [f"Universe {number:,}"]
    for n, name in enumerate(field.round_names):
        games = [row for row in rows if row["round"] == n]
        if games:
            lines += ["", name, *(_game_text(row) for row in games)]
    return "\n".join(lines)


def _game_text(row: dict[str, Any]) -> str:
    first, second = ("a", "b") if row["winner"] == row["team_a"] else ("b", "a")
    winner, loser = (f"{row[f'seed_{k}']} {row[f'name_{k}']}" for k in (first, second))
    if row["points_a"] is None:
        return f"{row['slot']:>5}  {winner} over {loser} (locked)"
    score = f"{row[f'points_{first}']}-{row[f'points_{second}']}"
    extra = {0: "", 1: " (OT)"}.get(row["overtimes"], f" ({row['overtimes']} OT)")
    return f"{row['slot']:>5}  {winner} {score} {loser}{extra}"
