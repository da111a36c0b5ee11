"""A person's own files: all faults at once, nothing guessed."""

from functools import partial

import numpy as np
import pytest

from engine import store
from engine.errors import BadInput
from engine.sources import own_tables

FIND = partial(store.find_team, "men")
GAMES = "date,home,away,home_points,away_points,neutral,overtimes"
ROW = "2026-11-24,Duke,UNC,80,70,0,0"


def read(text: str, kind: str = "games"):
    return getattr(own_tables, f"read_{kind}")(text.encode(), FIND)


def refused(text: str, kind: str = "games") -> str:
    with pytest.raises(BadInput) as caught:
        read(text, kind)
    return caught.value.message


def test_games_by_any_spelling_and_id():
    games = read(f"\ufeff{GAMES},home_fga\r\n{ROW},60\r\n2026-11-25,1163,St. John's,71,72,1,2,\r\n")
    assert games["home"].tolist() == [1181, 1163] and games["away"].tolist() == [1314, 1385]
    assert games["neutral"].tolist() == [False, True] and games["overtimes"].tolist() == [0, 2]
    assert games["home_fga"].iloc[0] == 60 and np.isnan(games["home_fga"].iloc[1])
    assert games["away_to"].isna().all() and games["date"].tolist()[0] == "2026-11-24"


def test_all_faults_are_named_with_line_column_and_value():
    rows = ["2026-13-01,Duke,UNC,80,70,0,0", "2026-11-24,Kentuky,MSU,80,-1,yes,99", ROW, ROW, "a,b"]
    message = refused("\n".join([GAMES, *rows]))
    for part in (
        "line 2, date: “2026-13-01” is not a date like 2026-11-24",
        "line 3, home: “Kentuky” is not one team (Nearest names: Kentucky, ",
        "line 3, away: “MSU” is not one team",
        "line 3, away_points: “-1” is not a whole number from 0 to 250",
        "line 3, neutral: “yes” is not 0 or 1",
        "line 3, overtimes: “99”",
        "line 5: the game of line 4 again",
        "line 6: 2 values instead of 7",
    ):
        assert part in message


def test_columns_are_those_of_the_schema():
    message = refused(f"{GAMES},weather,date\n")
    assert "unknown column “weather”" in message and "column date appears twice" in message
    assert "column away is missing" in refused("date,home\n") and "missing" in refused("")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (own_tables.MAX_BYTES + 1), "more than 2,000,000"),
        (GAMES.encode() + b"\n\xff\xfe\n", "line 2: not UTF-8"),
        ((GAMES + "\n" + f"{ROW}\n" * (own_tables.MAX_ROWS + 1)).encode(), "more than 20,000"),
    ],
)
def test_size_and_encoding(content, why):
    with pytest.raises(BadInput, match=why):
        own_tables.read_games(content, FIND)


def test_impossible_games():
    message = refused(f"{GAMES}\n2026-11-24,Duke,1181,80,70,0,0\n2026-11-24,Duke,UNC,70,70,0,0")
    assert "line 2: a team plays itself" in message and "line 3: a final game is tied" in message


def test_ratings():
    head = "team,off_eff,def_eff,pace,net_se"
    found = read(f"{head}\nDuke,120.5,95,68,\nUNC,115,99.5,71,3.2", "ratings")
    assert found["off_eff"].tolist() == [120.5, 115.0] and np.isnan(found["net_se"].iloc[0])
    message = refused(f"{head}\nDuke,nan,95,68,\nDuke Blue Devils,120,95,68,1", "ratings")
    assert "line 2, off_eff: “nan” is not a number from 40 to 180" in message
    again = refused(f"{head}\nDuke,99,95,68,\nDuke Blue Devils,120,95,68,1", "ratings")
    assert "line 3: the team of line 2 again" in again


def field_rows() -> list[str]:
    teams = store.load_teams("men", 2026).name
    places = [(region, seed) for region in "WXYZ" for seed in range(1, 17)]
    return [f"{r},Region {r},{s},{teams[i]}," for i, (r, s) in enumerate(places)]


def test_a_field():
    head, rows = "region,region_name,seed,team,team_b", field_rows()
    field = read("\n".join([head, *rows]), "field")
    assert len(field) == 64 and field["team_b"].isna().all()
    play_in = [*rows[:-1], rows[-1] + store.load_teams("men", 2026).name[100]]
    assert read("\n".join([head, *play_in]), "field")["team_b"].notna().sum() == 1
    message = refused("\n".join([head, *rows[1:], rows[1]]), "field")
    assert "no team for W01" in message and "seed 2 of region W again" in message
    assert "the team of line 2 again" in message
