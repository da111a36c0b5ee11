"""Parses the arguments, runs one command, prints its answer and returns the exit status."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from engine.cli import (
    backtests,
    brackets,
    commands,
    counts,
    files,
    own,
    pools,
    projections,
    rare,
    refresh,
    scaling,
    season,
)
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES
from engine.domain.teams import LEAGUES
from engine.domain.venue import VENUE_TEXTS
from engine.errors import BadInput, HardwoodError
from engine.store import KINDS

EXIT_BAD_INPUT = 2  # the same as argparse
LONGEST = 240  # characters of a complaint about the arguments
BELOW_ZERO = re.compile(r"-[0-9.]")


class Parser(argparse.ArgumentParser):
    """argparse's parser, which repeats no more of a bad argument than fits a sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with status 2."""
        super().error(message if len(message) <= LONGEST else f"{message[:LONGEST]}…")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0, 2 for bad input, 130 when interrupted, 1 for any other
    error and for a check that fails; ``refresh`` adds 3 (nothing new) and 4 (kept the old)."""
    args = _parsed(parser(), sys.argv[1:] if argv is None else argv)
    try:
        if args.csv is not None:
            files.check_target(args.csv)
        args.own = own.read(args)
        answer = own.labeled(args.command(args), args.own)
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
    except BrokenPipeError:  # the reader, such as `head`, has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if answer.complaint:
        sys.stderr.write(f"{answer.complaint}\n")
    return answer.status if answer.ok else 1


def _parsed(top: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """The arguments as a namespace; argparse exits with status 2 if they are wrong.

    argparse takes the value of ``--a=--`` for the end of the options, and hands on a list; and it
    takes ``-5,105`` for an option, so such a value is tied to its option here."""
    tied: list[str] = []
    for text in argv:
        if text.startswith("--") and text.endswith("=--"):
            top.error(f"“--” is not a value for {text[:-3]}; write {text[:-3]}=VALUE")
        option = tied[-1] if tied else ""
        if BELOW_ZERO.match(text) and option.startswith("--") and "=" not in option[2:]:
            tied[-1] = f"{option}={text}"
        else:
            tied.append(text)
    return top.parse_args(tied)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = Parser(prog="python -m engine", description=commands.__doc__)
    subs = top.add_subparsers(title="commands", required=True, metavar="command")
    teams = _command(subs, "teams", commands.teams, "all rated teams of a season, best first")
    _season(teams)
    own.arguments(teams, "games", "ratings")
    game = _command(subs, "game", commands.game, "one pairing in many universes")
    _season(game)
    _pairing(game)
    own.arguments(game, "games", "ratings")
    _sims(game, "write a CSV file, one row per universe; with --counts one per value")
    counts.switch(game)
    replay = _command(subs, "replay", commands.replay, "one universe of a pairing, play by play")
    _season(replay)
    _pairing(replay)
    own.arguments(replay, "games", "ratings")
    replay.add_argument(
        "--universe", required=True, help="number of the universe: a row of game --csv"
    )
    replay.add_argument("--player", metavar="NAME", help="only plays with this player")
    replay.add_argument(
        "--csv", type=Path, metavar="FILE", help="write a CSV file, one row per event"
    )
    bracket = _command(subs, "bracket", brackets.bracket, "a whole tournament in many universes")
    _season(bracket)
    _locks(bracket)
    own.arguments(bracket, *KINDS)
    bracket.add_argument(
        "--picks", metavar="CODE", help="score the picks of a link: its 24 characters"
    )
    _sims(bracket, "write a CSV file, one row per team")
    counts.switch(bracket)
    bracket.add_argument(
        "--together", metavar="ROUND", help="with --counts: how often pairs of teams win this round"
    )
    universe = _command(subs, "universe", brackets.universe, "one universe of a tournament")
    _season(universe)
    universe.add_argument("--universe", required=True, help="number of the universe, from 0")
    _locks(universe)
    own.arguments(universe, *KINDS)
    universe.add_argument(
        "--csv", type=Path, metavar="FILE", help="write a CSV file, one row per game"
    )
    rare_ = _command(subs, "rare", rare.rare, "how often rare things happen in a tournament")
    _season(rare_)
    rare.arguments(rare_)
    pools.add_to(subs, _command, _season)
    _backtest(_command(subs, "backtest", backtests.backtest, "compare forecasts with real results"))
    _reality(
        _command(subs, "reality", commands.reality, "compare a simulated season with the real one")
    )
    season.arguments(
        _command(subs, "season", season.season, "play every game of a season into files")
    )
    refresh.arguments(
        _command(subs, "refresh", refresh.refresh, "bring the season being played up to date")
    )
    project = _command(
        subs, "project", projections.project, "play the rest of the season to its title game"
    )
    projections.arguments(project)
    scaling_ = _command(subs, "scaling", scaling.scaling, "how long a run takes on many workers")
    _season(scaling_)
    scaling.arguments(scaling_)
    _command(subs, "bench", commands.bench, "measure how fast this machine plays")
    return top


def _command(
    subs: "argparse._SubParsersAction[Parser]",
    name: str,
    run: commands.Command,
    about: str,
) -> argparse.ArgumentParser:
    sub = subs.add_parser(name, help=about, description=about)
    sub.set_defaults(command=run, csv=None)
    sub.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    sub.add_argument(
        "--seed",
        default=DEFAULT_RANDOM_SEED,
        help="random number of the run (default: %(default)s)",
    )
    sub.add_argument(
        "--workers",
        help="worker processes; 0 runs in this process (default: what the machine allows)",
    )
    sub.add_argument(
        "--cluster",
        metavar="WHERE",
        help="workers of a Dask cluster: local, local:4 or tcp://HOST:8786",
    )
    return sub


def _season(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--league", choices=LEAGUES, default="men")
    sub.add_argument("--season", required=True, help="the year in which the season ends")


def _pairing(sub: argparse.ArgumentParser) -> None:
    for side in ("--a", "--b"):
        sub.add_argument(
            side, required=True, metavar="TEAM", help="name or id; of another season: 2015:Kentucky"
        )
    sub.add_argument(
        "--venue", choices=VENUE_TEXTS, default="neutral", help="whose home floor the game is on"
    )


def _locks(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--lock", nargs="+", action="extend", default=[], metavar="SLOT=TEAM",
        help="let a team win a slot in every universe: R1W1=1373",
    )  # fmt: skip
    sub.add_argument(
        "--happened",
        metavar="ROUND",
        help="lock all real results up to this round: 0-6 or its name",
    )


def _sims(sub: argparse.ArgumentParser, csv_help: str) -> None:
    sub.add_argument(
        "--sims", default=DEFAULT_UNIVERSES, help="number of universes (default: %(default)s)"
    )
    sub.add_argument("--csv", type=Path, metavar="FILE", help=csv_help)


def _backtest(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--league", choices=LEAGUES, default="men")
    sub.add_argument(
        "--what", choices=tuple(backtests.KINDS), default="tournament",
        help="tournament games from Selection Sunday, or with ratings following the results of "
        "earlier rounds; all games of the month before; upsets in tournaments",
    )  # fmt: skip
    sub.add_argument("--seasons", required=True, help="2008-2026, 2015 or 2015,2018")
    sub.add_argument("--sims", help="universes per game (default: as on the Accuracy page)")
    sub.add_argument("--csv", type=Path, metavar="FILE", help="write a CSV file, one row per game")


def _reality(sub: argparse.ArgumentParser) -> None:
    _season(sub)
    sub.add_argument(
        "--sims", default=40, help="universes of the whole season (default: %(default)s)"
    )
    sub.add_argument(
        "--players", default=0, metavar="N",
        help="universes in which players are looked at, too: men's 2026 (default: %(default)s)",
    )  # fmt: skip
