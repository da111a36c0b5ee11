"""Take the bracket along: the link that restores it, the picture, the page to print, the table."""

from collections.abc import Callable
from dataclasses import replace
from mimetypes import guess_type
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from engine.tables import bracket
from pages.ui.bracket.address import MODES
from pages.ui.bracket.drawing.export import export_svg
from pages.ui.bracket.drawing.view import View
from pages.ui.bracket.page_context import PageContext, Shown

FONTS = Path(__file__).parents[1] / "shell/fonts"
SHARPNESS = 2  # pixels of the PNG for each unit of the drawing


def draw(scene: PageContext, shown: Shown) -> None:
    """The link and the downloads."""
    st.subheader("Share and keep", anchor=False)
    st.caption("This link restores everything on this page, for anybody, without an account.")
    st.code(link(), language=None, wrap_lines=True)
    view = _captioned(scene, shown)
    screen = "dark" if st.context.theme.type == "dark" else "light"
    name = f"hardwood-{scene.league}-{scene.season}-{scene.asked.mode}"
    with st.container(horizontal=True, key="downloads"):
        _file("Picture (PNG)", "image", f"{name}.png", lambda: png(view, screen))
        _file("Drawing (SVG)", "shapes", f"{name}.svg", lambda: svg(view, screen))
        _file("Page to print (PDF)", "print", f"{name}.pdf", lambda: pdf(view))
        kind = "Odds" if shown.table is None else "Games"
        _file(f"{kind} (CSV)", "table", f"{name}.csv", lambda: csv(_table(scene, shown)))


def _table(scene: PageContext, shown: Shown) -> pd.DataFrame:
    if shown.table is not None:
        return shown.table()
    return bracket.odds(scene.field, scene.teams, shown.odds, scene.spec.universes)


def link() -> str:
    """The whole address of what is on screen."""
    said = st.session_state["at"][1]
    address = (st.context.url or "").split("?")[0].rstrip("/") + "/"
    return f"{address}?{urlencode(said)}" if said else address


def png(view: View, theme: str) -> bytes:
    """The picture as on screen."""
    return bytes(_converter().svg_to_png(svg(view, theme).decode(), scale=SHARPNESS))


def svg(view: View, theme: str) -> bytes:
    """The drawing as on screen, with literal colours."""
    return export_svg(view, theme).encode()


def pdf(view: View) -> bytes:
    """One landscape page, black on white."""
    return bytes(_converter().svg_to_pdf(export_svg(view, "print")))


def csv(frame: pd.DataFrame) -> bytes:
    """A table as a file."""
    return frame.to_csv(index=False).encode()


def _converter() -> ModuleType:
    """The SVG converter, loaded when somebody first asks for a picture: it is large."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _file(label: str, icon: str, name: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        make,
        name,
        guess_type(name)[0],
        icon=f":material/{icon}:",
        on_click="ignore",
        key=f"get_{icon}",
    )


def _captioned(scene: PageContext, shown: Shown) -> View:
    """The view with what the picture has to say by itself."""
    mode = MODES[scene.asked.mode]
    title = scene.title if scene.asked.mode == "odds" else f"{scene.title}: {mode}"
    return replace(shown.view, title=title, note=shown.sentence.replace("**", ""))
