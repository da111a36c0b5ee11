"""The benchmark's worker task."""

from typing import Any

from engine.compute.machine import memory_mb
from engine.game.final_scores import play_scores


def memory_at_work(*chunk: Any) -> float | None:
    """Peak memory (MB) of the process after playing this chunk of ``play_scores``."""
    play_scores(*chunk)
    return memory_mb()
