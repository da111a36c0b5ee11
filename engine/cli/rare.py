"""How often rare things happen in a tournament: counted, with exact intervals, and solved."""

import argparse
import time
from pathlib import Path
from typing import Any

import pandas as pd

from engine.bracket import rare as rare_things
from engine.bracket.pick_code import decode
from engine.cli import counts
from engine.cli.brackets import _tournament
from engine.cli.commands import Answer, made_by, pool_of
from engine.domain.counts import Tally
from engine.domain.field import Field
from engine.domain.specs import BracketSpec, check_counted, check_random_seed
from engine.errors import BadInput
from engine.stats.exact_interval import clopper_pearson

LEVEL = 0.95


def arguments(sub: argparse.ArgumentParser) -> None:
    """The options of ``rare``, after league and season."""
    sub.add_argument(
        "--universes", default=1_000_000, help="how many are played (default: %(default)s)"
    )
    sub.add_argument(
        "--code", nargs="+", action="extend", default=[], metavar="CODE",
        help="ask for a perfect bracket of these picks too: 24 characters of a link",
    )  # fmt: skip
    sub.add_argument(
        "--csv", type=Path, metavar="FILE", help="write a CSV file, one row a question"
    )
    counts.arguments(sub)


def rare(args: argparse.Namespace) -> Answer:
    """Count how often rare things happen, beside their solved probabilities."""
    universes, random_seed = check_counted(args.universes), check_random_seed(args.seed)
    keep = counts.checkpoint(args)
    field, _ = _tournament(args)
    from engine import run

    matrix = run.win_matrix_of(field)
    questions = rare_things.usual_questions(field, matrix.win)
    questions += [_given(code, field) for code in dict.fromkeys(args.code)]
    spec = BracketSpec(field.league, field.season, 1, random_seed, source=field.source)
    count = run.count_of_bracket(spec, universes, rare_things.asked(field, questions))
    with pool_of(args) as pool:
        start = time.perf_counter()
        found = Tally(*run.counted(count, pool, keep, counts.progress()))
        seconds = time.perf_counter() - start
        executor = pool.note
    rows = [
        _row(question, int(question.happened(hits)), universes, solved)
        for question, hits, solved in zip(
            questions,
            found.hits,
            rare_things.solve(matrix, questions, random_seed),
            strict=True,
        )
    ]
    payload = made_by(args, season=field.season) | {"universes": universes, "executor": executor}
    payload |= {"seconds": round(seconds, 3), "questions": rows}
    return Answer(_text(rows, universes), payload, pd.DataFrame(rows))


def _given(code: str, field: Field) -> rare_things.Question:
    picks = decode(code, field)
    if picks.counted(field) < int(field.counted.sum()):
        raise BadInput(
            f"The picks {code} are not complete.", "Pick a winner of every game from round 1 on."
        )
    return rare_things.all_right(f"A perfect bracket {code}", picks, field)


def _row(
    question: rare_things.Question, hits: int, universes: int, solved: rare_things.Solved
) -> dict[str, Any]:
    low, high = clopper_pearson(hits, universes, LEVEL)
    return {
        "question": question.name,
        "hits": hits,
        "share": hits / universes,
        "low": low,
        "high": high,
        "solved": solved.prob,
        "solved_se": solved.se,
    }


def _text(rows: list[dict[str, Any]], universes: int) -> str:
    width = max(len(row["question"]) for row in rows)
    lines = [
        f"Counted in {universes:,} universes with exact {LEVEL:.0%} intervals; solved from the "
        "ratings without counting (± standard error of averaging; the win curve’s own error, some "
        "percent of what is rare, is not in it).",
        f"{'':{width}}  {'universes':>13}  {'share':>9}  {'from':>9}  {'to':>9}  {'solved':>9}",
    ]
    for row in rows:
        share = "  ".join(f"{row[name]:9.3g}" for name in ("share", "low", "high", "solved"))
        lines.append(
            f"{row['question']:{width}}  {row['hits']:13,}  {share} ± {row['solved_se']:.1g}"
        )
    return "\n".join(lines)
