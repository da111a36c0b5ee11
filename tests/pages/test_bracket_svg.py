"""The drawing: whole, escaped, inside its frame, readable in both themes."""

import itertools
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from engine import store
from engine.field import Field
from engine.results import F8
from engine.teams import League
from pages.ui import bracket_parts, bracket_svg
from pages.ui.bracket_parts import Look, fit, text_width
from pages.ui.bracket_payload import payload
from pages.ui.bracket_view import View
from pages.ui.look import TEAM_A, TEAM_B

LOOKS = [look for look in vars(bracket_parts).values() if isinstance(look, Look)]
SIZE = {
    **{(look.height > 30, look.kind): (look.size, look.bold) for look in LOOKS},
    **{(phone, kind): (12, True) for phone in (False, True) for kind in ("seed", "small", "over")},
    **{(phone, "title"): (22, True) for phone in (False, True)},
    (False, "name"): (13, False),
    (False, "tight"): (11, False),
    (True, "tight"): (12, False),
    (False, "region"): (17, True),
}
SVG = "{http://www.w3.org/2000/svg}"
THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())["theme"]


def coin_flips(field: Field) -> F8:
    """slot_prob[S, E] when every game is a coin flip."""
    prob = np.zeros((len(field.slot), len(field.seed)))
    for s, sides in enumerate(field.feeder.tolist()):
        for side in sides:
            prob[s] += np.eye(len(field.seed))[side] / 2 if side >= 0 else prob[-side - 1] / 2
    return prob


def view(league: League = "men", season: int = 2026) -> View:
    field, teams = store.load_field(league, season), store.load_teams(league, season)
    names = [teams.name[teams.row(int(team))] for team in field.team_id]
    return View(field, names, coin_flips(field), 10_000)


def every_drawing(of: View) -> list[str]:
    data = payload(of)
    return [data["wide"], *(region["svg"] for region in data["regions"])]


@pytest.mark.parametrize("league", ["men", "women"])
def test_every_tournament_can_be_drawn(league: League) -> None:
    for season in store.tournament_seasons(league):
        of = view(league, season)
        for svg in every_drawing(of):
            ET.fromstring(svg)
        drawn = re.findall(r"class='slot' data-s='(\d+)'", bracket_svg.wide(of))
        assert sorted(map(int, drawn)) == list(range(len(of.field.slot)))


def test_regions_are_printed_in_the_usual_order() -> None:
    of = view()
    region = bracket_svg.final_slots(of)[2][0]
    first_round = bracket_svg.region_rounds(of, region)[-1]
    lines = [[of.field.seed_line(e) for e in of.children(s) if e >= 0] for s in first_round]
    assert lines == [[1, 16], [8, 9], [5, 12], [4, 13], [6, 11], [3, 14], [7, 10], [2, 15]]


def test_every_team_is_in_every_region_drawing_of_its_own() -> None:
    of = view()
    shown = set(re.findall(r"data-e='(\d+)'", bracket_svg.wide(of)))
    assert shown == {str(e) for e in range(68)}


def test_names_are_escaped() -> None:
    of = view()
    evil = View(of.field, ['<img src=x onerror="alert(1)">'] * 68, of.prob, 10_000)
    for svg in every_drawing(evil):
        assert "<img" not in svg and "onerror='" not in svg and 'onerror="' not in svg


def test_payload_is_small() -> None:
    assert len(json.dumps(payload(view()))) < 150_000


def test_text_stays_inside_the_drawing() -> None:
    for league, season in itertools.product(("men", "women"), (2010, 2026)):
        for svg in every_drawing(view(league, season)):
            _check_inside(ET.fromstring(svg))


def _check_inside(svg: ET.Element) -> None:
    width = float(svg.attrib["viewBox"].split()[2])
    phone = svg.attrib["class"] == "phone"
    for text in svg.iter(f"{SVG}text"):
        kind = text.attrib["class"].split()
        size, bold = SIZE[phone, kind[0]]
        wide = float(text.attrib.get("textLength", text_width(text.text or "", size, bold)))
        x = float(text.attrib["x"])
        end = {"seed", "num", "end"} & set(kind)
        shift = -wide if end else -wide / 2 if "mid" in kind else 0.0
        assert x + shift >= -0.5 and x + shift + wide <= width + 0.5, (text.text, x, wide)


def test_fit_condenses_then_cuts() -> None:
    name = "Mississippi Valley St"
    width = text_width(name, 13)
    assert fit(name, width + 1, 13) == (name, None)
    assert fit(name, width * 0.9, 13) == (name, width * 0.9)
    cut, squeezed = fit(name, width / 2, 13)
    assert cut.endswith("…") and squeezed == width / 2


# Contrast (WCAG 2.2): 4.5:1 for text, 3:1 for marks ----------------------------------------------


def luminance(colour: np.ndarray) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def rgb(text: str) -> np.ndarray:
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_keep_their_contrast(mode: str) -> None:
    theme = {name: rgb(value) for name, value in THEME[mode].items() if isinstance(value, str)}
    ink, paper, heat = theme["textColor"], theme["backgroundColor"], theme["primaryColor"]
    soft = 0.76 * ink + 0.24 * paper
    for prob in (0.0, 0.5, 1.0):
        tint = 0.05 + 0.43 * prob
        assert contrast(ink, tint * heat + (1 - tint) * paper) >= 4.5
    for surface in (paper, theme["secondaryBackgroundColor"]):
        assert contrast(ink, surface) >= 7
        assert contrast(soft, surface) >= 4.5
        assert contrast(theme["linkColor"], surface) >= 4.5
    assert contrast(theme["redTextColor"], theme["redBackgroundColor"]) >= 4.5
    assert contrast(theme["blueTextColor"], theme["blueBackgroundColor"]) >= 4.5
    for mark in (heat, rgb(TEAM_A), rgb(TEAM_B)):
        assert contrast(mark, paper) >= 3
