"""What runs on this server: for whoever has to find out why it is slow, or differs from another."""

import math
import platform

from engine import MODEL_VERSION, store
from engine.compute import machine
from pages.ui import runs


def facts() -> dict[str, str]:
    """Name -> Markdown of a value, in the order shown."""
    snapshot = store.snapshot_in_use()
    return {
        "Runs": runs.pool().note,
        "Python": f"{platform.python_version()} on {platform.system()}",
        "Cores this server may use": f"{machine.cores():g}",
        "Memory it may use": _size(machine.memory_limit_mb()),
        "Most memory it has used so far": _size(machine.memory_mb()),
        "Data version": f"`{store.data_version()}`",
        "Model version": f"`{MODEL_VERSION}`",
        "Snapshot of this season": f"`{snapshot.name}`" if snapshot else "none",
    }


def _size(megabytes: float | None) -> str:
    if megabytes is None or math.isinf(megabytes):
        return "not told by the system"
    return f"{megabytes:,.0f} MB" if megabytes < 10_000 else f"{megabytes / 1000:,.0f} GB"
