"""Engine calls as the pages make them: cached, on the workers, with progress.

Pages use the functions named here.
"""

from pages.ui.runs.finished_runs import FinishedRuns
from pages.ui.runs.games import detail, game, game_range, opened
from pages.ui.runs.progress import offer, play_button, progress_bar, say_why_stopped
from pages.ui.runs.server import pool, warm_up
from pages.ui.runs.tournaments import (
    base,
    bracket,
    cached_run,
    finish_page,
    from_link,
    is_ready,
    prepare_run,
    result,
    running,
    shown,
    slot_prob,
)
from pages.ui.runs.universes import history, spice, universe, upset_history

__all__ = [
    "FinishedRuns",
    "base",
    "bracket",
    "cached_run",
    "detail",
    "finish_page",
    "from_link",
    "game",
    "game_range",
    "history",
    "is_ready",
    "offer",
    "opened",
    "play_button",
    "pool",
    "prepare_run",
    "progress_bar",
    "result",
    "running",
    "say_why_stopped",
    "shown",
    "slot_prob",
    "spice",
    "universe",
    "upset_history",
    "warm_up",
]
