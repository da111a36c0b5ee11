"""Play games and tournaments, and check forecasts, from the command line."""

import argparse
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from engine import MODEL_VERSION, store
from engine.cli import counts
from engine.compute.cluster import Cluster
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import (
    MAX_UNIVERSES,
    GameSpec,
    Side,
    check_random_seed,
    whole_number,
)
from engine.domain.teams import League, TeamTable
from engine.errors import BadInput
from engine.store import OwnData
from engine.tables.games import game_summary
from engine.tables.games import games as games_table
from engine.tables.teams import ratings

if TYPE_CHECKING:
    from engine.evaluation.realism import Comparison, Reality


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The output of a command as text, as JSON and, if it has one, as a table; ``ok`` is False when
    a check failed. ``status`` is the exit status, ``complaint`` goes to stderr."""

    text: str
    payload: dict[str, Any]
    csv: pd.DataFrame | None = None
    ok: bool = True
    status: int = 0
    complaint: str = ""


Command = Callable[[argparse.Namespace], Answer]

MAX_WORKERS = 256


def pool_of(args: argparse.Namespace) -> AbstractContextManager[WorkerPool]:
    """The worker pool that ``--workers`` or ``--cluster`` asks for; BadNumber, BadInput."""
    workers = args.workers
    if args.cluster is not None:
        if workers is not None:
            raise BadInput(
                "Work runs on workers of this machine or on a cluster.",
                "Leave out --workers or --cluster; --cluster local:4 has four workers.",
            )
        return WorkerPool(cluster=Cluster.read(args.cluster))
    if workers is not None:
        workers = whole_number(workers, "number of workers", 0, MAX_WORKERS)
    return WorkerPool(workers)


def _teams_of(args: argparse.Namespace) -> TeamTable:
    season = _season(args.league, args.season)
    return store.load_teams(args.league, season, source=source_of(args, season))


def source_of(args: argparse.Namespace, season: int) -> str:
    """The ``source`` of requests for a season: own data where they are of it, else what is in use
    now."""
    own: OwnData | None = args.own
    if own is not None and own.about(args.league, season):
        return own.digest
    return store.source_of(args.league, season)


def _season(league: League, season: object) -> int:
    return store.check_season(league, season, store.known_seasons(league))


def made_by(args: argparse.Namespace, **when: int) -> dict[str, Any]:
    """Everything the numbers of an answer depend on, so that they can be reproduced."""
    return {
        "league": args.league,
        **when,
        "seed": check_random_seed(args.seed),
        "model": MODEL_VERSION,
        "data": store.data_version(),
    } | _running(args.league, when.get("season"))


def _running(league: League, season: int | None) -> dict[str, str]:
    """The data of the running season, if it is that one: their digest and last day."""
    if season is None or season != store.running_season(league):
        return {}
    return {"source": store.source_of(league, season), "through": store.through(league)}


def teams(args: argparse.Namespace) -> Answer:
    """All rated teams of a season, best net efficiency first."""
    table = _teams_of(args)
    frame = ratings(table)
    payload = made_by(args, season=table.base.season) | {
        "cutoff": table.base.cutoff,
        "teams": frame.round(5).to_dict("records"),
    }
    columns = ["rank", "team_id", "name", "wins", "losses", "net_eff", "net_se"]
    columns += ["off_eff", "def_eff", "pace"]
    text = frame[columns].to_string(index=False, float_format="{:.1f}".format)
    return Answer(text, payload, frame)


def game(args: argparse.Namespace) -> Answer:
    """One pairing in many universes."""
    season = _season(args.league, args.season)
    sides = [_side(args, season, text) for text in (args.a, args.b)]
    names = [_name(args.league, side) for side in sides]
    sims, random_seed = counts.universes(args), check_random_seed(args.seed)
    played = 1 if args.counts else sims
    spec = GameSpec(args.league, sides[0], sides[1], args.venue, played, random_seed)
    from engine import run

    figures: dict[str, float]
    with pool_of(args) as pool:
        if args.counts:
            figures, frame = counts.count_game(args, spec, sims, pool)
        else:
            result = run.game(spec, pool)
            figures, frame = game_summary(result), games_table(result)
    odds = run.game_odds(spec)
    figures |= {"win_prob_a_smooth": odds.prob, "win_prob_a_smooth_error": odds.error}
    figures |= {"win_prob_a_weaker": odds.weaker, "win_prob_a_stronger": odds.stronger}
    payload = made_by(args, season=season) | {"venue": args.venue, "sims": sims}
    for key, side, name in zip("ab", sides, names, strict=True):
        payload[key] = {"season": side.season, "team_id": side.team_id, "name": name}
    return Answer(_game_text(args.venue, names, figures), payload | figures, frame)


def replay(args: argparse.Namespace) -> Answer:
    """One universe of a pairing: play-by-play and box score."""
    season = _season(args.league, args.season)
    sides = [_side(args, season, text) for text in (args.a, args.b)]
    universe = whole_number(args.universe, "universe", 0, MAX_UNIVERSES - 1)
    spec = GameSpec(
        args.league, sides[0], sides[1], args.venue, MAX_UNIVERSES, check_random_seed(args.seed)
    )
    from engine.recap import game_recap, play_by_play

    game = game_recap.recap(spec, universe)
    frame = play_by_play.table(game)
    if args.player is not None:
        frame = play_by_play.of_player(frame, args.player)
    payload = made_by(args, season=season) | {"venue": args.venue, "universe": universe}
    for key, side, figures in zip("ab", sides, play_by_play.side_figures(game), strict=True):
        payload[key] = {"season": side.season, "team_id": side.team_id} | figures
    return Answer(
        play_by_play.report(game, frame), payload | play_by_play.game_figures(game), frame
    )


def _game_text(venue: str, names: list[str], figures: dict[str, float]) -> str:
    where = {"neutral": "a neutral floor", "a": f"{names[0]}’s floor", "b": f"{names[1]}’s floor"}
    low, high = figures["margin_q05"], figures["margin_q95"]
    return (
        f"{names[0]} beats {names[1]} on {where[venue]} with probability "
        f"{figures['win_prob_a_smooth']:.1%} ± {figures['win_prob_a_smooth_error']:.1%} "
        f"(without counting noise); {figures['win_prob_a_weaker']:.0%} to "
        f"{figures['win_prob_a_stronger']:.0%} if the ratings are off by one standard error.\n"
        f"Counted in {figures['universes']:,} universes: {figures['win_prob_a']:.1%} ± "
        f"{figures['win_prob_a_se']:.1%}.\n"
        f"Points {figures['points_a_mean']:.1f} to {figures['points_b_mean']:.1f}, "
        f"margin {figures['margin_mean']:+.1f} (90% of universes: {low:+.0f} to {high:+.0f}), "
        f"overtime {figures['overtime_prob']:.1%}."
    )


def _side(args: argparse.Namespace, usual: int, text: str) -> Side:
    """``1276``, ``Michigan``, or of another season ``2015:1246`` and ``2015:Kentucky``."""
    year, colon, team = text.partition(":")
    if not colon:
        year, team = str(usual), text
    season = _season(args.league, year)
    source = source_of(args, season)
    table = store.load_teams(args.league, season, source=source)
    return Side(season, int(table.team_id[store.team_row(table, team)]), source)


def _name(league: League, side: Side) -> str:
    table = store.load_teams(league, side.season, source=side.source)
    return f"{table.name[table.row(side.team_id)]} {side.season}"


def reality(args: argparse.Namespace) -> Answer:
    """Compare a simulated season with the real one."""
    season = store.check_season(args.league, args.season, store.schedule_seasons(args.league))
    random_seed = check_random_seed(args.seed)
    from engine.cli import player_gates as players
    from engine.evaluation.realism import MAX_UNIVERSES, RealitySpec
    from engine.evaluation.realism import reality as compare_season

    with_players = whole_number(args.players, "number of universes with players", 0, 20)
    sims = whole_number(args.sims, "number of universes", 2, MAX_UNIVERSES)
    with pool_of(args) as pool:
        start = time.perf_counter()
        found = compare_season(RealitySpec(args.league, season, sims, random_seed), pool)
        lines = players.player_gates(args.league, season, with_players, random_seed, pool)
        seconds = time.perf_counter() - start
        executor = pool.note
    payload = made_by(args, season=season) | {"sims": sims, "games": found.games}
    ok = not found.failed() and all(c.holds for c in lines)
    payload |= {"executor": executor, "seconds": round(seconds, 3), "ok": ok}
    payload |= {"players": players.gates_payload(lines)}
    payload |= {"gates": [_gate(c) for c in found.gates]}
    payload |= {"others": [_other(c) for c in found.comparisons if not c.gated]}
    return Answer(_reality_text(found) + players.gates_text(lines), payload, ok=ok)


def _gate(c: "Comparison") -> dict[str, Any]:
    return _other(c) | {"low": round(c.low, 5), "high": round(c.high, 5), "ok": c.holds()}


def _other(c: "Comparison") -> dict[str, Any]:
    figures = {"real": c.real, "simulated": c.simulated, "se": c.se, "spread": c.spread}
    return {"name": c.name} | {name: round(value, 5) for name, value in figures.items()}


def _reality_text(found: "Reality") -> str:
    spec = found.spec
    lines = [
        f"{spec.league}'s {spec.season}: {found.games:,} games, each played in {spec.universes} "
        "universes. ±: standard error of the simulated figure.",
        f"{'':28}{'real':>9}{'simulated':>11}{'±':>8}   gate",
    ]
    for c in found.comparisons:
        bounds = f"{c.low:9.4f} … {c.high:.4f}" if c.gated else ""
        verdict = "" if c.holds() else "   FAILS"
        one = f"{c.name:28}{c.real:9.4f}{c.simulated:11.4f}{c.se:8.4f}{bounds}{verdict}"
        lines.append(one)
    failed = found.failed()
    held = f"{len(found.gates) - len(failed)} of {len(found.gates)} gates hold."
    return "\n".join([*lines, held])


def bench(args: argparse.Namespace) -> Answer:
    """Measure how fast this machine plays."""
    random_seed = check_random_seed(args.seed)
    from engine.evaluation.benchmark import bench as measure

    figures = measure(random_seed).figures()
    payload = {"seed": random_seed, "model": MODEL_VERSION, "data": store.data_version()} | figures
    return Answer(_bench_text(figures), payload)


def _bench_text(figures: dict[str, Any]) -> str:
    lines = [", ".join(f"{name} {value}" for name, value in figures["machine"].items())]
    for name, (low, high) in figures["range"].items():
        value = figures[name]
        digits = 0 if value >= 100 else 2
        span = f"{low:,.{digits}f} to {high:,.{digits}f}"
        lines.append(f"{name.replace('_', ' '):26} {value:>10,.{digits}f}   ({span})")
    lines.append(f"The compiled game is {figures['jit_ratio']:,.0f} times as fast as plain Python.")
    lines.append(
        f"A game takes {figures['random_ratio']:,.0f} times as long as its random numbers alone."
    )
    share = figures["cpu_share"]
    if share < 0.9:
        lines.append(
            f"The machine was busy: this process had its core only {share:.0%} of the time."
        )
    return "\n".join(lines)
