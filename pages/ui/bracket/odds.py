"""The odds of a run and, if wanted, the real results over them."""

from pages.ui.bracket import address
from pages.ui.bracket.page_context import PageContext, Shown, title_odds
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import View


def draw(context: PageContext) -> Shown:
    """The drawing with its one switch."""
    real = address.choose_overlay(
        context.field, "Marks each game right or wrong: did the likeliest team win?"
    )
    view = View(
        context.field,
        context.name,
        context.prob,
        context.spec.universes,
        real=context.real if real else {},
        verb="",
    )

    def clicked(action: Action) -> None:
        context.open_game(action, context.prob)

    bracket(view, on_action=clicked)
    return Shown(view, title_odds(context, context.prob, None, ""), context.prob)
