"""The possible upsets of a run, from the embedded tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine import store
from engine.bracket.fill import most_points
from engine.bracket.history import winner_so_far
from engine.bracket.picks import no_picks, with_pick
from engine.bracket.win_curve import error_at
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.game.matchup import expected, league_context, margin_se, team_strengths
from engine.run.win_matrix import load_win_matrix
from engine.tables import upsets
from engine.tables.upsets import Meeting

USUAL_SPREAD = 11.0  # points: standard deviation of a simulated margin, where none was counted


def possible_upsets(played: TournamentResult) -> pd.DataFrame:
    """``tables.upsets.table`` of a run without locks: the games that were played and the pairings
    that are known; for the rest of a tournament the likeliest pairings. The odds of a known
    pairing are those of the win curve, without counting noise: what was played before it tells
    nothing new of its teams' ratings."""
    field, spec = played.field, played.spec
    results = store.results_of(field)
    matrix = load_win_matrix(spec.league, spec.season, source=spec.source)

    def odds(slot: int, a: int, b: int) -> tuple[float, float]:
        prob = matrix.win[slot, a, b]
        return float(prob), float(error_at(matrix.curve, prob))

    meetings = upsets.played_meetings(field, winner_so_far(field, results), odds)
    if len(results) < len(field.slot):
        known = {meeting.slot for meeting in meetings}
        likely = upsets.likely_meetings(field, played.winner, odds)
        meetings += [meeting for meeting in likely if meeting.slot not in known]
    return upsets.table(
        field,
        store.load_teams(spec.league, spec.season, source=spec.source),
        meetings,
        _expected(field, meetings),
        _costs(played, meetings),
        upset_history(spec.league),
        results,
    )


def upset_history(league: League) -> upsets.History:
    """Every embedded tournament with its results."""
    return [
        (store.load_field(league, season), store.load_results(league, season))
        for season in store.tournament_seasons(league)
    ]


def _costs(played: TournamentResult, meetings: Sequence[Meeting]) -> list[float]:
    """The expected points that picking each underdog through its game costs."""
    field, spec, prob = played.field, played.spec, played.slot_prob()
    win = load_win_matrix(spec.league, spec.season, source=spec.source).win
    best = most_points(no_picks(field), field, win, prob)
    picks = [with_pick(no_picks(field), field, field.slot[m.slot], m.underdog) for m in meetings]
    return [best - most_points(of, field, win, prob) for of in picks]


def _expected(field: Field, meetings: Sequence[Meeting]) -> pd.DataFrame:
    """favourite_points, underdog_points, margin_sd and margin_se of each meeting: simulated where
    the forecasts have that game, else as the ratings expect them."""
    teams = store.load_teams(field.league, field.season, source=field.source)
    f, s = team_strengths(teams, teams.rows(field.team_id)), league_context(teams.base)
    favorite, underdog = np.array([(m.favorite, m.underdog) for m in meetings]).T
    venue = [
        float(Venue.of_host(int(field.host[m.slot]), m.favorite, m.underdog).sign) for m in meetings
    ]
    points = np.array(expected(f, s, favorite, underdog, np.array(venue))[:2])
    sd = np.full(len(meetings), USUAL_SPREAD)
    forecasts = store.frame("forecasts", field.league)
    of_season = (forecasts["season"] == field.season) & (not field.source)
    known = forecasts[of_season].set_index("slot")
    for i, meeting in enumerate(meetings):
        if meeting.chance == 1.0 and field.slot[meeting.slot] in known.index:
            game = known.loc[field.slot[meeting.slot]]
            first = field.team_id[meeting.favorite] < field.team_id[meeting.underdog]
            margin = game["margin_mean"] * (1 if first else -1)  # side a is the lower team id
            points[:, i] = (game["total_mean"] + margin) / 2, (game["total_mean"] - margin) / 2
            sd[i] = game["margin_sd"]
    return pd.DataFrame(
        {
            "favourite_points": points[0],
            "underdog_points": points[1],
            "margin_sd": sd,
            "margin_se": margin_se(f, s, favorite, underdog),
        }
    )
