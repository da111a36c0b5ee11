"""The short code of a bracket of picks, for URLs."""

import binascii

from engine.bracket.pick_rank import n_brackets, rank, unrank
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.domain.teams import LEAGUES
from engine.errors import BadLink

_OTHER_VERSION = "The picks in this link were made by another version of Hardwood."

NEW = "Ask for a new link, or make your own bracket here."

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}

# The first letter says how the picks are a number: in base 3, one digit a slot, as long as that
# fits; in larger fields by their rank among all possible brackets. A field of somebody's own has a
# letter of its own, so that its picks never pass for picks of the real field.
_BASE_3, _RANKED, _OWN = "B", "C", "D"

LENGTH = 24  # characters of a code, whatever its version

_DIGITS_BITS, _CHECK_BITS, _FIELD_BITS = 107, 16, 8

_FIRST_SEASON = 1985  # 64 seasons from here have a code


def encode(picks: Picks, field: Field) -> str:
    """The picks as LENGTH letters, digits, - and _, for this league and season only."""
    version = _version_of(field)
    digits = _base_3(picks, field) if version == _BASE_3 else rank(picks, field)
    number = _season_code(field) << _FIELD_BITS | _field_check(field)
    number = number << _CHECK_BITS | _check(number, digits, version)
    number = number << _DIGITS_BITS | digits
    letters = [_ALPHABET[number >> 6 * i & 63] for i in range(LENGTH - 1)]
    return version + "".join(reversed(letters))


def decode(text: str, field: Field) -> Picks:
    """The picks that a code holds; BadLink when it holds none for this field."""
    number = _number(text)
    digits = number & (1 << _DIGITS_BITS) - 1
    check = number >> _DIGITS_BITS & (1 << _CHECK_BITS) - 1
    head = number >> _DIGITS_BITS + _CHECK_BITS
    version = _version_of(field)
    if check != _check(head, digits, text[0]):
        if text[0] != version:
            raise BadLink(_OTHER_VERSION, NEW)
        raise BadLink("The picks in this link were changed or mistyped on the way.", NEW)
    if head >> _FIELD_BITS != _season_code(field):
        raise BadLink(
            f"The picks in this link belong to the {_season_name(head >> _FIELD_BITS)} tournament, "
            f"not to the {field.league}'s of {field.season}.",
            "Choose that tournament, or make picks for this one.",
        )
    if (text[0] == _OWN) != field.own:
        whose = "in a field of somebody's own" if text[0] == _OWN else "in the real field"
        raise BadLink(f"The picks in this link were made {whose}.", NEW)
    if text[0] != version or head & (1 << _FIELD_BITS) - 1 != _field_check(field):
        raise BadLink("The picks in this link were made for another version of this field.", NEW)
    if digits >= (3 ** len(field.slot) if version == _BASE_3 else n_brackets(field)):
        raise BadLink("The picks in this link name more games than this bracket has.", NEW)
    return _spelt_out(digits, field) if version == _BASE_3 else unrank(digits, field)


def _version_of(field: Field) -> str:
    if field.own:
        return _OWN
    return _BASE_3 if 3 ** len(field.slot) <= 1 << _DIGITS_BITS else _RANKED


def _number(text: str) -> int:
    """The number behind the version's letter; BadLink. Looks at no more than LENGTH characters."""
    if len(text) != LENGTH:
        how = "cut short" if len(text) < LENGTH else "too long"
        raise BadLink(
            f"The picks in this link are {how}: {len(text):,} characters instead of {LENGTH}.", NEW
        )
    if any(letter not in _VALUE for letter in text):
        raise BadLink("The picks in this link hold characters that no such link has.", NEW)
    if text[0] not in (_BASE_3, _RANKED, _OWN):
        raise BadLink(_OTHER_VERSION, NEW)
    number = 0
    for letter in text[1:]:
        number = number << 6 | _VALUE[letter]
    return number


def _spelt_out(digits: int, field: Field) -> Picks:
    n = len(field.slot)
    chosen: list[int] = []
    for s in range(n):
        digit = digits // 3 ** (n - 1 - s) % 3
        winner = field.arriving(chosen, s)[digit - 1] if digit else OPEN
        if digit and winner == OPEN:
            raise BadLink(
                f"The picks in this link are impossible: slot {field.slot[s]} has a winner who "
                "never got there.",
                NEW,
            )
        chosen.append(winner)
    return Picks(tuple(chosen))


def _base_3(picks: Picks, field: Field) -> int:
    digits = 0
    for s in range(len(field.slot)):
        digits = 3 * digits + _digit(picks, field, s)
    return digits


def _digit(picks: Picks, field: Field, s: int) -> int:
    if picks.entrant[s] == OPEN:
        return 0
    strong, _ = field.arriving(picks.entrant, s)
    return 1 if strong == picks.entrant[s] else 2


def _season_code(field: Field) -> int:
    return (field.season - _FIRST_SEASON) << 1 | LEAGUES.index(field.league)


def _season_name(code: int) -> str:
    return f"{LEAGUES[code & 1]}'s {_FIRST_SEASON + (code >> 1)}"


def _field_check(field: Field) -> int:
    """Eight bits that change when the field or its tree does."""
    content = repr((field.seed, field.team_id.tolist(), field.slot, field.feeder.tolist()))
    return binascii.crc32(content.encode()) & 255


def _check(head: int, digits: int, version: str) -> int:
    """Sixteen bits over all the others (CRC-CCITT): any one wrong character shows. It starts from
    another value in each version, so the first letter is checked too."""
    start = 0xFFFF - (ord(version) - ord(_BASE_3))
    return binascii.crc_hqx((head << _DIGITS_BITS | digits).to_bytes(16, "big"), start)
