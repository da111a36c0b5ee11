"""The key of a drawn bracket: the marks that are in it, and what each means. Pure."""

from dataclasses import dataclass
from html import escape

from pages.ui.drawing.parts import bar, glyph, tint
from pages.ui.drawing.view import View


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: a glyph (bracket_parts.GLYPH) or shades of heat, and what it means."""

    words: str
    mark: str = ""
    heat: tuple[float, ...] = ()


RAMP = (0.0, 0.25, 0.5, 0.75, 1.0)


def key_of(view: View) -> list[Sign]:
    """What needs explaining in this view."""
    signs = [Sign("likelier to come this far", heat=RAMP)]
    if view.lock:
        signs.append(Sign(view.locked, "lock"))
    if view.pick:
        signs.append(Sign(view.picked, "pick"))
    if view.real:
        expected = view.picked if view.pick else "the favorite"
        signs.append(Sign(f"{expected} came through", "right"))
        signs.append(Sign(f"{expected} did not", "missed"))
        signs.append(Sign("! !! !!! the winner’s chance was under 50%, 25%, 10%"))
    if view.before is not None:
        signs.append(Sign("▲▼ percentage points up or down"))
    return signs


def key_html(view: View) -> str:
    """The key as it stands below the drawing."""
    signs = [f"<span>{_sign(sign)}{escape(sign.words)}</span>" for sign in key_of(view)]
    send = f"L to {view.verb}, " if view.verb else ""
    keys = f"Keyboard: arrows walk, Home and End follow a team, {send}Enter opens the game"
    return "".join(signs) + f'<span class="keys">{escape(keys)}</span>'


def _sign(sign: Sign) -> str:
    if sign.mark:
        return f'<svg viewBox="0 0 10 10" aria-hidden="true">{glyph(sign.mark, 0, 0)}</svg>'
    if sign.heat:
        shades = [bar("cell", 14 * i, 0, 14, 12, 0, tint(p)) for i, p in enumerate(sign.heat)]
        return (
            f'<svg class="ramp" viewBox="0 0 {14 * len(shades)} 12" aria-hidden="true">'
            f"{''.join(shades)}</svg>"
        )
    return ""
