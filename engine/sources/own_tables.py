"""A person's own CSV files: games, ratings or a field.

A file is read strictly: UTF-8, at most 2 MB and 20,000 rows, only the columns of its schema. All
faults of a file are named at once, each with its line, column and value; nothing is guessed.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from engine.domain.box_score import BOX
from engine.errors import BadInput, UnknownTeam

MAX_BYTES, MAX_ROWS = 2_000_000, 20_000
MOST_SHOWN = 20  # faults listed in one message
MOST_POINTS, MOST_COUNT, MOST_OVERTIMES = 250, 300, 10
EFFICIENCY, PACE, NET_SE = (40.0, 180.0), (40.0, 110.0), (0.0, 40.0)
SIZES = range(64, 77)  # teams of a field

FindTeam = Callable[[str], int]  # text -> team id, or UnknownTeam
Parse = Callable[[str], object]  # text -> value, or _Fault


class _Fault(Exception):
    """What a value should be."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a file, each with its parser; ``optional`` ones may be left out or empty."""

    required: Mapping[str, Parse]
    optional: Mapping[str, Parse]


def read_games(content: bytes, find: FindTeam) -> pd.DataFrame:
    """Final games as ``ratings.current_season.rate_season`` takes them: date, home, away,
    home_points, away_points, neutral, overtimes and box columns (NaN where empty); BadInput."""
    count = _whole(0, MOST_COUNT)
    box = {f"{side}_{name}": count for side in ("home", "away") for name in (*BOX, "pf")}
    required: dict[str, Parse] = {"date": _date, "home": _team(find), "away": _team(find)}
    required |= dict.fromkeys(("home_points", "away_points"), _whole(0, MOST_POINTS))
    required |= {"neutral": _flag, "overtimes": _whole(0, MOST_OVERTIMES)}
    return _read(content, "games", Schema(required, box), _game_faults)


def read_ratings(content: bytes, find: FindTeam) -> pd.DataFrame:
    """Ratings: team, off_eff, def_eff (points per 100 possessions), pace (possessions per 40
    minutes), net_se (NaN where empty); BadInput."""
    required: dict[str, Parse] = {"team": _team(find), "pace": _number(*PACE)}
    required |= dict.fromkeys(("off_eff", "def_eff"), _number(*EFFICIENCY))
    return _read(content, "ratings", Schema(required, {"net_se": _number(*NET_SE)}), _rating_faults)


def read_field(content: bytes, find: FindTeam) -> pd.DataFrame:
    """A field: region (W-Z), region_name, seed (1-16), team, and team_b, the other team of a
    play-in game (NaN without one); BadInput."""
    required: dict[str, Parse] = {"region": _region, "region_name": _name}
    required |= {"seed": _whole(1, 16), "team": _team(find)}
    return _read(content, "field", Schema(required, {"team_b": _team(find)}), _field_faults)


# --- Reading -------------------------------------------------------------------------------------

Rows = list[dict[str, object]]
Check = Callable[[Rows], Iterator[str]]  # faults of rows together; each row holds its line


def _read(content: bytes, kind: str, schema: Schema, check: Check) -> pd.DataFrame:
    parsers = {**schema.required, **schema.optional}
    reader = csv.reader(io.StringIO(_text(content, kind), newline=""), strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader if any(line)]
    except csv.Error as error:
        raise _refused(kind, [f"line {reader.line_num}: {error}"]) from None
    header = [name.strip() for name in lines[0][1]] if lines else []
    faults = _header_faults(header, schema)
    if len(lines) - 1 > MAX_ROWS:
        faults.append(f"{len(lines) - 1:,} rows, more than {MAX_ROWS:,}")
    if faults:
        raise _refused(kind, faults)
    rows = [_row(number, line, header, schema, faults) for number, line in lines[1:]]
    faults += check([row for row in rows if len(row) == len(header) + 1])
    if faults:
        raise _refused(kind, faults)
    frame = pd.DataFrame(rows, columns=header)
    return frame.reindex(columns=list(parsers)).astype(dict.fromkeys(schema.optional, float))


def _text(content: bytes, kind: str) -> str:
    if len(content) > MAX_BYTES:
        raise _refused(kind, [f"{len(content):,} bytes, more than {MAX_BYTES:,}"])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(kind, [f"line {line}: not UTF-8"]) from None


def _header_faults(header: list[str], schema: Schema) -> list[str]:
    known = {**schema.required, **schema.optional}
    faults = [f"line 1: unknown column “{name[:40]}”" for name in header if name not in known]
    faults += [
        f"line 1: column {name} is missing" for name in schema.required if name not in header
    ]
    twice = sorted({name for name in header if header.count(name) > 1})
    return faults + [f"line 1: column {name} appears twice" for name in twice]


def _row(
    number: int, line: list[str], header: list[str], schema: Schema, faults: list[str]
) -> dict[str, object]:
    """The parsed values of a line with its number as ``line``; faults are added to the list."""
    if len(line) != len(header):
        faults.append(f"line {number}: {len(line)} values instead of {len(header)}")
        return {}
    row: dict[str, object] = {"line": number}
    for name, value in zip(header, (value.strip() for value in line), strict=True):
        if name in schema.optional and not value:
            row[name] = None
            continue
        try:
            row[name] = {**schema.required, **schema.optional}[name](value)
        except _Fault as fault:
            faults.append(f"line {number}, {name}: “{value[:40]}” {fault}")
    return row


def _refused(kind: str, faults: list[str]) -> BadInput:
    more = len(faults) - MOST_SHOWN
    shown = "; ".join(faults[:MOST_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
    return BadInput(f"The {kind} file was not taken: {shown}.", "Correct these and try again.")


# --- Values --------------------------------------------------------------------------------------


def _team(find: FindTeam) -> Parse:
    def parse(text: str) -> int:
        try:
            return find(text)
        except UnknownTeam as error:
            raise _Fault(f"is not one team ({error.remedy.rstrip('.')})") from None

    return parse


def _whole(low: int, high: int) -> Parse:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
            raise _Fault(f"is not a whole number from {low} to {high}")
        return int(text)

    return parse


def _number(low: float, high: float) -> Parse:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise _Fault(f"is not a number from {low:g} to {high:g}")
        return value

    return parse


def _date(text: str) -> str:
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise _Fault("is not a date like 2026-11-24")


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise _Fault("is not 0 or 1")
    return text == "1"


def _region(text: str) -> str:
    if text not in ("W", "X", "Y", "Z"):
        raise _Fault("is not W, X, Y or Z")
    return text


def _name(text: str) -> str:
    if not 1 <= len(text) <= 40 or not text.isprintable():
        raise _Fault("is not a name of 1 to 40 letters")
    return text


# --- Rows together -------------------------------------------------------------------------------


def _game_faults(rows: Rows) -> Iterator[str]:
    seen: dict[tuple[object, ...], object] = {}
    for row in rows:
        line, sides = row["line"], (row["home"], row["away"])
        if sides[0] == sides[1]:
            yield f"line {line}: a team plays itself"
        if row["home_points"] == row["away_points"]:
            yield f"line {line}: a final game is tied"
        first = seen.setdefault((row["date"], *sorted(map(str, sides))), line)
        if first != line:
            yield f"line {line}: the game of line {first} again"


def _rating_faults(rows: Rows) -> Iterator[str]:
    yield from _repeats((row["line"], row["team"]) for row in rows)


def _field_faults(rows: Rows) -> Iterator[str]:
    places: dict[object, object] = {}
    names: dict[object, object] = {}
    teams = [(row["line"], row[key]) for row in rows for key in ("team", "team_b") if row.get(key)]
    for row in rows:
        line, region = row["line"], row["region"]
        first = places.setdefault((region, row["seed"]), line)
        if first != line:
            yield f"line {line}: seed {row['seed']} of region {region} again (line {first})"
        if names.setdefault(region, row["region_name"]) != row["region_name"]:
            yield f"line {line}: region {region} has two names"
    missing = [
        f"{region}{seed:02d}" for region in "WXYZ" for seed in range(1, 17)
        if (region, seed) not in places
    ]  # fmt: skip
    if missing:
        yield f"no team for {', '.join(missing)}"
    if len(teams) not in SIZES:
        yield f"{len(teams)} teams instead of {SIZES[0]} to {SIZES[-1]}"
    yield from _repeats(iter(teams))


def _repeats(teams: Iterator[tuple[object, object]]) -> Iterator[str]:
    seen: dict[object, object] = {}
    for line, team in teams:
        if team in seen:
            yield f"line {line}: the team of line {seen[team]} again"
        seen.setdefault(team, line)
