"""From a spec to a result: joins the tables, the kernel and the workers.

Other packages use the functions listed here.
"""

from engine.game.replay import Replay
from engine.run.brackets import BRACKETS_PER_CHUNK, bracket, bracket_result, submit_bracket
from engine.run.counting import (
    BRACKETS_PER_COUNT,
    Checkpoint,
    Count,
    count_of_bracket,
    count_of_game,
    counted,
)
from engine.run.followed import followed
from engine.run.games import (
    GAMES_PER_CHUNK,
    GameOdds,
    Meeting,
    expected_points,
    game,
    game_odds,
    meeting,
)
from engine.run.odds_path import OddsPath, in_order, path_result, submit_path
from engine.run.own_data import OwnFile, own_data, played_games
from engine.run.prepare import (
    Chunk,
    KernelInputs,
    Prepared,
    blocks,
    field_inputs,
    field_strengths,
    game_chunks,
    kernel_inputs,
    pair_strengths,
    pairing_inputs,
    part_of,
)
from engine.run.replays import kept_meeting, replay
from engine.run.season.current_season import Today, season_on
from engine.run.season.refresh import Outcome, RefreshSpec, adopt_published, refresh
from engine.run.season.refresh_job import Came, submit_refresh
from engine.run.team_seasons import (
    has_games,
    rating_weeks,
    school_seasons,
    season_games,
    season_resumes,
    similar_teams,
    team_games,
    tournament_games,
)
from engine.run.universes import (
    Place,
    SlotGame,
    one_universe,
    place_in_bracket,
    replay_slot,
    slot_spec,
)
from engine.run.upsets import possible_upsets, upset_history
from engine.run.what_if import (
    nearest,
    same_universes,
    spec_after_round,
    submit_whatif,
    whatif,
    whatif_result,
)
from engine.run.win_matrix import (
    load_win_matrix,
    pairing_win_odds,
    season_curve,
    win_matrix_of,
)

__all__ = [
    "BRACKETS_PER_CHUNK",
    "BRACKETS_PER_COUNT",
    "GAMES_PER_CHUNK",
    "Came",
    "Checkpoint",
    "Chunk",
    "Count",
    "GameOdds",
    "KernelInputs",
    "Meeting",
    "OddsPath",
    "Outcome",
    "OwnFile",
    "Place",
    "Prepared",
    "RefreshSpec",
    "Replay",
    "SlotGame",
    "Today",
    "adopt_published",
    "blocks",
    "bracket",
    "bracket_result",
    "count_of_bracket",
    "count_of_game",
    "counted",
    "expected_points",
    "field_inputs",
    "field_strengths",
    "followed",
    "game",
    "game_chunks",
    "game_odds",
    "has_games",
    "in_order",
    "kept_meeting",
    "kernel_inputs",
    "load_win_matrix",
    "meeting",
    "nearest",
    "one_universe",
    "own_data",
    "pair_strengths",
    "pairing_inputs",
    "pairing_win_odds",
    "part_of",
    "path_result",
    "place_in_bracket",
    "played_games",
    "possible_upsets",
    "rating_weeks",
    "refresh",
    "replay",
    "replay_slot",
    "same_universes",
    "school_seasons",
    "season_curve",
    "season_games",
    "season_on",
    "season_resumes",
    "similar_teams",
    "slot_spec",
    "spec_after_round",
    "submit_bracket",
    "submit_path",
    "submit_refresh",
    "submit_whatif",
    "team_games",
    "tournament_games",
    "upset_history",
    "whatif",
    "whatif_result",
    "win_matrix_of",
]
