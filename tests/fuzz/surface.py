"""What the kinds of input have in common: a case is a text that shows it, and something to do."""

import random
from collections.abc import Callable
from typing import NamedTuple


class Case(NamedTuple):
    """One input. ``run`` returns, or raises a HardwoodError; all else is a finding."""

    shown: str
    run: Callable[[], object]


Surface = Callable[[random.Random], Case]
