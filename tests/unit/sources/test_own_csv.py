"""A field of one's own: read whole, or refused with every fault."""

import numpy as np
import pytest

from engine import store
from engine.domain.field import Field
from engine.errors import BadFile
from engine.sources import own_csv
from tests.fields import PLAY_INS, made_up, seeds_of, seventy_six

TEAMS = store.load_teams("men", 2026)
HEAD = "region,region_name,seed,team,team_b"


def find(text: str) -> int:
    return int(TEAMS.team_id[TEAMS.row(text)])


def written(field: Field, head: str = HEAD, by_id: bool = False) -> list[str]:
    """The lines of a file with this field, the head first."""

    def team(team_id: int | None) -> str:
        if team_id is None:
            return ""
        return str(team_id) if by_id else TEAMS.name[TEAMS.row(team_id)]

    rows = [
        (s.region, field.region[s.region], str(s.line), team(s.team_id), team(s.opponent_id))
        for s in seeds_of(field)
    ]
    return [head, *(",".join(row[: head.count(",") + 1]) for row in rows)]


def read(lines: list[str], name: str = "field.csv") -> Field:
    return own_csv.field_from_csv("\n".join(lines).encode(), name, "men", 2026, find)


def refused(lines: list[str]) -> str:
    with pytest.raises(BadFile) as caught:
        read(lines)
    return caught.value.message


@pytest.mark.parametrize("places", PLAY_INS)
@pytest.mark.parametrize("by_id", [False, True])
def test_a_file_brings_its_field_back(places, by_id):
    field = made_up("men", 2026, places)
    again = read(written(field, by_id=by_id))
    assert again.seed == field.seed and again.digest == field.digest
    np.testing.assert_array_equal(again.team_id, field.team_id)


def test_64_teams_need_no_second_team_and_spreadsheets_may_add_their_mark():
    lines = written(made_up("men", 2026, ()), "region,region_name,seed,team")
    data = "\ufeff" + "\r\n".join([*lines, "", ""])
    field = own_csv.field_from_csv(data.encode(), "f.csv", "men", 2026, find)
    assert len(field.seed) == 64 and not (field.round == 0).any()


def test_columns_stand_in_any_order_and_seeds_may_have_a_zero():
    lines = [",".join(reversed(line.split(","))) for line in written(seventy_six())]
    lines = [line.replace(",1,", ",01,") for line in lines]
    assert read(lines).digest == seventy_six().digest


def test_every_fault_is_named_at_once_with_its_line_column_value_and_remedy():
    lines = written(seventy_six())
    assert lines[1].startswith("W,East,1,Duke") and lines[2].startswith("W,East,2,")
    lines[1] = "W,East,1,Dook,"
    lines[2] = lines[2].replace("East,2", "Est,17")
    lines[4] = lines[4].replace("W,", "V,")
    lines[5] = lines[3]
    said = refused(lines)
    for fault in (
        "line 2, team “Dook”: No team called “Dook” in men's 2026. Nearest names: ",
        "line 3, seed “17”: use a whole number from 1 to 16",
        "line 3, region_name “Est”: line 2 calls this region “East”; use one name",
        "line 5, region “V”: use W, X, Y or Z",
        "line 6, seed “3”: line 4 has W03 already",
        "has this team already",
        *("line W02 is missing", "line W04 is missing", "line W05 is missing"),
    ):
        assert fault in said, fault
    numbers = [int(part.split(",")[0]) for part in said.split("- line ") if part[0].isdigit()]
    assert numbers == sorted(numbers)


def test_too_many_teams_are_counted():
    lines = written(seventy_six())
    last = TEAMS.name[int(np.argmin(TEAMS.off_eff - TEAMS.def_eff))]
    lines[1] = f"{lines[1]}{last}"
    assert "there are 77 teams, more than 76" in refused(lines)


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("region,region_name,seed,team,team_c", "unknown column “team_c”"),
        ("region,name,seed,team", "there is no column “region_name”"),
        ("region,region_name,seed,team,team", "column “team” is there twice"),
    ],
)
def test_other_columns_are_refused_by_name(head, fault):
    assert fault in refused(written(seventy_six(), head))


def test_what_is_no_table_is_refused():
    many = "\n".join([HEAD, *["W,East,1,Duke,"] * (own_csv.MOST_ROWS + 1)])
    for data, fault in (
        (b"", "there is no column “region”"),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), "not in UTF-8"),
        (f"{HEAD}\nW,East,1\n".encode(), "line 2: 3 values for 5 columns"),
        (f'{HEAD}\n"W'.encode(), "no CSV table"),
        (b"a" * (own_csv.MOST_BYTES + 1), "larger than 2,000,000 bytes"),
        (many.encode(), "20,001 rows"),
    ):
        with pytest.raises(BadFile, match=fault):
            own_csv.field_from_csv(data, "x.csv", "men", 2026, find)


def test_a_long_list_of_faults_ends(tmp_path):
    said = refused([HEAD, *[f"Q,East,{n},Nobody {n},Nobody" for n in range(900)]])
    assert said.count("\n- ") == 101 and " more" in said.splitlines()[-1]
    with pytest.raises(BadFile, match="No such file"):
        own_csv.read_file(tmp_path / "none.csv")
