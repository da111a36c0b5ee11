"""CSV bytes -> rows of parsed values, or every fault of the file."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import BadFile, Fault

MOST_BYTES = 2_000_000
MOST_ROWS = 20_000
LONGEST = 80  # characters of a value; the rest of a longer one is not looked at
HEADER = 1  # its line

Parse = Callable[[str], Any]  # text -> value, or Wrong


class Wrong(Exception):
    """What a value should be, and for a team the nearest names."""

    def __init__(self, why: str, nearest: Callable[[], Sequence[str]] = tuple) -> None:
        super().__init__(why)
        self.why = why
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its ``line`` in the file; the ``text`` of its columns, stripped; the ``value`` of
    those that are understood, None where an optional one is empty."""

    line: int
    text: Mapping[str, str]
    value: Mapping[str, Any]

    def fault(self, column: str, why: str) -> Fault:
        """What is wrong with one of its values."""
        return Fault(self.line, column, shown(self.text.get(column, "")), why)


@dataclass(slots=True)
class Table:
    """A file's rows and what is wrong with them so far."""

    name: str
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)

    def sound(self) -> None:
        """BadFile with every fault, by line, unless there is none."""
        if self.faults:
            raise BadFile(self.name, sorted(self.faults, key=lambda fault: fault.line))

    def whole(self, *columns: str) -> Iterator[Row]:
        """The rows in which all these columns are understood."""
        return (row for row in self.rows if all(column in row.value for column in columns))


def read_file(path: Path) -> bytes:
    """A file of the disk, no more of it than shows that it is too large; BadFile."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or "it cannot be read"
        raise BadFile(path.name, [Fault(0, "", "", why)]) from error


def header(data: bytes, name: str) -> list[str]:
    """The names of the columns; BadFile when it is no CSV table at all."""
    return next(_lines(data, name), (HEADER, []))[1]


def read_table(
    data: bytes, name: str, required: Mapping[str, Parse], optional: Mapping[str, Parse]
) -> Table:
    """The rows of a CSV file in UTF-8 with these columns, in any order; optional ones may be left
    out or empty, empty lines are skipped. BadFile when it is too large, no table, or has other
    columns; faults of values are in ``Table.faults``."""
    lines = _lines(data, name)
    head = next(lines, (HEADER, []))[1]
    _check_head(name, head, required, optional)
    parsers = {**required, **optional}
    table = Table(name, [])
    for n, (line, texts) in enumerate(lines):
        if n == MOST_ROWS:
            raise BadFile(name, [Fault(0, "", "", f"it has more than {MOST_ROWS:,} rows")])
        if len(texts) != len(head):
            why = f"{len(texts):,} values instead of {len(head)}"
            table.faults.append(Fault(line, "", "", why))
            continue
        text = dict(zip(head, texts, strict=True))
        value: dict[str, Any] = {column: None for column in optional if not text.get(column)}
        for column, one in text.items():
            if column not in value:
                value.update(parsed(parsers[column], column, one, line, table.faults))
        table.rows.append(Row(line, text, value))
    return table


def parsed(parse: Parse, column: str, text: str, line: int, faults: list[Fault]) -> dict[str, Any]:
    """The value of a column by its name; nothing, and a fault more, where it is not understood."""
    try:
        if len(text) > LONGEST:
            raise Wrong(f"it is longer than {LONGEST} characters")
        return {column: parse(text)}
    except Wrong as wrong:
        # Looking for the nearest of some thousand names takes a while, so only where it is shown.
        nearest = tuple(wrong.nearest()) if len(faults) < BadFile.MOST else ()
        faults.append(Fault(line, column, shown(text), wrong.why, nearest))
        return {}


def shown(text: str) -> str:
    """A value as it may stand in a message: short, and without what cannot be printed."""
    printable = "".join(letter if letter.isprintable() else "�" for letter in text[:41])
    return printable if len(text) <= 40 else printable[:37] + "…"


def _lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, stripped values) of every line that is not empty; BadFile."""
    if len(data) > MOST_BYTES:
        raise BadFile(name, [Fault(0, "", "", f"it is larger than {MOST_BYTES:,} bytes")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "Save it as CSV in UTF-8."
        raise BadFile(name, [Fault(line, "", "", "not in UTF-8")], remedy) from None
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for values in reader:
            stripped = [value.strip() for value in values]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(name, [Fault(line, "", "", f"no CSV table ({error})")]) from None


def _check_head(
    name: str, head: list[str], required: Mapping[str, Parse], optional: Mapping[str, Parse]
) -> None:
    known = (*required, *optional)
    faults = [f"there is no column “{column}”" for column in required if column not in head]
    faults += [f"unknown column “{shown(column)}”" for column in head if column not in known]
    faults += [f"column “{column}” is there twice" for column in known if head.count(column) > 1]
    if faults:
        missing = [Fault(HEADER, "", "", fault) for fault in faults]
        raise BadFile(name, missing, f"The columns are {', '.join(known)}.")
