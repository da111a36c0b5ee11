"""The visitor's pool as the address says it: read and checked, one text a query parameter.

Shared, because My bracket shows its chance in the pool that was described on the Pools page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from engine import store
from engine.bracket.pick_code import decode
from engine.bracket.picks import Picks, locks_of, no_picks
from engine.domain.field import Field
from engine.domain.specs import BracketSpec, whole_number
from engine.errors import BadInput, UnknownTeam
from engine.pools.rules import DEFAULT_SCORING, MAX_ENTRIES, MAX_MINE, Pool, Prizes, Scoring
from engine.run.pools import PoolSpec
from pages.ui.shell import address

T = TypeVar("T")

PLAIN = {
    "entries": "30",
    "prizes": "100",
    "scoring": DEFAULT_SCORING,
    "bonus": "none",
    "mine": "1",
    "style": "tempered",
    "chalk": "1",
    "loved": "",
    "force": "",
}
NAMES = tuple(PLAIN)
STYLES = ("tempered", "bold")
MAX_LOVED = 5
CHALK = (0.5, 2.0)  # what may multiply the public's log-odds


@dataclass(frozen=True, slots=True)
class AskedPool:
    """The checked pool. ``force``: picks that my entries must have; ``chalk`` and ``loved`` (team
    ids) bend the public; ``described``: it is not the one of a first visit."""

    pool: Pool
    style: str
    force: Picks
    chalk: float
    loved: tuple[int, ...]
    described: bool

    def spec(self, field: Field, run: BracketSpec) -> PoolSpec:
        """The request to the engine, for the universes of a run."""
        return PoolSpec(
            field.league,
            field.season,
            self.pool,
            self.style,
            locks_of(self.force, field),
            run.random_seed,
            self.chalk,
            self.loved,
            source=field.source,
        )


USUAL = AskedPool(Pool(), "tempered", Picks(()), 1.0, (), False)


def read(ask: address.Controls, field: Field) -> AskedPool:
    """The pool of the view. A text that is refused goes to ``ask.problems`` and is dropped; the
    usual one stands in."""
    ask.plain.update({name: text for name, text in PLAIN.items() if text})
    described = any(address.view().get(name, text) != text for name, text in PLAIN.items())
    return AskedPool(
        _pool(ask),
        _kept(ask, "style", _style),
        _kept(ask, "force", lambda code: decode(code, field) if code else no_picks(field)),
        _kept(ask, "chalk", _chalk),
        _kept(ask, "loved", lambda text: _loved(text, field)),
        described,
    )


def _kept(ask: address.Controls, name: str, check: Callable[[str], T]) -> T:
    """What ``check`` makes of the text of a parameter, or else of its usual text."""
    found = ask.check(address.view().get(name, PLAIN[name]), check)
    if found is not None:
        return found
    address.put(name, "")
    return check(PLAIN[name])


def _pool(ask: address.Controls) -> Pool:
    """The rules; the bonus is read with the points, and all numbers have to fit together."""
    entries = _kept(ask, "entries", lambda t: whole_number(t, "number of entries", 2, MAX_ENTRIES))
    mine = _kept(ask, "mine", lambda t: whole_number(t, "number of my entries", 1, MAX_MINE))
    prizes = _kept(ask, "prizes", Prizes.read)
    points = _kept(ask, "scoring", Scoring.read).text
    scoring = _kept(ask, "bonus", lambda bonus: Scoring.read(points, bonus))
    fitting = ask.check("", lambda _: Pool(entries, prizes, scoring, mine))
    if fitting is not None:
        return fitting
    for name in ("mine", "prizes"):
        address.put(name, "")
    return Pool(entries, Prizes(), scoring)


def _style(text: str) -> str:
    if text in STYLES:
        return text
    raise BadInput(f"“{text[:24]}” is not a way to choose.", f"Use {' or '.join(STYLES)}.")


def _chalk(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if CHALK[0] <= value <= CHALK[1]:
        return value
    raise BadInput(f"“{text[:24]}” is not a chalkiness.", f"Use {CHALK[0]:g} to {CHALK[1]:g}.")


def _loved(text: str, field: Field) -> tuple[int, ...]:
    """Team ids from ``1181,1276``; UnknownTeam for one that is not in the field."""
    known = {str(int(team)) for team in field.team_id}
    found = [part.strip() for part in text.split(",") if part.strip()]
    for part in found:
        if part not in known:
            raise UnknownTeam(part[:24], f"the {field.league}'s {field.season} field", ())
    return tuple(sorted({int(part) for part in found}))[:MAX_LOVED]


def names_of(field: Field) -> tuple[str, ...]:
    """name[E] of the field's teams."""
    teams = store.load_teams(field.league, field.season, source=field.source)
    return tuple(teams.name[row] for row in teams.rows(field.team_id))
