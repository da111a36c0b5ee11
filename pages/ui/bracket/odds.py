"""The odds of a run, and over them, if wanted, what really happened."""

from pages.ui.bracket import address
from pages.ui.bracket.drawing.component import Action, bracket
from pages.ui.bracket.drawing.view import View
from pages.ui.bracket.page_context import PageContext, Shown, title_odds


def draw(scene: PageContext) -> Shown:
    """The drawing with its one switch."""
    real = address.choose_overlay(
        "Right and wrong, judged against the likeliest team of each game."
    )
    view = View(
        scene.field,
        scene.name,
        scene.prob,
        scene.spec.universes,
        real=scene.real if real else {},
        verb="",
    )

    def told(action: Action) -> None:
        scene.open_game(action, scene.prob)

    bracket(view, on_action=told)
    return Shown(view, title_odds(scene, scene.prob, None, ""), scene.prob)
