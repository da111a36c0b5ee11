"""Engine calls as the pages make them: cached, on the workers, with progress.

Pages use the functions named here.
"""

from pages.ui.runs.finished_runs import FinishedRuns
from pages.ui.runs.games import game, opened
from pages.ui.runs.progress import offer, play_button, progress_bar, say_why_stopped
from pages.ui.runs.server import pool, warm_up
from pages.ui.runs.session_runs import (
    base,
    cached_run,
    default_spec,
    finish_page,
    follow_link,
    play,
    prepare_run,
    result,
    running,
    shown,
)
from pages.ui.runs.tournaments import bracket, history, slot_prob, spice, universe, upset_history

__all__ = [
    "FinishedRuns",
    "base",
    "bracket",
    "cached_run",
    "default_spec",
    "finish_page",
    "follow_link",
    "game",
    "history",
    "offer",
    "opened",
    "play",
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
