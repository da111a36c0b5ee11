"""The odds of a run, and over them, if wanted, what really happened."""

from pages.ui import bracket_state
from pages.ui.bracket_component import Action, bracket
from pages.ui.bracket_scene import Scene, Shown, title_odds
from pages.ui.bracket_view import View


def draw(scene: Scene) -> Shown:
    """The drawing with its one switch."""
    real = bracket_state.choose_overlay(
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
