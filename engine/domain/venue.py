"""Where a game is played, as seen by its two teams: one coding for the whole project.

The numbers are part of every game's random address and never change. Text (``neutral``, ``a``,
``b``) is for URLs, the command line and CSV columns only."""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from engine.arrays import F8, I8, Text
from engine.errors import BadInput


class Venue(IntEnum):
    """A neutral floor, or the arena of team a (the first) or of team b."""

    NEUTRAL = 0
    A = 1
    B = 2

    @property
    def sign(self) -> int:
        """+1 with a at home, -1 with b at home, 0 on a neutral floor."""
        return int(self == Venue.A) - int(self == Venue.B)

    @property
    def swapped(self) -> "Venue":
        """The same arena with the two teams named in the other order."""
        return Venue.of_sign(-self.sign)

    @property
    def text(self) -> str:
        """``neutral``, ``a`` or ``b``."""
        return VENUE_TEXTS[self]

    @classmethod
    def of_sign(cls, sign: float) -> "Venue":
        """The venue with that ``sign``."""
        return cls.A if sign > 0 else cls.B if sign < 0 else cls.NEUTRAL

    @classmethod
    def of_host(cls, host: int, a: int, b: int) -> "Venue":
        """The venue of a game between entrants a and b in the arena of ``host``; neutral when the
        host is neither of them."""
        return cls.A if host == a else cls.B if host == b else cls.NEUTRAL

    @classmethod
    def read(cls, text: object) -> "Venue":
        """A venue from its text form (a venue is returned as it is); BadInput otherwise."""
        if isinstance(text, cls):
            return text
        if text in VENUE_TEXTS:
            return cls(VENUE_TEXTS.index(str(text)))
        raise BadInput(f"“{str(text)[:24]}” is not a venue.", "Use neutral, a or b.")


VENUE_TEXTS = ("neutral", "a", "b")  # by number


# --- Many games at once --------------------------------------------------------------------------


def venues_of_sign(sign: ArrayLike) -> I8:
    """venue[N] (numbers of ``Venue``) from +1, 0 and -1."""
    sign = np.asarray(sign)
    return np.select([sign > 0, sign < 0], [Venue.A, Venue.B], Venue.NEUTRAL).astype(np.int64)


def venues_of_host(host: ArrayLike, a: ArrayLike, b: ArrayLike) -> I8:
    """venue[N] of games between entrants ``a[N]`` and ``b[N]`` in the arenas of ``host[N]``."""
    host = np.asarray(host)
    at_a, at_b = host == np.asarray(a), host == np.asarray(b)
    return np.select([at_a, at_b], [Venue.A, Venue.B], Venue.NEUTRAL).astype(np.int64)


def venue_signs(venue: I8) -> F8:
    """sign[N]: +1.0 with a at home, -1.0 with b at home, 0.0 on a neutral floor."""
    return np.array([v.sign for v in Venue], dtype=np.float64)[venue]


def venue_texts(venue: I8) -> Text:
    """text[N]: ``neutral``, ``a`` or ``b``."""
    return np.array(VENUE_TEXTS)[venue]
