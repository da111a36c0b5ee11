"""Engine calls as the pages make them: cached, on the workers, with progress.

Pages use the functions named here.
"""

from pages.ui.runs.boxes import box, box_job, finish_box, leave_box, start_box
from pages.ui.runs.freshness import (
    follow_games,
    projection_box,
    refresh_box,
    say_data_through,
)
from pages.ui.runs.games import (
    detail,
    game,
    game_odds,
    is_played,
    opened,
    play_in_sight,
)
from pages.ui.runs.live import (
    about_published,
    day_games,
    live_prob,
    look_for_published,
    refused_snapshots,
    season_games,
)
from pages.ui.runs.progress import (
    offer,
    path_progress,
    play_button,
    progress_bar,
    say_why_stopped,
)
from pages.ui.runs.server import pool, warm_up
from pages.ui.runs.shelf import FinishedRuns
from pages.ui.runs.title_path import title_path
from pages.ui.runs.tournaments import (
    LINK_UNIVERSES,
    base,
    bracket,
    cached_run,
    default_spec,
    finish_page,
    from_link,
    is_ready,
    prepare_run,
    result,
    running,
    shown,
    slot_prob,
)
from pages.ui.runs.universes import spice, universe, upset_history

__all__ = [
    "LINK_UNIVERSES",
    "FinishedRuns",
    "about_published",
    "base",
    "box",
    "box_job",
    "bracket",
    "cached_run",
    "day_games",
    "default_spec",
    "detail",
    "finish_box",
    "finish_page",
    "follow_games",
    "from_link",
    "game",
    "game_odds",
    "is_played",
    "is_ready",
    "leave_box",
    "live_prob",
    "look_for_published",
    "offer",
    "opened",
    "path_progress",
    "play_button",
    "play_in_sight",
    "pool",
    "prepare_run",
    "progress_bar",
    "projection_box",
    "refresh_box",
    "refused_snapshots",
    "result",
    "running",
    "say_data_through",
    "say_why_stopped",
    "season_games",
    "shown",
    "slot_prob",
    "spice",
    "start_box",
    "title_path",
    "universe",
    "upset_history",
    "warm_up",
]
