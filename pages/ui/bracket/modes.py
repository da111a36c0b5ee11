"""One way into the four modes of the bracket page."""

from collections.abc import Callable

from pages.ui import bracket_mine, bracket_odds, bracket_universe, bracket_whatif
from pages.ui.bracket_scene import Scene, Shown
from pages.ui.bracket_state import Mode

DRAW: dict[Mode, Callable[[Scene], Shown]] = {
    "odds": bracket_odds.draw,
    "whatif": bracket_whatif.draw,
    "mine": bracket_mine.draw,
    "universe": bracket_universe.draw,
}


def draw(scene: Scene) -> Shown:
    """The mode that the address asks for."""
    return DRAW[scene.asked.mode](scene)
