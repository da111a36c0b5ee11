"""The locks of a what-if as the visitor made them: one a click, on top of what happened. Pure.

A lock at a slot implies one at every slot on the way there. The address knows only the whole path;
which click made it is remembered by the session, so that a second click takes back just the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.bracket.picks import OPEN, Picks, locks_of, no_picks, with_pick
from engine.domain.field import Field

Lock = tuple[int, int]  # slot, entrant
Locks = tuple[Lock, ...]


@dataclass(frozen=True, slots=True)
class LockList:
    """``played``: the real results taken for granted; ``lock``: what the visitor has sent through,
    the first click first; ``all``: both together, consistent. ``aside``: locks that what happened
    leaves no room for; they wait until it is taken back."""

    field: Field
    played: Picks
    lock: Locks
    all: Picks
    aside: Locks = ()

    def specs(self) -> tuple[tuple[str, int], ...]:
        """As the locks of a run."""
        return locks_of(self.all, self.field)

    def own(self) -> Picks:
        """What the visitor has sent through, without what happened: what a link keeps."""
        return _put(self.field, no_picks(self.field), (*self.aside, *self.lock))[0]


def lock_list(field: Field, played: Picks, own: Picks, remembered: Locks) -> LockList:
    """The locks that ``own`` stands for, as far as ``played`` leaves them possible.

    Those remembered that still stand are kept as they were clicked; of other teams the furthest
    slot counts as the one."""
    asked = [lock for lock in remembered if own.entrant[lock[0]] == lock[1]]
    furthest = {entrant: slot for slot, entrant in enumerate(own.entrant) if entrant != OPEN}
    for entrant, slot in furthest.items():
        if (slot, entrant) not in asked:
            asked.append((slot, entrant))
    possible = _possible(field, played, asked)
    aside = tuple(lock for lock in asked if lock not in possible)
    together, kept = _put(field, played, possible)
    return LockList(field, played, kept, together, aside)


def toggled(locks: LockList, slot: int, entrant: int) -> LockList:
    """A click: the team is sent through the slot, or let go if it was. Whoever stood in its way is
    let go too. The same list where what happened has decided that slot."""
    if locks.played.entrant[slot] != OPEN:
        return locks
    if locks.all.entrant[slot] == entrant:
        kept = [lock for lock in locks.lock if lock[1] != entrant or lock[0] < slot]
    else:
        kept = [*locks.lock, (slot, entrant)]
    kept = _possible(locks.field, locks.played, kept)
    return _with(locks, kept)


def released(locks: LockList, lock: Lock) -> LockList:
    """The list without one of its locks."""
    return _with(locks, [other for other in locks.lock if other != lock])


def emptied(locks: LockList) -> LockList:
    """Nobody sent through."""
    return LockList(locks.field, locks.played, (), locks.played)


def contradicted(locks: LockList) -> Locks:
    """Of the locks set aside, those that ask for another winner than there was."""
    possible = locks.field.possible(locks.played.entrant)
    return tuple((slot, entrant) for slot, entrant in locks.aside if not possible[slot, entrant])


def _with(locks: LockList, kept: Iterable[Lock]) -> LockList:
    together, standing = _put(locks.field, locks.played, kept)
    return LockList(locks.field, locks.played, standing, together, locks.aside)


def can_win(field: Field, played: Picks, slot: int) -> set[int]:
    """Who can still win a slot once the played games are taken as they were."""
    return set(np.flatnonzero(field.possible(played.entrant)[slot]).tolist())


def on_top(field: Field, played: Picks, own: Picks) -> Picks:
    """The real results, and the picks that can still come true."""
    return lock_list(field, played, own, ()).all


def _possible(field: Field, played: Picks, locks: Iterable[Lock]) -> list[Lock]:
    """The locks that ask for no other winner of a game that has been played."""
    possible = field.possible(played.entrant)
    return [(slot, e) for slot, e in locks if possible[slot, e] and played.entrant[slot] == OPEN]


def _put(field: Field, played: Picks, locks: Iterable[Lock]) -> tuple[Picks, Locks]:
    """All locks in turn on top of what was played, and those that still stand at the end."""
    together, asked = played, list(locks)
    for slot, entrant in asked:
        together = with_pick(together, field, field.slot[slot], entrant)
    standing = [lock for lock in asked if together.entrant[lock[0]] == lock[1]]
    rebuilt = played
    for slot, entrant in standing:
        rebuilt = with_pick(rebuilt, field, field.slot[slot], entrant)
    return rebuilt, tuple(dict.fromkeys(standing))
