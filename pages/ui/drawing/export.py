"""The drawn bracket as a picture of its own: one stand-alone SVG, for a file or for paper. Pure.

The same drawing as on a desk's screen, with a heading, a key of the marks in it and a line that
says where its numbers come from. A file knows no theme, so its colors are written out.
"""

from dataclasses import dataclass
from typing import Literal

from pages.ui.drawing.desk import WIDE, tall, wide
from pages.ui.drawing.key import Sign, key_of
from pages.ui.drawing.parts import bar, glyph, text, text_width, tint
from pages.ui.drawing.view import View

Theme = Literal["light", "dark", "print"]

FONTS = (
    '"Hardwood Sans", "Source Sans 3", "Source Sans Pro", "Source Sans", '
    "Helvetica, Arial, sans-serif"
)
MARGIN = 40
HEAD = 92
FOOT = 94  # below the drawing: the key
PAGE = (WIDE + 2 * MARGIN, 1072)  # at least; between US Letter and A4 on their side
PAPER = 792 / PAGE[0]  # points of paper for each unit: the long side of US Letter


@dataclass(frozen=True, slots=True)
class Ink:
    """The colors of a theme. Light and dark are the app's own; paper is black on white."""

    text: str
    paper: str
    card: str
    line: str
    heat: str
    bad: str


INK: dict[Theme, Ink] = {
    "light": Ink("#2a2119", "#fdfbf7", "#f5eee2", "#dccfba", "#ae420c", "#8a2510"),
    "dark": Ink("#f2eadf", "#16120e", "#221c16", "#43382c", "#ec8145", "#f5b09c"),
    "print": Ink("#000000", "#ffffff", "#f2f2f2", "#9a9a9a", "#8a8a8a", "#000000"),
}


def mixed(a: str, b: str, share: float) -> str:
    """``share`` of color ``a`` in ``b``, both as ``#rrggbb``."""
    pairs = [(int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * x + (1 - share) * y):02x}" for x, y in pairs)


def style(ink: Ink) -> str:
    """The classes of the drawing in one theme's colors; bracket.css is the same on screen."""
    soft = mixed(ink.text, ink.paper, 0.76)
    edge = mixed(ink.heat, ink.line, 0.35)
    rules = {
        "text": f"font-family:{FONTS};font-size:13px;fill:{ink.text}",
        ".seed,.small,.over,.tight": "font-size:11px",
        ".small,.lead,.over": "font-weight:600",
        ".other": f"font-size:12px;fill:{soft}",
        ".over": f"fill:{soft}",
        ".region": "font-size:17px;font-weight:700",
        ".title": "font-size:22px;font-weight:700",
        ".head": "font-size:34px;font-weight:700",
        ".note": f"font-size:15px;fill:{soft}",
        ".end,.num,.seed": "text-anchor:end",
        ".mid": "text-anchor:middle",
        ".card": f"fill:{ink.card}",
        ".cell": f"fill:{ink.heat};stroke:{edge}",
        ".cell.open": "fill:none;stroke-dasharray:3 3",
        ".open .lead,.open .title": "font-weight:400",
        ".bar": f"fill:{ink.heat}",
        ".track": f"fill:{ink.line}",
        ".hit": "fill:none",
        ".wire": f"fill:none;stroke:{ink.line};stroke-width:1.25",
        ".glyph": f"fill:{ink.text};fill-rule:evenodd",
        ".lock .cell,.pick .cell": f"stroke:{ink.text};stroke-width:1.5",
        ".wrong .cell": f"stroke:{ink.bad};stroke-width:1.5;stroke-dasharray:4 2.5",
        ".missed .other": "text-decoration:line-through",
        ".missed .num": "text-decoration:none",
    }
    return "".join(f"{name}{{{rule}}}" for name, rule in rules.items())


def export_svg(view: View, theme: Theme = "light") -> str:
    """The whole bracket as one picture in landscape format, with nothing left to look up."""
    ink = INK[theme]
    height = max(PAGE[1], MARGIN + HEAD + tall(view) + FOOT)
    width = round(PAGE[0] * height / PAGE[1])
    margin = (width - WIDE) // 2
    scale = PAPER * PAGE[0] / width if theme == "print" else 1
    across, down = width * scale, height * scale
    drawing = wide(view)
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    head = text(margin, MARGIN + 30, view.title, "head") if view.title else ""
    note = text(margin, MARGIN + 58, view.note, "note") if view.note else ""
    foot = height - MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{down:g}"'
        f' viewBox="0 0 {width} {height}"><style>{style(ink)}</style>'
        f'<rect width="{width}" height="{height}" fill="{ink.paper}"/>{head}{note}'
        f'<g transform="translate({margin} {MARGIN + HEAD})">{inside}</g>'
        f"{_key(key_of(view), margin, foot)}"
        f"{text(width - margin, foot, 'Made with Hardwood', 'note end')}</svg>"
    )


def _key(signs: list[Sign], x: float, base: float) -> str:
    """The marks in the drawing and what they mean, in a row from ``x`` on."""
    drawn = []
    for sign in signs:
        if sign.mark:
            drawn.append(glyph(sign.mark, x, base - 10, 11))
            x += 16
        for i, share in enumerate(sign.heat):
            drawn.append(bar("cell", x + 18 * i, base - 11, 18, 13, 0, tint(share)))
        x += 18 * len(sign.heat) + (6 if sign.heat else 0)
        drawn.append(text(x, base, sign.words, "key"))
        x += text_width(sign.words, 13) + 22
    return "".join(drawn)
