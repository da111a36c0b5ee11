"""Every error a user can meet, with what is wrong and what to do about it.

HardwoodError
├── BadInput            the request cannot be met as asked (command line: exit 2)
│   ├── UnknownTeam     no team of that name or id; the nearest names are offered
│   │   └── AmbiguousTeam  several teams share that name
│   ├── UnknownPlayer   nobody of that name took part in that game
│   ├── UnknownSeason   no such season, or no tournament in it
│   │   └── FieldNotKnown  the season is being played and its field is not announced yet
│   ├── UnknownSource   a request names data that are not here any more
│   ├── BadLock         a lock names a slot or team that cannot meet
│   ├── BadPick         a pick names a slot or team that cannot meet
│   ├── BadField        seeds that are no tournament field; every fault is listed
│   ├── BadFile         a person's own file has faults; every one is listed
│   ├── MissingData     own data that a link or a run names is not here
│   ├── BadLink         the picks in a link are damaged, impossible or of another season
│   └── BadNumber       a universe count, a seed or a universe out of range
├── FeedError           this season's games cannot be brought up to date
│   ├── FeedRefused     a site refused, or answered with something else than data
│   ├── FeedUnreachable no answer: no network, a timeout, a broken connection
│   ├── GateFailed      what came is not trusted; every reason is listed
│   └── SnapshotDamaged a snapshot is torn, altered or of another program version
├── DamagedData         an embedded table is missing, truncated or altered
├── Cancelled           a run was stopped on request; nothing is wrong
├── TooBusy             as many runs wait as a server, or one visitor, may have
├── ClusterError        a cluster does not answer, or computes with something else
└── PoolBroken          worker processes died more often than work is retried
"""

from collections.abc import Sequence
from typing import NamedTuple


class HardwoodError(Exception):
    """One clear sentence (``message``) and what to do next (``remedy``)."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders. Subclasses build their message, so pickle the finished text.
        return (_revive, (type(self), self.message, self.remedy))


def shortened(asked: str) -> str:
    """What somebody typed, at most 40 characters of it."""
    return asked if len(asked) <= 40 else asked[:37] + "…"


def _revive(kind: type[HardwoodError], message: str, remedy: str) -> HardwoodError:
    error = kind.__new__(kind)
    HardwoodError.__init__(error, message, remedy)
    return error


class BadInput(HardwoodError):
    """The request cannot be met as asked."""


class UnknownTeam(BadInput):
    """No team of that name or id in that season."""

    def __init__(self, asked: str, where: str, nearest: Sequence[str]) -> None:
        remedy = (
            f"Nearest names: {', '.join(nearest)}."
            if nearest
            else "Choose a team from that season's list."
        )
        super().__init__(f"No team called “{shortened(asked)}” in {where}.", remedy)


class AmbiguousTeam(UnknownTeam):
    """Several teams share that name."""

    def __init__(self, asked: str, teams: Sequence[str]) -> None:
        shown = f"{', '.join(teams[:3])}{', …' if len(teams) > 3 else ''}"
        HardwoodError.__init__(
            self, f"“{shortened(asked)}” may be any of {shown}.", "Use the school's full name."
        )


class UnknownPlayer(BadInput):
    """Nobody of that name took part in that game."""

    def __init__(self, asked: str, nearest: Sequence[str]) -> None:
        remedy = (
            f"Nearest names: {', '.join(nearest)}."
            if nearest
            else "Choose a player from its box score."
        )
        super().__init__(f"No player called “{shortened(asked)}” in this game.", remedy)


class UnknownSeason(BadInput):
    """That season is not in the data, or had no tournament."""


class FieldNotKnown(UnknownSeason):
    """The season is being played and its tournament's field is not announced yet."""

    def __init__(self, league: str, season: int, day: str) -> None:
        super().__init__(
            f"The {league}'s field of {season} is announced on Selection Sunday, {day}.",
            "Choose an earlier season, or bring a field of your own.",
        )


class UnknownSource(BadInput):
    """A request names data that are not here any more."""

    def __init__(self) -> None:
        super().__init__(
            "This was made with data that are not kept here any more.",
            "Look at it with today's data, or bring your own data again.",
        )


class BadLock(BadInput):
    """A lock names a slot that does not exist or a team that cannot reach it."""


class BadPick(BadInput):
    """A pick names a slot that does not exist or a team that cannot reach it."""


class BadLink(BadInput):
    """The picks in a link cannot be read, or do not fit this tournament."""


class BadField(BadInput):
    """Seeds that make no tournament field; every fault found is listed."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(
            f"This is not a field: {'; '.join(faults)}.",
            "Give each line 1-16 of the regions W, X, Y and Z one team, or two that play for it.",
        )


class Fault(NamedTuple):
    """What is wrong in a file: ``line`` (0: the whole file), ``column`` and ``value`` ("" where it
    is none in particular), why, and the ``nearest`` names where the value should be a name."""

    line: int
    column: str
    value: str
    why: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        """``line 7, seed “17”: use a whole number from 1 to 16``."""
        where = f"line {self.line}" if self.line else ""
        what = f"{self.column} “{self.value}”" if self.column else ""
        place = ", ".join(part for part in (where, what) if part)
        near = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        return f"{place}: {self.why}{near}" if place else f"{self.why}{near}"


class BadFile(BadInput):
    """A person's own file that cannot be used; every fault found is listed, one a line."""

    MOST = 100  # faults listed
    name = ""
    faults: tuple[Fault, ...] = ()

    def __init__(
        self, name: str, faults: Sequence[Fault], remedy: str = "Correct the file and try again."
    ) -> None:
        self.name, self.faults = name[:60], tuple(faults)
        lines = [f"“{self.name}” cannot be used:", *map(str, faults[: self.MOST])]
        if len(faults) > self.MOST:
            lines.append(f"… and {len(faults) - self.MOST:,} more")
        super().__init__("\n- ".join(lines) + "\n", remedy)


class MissingData(BadInput):
    """A link was made with own data that are not here."""

    def __init__(self, digest: str) -> None:
        named = f" ({digest[:12]})" if digest.isascii() and digest.isalnum() else ""
        super().__init__(
            f"This link was made with own data{named} that are not here.",
            "Bring the same files with “My own data”; until then these are the public data.",
        )


class BadNumber(BadInput):
    """A count, a seed or a universe that is not a whole number in range."""


class DamagedData(HardwoodError):
    """An embedded table is damaged; every fault found is listed."""


class Cancelled(HardwoodError):
    """The run was stopped on request."""

    def __init__(self) -> None:
        super().__init__("The run was cancelled.", "Start it again when you like.")


class TooBusy(HardwoodError):
    """As many runs wait as a server, or one visitor, may have."""

    def __init__(self, who: str = "This server") -> None:
        super().__init__(
            f"{who} has as many runs under way as it may have.", "Try again in a minute."
        )


class ClusterError(HardwoodError):
    """A cluster does not answer, has no workers, or its workers compute with something else."""


class PoolBroken(HardwoodError):
    """Worker processes died more often than work is retried."""


class FeedError(HardwoodError):
    """This season's games cannot be brought up to date; what is stored stays as it is."""


class FeedRefused(FeedError):
    """A site refused the request, or answered with something else than data; ``status`` is the HTTP
    status, 0 where it has none."""

    status = 0

    def __init__(self, message: str, remedy: str, status: int = 0) -> None:
        super().__init__(message, remedy)
        self.status = status


class FeedUnreachable(FeedError):
    """No answer: no network, a timeout or a broken connection."""


class GateFailed(FeedError):
    """What came is not trusted, and every reason is listed."""


class SnapshotDamaged(FeedError):
    """A snapshot is torn, altered, or written by another version of the program."""
