"""What the benchmark asks of a worker."""

from typing import Any

from engine.compute.machine import memory_mb
from engine.game.final_scores import play_scores


def memory_at_work(*chunk: Any) -> float | None:
    """The most memory (MB) of the process that plays this chunk of ``play_scores``; a pool task."""
    play_scores(*chunk)
    return memory_mb()
