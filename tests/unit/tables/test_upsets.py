"""Upsets of every round against results and counts made another way."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.bracket.fill import ROUND_POINTS, filled, most_points
from engine.bracket.picks import no_picks, with_pick
from engine.domain.results import sides
from engine.domain.specs import GameSpec, Side
from engine.run import upsets as possible
from engine.tables import upsets

LEAGUE, SEASON = "men", 2021  # with the no contest of VCU and Oregon
FIELD = store.load_field(LEAGUE, SEASON)
RESULTS, RUN = store.load_results(LEAGUE, SEASON), store.load_default_result(LEAGUE, SEASON)
HISTORY = run.upset_history(LEAGUE)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return run.possible_upsets(RUN)


def test_every_game_between_two_lines_is_there_with_its_result(table):
    line = {int(team): FIELD.seed_line(e) for e, team in enumerate(FIELD.team_id)}
    round_ = dict(zip(FIELD.slot, FIELD.round, strict=True))
    real = {
        game.slot: game
        for game in RESULTS
        if round_[game.slot] > 0 and line[game.winner_id] != line[game.loser_id]
    }
    assert set(table["slot"]) == set(real)
    for row in table.itertuples():
        game = real[row.slot]
        assert {row.favourite_id, row.underdog_id} == {game.winner_id, game.loser_id}
        assert line[row.favourite_id] < line[row.underdog_id]
        if game.winner_points:
            assert row.came_true == (game.winner_id == row.underdog_id)
        else:
            assert np.isnan(row.came_true) and row.result == ""


def test_expected_scores_belong_to_their_teams(table):
    for row in table.iloc[[0, 20, 50]].itertuples():
        sides_ = Side(SEASON, row.favourite_id), Side(SEASON, row.underdog_id)
        points = run.game(GameSpec(LEAGUE, *sides_, row.venue, 2000, 1)).points.mean(axis=1)
        assert (row.favourite_points, row.underdog_points) == pytest.approx(points, abs=1.5)


def test_history_counts_the_same_two_lines_in_earlier_seasons_only(table):
    row = table[(table["round"] == 1) & (table["underdog_line"] == 13)].iloc[0]
    count = won = 0
    for field, games in HISTORY:
        line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
        for game in games if field.season < SEASON else ():
            if {line[game.winner_id], line[game.loser_id]} == {4, 13}:
                count, won = count + 1, won + (line[game.winner_id] == 13)
    assert (row["history_games"], row["history_upsets"]) == (count, won) == (4 * 17, won)
    assert row["history_rate"] == won / count and row["history_seasons"] == "2003-2019"


def known(slot: int, a: int, b: int) -> tuple[float, float]:
    return 0.25, 0.01


def test_before_it_is_played_the_likeliest_pairing_is_counted():
    winner = RUN.winner[:, :500]
    strong, weak = sides(FIELD, winner)
    for meeting in upsets.likely_meetings(FIELD, winner, known)[::7]:
        s, pair = meeting.slot, {meeting.favorite, meeting.underdog}
        met = np.array([{*pair_} == pair for pair_ in zip(strong[s], weak[s], strict=True)])
        assert meeting.chance == pytest.approx(met.mean())
        share = (winner[s, met] == meeting.underdog).mean()
        error = np.sqrt(share * (1 - share) / met.sum())
        certain = met.all()
        assert meeting.prob == (0.25 if certain else pytest.approx(share))
        assert certain or meeting.error >= 0.99 * error


def test_a_pick_costs_what_the_best_bracket_with_it_lacks():
    prob, win = RUN.slot_prob(), run.load_win_matrix(LEAGUE, SEASON).win
    best = filled(no_picks(FIELD), FIELD, "points", win, prob)
    points = np.array(ROUND_POINTS)[FIELD.round]
    most = points @ prob[np.arange(len(points)), list(best.entrant)]
    assert most_points(no_picks(FIELD), FIELD, win, prob) == pytest.approx(most)
    sixteen = with_pick(no_picks(FIELD), FIELD, "R1W1", FIELD.seed.index("W16a"))
    assert most_points(sixteen, FIELD, win, prob) < most - 4  # a favorite's whole way is lost
    own = with_pick(no_picks(FIELD), FIELD, "R1W1", best.entrant[FIELD.slot.index("R1W1")])
    assert most_points(own, FIELD, win, prob) == pytest.approx(most)


def test_odds_are_those_of_the_win_curve_of_the_data_that_are_asked_for(monkeypatch):
    """The same ratings under another name give the same odds, but no expected scores of the
    embedded forecasts; other ratings give other odds."""
    matrix = run.load_win_matrix(LEAGUE, SEASON)
    other = replace(RUN, field=replace(FIELD, source="o"), spec=replace(RUN.spec, source="o"))
    monkeypatch.setattr(possible, "load_win_matrix", lambda *_, **__: matrix)
    monkeypatch.setattr(possible.store, "results_of", lambda _: RESULTS)
    load = store.load_teams
    monkeypatch.setattr(possible.store, "load_teams", lambda of, season, **_: load(of, season))
    both = run.possible_upsets(other).merge(
        run.possible_upsets(RUN), on="slot", suffixes=("", "_here")
    )
    assert (both["upset_prob"] == both["upset_prob_here"]).all()
    # All but the no contest, which no forecast knows.
    assert (both["favourite_points"] != both["favourite_points_here"]).sum() == len(both) - 1
    even = replace(matrix, win=np.full_like(matrix.win, 0.5))
    monkeypatch.setattr(possible, "load_win_matrix", lambda *_, **__: even)
    assert (run.possible_upsets(other)["upset_prob"] == 0.5).all()


def test_the_largest_upsets_are_the_winners_given_the_least():
    found = upsets.largest(HISTORY, store.frame("forecasts", LEAGUE), lambda _, team: str(team), 5)
    assert len(found) == 5 and found["prob"].is_monotonic_increasing
    first = found.iloc[0]
    assert (first["season"], first["winner_line"], first["loser_line"]) == (2023, 16, 1)
    assert (found["winner_line"] > found["loser_line"]).all()
