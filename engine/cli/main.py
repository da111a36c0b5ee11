"""Arguments in, one answer out: what a person types and what the shell gets back."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.cli import backtests, brackets, commands, files, pools
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES
from engine.domain.teams import LEAGUES
from engine.domain.venue import VENUE_TEXTS
from engine.errors import BadInput, HardwoodError

EXIT_BAD_INPUT = 2  # argparse's own


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 2 for bad input, 1 for any other trouble and for a
    check that does not hold."""
    args = parser().parse_args(argv)
    try:
        if args.csv is not None:
            files.check_target(args.csv)
        answer = args.command(args)
        if answer.csv is not None and args.csv is not None:
            files.write_csv(answer.csv, args.csv)
    except HardwoodError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_BAD_INPUT if isinstance(error, BadInput) else 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130
    text = json.dumps(answer.payload) if args.json else answer.text
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if answer.ok else 1


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="python -m engine", description=commands.__doc__)
    subs = top.add_subparsers(title="commands", required=True, metavar="command")
    teams = _command(subs, "teams", commands.teams, "rated teams of a season, the best first")
    _season(teams)
    game = _command(subs, "game", commands.game, "one pairing in many universes")
    _season(game)
    _pairing(game)
    _sims(game, "CSV file to write, one row a universe")
    replay = _command(subs, "replay", commands.replay, "one universe of a pairing, play by play")
    _season(replay)
    _pairing(replay)
    replay.add_argument("--universe", required=True, help="which: a row of game --csv")
    replay.add_argument("--player", metavar="NAME", help="only the plays he or she is part of")
    replay.add_argument("--csv", type=Path, metavar="FILE", help="CSV file, one row an event")
    bracket = _command(subs, "bracket", brackets.bracket, "a whole tournament")
    _season(bracket)
    _locks(bracket)
    bracket.add_argument("--picks", metavar="CODE", help="judge the picks of a link: 24 characters")
    _sims(bracket, "CSV file to write, one row a team")
    universe = _command(subs, "universe", brackets.universe, "one universe of a tournament")
    _season(universe)
    universe.add_argument("--universe", required=True, help="which, from 0")
    _locks(universe)
    universe.add_argument("--csv", type=Path, metavar="FILE", help="CSV file, one row a game")
    pools.add_to(subs, _command, _season)
    _backtest(_command(subs, "backtest", backtests.backtest, "forecasts against real results"))
    _reality(_command(subs, "reality", commands.reality, "a simulated season against the real"))
    _command(subs, "bench", commands.bench, "how fast this machine plays")
    return top


def _command(
    subs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: commands.Command,
    about: str,
) -> argparse.ArgumentParser:
    sub = subs.add_parser(name, help=about, description=about)
    sub.set_defaults(command=run, csv=None)
    sub.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    sub.add_argument("--seed", default=DEFAULT_RANDOM_SEED, help="of the random numbers")
    sub.add_argument("--workers", help="processes; 0 plays in this one (default: what fits)")
    return sub


def _season(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--league", choices=LEAGUES, default="men")
    sub.add_argument("--season", required=True, help="the year in which it ends")


def _pairing(sub: argparse.ArgumentParser) -> None:
    for side in ("--a", "--b"):
        sub.add_argument(side, required=True, metavar="TEAM", help="name or id; 2015:1246 too")
    sub.add_argument("--venue", choices=VENUE_TEXTS, default="neutral", help="whose arena it is")


def _locks(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--lock", nargs="+", action="extend", default=[], metavar="SLOT=TEAM",
        help="that team wins that slot in every universe: R1W1=1373",
    )  # fmt: skip
    sub.add_argument(
        "--happened", metavar="ROUND", help="lock what really happened through it: 0-6 or a name"
    )


def _sims(sub: argparse.ArgumentParser, csv_help: str) -> None:
    sub.add_argument("--sims", default=DEFAULT_UNIVERSES, help="number of universes")
    sub.add_argument("--csv", type=Path, metavar="FILE", help=csv_help)


def _backtest(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--league", choices=LEAGUES, default="men")
    sub.add_argument(
        "--what", choices=tuple(backtests.KINDS), default="tournament",
        help="tournament games, every game of the month before them, or tournaments' upsets",
    )  # fmt: skip
    sub.add_argument("--seasons", required=True, help="2008-2026, 2015 or 2015,2018")
    sub.add_argument("--sims", help="universes a game (default: those of the Accuracy page)")
    sub.add_argument("--csv", type=Path, metavar="FILE", help="CSV file to write, one row a game")


def _reality(sub: argparse.ArgumentParser) -> None:
    _season(sub)
    sub.add_argument("--sims", default=40, help="universes, each of the whole season")
