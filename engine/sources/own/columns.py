"""What may stand in the columns of a person's own files: each a parser that guesses nothing."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from engine.sources.own.reading import Parse, Wrong

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,15})?", re.ASCII)
_NAME = re.compile(r"\w[\w .,'’&/()-]{0,39}")  # nothing that a spreadsheet takes for a formula


class TeamNames(NamedTuple):
    """How the teams of a season are found: ``ids(text)``, every team of Division I that goes by
    this id, ESPN id or spelling; ``members``, those of the season; ``nearest(text)``, the names of
    three members that look most like it; ``name(id)``."""

    ids: Callable[[str], Sequence[int]]
    members: frozenset[int]
    nearest: Callable[[str], Sequence[str]]
    name: Callable[[int], str]


def team(names: TeamNames) -> Parse:
    """A team's id."""
    known: dict[str, int] = {}

    def parse(text: str) -> int:
        if text not in known:
            known[text] = _one_team(names, text)
        return known[text]

    return parse


def _one_team(names: TeamNames, text: str) -> int:
    found = names.ids(text)
    members = [one for one in found if one in names.members]
    if len(members) == 1:
        return members[0]
    if members:
        raise Wrong("several teams go by it", lambda: sorted(map(names.name, members))[:3])
    why = "not in Division I in that season" if found else "no such team"
    raise Wrong(why, lambda: names.nearest(text))


def whole(low: int, high: int) -> Parse:
    """A whole number from ``low`` to ``high``, which may be written 78.0."""

    def parse(text: str) -> int:
        digits = text.removesuffix(".0")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
            raise Wrong(f"use a whole number from {low} to {high}")
        if not low <= int(digits) <= high:
            raise Wrong(f"use a whole number from {low} to {high}")
        return int(digits)

    return parse


def number(low: float, high: float) -> Parse:
    """A decimal number from ``low`` to ``high``."""

    def parse(text: str) -> float:
        if not _NUMBER.fullmatch(text) or not low <= float(text) <= high:
            raise Wrong(f"use a number from {low:g} to {high:g}")
        return float(text)

    return parse


def flag(text: str) -> bool:
    """0 or 1; False and True as tables write them."""
    if text not in ("0", "1", "False", "True"):
        raise Wrong("use 0 or 1")
    return text in ("1", "True")


def day_of(season: int) -> Parse:
    """An ISO date, from July before a season to June in it."""
    first, last = date(season - 1, 7, 1), date(season, 6, 30)

    def parse(text: str) -> str:
        try:
            found = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            found = None
        if found is None:
            raise Wrong("use a date like 2026-11-24")
        if not first <= found <= last:
            raise Wrong(f"not a day of the season {season}")
        return found.isoformat()

    return parse


def one_of(*words: str) -> Parse:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in words:
            raise Wrong(f"use {' or '.join([', '.join(words[:-1]), words[-1]][not words[1:] :])}")
        return text

    return parse


def name(text: str) -> str:
    """A name for a region."""
    if not _NAME.fullmatch(text):
        raise Wrong("use a name of 1 to 40 letters, digits and spaces")
    return text


def anything(text: str) -> str:
    """A column that is not used."""
    return text
