"""A person's own files: read whole, or refused with every fault named; nothing guessed."""

import numpy as np
import pytest

from engine import store
from engine.domain.teams import League
from engine.errors import BadFile
from engine.run import OwnFile, own_data
from engine.sources.own import reading, schemas
from engine.store import Kind
from engine.tables import own_files
from tests.fields import PLAY_INS, made_up, seventy_six
from tests.own_files import GAMES, field_csv

ROW = "2025-11-24,Duke,UNC,80,70,0,0"
RATINGS = "team,off_eff,def_eff,pace,net_se"
FIELD = "region,region_name,seed,team,team_b"


def read(kind: Kind, content: str | bytes, season: int = 2026, league: League = "men"):
    data = content if isinstance(content, bytes) else content.encode()
    return getattr(own_data(league, season, {kind: OwnFile(f"{kind}.csv", data)}), kind)


def refused(kind: Kind, content: str | bytes, **of) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read(kind, content, **of)
    return caught.value


# --- Games ---------------------------------------------------------------------------------------


def test_teams_go_by_any_spelling_by_our_id_and_by_espns():
    rows = [ROW, "2025-11-25,1163,St. John's,71,72,1,2", "2025-11-26,150,153,60,61,True,0"]
    games = read("games", "\ufeff" + "\r\n".join([f"{GAMES},home_fga", f"{rows[0]},60",
                                                 f"{rows[1]},", "", f"{rows[2]},"]))  # fmt: skip
    assert games["home"].tolist() == [1181, 1163, 1181]
    assert games["away"].tolist() == [1314, 1385, 1314]
    assert games["neutral"].tolist() == [False, True, True]
    assert games["home_fga"].iloc[0] == 60 and np.isnan(games["home_fga"].iloc[1])
    assert games["away_to"].isna().all() and games["overtimes"].tolist() == [0, 2, 0]


def test_all_faults_of_a_file_are_named_at_once_in_the_order_of_its_lines():
    rows = [
        *("2025-13-01,Duke,UNC,80,70,0,0", "2025-11-24,Kentuky,MSU,80,-1,yes,99", ROW, ROW, "a,b"),
        *("2019-11-24,Duke,1181,70,70,0,0", "2025-11-24,Chaminade,Duke,1,2,0,0"),
    ]
    found = refused("games", "\n".join([GAMES, *rows]))
    for part in (
        "“games.csv” cannot be used:",
        "line 2, date “2025-13-01”: use a date like 2026-11-24",
        "line 3, home “Kentuky”: no such team; nearest: Kentucky",
        "line 3, away “MSU”: several teams go by it; nearest: ",
        "line 3, away_points “-1”: use a whole number from 0 to 250",
        "line 3, neutral “yes”: use 0 or 1",
        "line 3, overtimes “99”: use a whole number from 0 to 10",
        "line 5, away “UNC”: line 4 has this game already",
        "line 6: 2 values instead of 7",
        "line 7, date “2019-11-24”: not a day of the season 2026",
        "line 7, away “1181”: a team plays itself",
        "line 7, away_points “70”: a final game is not tied",
        "line 8, home “Chaminade”: no such team",
    ):
        assert part in found.message, part
    assert [fault.line for fault in found.faults] == sorted(fault.line for fault in found.faults)
    assert len(found.faults[1].nearest) == 3 and found.remedy.startswith("Correct")


def test_a_snapshots_games_are_a_file_of_games():
    columns = [*dict.fromkeys(("league", *schemas.EVENT_COLUMNS, "home", "away"))]
    usual = dict.fromkeys(columns, "") | {
        "league": "men", "season": "2026", "season_type": "2", "date": "2025-11-24",
        "status": "final", "home": "1181", "away": "1314", "home_points": "80.0",
        "away_points": "70.0", "overtimes": "1", "neutral": "False", "ncaa": "False",
    }  # fmt: skip
    skipped = (
        {"status": "scheduled", "home_points": "", "away_points": ""},
        {"away": "0", "away_name": "Chaminade"},
        {"ncaa": "True"},
        {"season_type": "3"},
    )
    rows = [usual, *(usual | one for one in skipped), usual | {"date": "2025-12-24"}]
    text = "\n".join([",".join(columns), *(",".join(row.values()) for row in rows)])
    games = read("games", text)
    assert games["date"].tolist() == ["2025-11-24", "2025-12-24"]
    assert games["home_points"].tolist() == [80, 80] and not games["neutral"].any()
    other = text.replace("men,,2026", "women,,2026")
    assert "it has no final game" in refused("games", other).message


# --- Ratings -------------------------------------------------------------------------------------


def test_ratings():
    found = read("ratings", f"{RATINGS}\nUNC,115,99.5,71,3.2\nDuke,120.5,95,68,")
    assert found["team"].tolist() == [1181, 1314] and found["off_eff"].tolist() == [120.5, 115]
    assert np.isnan(found["net_se"].iloc[0]) and found["net_se"].iloc[1] == 3.2
    bad = refused("ratings", f"{RATINGS}\nDuke,nan,95,68,\nDuke Blue Devils,120,1e2,68,1")
    assert "line 2, off_eff “nan”: use a number from 40 to 180" in bad.message
    assert "line 3, def_eff “1e2”" in bad.message
    assert "line 3, team “Duke Blue Devils”: line 2 has this team already" in bad.message


# --- Fields --------------------------------------------------------------------------------------


@pytest.mark.parametrize("places", PLAY_INS)
def test_a_file_brings_its_field_back(places):
    field = made_up("men", 2026, places)
    again = read("field", field_csv(field))
    assert again.seed == field.seed and again.digest == field.digest and again.own
    np.testing.assert_array_equal(again.team_id, field.team_id)


def test_64_teams_need_no_second_team():
    text = field_csv(made_up("men", 2026, ())).decode()
    lines = [line.removesuffix(",") for line in text.splitlines()]
    lines[0] = FIELD.removesuffix(",team_b")
    assert len(read("field", "\n".join(lines)).seed) == 64


def test_columns_stand_in_any_order_and_seeds_may_have_a_zero():
    lines = [",".join(reversed(line.split(","))) for line in field_csv().decode().splitlines()]
    lines = [line.replace(",1,", ",01,") for line in lines]
    assert read("field", "\n".join(lines)).digest == seventy_six().digest


def test_the_faults_of_a_field():
    lines = field_csv().decode().splitlines()
    lines[1] = "W,East,1,Dook,"
    lines[2] = lines[2].replace("East,2", "Est,17")
    lines[4] = lines[4].replace("W,", "V,")
    lines[5] = lines[3]
    said = refused("field", "\n".join(lines)).message
    for fault in (
        "line 2, team “Dook”: no such team; nearest: ",
        "line 3, seed “17”: use a whole number from 1 to 16",
        "line 3, region_name “Est”: line 2 calls this region “East”; use one name",
        "line 5, region “V”: use W, X, Y or Z",
        "line 6, seed “3”: line 4 has W03 already",
        "has this team already",
        *("line W02 is missing", "line W04 is missing", "line W05 is missing"),
    ):
        assert fault in said, fault


def test_too_many_teams_are_counted():
    lines = field_csv().decode().splitlines()
    last = own_files.ratings(store.load_teams("men", 2026))["team"].iloc[-1]
    lines[1] += last
    assert "there are 77 teams, more than 76" in refused("field", "\n".join(lines)).message


# --- What is no such file ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (f"{GAMES},weather", "unknown column “weather”"),
        (f"{GAMES},date", "column “date” is there twice"),
        (GAMES.replace("away,", ""), "there is no column “away”"),
        ("", "there is no column “date”"),
    ],
)
def test_other_columns_are_refused_by_name(head, fault):
    found = refused("games", f"{head}\n{ROW}")
    assert fault in found.message and "The columns are date, home, away" in found.remedy


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"x" * (reading.MOST_BYTES + 1), "larger than 2,000,000 bytes"),
        ((GAMES + "\n" + f"{ROW}\n" * (reading.MOST_ROWS + 1)).encode(), "more than 20,000 rows"),
        (GAMES.encode() + b"\n\xff\xfe\n", "line 2: not in UTF-8"),
        (f"{GAMES}\n{ROW}".encode("utf-16"), "line 1: not in UTF-8"),
        (GAMES.encode() + b"\n2025-11-24,\xed\xa0\x80,UNC,80,70,0,0", "line 2: not in UTF-8"),
        (f'{GAMES}\n"open'.encode(), "line 2: no CSV table"),
        (f"{GAMES}\n{'a' * 200_000},Duke".encode(), "line 2: no CSV table"),
        (GAMES.encode(), "it has no final game"),
        (f"{GAMES}\n2025-11-24,Duke,UNC,{'9' * 5000},70,0,0".encode(), "longer than 80 characters"),
        (f"{GAMES}\n2025-11-24,Duke,UNC,²,٧,0,0".encode(), "home_points “²”: use a whole number"),
        (f"{GAMES}\n2025-11-24,Du\0ke,UNC,80,70,0,0".encode(), "home “Du�ke”: no such team"),
        (f"{GAMES}\n2025-11-24,=1+1,UNC,80,70,0,0".encode(), "home “=1+1”: no such team"),
    ],
)
def test_hostile_files_end_in_a_sentence(content, fault):
    found = refused("games", content)
    assert fault in found.message and len(found.message) < 20_000 and "\0" not in found.message


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<script>", "a" * 41, "", "\u202e"])
def test_a_regions_name_is_a_name(name):
    said = refused("field", field_csv().decode().replace("East", name)).message
    assert "use a name of 1 to 40 letters" in said


def test_a_long_list_of_faults_ends():
    rows = [f"2025-11-24,Nobody {n},Nobody,1,2,0,0" for n in range(2_000)]
    found = refused("games", "\n".join([GAMES, *rows]))
    assert found.message.count("\n- ") == BadFile.MOST + 1 and "more" in found.message
    assert sum(bool(fault.nearest) for fault in found.faults) <= BadFile.MOST


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadFile, match="No such file"):
        reading.read_file(tmp_path / "none.csv")
