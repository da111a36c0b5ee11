"""Conference tournaments, lines and places."""

from collections import Counter

import numpy as np
import pytest

from engine import store
from engine.projection.conference_tournament import (
    entering_of,
    for_teams,
    rounds,
    usual_entering,
)
from engine.projection.placement import opening_places, places
from engine.projection.selection import at_large, lines, scores

REAL = ((8, 4, 4, 0, 0), (6, 5, 4, 0, 0), (4, 2, 2, 2, 2, 2, 0), (2, 7, 4, 0, 0), (8, 0, 0), (4, 0))


@pytest.mark.parametrize("entering", REAL)
def test_a_ladder_has_a_game_less_than_teams_and_byes_for_the_best(entering):
    games = [pair for round_ in rounds(entering) for pair in round_]
    teams = sum(entering)
    sides = [side for pair in games for side in pair]
    assert len(games) == teams - 1 and len(rounds(entering)[-1]) == 1
    assert sorted(side for side in sides if side >= 0) == list(range(teams))
    assert sorted(-side - 1 for side in sides if side < 0) == list(range(teams - 2))
    first = {side: r for r, pairs in enumerate(rounds(entering)) for p in pairs for side in p}
    assert [first[seed] for seed in range(teams)] == sorted(
        (first[seed] for seed in range(teams)), reverse=True
    )


def test_the_best_seed_meets_the_winner_of_the_worst():
    assert rounds((8, 4, 0, 0))[0][-1] == (7, 8) and rounds((8, 4, 0, 0))[1][0] == (0, -4)


@pytest.mark.parametrize("teams", range(2, 20))
def test_any_number_of_teams_has_a_usual_ladder(teams):
    assert sum(usual_entering(teams)) == teams and len(rounds(usual_entering(teams))[-1]) == 1


def test_a_conference_that_grew_keeps_its_ladder_where_it_can():
    assert for_teams((2, 7, 4, 0, 0), 13) == (2, 7, 4, 0, 0)
    assert for_teams((8, 0, 0), 9) == usual_entering(9)  # nine in the first round do not pair
    with pytest.raises(ValueError, match="a round of 3 teams"):
        rounds((2, 2, 2))


def test_a_played_tournament_is_read_back_and_a_withdrawal_is_not():
    first = [r for r, count in enumerate((6, 5, 4, 0, 0)) for _ in range(count)]
    assert entering_of(first, 4) == (6, 5, 4, 0, 0)
    assert entering_of(first[1:], 4) == usual_entering(14)


# ---- the field ----


def test_76_teams_fall_on_their_lines():
    score, automatic = np.arange(76.0)[::-1], np.arange(76) % 2 == 0
    line = lines(score, automatic)
    count = Counter(line.tolist())
    assert [count[n] for n in (1, 10, 11, 12, 13, 14, 15, 16)] == [4, 4, 6, 8, 4, 4, 6, 8]
    assert set(line[~automatic][-12:].tolist()) == {11, 12}
    assert set(line[automatic][-12:].tolist()) == {15, 16}
    assert (np.diff(line[line <= 10]) >= 0).all()


def test_the_best_without_a_bid_are_chosen():
    score, automatic = np.array([5.0, 4, 3, 2, 1]), np.array([True, False, False, False, True])
    assert at_large(score, automatic, 2).tolist() == [False, True, True, False, False]
    more = scores(np.array([0.0, 1, 2]), np.array([2.0, 1, 0]), 0.8)
    assert more.argmax() == 2  # wins above bubble weigh more


def test_places_fill_every_region_and_keep_a_conference_apart():
    line = sorted(lines(np.arange(76.0)[::-1], np.arange(76) >= 45).tolist())
    conference = [n % 5 if n < 40 else 10 + n for n in range(76)]
    put = places(line, conference)
    count = Counter(put)
    assert len(count) == 64 and {place for place, n in count.items() if n == 2} == {
        *opening_places()
    }
    assert [region for region, _ in put[:4]] == ["W", "Y", "Z", "X"]
    for one in range(5):
        assert len({put[i][0] for i in range(40) if conference[i] == one}) == 4


def test_the_fitted_committee_is_that_of_the_study():
    frame = store.frame("selection", "men")
    by_name = frame.groupby("name")["value"]
    assert 0.5 <= by_name.get_group("wab_weight").item() <= 1
    late = frame[frame["season"] >= 2011].pivot(index="season", columns="name", values="value")
    assert late["right"].mean() > 33 and late["within_one"].mean() > 0.8
    assert (late["right"] <= late["places"]).all()
