"""Known rivals: brackets pasted as codes, links, ``name code`` lines or a CSV with one a column."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import U1
from engine.bracket.pick_code import LENGTH, decode
from engine.errors import HardwoodError
from engine.pools.board import Board

MAX_RIVALS = 5_000
_CODE = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{LENGTH}}}(?![A-Za-z0-9_-])")
SHOWN = 60  # characters of a bad line


@dataclass(frozen=True, slots=True, eq=False)
class Rivals:
    """``name[N]`` and ``choice[P, N]`` of the brackets that could be read; ``faults``: one sentence
    for each line that could not."""

    name: tuple[str, ...]
    choice: U1
    faults: tuple[str, ...]


NOBODY = Rivals((), np.zeros((0, 0), dtype=np.uint8), ())
Fill = Callable[[dict[int, int]], U1]  # position -> contestant -> a whole bracket with them


def read_rivals(
    text: str, board: Board, team: Callable[[str], int], fill: Fill | None = None
) -> Rivals:
    """Every rival that ``text`` holds. ``team(name)`` is a team's id (an error if unknown).

    A text whose first line starts with ``slot,`` is a CSV: a slot a row, a bracket a column, teams
    by name or id; with ``fill`` some slots are enough, say champion and Final Four. Otherwise each
    line holds a code or a link with one, and perhaps a name before it. Bad lines are named and the
    others kept.
    """
    lines = text.strip().splitlines()
    if lines and lines[0].casefold().startswith("slot,"):
        found, faults = _from_csv(lines, board, team, fill)
    else:
        found, faults = _from_lines(lines, board)
    if len(found) > MAX_RIVALS:
        faults.append(f"Only the first {MAX_RIVALS:,} of {len(found):,} brackets are read.")
        found = found[:MAX_RIVALS]
    none = np.zeros((len(board.slot), 0), dtype=np.uint8)
    choice = np.stack([made for _, made in found], axis=1) if found else none
    return Rivals(tuple(name for name, _ in found), choice, tuple(faults))


def _from_lines(lines: list[str], board: Board) -> tuple[list[tuple[str, U1]], list[str]]:
    found: list[tuple[str, U1]] = []
    faults: list[str] = []
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        codes = _CODE.findall(line)
        if not codes:
            faults.append(f"Line {n} (“{line.strip()[:SHOWN]}”) has no bracket's code.")
            continue
        before = line[: line.rfind(codes[-1])]
        name = before.strip(" \t,;:") if "://" not in before and "?" not in before else ""
        try:
            found.append((name or f"Rival {n}", board.chosen(decode(codes[-1], board.field))))
        except HardwoodError as error:
            faults.append(f"Line {n} (“{line.strip()[:SHOWN]}”): {error.message}")
    return found, faults


def _from_csv(
    lines: list[str], board: Board, team: Callable[[str], int], fill: Fill | None
) -> tuple[list[tuple[str, U1]], list[str]]:
    rows = list(csv.reader(lines))
    names = [name.strip() for name in rows[0][1:]]
    by_slot = {row[0].strip(): row[1:] for row in rows[1:] if row}
    position = {board.field.slot[s]: p for p, s in enumerate(board.slot)}
    faults = [f"There is no slot “{slot[:24]}”." for slot in by_slot.keys() - position.keys()]
    found: list[tuple[str, U1]] = []
    for column, name in enumerate(names):
        cells = {p: by_slot.get(slot, []) for slot, p in position.items()}
        try:
            found.append((name, _column(cells, column, board, team, fill)))
        except (HardwoodError, ValueError) as error:
            message = error.message if isinstance(error, HardwoodError) else str(error)
            faults.append(f"Column {column + 2} (“{name[:SHOWN]}”): {message}")
    return found, faults


def _column(
    cells: dict[int, list[str]],
    column: int,
    board: Board,
    team: Callable[[str], int],
    fill: Fill | None,
) -> U1:
    ids = board.field.team_id.tolist()
    choice: dict[int, int] = {}
    for p in range(len(board.slot) - 1, -1, -1):  # a team has won its way to the last slot it wins
        slot = board.field.slot[board.slot[p]]
        text = cells[p][column].strip() if column < len(cells[p]) else ""
        if not text:
            if fill is None and p not in choice:
                raise ValueError(f"Slot {slot} has no team.")
            continue
        number = team(text)
        contestant = int(board.contestant[ids.index(number)]) if number in ids else -1
        if (
            contestant < 0
            or p not in board.path[contestant]
            or choice.get(p, contestant) != (contestant)
        ):
            raise ValueError(f"The team in slot {slot} did not win its way there.")
        for way in board.path[contestant].tolist():
            if way <= p and choice.setdefault(way, contestant) != contestant:
                raise ValueError(f"The team in slot {slot} did not win its way there.")
    if not choice:
        raise ValueError("No slot has a team.")
    if len(choice) < len(board.slot) and fill is not None:
        return fill(choice)
    return np.array([choice[p] for p in range(len(board.slot))], dtype=np.uint8)
