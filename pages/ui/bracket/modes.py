"""One way into the four modes of the bracket page."""

from collections.abc import Callable

from pages.ui.bracket import my_bracket, odds, universe, whatif
from pages.ui.bracket.address import Mode
from pages.ui.bracket.page_context import PageContext, Shown

DRAW: dict[Mode, Callable[[PageContext], Shown]] = {
    "odds": odds.draw,
    "whatif": whatif.draw,
    "mine": my_bracket.draw,
    "universe": universe.draw,
}


def draw(context: PageContext) -> Shown:
    """The mode that the address asks for."""
    return DRAW[context.asked.mode](context)
