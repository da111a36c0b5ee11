"""The exported picture: it stands alone, looks like the screen, and can be read in every theme."""

import itertools
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from pages.ui.drawing import desk
from pages.ui.drawing.export import INK, PAGE, PAPER, Theme, export_svg, mixed
from pages.ui.drawing.parts import tint
from pages.ui.shell.page import TEAM_A, TEAM_B
from tests.brackets import LAYERS, plain

SVG = "{http://www.w3.org/2000/svg}"
THEME = tomllib.loads((Path(__file__).parents[3] / ".streamlit/config.toml").read_text())["theme"]


@pytest.mark.parametrize("theme", INK)
@pytest.mark.parametrize("layer", LAYERS)
def test_export_stands_alone_and_is_the_drawing_of_the_screen(layer: str, theme: Theme) -> None:
    of = LAYERS[layer]()
    exported = export_svg(of, theme)
    root = ET.fromstring(exported)
    scale = PAPER if theme == "print" else 1  # paper is measured in points
    size = [float(root.attrib[side]) for side in ("width", "height")]
    assert size == pytest.approx([scale * side for side in PAGE])
    assert not re.search(r"var\(|color-mix|url\(|href|@import|<script|data-w=''", exported)
    screen = [text.text for text in ET.fromstring(desk.wide(of)).iter(f"{SVG}text")]
    printed = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in printed if text in screen][: len(screen)] == screen
    assert of.title in printed and of.note in printed


def test_exported_classes_all_have_a_rule() -> None:
    for make in LAYERS.values():
        exported = export_svg(make())
        style = exported[exported.index("<style>") : exported.index("</style>")]
        used = {
            kind
            for kinds in re.findall(r"class=['\"]([^'\"]+)", exported)
            for kind in kinds.split()
        }
        for kind in used - {"t", "in", "slot", "pair", "missed", "right", "name", "key"}:
            assert f".{kind}" in style, kind


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_export_has_the_colors_of_the_screen(mode: Theme) -> None:
    ink, theme = INK[mode], THEME[mode]
    assert (ink.text, ink.paper, ink.line) == (
        theme["textColor"],
        theme["backgroundColor"],
        theme["borderColor"],
    )
    assert (ink.card, ink.heat, ink.bad) == (
        theme["secondaryBackgroundColor"],
        theme["primaryColor"],
        theme["redTextColor"],
    )


def test_paper_is_black_on_white_and_landscape() -> None:
    ink = INK["print"]
    assert (ink.text, ink.paper) == ("#000000", "#ffffff")
    assert 11 / 8.5 <= PAGE[0] / PAGE[1] <= 297 / 210  # Letter and A4 on their side
    gray = re.findall(r"#([0-9a-f]{6})", export_svg(plain(), "print"))
    assert all(len({c[i : i + 2] for i in (0, 2, 4)}) == 1 for c in gray)


# Contrast (WCAG 2.2): 4.5:1 for text, 3:1 for marks ----------------------------------------------


def luminance(color: np.ndarray) -> float:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def rgb(text: str) -> np.ndarray:
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def opacity(prob: float) -> float:
    """What the drawing writes for a probability."""
    return float(re.search(r'fill-opacity="([\d.]+)"', tint(prob))[1])


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_text_over_heat_keeps_its_contrast(mode: Theme) -> None:
    ink = INK[mode]
    soft = rgb(mixed(ink.text, ink.paper, 0.76))
    for prob, under in itertools.product((0.0, 0.5, 1.0), (ink.paper, ink.card)):
        heat = opacity(prob) * rgb(ink.heat) + (1 - opacity(prob)) * rgb(under)
        assert contrast(rgb(ink.text), heat) >= 4.5  # cells, on the page and on the card
    for under in (ink.paper, ink.card):
        assert contrast(soft, rgb(under)) >= 4.5
        lit = 0.18 * rgb(ink.heat) + 0.82 * rgb(under)
        assert contrast(rgb(ink.text), lit) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_keep_their_contrast(mode: str) -> None:
    theme = {name: rgb(value) for name, value in THEME[mode].items() if isinstance(value, str)}
    ink, paper, heat = theme["textColor"], theme["backgroundColor"], theme["primaryColor"]
    for surface in (paper, theme["secondaryBackgroundColor"]):
        assert contrast(ink, surface) >= 7
        assert contrast(theme["linkColor"], surface) >= 4.5
    assert contrast(theme["redTextColor"], theme["redBackgroundColor"]) >= 4.5
    assert contrast(theme["blueTextColor"], theme["blueBackgroundColor"]) >= 4.5
    for mark in (heat, rgb(TEAM_A), rgb(TEAM_B), theme["redTextColor"]):
        assert contrast(mark, paper) >= 3
