"""A manual log with every kind of play: its events, text and box score."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.domain.players import CreditRates
from engine.domain.rules import rules
from engine.domain.specs import GameSpec, Side
from engine.errors import UnknownPlayer
from engine.game import possession as p
from engine.pipeline.pbp.players import EVERYBODY_SINCE
from engine.recap import boxscore as bs
from engine.recap import game_recap
from engine.recap import play_by_play as pb
from engine.recap import rotation as ro
from engine.recap import scorer as sc
from engine.run import Replay

A, B = 0, 1
OFF, DEF, NO = p.OFFENSIVE, p.DEFENSIVE, p.NO_REBOUND
# period, tenths, side, event, free throws tried, hits, rebound, points a, points b, won
LOG = [
    (1, 11800, A, p.E_MADE2, 0, 0, NO, 2, 0, p.START),
    (1, 11600, B, p.E_MISSED3, 0, 0, OFF, 2, 0, p.MADE),
    (1, 11500, B, p.E_MADE3, 1, 0b1, NO, 2, 4, p.OFF_REB),
    (1, 11300, A, p.E_STEAL, 0, 0, NO, 2, 4, p.MADE),
    (1, 11250, B, p.E_DRAWN2, 2, 0b10, NO, 2, 5, p.STEAL),
    (1, 11000, A, p.E_CHARGE, 0, 0, NO, 2, 5, p.MADE),
    (1, 10800, B, p.E_FOUL, 0, 0, NO, 2, 5, p.DEAD),
    (1, 10700, B, p.E_TURNOVER, 0, 0, NO, 2, 5, p.KEPT),
    (1, 0, A, p.E_HORN, 0, 0, NO, 2, 5, p.DEAD),
    (2, 11000, B, p.E_MISSED2, 0, 0, DEF, 2, 5, p.START),
    (2, 10000, A, p.E_BONUS, 1, 0, DEF, 2, 5, p.DEF_REB),
    (2, 9000, B, p.E_MISSED2, 0, 0, DEF, 2, 5, p.DEF_REB),
    (2, 8000, A, p.E_MADE3, 0, 0, NO, 5, 5, p.DEF_REB),
    (2, 7000, B, p.E_TURNOVER, 0, 0, NO, 5, 5, p.MADE),
    (2, 0, A, p.E_MADE2, 0, 0, NO, 7, 5, p.DEAD),
]  # fmt: skip
WORDS = """\
1 19:40 2-0 {a} makes a two
1 19:20 2-0 {b} misses a three, blocked by {a}
1 19:17 2-0 Offensive rebound by {b}
1 19:10 2-3 {b} makes a three
1 19:10 2-3 Shooting foul on {a}
1 19:10 2-4 {b} makes free throw 1 of 1
1 18:50 2-4 Turnover by {a}, stolen by {b}
1 18:45 2-4 Shooting foul on {a}
1 18:45 2-4 {b} misses free throw 1 of 2
1 18:45 2-5 {b} makes free throw 2 of 2
1 18:20 2-5 Offensive foul on {a}
1 18:00 2-5 Foul on {a}
1 17:50 2-5 Turnover by {b}
1 00:00 2-5 End of the 1st half: {a} 2, {b} 5
2 18:20 2-5 {b} misses a two, blocked by {a}
2 18:16 2-5 Defensive rebound by {a}
2 16:40 2-5 Foul on {b}
2 16:40 2-5 {a} misses free throw 1 of 1
2 16:38 2-5 Defensive rebound by {b}
2 15:00 2-5 {b} misses a two, blocked by {a}
2 14:56 2-5 Defensive rebound by {a}
2 13:20 5-5 {a} makes a three
2 11:40 5-5 Turnover by {b}
2 00:00 7-5 {a} makes a two
2 00:00 7-5 End of the game: {a} 7, {b} 5
"""


def replayed(season: int = 2004) -> Replay:
    """The log as a men's game of a season; nobody knows players of 2004."""
    return Replay(
        spec=GameSpec("men", Side(season, 1163), Side(season, 1210), "neutral", 10, 1),
        universe=3,
        rules=rules("men", season),
        log=np.array(LOG),
        points=(7, 5),
        half=(2, 5),
        regulation=(7, 5),
        possessions=(7, 7),
        largest_lead=(2, 3),
        lead_changes=2,
        overtimes=0,
        wait=(3.0, 4.0, 2.0),
        key=99,
        swap=False,
    )


def book(share: float) -> CreditRates:
    """Every miss blocked (share 1) or none; no assists, and nothing credited to a team."""
    return CreditRates(
        team_turnover=0.0,
        charge=0.1,
        block_rate=4.8,
        blocked=np.full((2, 3), share),
        assisted=np.zeros((2, 7)),
        assisted_and1=np.zeros(2),
        assisted_all=np.full(2, 0.5),
        team_rebound=np.zeros((5, 2)),
        and1=np.array([0.1, 0.01]),
    )


@pytest.fixture
def game(monkeypatch) -> game_recap.Recap:
    monkeypatch.setattr(game_recap, "credit_rates", lambda: book(1.0))
    return game_recap.build_recap(replayed())


def test_every_play_in_words(game):
    frame = pb.table(game)
    a, b = game.team
    told = [f"{e.period} {e.clock} {e.score_a}-{e.score_b} {e.text}\n" for e in frame.itertuples()]
    assert "".join(told) == WORDS.format(a=a, b=b)
    assert (frame["player"] == "").all() and game.known == (False, False)
    assert "Connecticut 2004" in game.note and "since 2008" in game.note
    assert frame["points"].sum() == 12 and set(frame["event"]) == {*sc.EVENTS} - {"technical foul"}


def test_a_technical_foul_in_words():
    technical = (2, 6000, A, p.E_TECHNICAL, 2, 0, NO, 5, 5, p.KEPT)
    log = np.array([*LOG[:-1], technical, LOG[-1]])
    game = game_recap.build_recap(replace(replayed(), log=log))
    (a, b), text = game.team, pb.table(game)["text"].tolist()
    at = text.index(f"Technical foul on {b}")
    assert text[at + 1 : at + 3] == [f"{a} misses free throw {k} of 2" for k in (1, 2)]
    assert game.box[B].total[bs.PF] == 2  # with the foul that gave a one-and-one


def test_the_box_score_by_hand(game):
    a, b = (box.total.tolist() for box in game.box)
    #            points fgm2 fga2 fgm3 fga3 ftm fta orb drb ast stl blk tov pf
    assert a == [7, 2, 2, 1, 1, 0, 1, 0, 2, 0, 0, 3, 2, 4]
    assert b == [5, 0, 2, 1, 2, 2, 3, 1, 1, 0, 1, 0, 2, 1]
    assert [box.by_period for box in game.box] == [(2, 5), (5, 0)]
    assert pb.by_period(game).iloc[0].tolist() == [game.team[0], 2, 5, 7]
    assert pb.box_table(game, 0)["player"].tolist() == ["Total"]


def test_leads_runs_and_ties_by_hand(game):
    event = game.event_log.event
    assert (bs.lead_changes(event), bs.largest_lead(event), bs.ties(event)) == (2, (2, 3), 1)
    five, *rest = bs.runs(event, least=4)
    assert (five.side, five.points, five.a, five.b) == (B, 5, 2, 5)
    assert [(run.side, run.points) for run in rest] == [(A, 5)]
    assert bs.runs(event, least=6) == []


def test_the_turning_point_is_the_largest_swing():
    assert bs.turning_point(0.5, np.array([0.6, 0.55, 0.9, 0.85])) == 2
    assert bs.turning_point(0.1, np.array([0.6, 0.55, 0.9, 0.85])) == 0


def test_the_line_is_settled_when_nobody_can_score_any_more(game):
    assert game.win_prob[-1] == 1.0 and game.win_prob[-2] == 1.0
    assert 0.0 < game.win_prob[-3] < 1.0
    frame = pb.win_prob_series(game)
    assert frame["minutes"].tolist()[0] == 0.0 and frame["minutes"].tolist()[-1] == 40.0
    assert frame["minutes"].is_monotonic_increasing and len(frame) == len(game.win_prob) + 1


def test_five_fouls_and_out():
    rotation = game_recap.rotation_of("men", Side(2026, 1276))
    coach = sc._Lineup(rotation, 5, 4).coach
    star = coach.on_floor[0]
    for _ in range(4):
        coach.foul(star, 600.0)
    assert star in coach.on_floor
    coach.foul(star, 600.0)
    assert star not in coach.on_floor and len(set(coach.on_floor)) == 5
    coach.dead_ball(2400.0, 1, 0.0)  # nor does he come back at the end
    assert star not in coach.on_floor and len(set(coach.on_floor)) == 5


def test_a_short_bench_plays_on_with_fewer():
    rotation = game_recap.rotation_of("men", Side(2026, 1276))
    coach = sc._Lineup(rotation, 5, 4).coach
    for player in coach.there:
        for _ in range(5):
            coach.foul(player, 600.0)
    assert len(coach.on_floor) == 1


def test_who_makes_his_shots_gets_the_next_more_often():
    rotation = game_recap.rotation_of("men", Side(2026, 1276))
    lineup = sc._Lineup(rotation, 5, 4)
    first = lineup.coach.on_floor[0]
    before = dict(enumerate(lineup.touch[ro.MADE3]))
    assert lineup.shoot(ro.MADE3, 0.0) == lineup.shoot(ro.MISSED2, 0.0) == first
    assert lineup.touch[ro.MADE3][first] > before[first] > lineup.touch[ro.MADE2][first]


def test_an_unknown_player_is_met_with_the_nearest_names():
    spec = GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", 10, 1)
    frame = pb.table(game_recap.recap(spec, 0))
    name = next(name for name in frame["player"] if name)
    mine = pb.of_player(frame, name.upper())
    assert len(mine) and ((mine["player"] == name) | (mine["helper"] == name)).all()
    with pytest.raises(UnknownPlayer, match=name):
        pb.of_player(frame, name[:-1])
    with pytest.raises(UnknownPlayer, match="box score"):
        pb.of_player(frame, "Zzzzz")


@pytest.mark.parametrize(
    ("period", "season", "words"),
    [
        (1, 2026, "1st quarter"),
        (4, 2026, "4th quarter"),
        (5, 2026, "Overtime"),
        (7, 2026, "3rd overtime"),
        (2, 2015, "2nd half"),
    ],
)
def test_periods_have_names(period, season, words):
    assert pb.period_name(period, rules("women", season)) == words


def test_rosters_of_tournament_teams_and_since_2025_of_all():
    for league, team in (("women", 3163), ("men", 1101)):
        roster = store.load_roster(league, 2026, team)
        assert roster is not None and len(roster.name) >= 8
        assert (np.diff(roster.minutes) <= 0).all()
        assert roster.minutes.sum() == pytest.approx(5, 0.01)
    assert store.load_roster("women", 2015, 3163) is None
    assert store.load_roster("men", 2024, 1101) is None


@pytest.mark.parametrize("league", ["men", "women"])
def test_every_team_of_the_last_seasons_has_players(league):
    known = store.frame("players", league)[["season", "team_id"]].drop_duplicates()
    rated = store.frame("teams", league)[["season", "team_id"]]
    late = rated[rated["season"] >= EVERYBODY_SINCE]
    assert len(late.merge(known)) == len(late) > 700
