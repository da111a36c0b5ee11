"""The embedded tables of ``engine/data``: read, checked, written.

Other packages use the functions named here.
"""

from engine.store.caches import cached_by_data_version, cached_by_tables
from engine.store.datasets import Dataset, hold
from engine.store.long_runs.checkpoints import load as load_checkpoint
from engine.store.long_runs.checkpoints import save as save_checkpoint
from engine.store.manifest import (
    DATA,
    MANIFEST,
    check,
    data_version,
    pinned,
    provenance,
    sha256_of,
    version_of,
)
from engine.store.members import espn_ids
from engine.store.own_data import KINDS, Kind, OwnData
from engine.store.parquet import check_export, exported, write_export
from engine.store.play_model import (
    load_calibration,
    load_play_model,
    load_public_model,
    load_win_curve,
)
from engine.store.reader import frame, pool_record, read_table
from engine.store.running import (
    first_alike,
    is_over,
    known_seasons,
    load_field,
    load_teams,
    opened,
    preseason,
    results_of,
    running,
    running_season,
    selection_sunday,
    snapshot_in_use,
    so_far,
    source_of,
    through,
    usual_season,
    usual_tournament,
)
from engine.store.schemas import (
    FORECAST_FLOATS,
    MADE_FROM,
    RANGE_FLOATS,
    SCHEMAS,
    SCORE_FLOATS,
    SPREAD_FLOATS,
)
from engine.store.seasons import (
    check_league,
    check_season,
    game_seasons,
    last_month_seasons,
    load_figures,
    load_player_figures,
    load_schedule,
    load_season_games,
    load_weekly_ratings,
    schedule_seasons,
    seasons,
    tournament_seasons,
)
from engine.store.snapshot_tables import rating_rows
from engine.store.snapshots import Snapshot, live_directory
from engine.store.team_names import (
    espn_teams,
    find_team,
    nearest_teams,
    search_team,
    team_ids,
    team_row,
)
from engine.store.teams import load_credit_rates, load_prior, load_roster
from engine.store.tournaments import (
    load_default,
    load_default_result,
    load_results,
    load_stage,
)
from engine.store.writer import made_from, write

__all__ = [
    "DATA",
    "FORECAST_FLOATS",
    "KINDS",
    "MADE_FROM",
    "MANIFEST",
    "RANGE_FLOATS",
    "SCHEMAS",
    "SCORE_FLOATS",
    "SPREAD_FLOATS",
    "Dataset",
    "Kind",
    "OwnData",
    "Snapshot",
    "cached_by_data_version",
    "cached_by_tables",
    "check",
    "check_export",
    "check_league",
    "check_season",
    "data_version",
    "espn_ids",
    "espn_teams",
    "exported",
    "find_team",
    "first_alike",
    "frame",
    "game_seasons",
    "hold",
    "is_over",
    "known_seasons",
    "last_month_seasons",
    "live_directory",
    "load_calibration",
    "load_checkpoint",
    "load_credit_rates",
    "load_default",
    "load_default_result",
    "load_field",
    "load_figures",
    "load_play_model",
    "load_player_figures",
    "load_prior",
    "load_public_model",
    "load_results",
    "load_roster",
    "load_schedule",
    "load_season_games",
    "load_stage",
    "load_teams",
    "load_weekly_ratings",
    "load_win_curve",
    "made_from",
    "nearest_teams",
    "opened",
    "pinned",
    "pool_record",
    "preseason",
    "provenance",
    "rating_rows",
    "read_table",
    "results_of",
    "running",
    "running_season",
    "save_checkpoint",
    "schedule_seasons",
    "search_team",
    "seasons",
    "selection_sunday",
    "sha256_of",
    "snapshot_in_use",
    "so_far",
    "source_of",
    "team_ids",
    "team_row",
    "through",
    "tournament_seasons",
    "usual_season",
    "usual_tournament",
    "version_of",
    "write",
    "write_export",
]
