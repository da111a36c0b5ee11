"""What a browser may claim that a visitor did in the drawn bracket."""

import random
from functools import cache
from typing import Any

from pages.ui.drawing import component
from tests import brackets
from tests.fuzz import values
from tests.fuzz.surface import Case

_view = cache(brackets.plain)


def case(rng: random.Random) -> Case:
    """A report with wrong, missing or foreign parts."""
    good = {"kind": rng.choice(component.KINDS), "slot": rng.randrange(70), "team": 3, "n": 1}
    answer: Any = values.value(rng) if rng.random() < 0.3 else values.spoiled(rng, good)
    return Case(repr(answer), lambda: component.check(_view(), answer))
