"""The key of a drawn bracket: the marks that are in it, and what each means. Pure."""

from dataclasses import dataclass

from pages.ui.bracket_view import View


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: a glyph (bracket_parts.GLYPH) or shades of heat, and what it means."""

    words: str
    mark: str = ""
    heat: tuple[float, ...] = ()


def key_of(view: View) -> list[Sign]:
    """What needs explaining in this view."""
    signs = [Sign("likelier to come this far", heat=(0.0, 0.25, 0.5, 0.75, 1.0))]
    if view.lock:
        signs.append(Sign("sent through", "lock"))
    if view.pick:
        signs.append(Sign("your pick", "pick"))
    if view.real:
        expected = "your pick" if view.pick else "the favourite"
        signs.append(Sign(f"{expected} came through", "right"))
        signs.append(Sign(f"{expected} did not", "missed"))
        signs.append(Sign("! !! !!! the winner was given under 50%, 25%, 10%"))
    if view.before is not None:
        signs.append(Sign("▲▼ points more or less than before"))
    return signs
