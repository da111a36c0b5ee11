"""The part of ``reality`` that looks at players' lines."""

from typing import Any

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import League
from engine.recap.player_figures import PlayerComparison, compared, lines_of, player_figures
from engine.recap.season import SeasonSpec, season_record


def player_gates(
    league: League, season: int, universes: int, random_seed: int, pool: WorkerPool
) -> tuple[PlayerComparison, ...]:
    """Players' figures of some universes beside the real ones; none where those are not known."""
    real = store.load_player_figures(league, season)
    if not real or not universes:
        return ()
    found = []
    for universe in range(universes):
        record = season_record(SeasonSpec(league, season, universe, random_seed), pool)
        found.append(player_figures(lines_of(record.games, record.events, record.players)))
    return compared(real, found)


def gates_text(found: tuple[PlayerComparison, ...]) -> str:
    """The gates as lines of text, or nothing."""
    if not found:
        return ""
    lines = [f"\n{'players, per side and game':46}{'real':>9}{'±':>8}{'simulated':>11}   gate"]
    for c in found:
        verdict = "" if c.holds else "   FAILS"
        lines.append(
            f"{c.words:46}{c.real:9.4f}{c.se:8.4f}{c.simulated:11.4f}{c.low:9.4f} … "
            f"{c.high:.4f}{verdict}"
        )
    held = sum(c.holds for c in found)
    return "\n".join([*lines, f"{held} of {len(found)} players’ gates hold."])


def gates_payload(found: tuple[PlayerComparison, ...]) -> list[dict[str, Any]]:
    """The gates for JSON."""
    return [
        {"name": c.name, "ok": c.holds}
        | {name: round(getattr(c, name), 5) for name in ("real", "se", "simulated", "low", "high")}
        for c in found
    ]
