"""Plays read from hand-written events."""

import pandas as pd

from engine.pipeline.pbp.read import plays

HOME, AWAY = "Hens", "Axes"
KINDS = {
    "jump": ("won Jumpball", "jumpball won"),
    "two": ("Two Point Jumper", "2pt jumpshot"),
    "layup": ("Layup", "2pt layup"),
    "three": ("Three Point Jumper", "3pt jumpshot"),
    "ft": ("Free Throw", "freethrow"),
    "off": ("Offensive Rebound", "rebound offensive"),
    "def": ("Defensive Rebound", "rebound defensive"),
    "dead": ("Deadball Rebound", "rebound offensivedeadball"),
    "turnover": ("Turnover", "turnover"),
    "steal": ("Steal", "steal"),
    "foul": ("Commits Foul", "foul personal"),
    "technical": ("Commits Foul", "foul technical"),
    "offensive": ("Commits Foul", "foul offensive"),
}


def game(*lines: str, period: int = 1) -> pd.DataFrame:
    """Plays of a game from ``clock side kind [result] [words]`` lines: ``19:40 H two made``."""
    return plays(pd.DataFrame([_row(line, period) for line in lines]))


def _row(line: str, period: int) -> dict[str, object]:
    clock, side, kind, *rest = line.split()
    name, quals = KINDS[kind]
    result = rest.pop(0) if rest and rest[0] in ("made", "missed") else None
    return {
        "ncaa_game_id": "g1",
        "home": HOME,
        "period": float(period),
        "clock": clock,
        "team": HOME if side == "H" else AWAY,
        "event_type": name,
        "result": result,
        "shot_value": {"two": 2.0, "layup": 2.0, "three": 3.0}.get(kind),
        "quals": " ".join([quals, *rest]),
    }


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_plain_possessions_follow_each_other() -> None:
    frame = game(
        "19:58 H jump",
        "19:40 H two made",
        "19:20 A three missed",
        "19:18 H def",
        "19:10 H turnover badpass",
        "19:10 A steal",
        "19:05 A layup made",
    )
    assert told(
        frame, "home", "start_type", "outcome", "start_left", "length", "lead", "points"
    ) == [
        (True, "period_start", "two_made", 1200, 20, 0, 2),
        (False, "after_made", "three_miss", 1180, 22, -2, 0),
        (True, "def_reb", "steal", 1158, 8, 2, 0),
        (False, "steal", "two_made", 1150, 5, -2, 2),
        (True, "after_made", "period_end", 1145, 1145, 0, 0),
    ]
    assert frame["last"].all() and frame["clean"].tolist() == [True] * 4 + [False]  # 1,145 s long
    assert frame["rim"].tolist() == [False, False, False, True, False]
    assert frame["possession"].tolist() == [0, 1, 2, 3, 4]


def test_an_offensive_rebound_goes_on_with_the_possession() -> None:
    frame = game("19:40 H two missed blocked;", "19:37 H off", "19:36 H layup made")
    assert told(frame, "start_type", "outcome", "rebound", "blocked", "last", "possession")[:2] == [
        ("period_start", "two_miss", "off", True, False, 0),
        ("off_reb", "two_made", "none", False, True, 0),
    ]
    assert told(frame, "act_length", "length")[:2] == [(20, 23), (1, 1)]


def test_order_within_one_second_is_mended() -> None:
    frame = game("19:40 H off", "19:40 A steal", "19:40 H two missed", "19:40 H turnover lostball")
    assert told(frame, "home", "start_type", "outcome", "clean")[:2] == [
        (True, "period_start", "two_miss", True),
        (True, "off_reb", "steal", True),
    ]


def test_shooting_fouls_and_one_and_missed_last_free_throw() -> None:
    frame = game(
        "19:40 H layup made",
        "19:40 A foul shooting;1freethrow;",
        "19:40 H ft made 1of1",
        "19:30 A ft missed 1of2",
        "19:30 A dead",
        "19:30 H foul shooting;2freethrow;",
        "19:30 A ft missed 2of2",
        "19:28 A off",
        "19:20 A turnover offensive",
        "19:20 A offensive",
    )
    columns = ("outcome", "points", "ft_tried", "ft_made", "ft_hits", "rebound", "start_type")
    assert told(frame, *columns)[:3] == [
        ("two_and1", 3, 1, 1, 1, "none", "period_start"),
        ("two_fouled", 0, 2, 0, 0, "off", "after_made"),
        ("off_foul", 0, 0, 0, 0, "none", "off_reb"),
    ]
    assert frame["team_fouls_def"].tolist() == [0, 0, 1, 2]


def test_team_fouls_lead_to_the_bonus() -> None:
    seven = [f"19:{50 - k} A foul" for k in range(6)]
    frame = game(*seven, "19:30 A foul oneandone;", "19:30 H ft missed 1of1", "19:29 A def")
    assert frame["outcome"].tolist()[5:7] == ["floor_foul", "bonus_1and1"]
    assert frame["team_fouls_def"].tolist()[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert told(frame, "start_type", "rebound", "ft_tried", "last")[6] == ("kept", "def", 1, True)


def test_a_technical_is_a_row_of_its_own() -> None:
    frame = game(
        "19:40 H technical classa;2freethrow;",
        "19:40 A ft made 1of2",
        "19:40 A ft made 2of2",
        "19:30 H two made",
    )
    assert told(frame, "home", "start_type", "points", "length", "possession")[:3] == [
        (False, "technical", 1, 0, -1),
        (False, "technical", 1, 0, -1),
        (True, "period_start", 2, 30, 0),
    ]
    assert frame["team_fouls_def"].tolist()[2:] == [0, 1]


def test_a_loose_ball_foul_by_the_offence_costs_it_the_ball() -> None:
    frame = game("19:40 H two missed", "19:38 A def", "19:37 A foul", "19:30 H two made")
    assert told(frame, "home", "start_type", "outcome", "clean")[1:3] == [
        (False, "def_reb", "off_foul", True),
        (True, "dead_turnover", "two_made", True),
    ]


def test_a_missing_turnover_is_mended_and_said() -> None:
    frame = game("19:40 H two made", "19:20 H two made")
    assert told(frame, "home", "outcome", "clean")[:3] == [
        (True, "two_made", True),
        (False, "other", False),
        (True, "two_made", False),
    ]


def test_late_fouls_by_the_trailing_side_are_marked() -> None:
    frame = game(
        "0:40 H three made",
        "0:30 A three missed",
        "0:28 H def",
        "0:25 A foul oneandone;",
        "0:25 H ft made 1of2",
        "0:25 H ft made 2of2",
        period=2,
    )
    assert frame["intentional"].tolist() == [False, False, True, False]
    assert told(frame, "outcome", "lead", "points")[2] == ("bonus_1and1", 3, 2)
    assert frame["length"].sum() == 1200
