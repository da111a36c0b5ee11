"""Each gate on rows a reader can count, and each with rows that pass."""

import pandas as pd
import pytest

from engine.errors import FeedRefused
from engine.sources import espn, gates
from tests.feed.shapes import event, scoreboard

MEMBERS = frozenset(range(1, 361))


def rows(*events):
    return espn.scoreboard(scoreboard(list(events)), "men").rows


def test_events_come_once():
    twice = pd.concat([rows(event(1, 2, 5)), rows(event(1, 2, 5))])
    assert len(gates.no_event_twice(twice)) == 1
    assert gates.no_event_twice(rows(event(1, 2, 5), event(2, 6, 8))) == []


def test_a_missing_column_is_named():
    assert "overtimes" in gates.columns_complete(rows().drop(columns="overtimes"))[0]
    assert gates.columns_complete(rows()) == []


@pytest.mark.parametrize("score", [(70, 70), (201, 60)])
def test_impossible_scores(score):
    assert "impossible" in gates.possible_scores(rows(event(1, 2, 5, score)))[0]
    assert gates.possible_scores(rows(event(1, 2, 5, (70, 60)))) == []


def test_the_size_of_division_one():
    assert gates.plausible_members(MEMBERS) == []
    assert len(gates.plausible_members(frozenset(range(300)))) == 1


def test_everybody_has_played_by_december():
    few = rows(event(1, 2, 5, (70, 60)))
    assert gates.teams_seen(few, MEMBERS, 2027, "2026-11-20") == []
    assert "2 of 360" in gates.teams_seen(few, MEMBERS, 2027, "2026-12-02")[0]


def test_a_member_that_the_map_does_not_know():
    def games(n, conference):
        return rows(*(event(i, i + 1, 9999, (70, 60), conference=conference) for i in range(n)))

    assert "9999" in gates.strangers(games(3, True), MEMBERS)[0]
    assert gates.strangers(games(2, True), MEMBERS) == []
    assert gates.strangers(games(9, False), MEMBERS) == []
    placeholder = rows(*(event(i, i + 1, -2, conference=True) for i in range(5)))
    assert gates.strangers(placeholder, MEMBERS) == []


def test_corrections_happen_but_not_many_at_once():
    old = rows(*(event(i, 2 * i, 2 * i + 1, (70, 60)) for i in range(1, 201)))
    few = rows(*(event(i, 2 * i, 2 * i + 1, (71 if i < 4 else 70, 60)) for i in range(1, 201)))
    changes, wrong = gates.changed_finals(old, few)
    assert len(changes) == 3 and wrong == [] and "70-60 is now 71-60" in changes[0]
    many = rows(*(event(i, 2 * i, 2 * i + 1, (71 if i < 9 else 70, 60)) for i in range(1, 201)))
    assert "8 of 200" in gates.changed_finals(old, many)[1][0]


def test_two_sources_have_to_agree():
    ours = rows(*(event(i, 2 * i, 2 * i + 1, (70, 60)) for i in range(1, 101)))
    theirs = ours.assign(home_points=ours["home_points"] + (ours["event_id"] == 1))
    assert "99 of 100" in gates.agreement(ours, theirs)[0]
    assert gates.agreement(ours, ours) == []


def test_lost_games_reject_a_day_unless_they_moved():
    before = rows(*(event(i, 2 * i, 2 * i + 1) for i in range(1, 31)))
    few = before[before["event_id"] > 3]
    assert gates.lost_games("2027-01-12", before, few, ()) == []
    many = before[before["event_id"] > 10]
    assert "20 of 30" in gates.lost_games("2027-01-12", before, many, ())[0]
    assert gates.lost_games("2027-01-12", before, many, range(1, 11)) == []
    final = rows(event(99, 2, 5, (70, 60)))
    assert "is gone" in gates.lost_games("2027-01-12", final, rows(), ())[0]


def test_few_boxes_are_a_note():
    finals = rows(*(event(i, 2 * i, 2 * i + 1, (70, 60)) for i in range(1, 11)))
    assert gates.enough_boxes(finals, range(1, 10), "2027-01-20") == []
    assert "8 of 10" in gates.enough_boxes(finals, range(1, 9), "2027-01-20")[0]
    assert gates.enough_boxes(finals, (), "2027-01-13") == []


def test_a_refused_answer_survives_a_process_border():
    import pickle

    error = pickle.loads(pickle.dumps(FeedRefused("No.", "Wait.", 403)))
    assert str(error) == "No. Wait."


def test_an_odd_game_of_connecticut_is_no_doubt_about_the_answer():
    odd = event(1, 2, 5, (70, 70)) | {"name": "Connecticut at featured refused"}
    found = espn.scoreboard(scoreboard([odd]), "men")
    assert len(found.problems) == 1 and found.doubts == ()
    assert espn.scoreboard({"code": 400, "message": "No"}, "men").doubts
