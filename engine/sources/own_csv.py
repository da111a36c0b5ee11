"""CSV files of a visitor's own: read with every fault named, nothing guessed."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from engine.domain.field import Field
from engine.domain.seeding import LINES, REGIONS, Seeded, field_from_seeds, seed_faults
from engine.domain.teams import League
from engine.errors import BadFile, UnknownTeam

MOST_BYTES = 2_000_000
MOST_ROWS = 20_000

FIELD_COLUMNS = ("region", "region_name", "seed", "team")
FIELD_OPTIONAL = ("team_b",)  # whoever plays the team for its place

Cell = tuple[int, str]  # line, column
FindTeam = Callable[[str], int]  # what stands in a file -> team id; UnknownTeam


class Fault(NamedTuple):
    """What is wrong in a line of a file, in words."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its ``line`` in the file, and its values by column, stripped; "" where there is
    none."""

    line: int
    value: dict[str, str]

    def fault(self, column: str, why: str) -> Fault:
        """``line 7, seed “17”: use 1 to 16``."""
        shown = self.value[column]
        shown = shown if len(shown) <= 40 else shown[:37] + "…"
        return Fault(self.line, f"line {self.line}, {column} “{shown}”: {why}")


def read_file(path: Path) -> bytes:
    """A file of at most ``MOST_BYTES``; BadFile."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(path.name, [error.strerror or "it cannot be read"]) from error
    return data


def read_rows(
    data: bytes, name: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> list[Row]:
    """The rows of a CSV file in UTF-8 with these columns, in any order; blank lines are left out.
    BadFile when it is too large or no such table."""
    if len(data) > MOST_BYTES:
        raise BadFile(name, [f"it is larger than {MOST_BYTES:,} bytes"])
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        head = [column.strip() for column in next(lines, [])]
        _check_head(name, head, columns, optional)
        rows = [(lines.line_num, row) for row in lines if any(value.strip() for value in row)]
    except UnicodeDecodeError as error:
        raise BadFile(name, ["it is not in UTF-8"], "Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise BadFile(name, [f"it is no CSV table ({error})"]) from error
    if len(rows) > MOST_ROWS:
        raise BadFile(name, [f"it has {len(rows):,} rows, more than {MOST_ROWS:,}"])
    faults = [
        f"line {line}: {len(row)} values for {len(head)} columns"
        for line, row in rows
        if len(row) != len(head)
    ]
    if faults:
        raise BadFile(name, faults)
    empty = dict.fromkeys(optional, "")
    return [
        Row(line, empty | {c: v.strip() for c, v in zip(head, row, strict=True)})
        for line, row in rows
    ]


def _check_head(
    name: str, head: list[str], columns: Sequence[str], optional: Sequence[str]
) -> None:
    known = (*columns, *optional)
    faults = [f"there is no column “{column}”" for column in columns if column not in head]
    faults += [f"unknown column “{column[:40]}”" for column in head if column not in known]
    faults += [f"column “{column}” is there twice" for column in known if head.count(column) > 1]
    if faults:
        raise BadFile(name, faults, f"The columns are {', '.join(known)}.")


# --- A field -------------------------------------------------------------------------------------


def field_from_csv(
    data: bytes, name: str, league: League, season: int, find_team: FindTeam
) -> Field:
    """A tournament's field from a file with a row for each line of each region.

    Columns: region (W-Z: W meets X and Y meets Z in the semifinals), region_name, seed (1-16), team
    and, where two play for the line, team_b. BadFile lists every fault.
    """
    rows = read_rows(data, name, FIELD_COLUMNS, FIELD_OPTIONAL)
    team, unknown = _found(rows, find_team)
    seeded, doubled = _seeded(rows, team)
    in_lines = sorted([*_misplaced(rows), *_misnamed(rows), *unknown, *doubled])
    faults = [fault.words for fault in in_lines] + seed_faults(seeded)
    if faults:
        raise BadFile(name, faults)
    region = {row.value["region"]: row.value["region_name"] for row in rows}
    return field_from_seeds(league, season, seeded, region)


def _misplaced(rows: Iterable[Row]) -> Iterable[Fault]:
    for row in rows:
        if row.value["region"] not in tuple(REGIONS):
            yield row.fault("region", f"use {', '.join(REGIONS[:-1])} or {REGIONS[-1]}")
        if _seed_line(row) is None:
            yield row.fault("seed", f"use a whole number from {LINES[0]} to {LINES[-1]}")


def _misnamed(rows: Iterable[Row]) -> Iterable[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        known = first.setdefault(row.value["region"], row)
        if not row.value["region_name"]:
            yield row.fault("region_name", "give the region a name")
        elif row.value["region_name"] != known.value["region_name"]:
            clash = f"line {known.line} calls this region “{known.value['region_name'][:40]}”"
            yield row.fault("region_name", f"{clash}; use one name")


def _found(rows: Iterable[Row], find_team: FindTeam) -> tuple[dict[Cell, int], list[Fault]]:
    """The id of every team that is found, and the faults."""
    team: dict[Cell, int] = {}
    seen: dict[int, int] = {}
    faults: list[Fault] = []
    for row in rows:
        for column in ("team", "team_b"):
            if not row.value[column] and column == "team_b":
                continue
            try:
                found = find_team(row.value[column])
            except UnknownTeam as error:
                faults.append(row.fault(column, str(error).rstrip(".")))
                continue
            if found in seen:
                faults.append(row.fault(column, f"line {seen[found]} has this team already"))
            seen.setdefault(found, row.line)
            team[row.line, column] = found
    return team, faults


def _seeded(rows: Iterable[Row], team: dict[Cell, int]) -> tuple[list[Seeded], list[Fault]]:
    """The rows whose region and seed are understood, each line once, and those that come again."""
    seeded: dict[str, Seeded] = {}
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        region, line = row.value["region"], _seed_line(row)
        if line is None or region not in tuple(REGIONS):
            continue
        two = team.get((row.line, "team"), 0), team.get((row.line, "team_b"))
        one = Seeded(region, line, *two)
        if one.place in seeded:
            faults.append(row.fault("seed", f"line {first[one.place]} has {one.place} already"))
        else:
            seeded[one.place], first[one.place] = one, row.line
    return list(seeded.values()), faults


def _seed_line(row: Row) -> int | None:
    text = row.value["seed"]
    return int(text) if text.isascii() and text.isdigit() and int(text[:4]) in LINES else None
