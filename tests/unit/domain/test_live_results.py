"""What the games of a running tournament decide: locks by slot, whatever the feed brings."""

from dataclasses import replace

import pytest

from engine import store
from engine.bracket.history import results_as_locks, winner_so_far
from engine.domain.live_results import ListedGame, tournament_so_far
from tests import live

FIELD, RESULTS = store.load_field("men", 2026), store.load_results("men", 2026)
WON = {game.slot: game for game in RESULTS}


def listed(rows):
    """Rows of ``live.game_rows`` as the games of a feed."""
    return [
        ListedGame(
            row.event_id, row.date, row.start, row.home, row.away,
            (int(row.home_points), int(row.away_points)), row.status, row.overtimes, row.neutral,
            row.ncaa, row.period, row.clock,
        )
        for row in rows.itertuples()
    ]  # fmt: skip


GAMES = dict(zip((game.slot for game in RESULTS), listed(live.game_rows()), strict=True))


def found(games, field=FIELD):
    names = {int(team): f"Team {team}" for team in field.team_id}
    return tournament_so_far(field, games, live.SUNDAY, names)


def locks(games):
    so_far = found(games)
    return dict(results_as_locks(FIELD, so_far.results, 6)), so_far.notes


def with_game(slot, **values):
    return [*(g for s, g in GAMES.items() if s != slot), GAMES[slot]._replace(**values)]


def test_all_finals_are_the_tournament_as_it_was_played():
    so_far = found(GAMES.values())
    assert so_far.notes == () and so_far.under_way == ()
    assert {game.slot: game for game in so_far.results} == WON
    assert list(so_far.day) == sorted(so_far.day) and so_far.days[0] == live.day_after(2)


def test_after_a_day_only_its_games_and_those_before_count():
    so_far = found(GAMES.values())
    for day in so_far.days:
        games = [game for game in GAMES.values() if game.day <= day]
        assert found(games).results == so_far.through(day)
        later = {slot for slot, game in GAMES.items() if game.day > day}
        assert not {game.slot for game in so_far.through(day)} & later


def test_a_corrected_final_changes_the_lock():
    game = GAMES["R1W1"]
    now, _ = locks(with_game("R1W1", points=game.points[::-1]))
    was, _ = locks(GAMES.values())
    assert {now["R1W1"], was["R1W1"]} == game.teams
    # Who went on by the old result does not fit any more: said, and it locks nothing.
    so_far = found(with_game("R1W1", points=game.points[::-1]))
    assert any("does not fit" in note for note in so_far.notes)


@pytest.mark.parametrize("status", ["postponed", "scheduled", "in_progress", "suspended"])
def test_a_game_that_is_not_final_locks_nothing(status):
    one = GAMES["R6CH"]._replace(status=status)
    so_far = found([*(g for s, g in GAMES.items() if s != "R6CH"), one])
    assert {g.slot for g in so_far.results} == WON.keys() - {"R6CH"} and so_far.notes == ()
    under_way = [(one.slot, one.game.points) for one in so_far.under_way]
    assert under_way == ([("R6CH", one.points)] if status in ("in_progress", "suspended") else [])


def test_a_no_contest_sends_through_whoever_a_later_round_names():
    winner = WON["R1W1"].winner_id
    games = with_game("R1W1", status="canceled", points=(0, 0))
    so_far = found(games)
    (none,) = (g for g in so_far.results if g.slot == "R1W1")
    assert (none.winner_id, none.winner_points) == (winner, 0) and so_far.notes == ()
    alone = [g for g in games if g.day <= GAMES["R1W1"].day]
    waiting, notes = locks(alone)
    assert "R1W1" not in waiting and "who goes on is not known yet" in " ".join(notes)
    scheduled = [*alone, GAMES["R2W1"]._replace(status="scheduled", points=(0, 0))]
    assert locks(scheduled)[0]["R1W1"] == winner


def test_a_game_played_again_on_another_day_counts_once():
    game = GAMES["R1W1"]
    put_off = game._replace(event_id=1, status="postponed", day=live.day_after(3))
    assert locks([*GAMES.values(), put_off]) == locks(GAMES.values())


def test_a_missing_result_is_told_by_the_next_round_and_said():
    now, notes = locks(game for slot, game in GAMES.items() if slot != "R1W1")
    assert now["R1W1"] == WON["R1W1"].winner_id and "without a result" in " ".join(notes)


def test_games_of_the_season_and_of_other_teams_decide_nothing():
    before = GAMES["R6CH"]._replace(event_id=7, day="2027-01-09")
    on_sunday = GAMES["R6CH"]._replace(event_id=8, day=live.SUNDAY)
    elsewhere = GAMES["R6CH"]._replace(event_id=9, neutral=False, ncaa=False)
    assert locks([before, on_sunday])[0] == {}
    now, notes = locks([elsewhere])
    assert now == {} and "not listed as a game of the tournament" in notes[0]
    strange = GAMES["R1W1"]._replace(home=999_999)
    now, notes = locks([strange])
    assert now == {} and "an unknown team" in notes[0]


def test_a_replaced_team_is_the_one_that_counts():
    """The field as it was announced later, with another team on one line."""
    e = FIELD.seed.index("W01")
    ids = FIELD.team_id.copy()
    old, ids[e] = int(ids[e]), 1111
    other = replace(FIELD, team_id=ids, digest="replaced")
    (slot,) = (s for s in ("R1W1",))
    by_new = with_game(slot, home=1111, away=next(iter(GAMES[slot].teams - {old})), points=(90, 60))
    day = [g for g in by_new if g.day <= GAMES[slot].day]
    assert {g.slot: g for g in found(day, other).results}[slot].winner_id == 1111
    assert slot not in {g.slot: g for g in found(day).results}  # the old field does not know it


def test_an_unfinished_tournament_has_open_winners():
    first = [game for slot, game in GAMES.items() if not slot.startswith("R")]
    winner = winner_so_far(FIELD, found(first).results)
    assert (winner >= 0).sum() == len(first) == 4
