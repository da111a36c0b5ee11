"""The tables on small examples with known answers."""

from dataclasses import replace

import numpy as np
import pytest

from engine.domain.field import NEUTRAL, Field
from engine.domain.results import Games
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import RATES, LeagueSeason, TeamTable
from engine.game.matchup import expected, league_context, team_strengths
from engine.tables import bracket, games, teams, upsets
from engine.tables.comparison import effective_fg, free_throw_rate

MEAN = np.array([0.15, 0.16, 0.36, 0.50, 0.34, 0.72, 0.30])


def team_table(names=("Ash", "Birch", "Cedar", "Doum"), season=2012, has_style=True) -> TeamTable:
    """Teams 1, 2, … each 4 points per 100 possessions worse at both ends than the one before."""
    count = len(names)
    step = np.arange(count, dtype=np.float64)
    rates, errors = np.tile(MEAN, (count, 1)), np.full((count, len(RATES)), 0.01)
    return TeamTable(
        base=LeagueSeason("men", season, 68.0, 105.0, 2.0, MEAN, has_style, f"{season}-03-15"),
        team_id=np.arange(1, count + 1, dtype=np.int32),
        name=tuple(names),
        conference=("Wood",) * count,
        wins=np.arange(30, 30 - count, -1, dtype=np.int32),
        losses=np.arange(count, dtype=np.int32),
        pace=68 + step,
        pace_se=np.ones(count),
        off_eff=110 - 4 * step,
        off_se=np.full(count, 3.0),
        def_eff=90 + 4 * step,
        def_se=np.full(count, 4.0),
        net_se=np.full(count, 5.0),
        offence=rates,
        offence_se=errors,
        defence=rates + 0.02,
        defence_se=errors,
        home=np.zeros(count),
        digest="hand-written",
    )


def small_field(season=2012) -> Field:
    """One game, W01 against the winner of W16a and W16b."""
    return Field(
        league="men",
        season=season,
        seed=("W01", "W16a", "W16b"),
        team_id=np.array([1, 2, 3], dtype=np.int32),
        slot=("W16", "R1W1"),
        round=np.array([0, 1], dtype=np.int8),
        feeder=np.array([[1, 2], [0, -1]], dtype=np.int16),
        host=np.array([NEUTRAL, NEUTRAL], dtype=np.int16),
        region={"W": "East"},
        digest="hand-written",
    )


def test_a_whole_season_is_played_at_its_own_pace():
    """2 possessions more and 3 points per 100 less than at the end, for everybody; who is better
    is so by half as much again."""
    table = team_table()
    other = {"season_pace": 70.0, "season_efficiency": 102.0, "season_spread": 1.5}
    table = replace(table, base=replace(table.base, **other))
    whole = table.whole_season()
    a, b = np.array([0]), np.array([1])
    everyone = np.arange(4)
    neutral = np.zeros(1)
    end = expected(team_strengths(table, everyone), league_context(table.base), a, b, neutral)
    all_of_it = expected(team_strengths(whole, everyone), league_context(whole.base), a, b, neutral)
    assert all_of_it[2] - end[2] == pytest.approx(2.0)
    mean, apart = np.array(
        [
            [100.0 * (one + other) / (2.0 * pace), 100.0 * (one - other) / pace]
            for one, other, pace in (end, all_of_it)
        ]
    )[:, :, 0].T
    assert mean[1] - mean[0] == pytest.approx(-3.0)
    assert apart[1] == pytest.approx(1.5 * apart[0]) and apart[0] != 0


SLOT_PROB = np.array([[0.0, 0.75, 0.25], [0.9, 0.08, 0.02]])


def test_odds_give_each_entrant_its_rounds_and_their_errors():
    frame = bracket.odds(small_field(), team_table(), SLOT_PROB, universes=100)
    assert frame[["team_id", "name", "seed", "region"]].to_numpy().tolist() == [
        [1, "Ash", "W01", "East"],
        [2, "Birch", "W16a", "East"],
        [3, "Cedar", "W16b", "East"],
    ]
    assert frame["first_four"].tolist() == [1.0, 0.75, 0.25]  # Ash skips it
    assert frame["first_four_se"].tolist() == pytest.approx([0.0, 0.0433, 0.0433], abs=1e-4)
    assert frame["r64"].tolist() == [0.9, 0.08, 0.02]
    assert frame["r64_se"][0] == pytest.approx(0.03)  # sqrt(0.9 x 0.1 / 100)


def test_season_spans_name_their_gaps():
    assert upsets.season_span([2018, 2019, 2021]) == "2018-2021 without 2020"
    assert upsets.season_span([2018]) == "2018"
    assert upsets.season_span([]) == ""


def test_effective_field_goals_count_a_three_for_one_and_a_half():
    value, se = effective_fg(MEAN[None], np.zeros((1, 7)))
    assert value[0] == pytest.approx(0.64 * 0.50 + 0.36 * 0.34 * 1.5) and se[0] == 0
    only_twos = np.zeros((1, 7))
    only_twos[0, RATES.index("fg2")] = 0.01
    assert effective_fg(MEAN[None], only_twos)[1][0] == pytest.approx(0.64 * 0.01)


def test_free_throw_rate_is_made_throws_per_field_goal_try():
    # 100 shots and 40 free throws: trip = 0.475 x 40 / (100 + 0.475 x 40) = 19 / 119
    rate = MEAN.copy()
    rate[RATES.index("trip")], rate[RATES.index("ft")] = 19 / 119, 0.75
    assert free_throw_rate(rate[None], np.zeros((1, 7)))[0][0] == pytest.approx(0.30)


def three_games() -> Games:
    def small(*rows: list[int]) -> np.ndarray:
        return np.array(rows, dtype=np.int16)

    return Games(
        spec=GameSpec("men", Side(2026, 1), Side(2026, 2), "neutral", 3, 0),
        points=small([70, 80, 60], [68, 70, 66]),
        half=small([30, 40, 30], [35, 30, 31]),
        regulation=small([70, 68, 60], [68, 68, 66]),
        possessions=small([66, 70, 64], [67, 70, 64]),
        overtimes=small([0, 1, 0])[0],
        lead_changes=small([5, 3, 1])[0],
        largest_lead=small([4, 12, 2], [7, 0, 8]),
    )


def test_games_have_the_columns_of_the_csv():
    frame = games.games(three_games())
    assert (
        frame.columns.tolist()
        == (
            "universe points_a points_b half_a half_b overtimes possessions_a possessions_b "
            "lead_changes largest_lead_a largest_lead_b"
        ).split()
    )
    assert frame.iloc[1].tolist() == [1, 80, 70, 40, 30, 1, 70, 70, 3, 12, 0]


def test_a_histogram_fills_its_gaps_and_knows_who_won():
    frame = games.histogram(three_games(), "margin").set_index("value")
    assert frame.index.tolist() == list(range(-6, 11))
    assert frame["universes"].to_dict() == {m: int(m in (-6, 2, 10)) for m in range(-6, 11)}
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["a_wins"].sum() == 2 and frame.loc[-6, "a_wins"] == 0
    total = games.histogram(three_games(), "total")
    assert total.loc[total["universes"] > 0, "value"].tolist() == [126, 138, 150]


def test_the_summary_of_a_pairing():
    summary = games.game_summary(three_games())
    assert summary["win_prob_a"] == pytest.approx(2 / 3)
    assert summary["margin_mean"] == 2.0 and summary["margin_q50"] == 2.0
    assert summary["total_mean"] == 138.0
    assert summary["overtime_prob"] == pytest.approx(1 / 3)


def test_ratings_put_the_best_team_first():
    frame = teams.ratings(team_table())
    assert frame["name"].tolist() == ["Ash", "Birch", "Cedar", "Doum"]
    assert frame.loc[0, "net_eff"] == 20 and frame.loc[0, "net_se"] == 5  # 3-4-5
    assert teams.win_loss(team_table(), 1) == "29-1"
