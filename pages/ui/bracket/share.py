"""Share the bracket: the link that restores it, the picture, the page to print, the table."""

from collections.abc import Callable
from dataclasses import replace
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from engine.tables import bracket
from pages.ui.bracket.address import MODES
from pages.ui.bracket.page_context import PageContext, Shown
from pages.ui.drawing.export import Theme, export_svg
from pages.ui.drawing.view import View
from pages.ui.shell import address, own_data
from pages.ui.shell.format import file_stem

FONTS = Path(__file__).parents[1] / "shell/fonts"
SHARPNESS = 2  # pixels of the PNG for each unit of the drawing


def draw(context: PageContext, shown: Shown) -> None:
    """The link and the downloads."""
    st.subheader("Share and keep", anchor=False)
    own = own_data.stamp(context.spec.source)
    st.caption(f"This link restores this bracket for {own_data.for_whom(own)}.")
    st.code(address.link(), language=None, wrap_lines=True)
    view = _captioned(context, shown)
    screen: Theme = "dark" if st.context.theme.type == "dark" else "light"
    name = file_stem(context.league, context.season, context.asked.mode, *own)
    with st.container(horizontal=True, key="downloads"):
        _file("Picture (PNG)", "image", f"{name}.png", lambda: png(view, screen))
        _file("Drawing (SVG)", "shapes", f"{name}.svg", lambda: svg(view, screen))
        _file("Page to print (PDF)", "print", f"{name}.pdf", lambda: pdf(view))
        kind = "Odds" if shown.table is None else "Games"
        _file(f"{kind} (CSV)", "table", f"{name}.csv", lambda: csv(_table(context, shown, own)))


def _table(context: PageContext, shown: Shown, own: tuple[str, ...]) -> pd.DataFrame:
    if shown.table is not None:
        frame = shown.table()
    else:
        frame = bracket.odds(context.field, context.teams, shown.odds, context.spec.universes)
    return own_data.labeled(frame, own)


def png(view: View, theme: Theme) -> bytes:
    """The picture as on screen."""
    return bytes(_converter().svg_to_png(svg(view, theme).decode(), scale=SHARPNESS))


def svg(view: View, theme: Theme) -> bytes:
    """The drawing as on screen, with literal colors."""
    return export_svg(view, theme).encode()


def pdf(view: View) -> bytes:
    """One landscape page, black on white."""
    return bytes(_converter().svg_to_pdf(export_svg(view, "print")))


def csv(frame: pd.DataFrame) -> bytes:
    """A table as a file."""
    return frame.to_csv(index=False).encode()


def _converter() -> Any:
    """The SVG converter, loaded at the first picture, because it is large."""
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


def _captioned(context: PageContext, shown: Shown) -> View:
    """The view with the title and the sentence that the picture carries."""
    mode = MODES[context.asked.mode]
    title = context.title if context.asked.mode == "odds" else f"{context.title}: {mode}"
    note = shown.sentence.replace("**", "")
    own = own_data.of_source(context.spec.source)
    if own is not None:
        note = f"With own data ({own.contents}, {own.mark}): {note}"
    return replace(shown.view, title=title, note=note)
