"""Somebody's own bracket: who wins each slot, as far as he or she has decided, and its short code.

A pick must be able to come true together with all the others: whoever wins a slot has won every
slot on the way there. So a pick fills its path, and replacing a team takes its later picks away.

A code is 24 characters that are safe in an address. From the top, as one number of 138 bits after
the version's letter: league and season (7 bits), a check on the field (8), a check on all that was
said (16), and one digit of base 3 a slot (107 bits): nobody yet, the strong side, the weak side.
"""

import binascii
from dataclasses import dataclass

from engine.errors import BadLink, BadPick
from engine.field import Field
from engine.teams import LEAGUES

OPEN = -1  # a slot without a pick
NEW = "Ask for a new link, or make your own bracket here."

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
_VERSION = "B"
LENGTH = 24  # characters of a code
_DIGITS_BITS, _CHECK_BITS, _FIELD_BITS = 107, 16, 8
_FIRST_SEASON = 1985  # 64 seasons from here have a code


@dataclass(frozen=True, slots=True)
class Picks:
    """``entrant[S]``: who wins each slot (a row of the field), or OPEN. Always consistent when made
    by the functions below."""

    entrant: tuple[int, ...]

    @property
    def made(self) -> int:
        """How many slots have a pick."""
        return sum(e != OPEN for e in self.entrant)

    @property
    def complete(self) -> bool:
        """Whether every slot has one."""
        return OPEN not in self.entrant


def no_picks(field: Field) -> Picks:
    """Nothing decided."""
    return Picks((OPEN,) * len(field.slot))


def with_pick(picks: Picks, field: Field, slot: str, entrant: int) -> Picks:
    """``entrant`` wins ``slot`` and every slot on its way there; later picks of the teams that it
    replaces are taken back. BadPick when it cannot get there."""
    s = _slot(field, slot)
    path = _path(field, s, entrant)
    chosen = list(picks.entrant)
    for step in path:
        if chosen[step] not in (OPEN, entrant):
            _withdraw(field, chosen, step)
        chosen[step] = entrant
    return Picks(tuple(chosen))


def without_pick(picks: Picks, field: Field, slot: str) -> Picks:
    """Nobody wins ``slot`` yet, nor does its winner win a later one."""
    chosen = list(picks.entrant)
    _withdraw(field, chosen, _slot(field, slot))
    return Picks(tuple(chosen))


def pairing(picks: Picks, field: Field, slot: str) -> tuple[int, int]:
    """Who meets in ``slot`` by these picks, the strong side first; OPEN where nobody knows yet."""
    a, b = (_comes(picks.entrant, side) for side in _sides(field, _slot(field, slot)))
    return a, b


def locks_of(picks: Picks, field: Field) -> tuple[tuple[str, int], ...]:
    """The picks as locks of a run: universes in which all of them come true."""
    return tuple(
        (slot, int(field.team_id[e]))
        for slot, e in zip(field.slot, picks.entrant, strict=True)
        if e != OPEN
    )


def _slot(field: Field, slot: str) -> int:
    if slot not in field.slot:
        raise BadPick(
            f"There is no slot “{str(slot)[:24]}” in this bracket.",
            f"Slots are named like {field.slot[0]} … {field.slot[-1]}.",
        )
    return field.slot.index(slot)


def _sides(field: Field, s: int) -> tuple[int, int]:
    strong, weak = field.feeder[s].tolist()
    return strong, weak


def _comes(entrant: tuple[int, ...] | list[int], side: int) -> int:
    """Who comes from that side of a slot, or OPEN."""
    return side if side >= 0 else entrant[-side - 1]


def _path(field: Field, s: int, entrant: int) -> list[int]:
    """The slots that ``entrant`` has to win, slot s the last; BadPick when there is no way."""
    way = _way(field, s, entrant)
    if way is None:
        who = field.seed[entrant] if 0 <= entrant < len(field.seed) else f"number {entrant}"
        raise BadPick(
            f"The team {who} cannot reach slot {field.slot[s]}.",
            "Pick a team from that part of the bracket.",
        )
    return way


def _way(field: Field, s: int, entrant: int) -> list[int] | None:
    for side in _sides(field, s):
        if side == entrant:
            return [s]
        earlier = _way(field, -side - 1, entrant) if side < 0 else None
        if earlier is not None:
            return [*earlier, s]
    return None


def _withdraw(field: Field, chosen: list[int], s: int) -> None:
    """Take the pick of slot s back, and that team's picks after it."""
    team, at = chosen[s], s
    while team != OPEN and chosen[at] == team:
        chosen[at] = OPEN
        later = [t for t in range(at + 1, len(chosen)) if -at - 1 in _sides(field, t)]
        if not later:
            return
        at = later[0]


# --- The code ------------------------------------------------------------------------------------


def encode(picks: Picks, field: Field) -> str:
    """The picks as LENGTH letters, digits, - and _, for this league and season only."""
    digits = 0
    for s in range(len(field.slot)):
        digits = 3 * digits + _digit(picks, field, s)
    number = _season_code(field) << _FIELD_BITS | _field_check(field)
    number = number << _CHECK_BITS | _check(number, digits)
    number = number << _DIGITS_BITS | digits
    letters = [_ALPHABET[number >> 6 * i & 63] for i in range(LENGTH - 1)]
    return _VERSION + "".join(reversed(letters))


def decode(text: str, field: Field) -> Picks:
    """The picks that a code holds; BadLink when it holds none for this field."""
    number = _number(text)
    digits = number & (1 << _DIGITS_BITS) - 1
    check = number >> _DIGITS_BITS & (1 << _CHECK_BITS) - 1
    head = number >> _DIGITS_BITS + _CHECK_BITS
    if check != _check(head, digits):
        raise BadLink("The picks in this link were changed or mistyped on the way.", NEW)
    if head >> _FIELD_BITS != _season_code(field):
        raise BadLink(
            f"The picks in this link belong to the {_season_name(head >> _FIELD_BITS)} tournament, "
            f"not to the {field.league}'s of {field.season}.",
            "Choose that tournament, or make picks for this one.",
        )
    if head & (1 << _FIELD_BITS) - 1 != _field_check(field):
        raise BadLink("The picks in this link were made for another version of this field.", NEW)
    return _spelt_out(digits, field)


def _number(text: str) -> int:
    """The number behind the version's letter; BadLink. Looks at no more than LENGTH characters."""
    if len(text) != LENGTH:
        how = "cut short" if len(text) < LENGTH else "too long"
        raise BadLink(
            f"The picks in this link are {how}: {len(text):,} characters instead of {LENGTH}.", NEW
        )
    if any(letter not in _VALUE for letter in text):
        raise BadLink("The picks in this link hold characters that no such link has.", NEW)
    if text[0] != _VERSION:
        raise BadLink("The picks in this link were made by another version of Hardwood.", NEW)
    number = 0
    for letter in text[1:]:
        number = number << 6 | _VALUE[letter]
    return number


def _spelt_out(digits: int, field: Field) -> Picks:
    n = len(field.slot)
    if digits >= 3**n:
        raise BadLink("The picks in this link name more games than this bracket has.", NEW)
    chosen: list[int] = []
    for s in range(n):
        digit = digits // 3 ** (n - 1 - s) % 3
        winner = _comes(chosen, _sides(field, s)[digit - 1]) if digit else OPEN
        if digit and winner == OPEN:
            raise BadLink(
                f"The picks in this link are impossible: slot {field.slot[s]} has a winner who "
                "never got there.",
                NEW,
            )
        chosen.append(winner)
    return Picks(tuple(chosen))


def _digit(picks: Picks, field: Field, s: int) -> int:
    if picks.entrant[s] == OPEN:
        return 0
    strong, _ = _sides(field, s)
    return 1 if _comes(picks.entrant, strong) == picks.entrant[s] else 2


def _season_code(field: Field) -> int:
    return (field.season - _FIRST_SEASON) << 1 | LEAGUES.index(field.league)


def _season_name(code: int) -> str:
    return f"{LEAGUES[code & 1]}'s {_FIRST_SEASON + (code >> 1)}"


def _field_check(field: Field) -> int:
    """Eight bits that change when the field or its tree does."""
    said = repr((field.seed, field.team_id.tolist(), field.slot, field.feeder.tolist()))
    return binascii.crc32(said.encode()) & 255


def _check(head: int, digits: int) -> int:
    """Sixteen bits over all the others (CRC-CCITT): any one wrong character shows."""
    return binascii.crc_hqx((head << _DIGITS_BITS | digits).to_bytes(16, "big"), 0xFFFF)
