"""The drawing: whole, escaped, inside its frame, with every layer where it belongs."""

import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from engine import store
from engine.domain.teams import League
from pages.ui.drawing import desk, parts
from pages.ui.drawing.export import export_svg
from pages.ui.drawing.key import key_html
from pages.ui.drawing.parts import Look, fit, text_width
from pages.ui.drawing.payload import payload
from pages.ui.drawing.view import View
from tests.brackets import LAYERS, happened, large, locked, picked, plain, scored, slot_of
from tests.fields import PLAY_INS

LOOKS = [look for look in vars(parts).values() if isinstance(look, Look)]
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


def every_drawing(of: View) -> list[str]:
    data = payload(of)
    return [data["wide"], *(region["svg"] for region in data["regions"])]


def drawn_team(svg: str, slot: int, entrant: int) -> ET.Element:
    """The group of a team in a slot."""
    root = ET.fromstring(svg)
    found = root.findall(f".//{SVG}g[@class='slot'][@data-s='{slot}']/*[@data-e='{entrant}']")
    assert len(found) == 1
    return found[0]


def words(group: ET.Element) -> list[str]:
    return [text.text or "" for text in group.iter(f"{SVG}text")]


# The tree ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("league", ["men", "women"])
def test_every_tournament_can_be_drawn(league: League) -> None:
    for season in store.tournament_seasons(league):
        of = plain(league, season)
        for svg in every_drawing(of):
            ET.fromstring(svg)
        drawn = re.findall(r"class='slot' data-s='(\d+)'", desk.wide(of))
        assert sorted(map(int, drawn)) == list(range(len(of.field.slot)))


def test_regions_are_printed_in_the_usual_order() -> None:
    of = plain()
    region = desk.final_slots(of)[2][0]
    first_round = desk.region_rounds(of, region)[-1]
    lines = [[of.field.seed_line(e) for e in of.children(s) if e >= 0] for s in first_round]
    assert [line[0] for line in lines] == [1, 8, 5, 4, 6, 3, 7, 2]
    assert lines[1:5] == [[8, 9], [5, 12], [4, 13], [6, 11]]


def test_every_team_is_in_both_drawings() -> None:
    wide, *narrow = every_drawing(plain())
    for svg in (wide, "".join(narrow)):
        assert set(re.findall(r"data-e='(\d+)'", svg)) == {str(e) for e in range(68)}


def test_two_that_play_for_a_place_share_it_until_it_is_decided() -> None:
    of = plain()
    game = slot_of(of, "X16") if "X16" in of.field.slot else 0
    pair = of.shown(game, 2)
    assert all(f"class='t in' data-e='{e}'" in desk.wide(of) for e in pair)
    decided = replace(of, lock={game: pair[0]})
    assert f"class='t in' data-e='{pair[1]}'" not in desk.wide(decided)


def test_every_game_stands_midway_between_the_two_that_feed_it() -> None:
    of = locked()
    wide, *regions = every_drawing(of)
    for svg in (wide, *regions[:4]):
        at = middles(ET.fromstring(svg))
        for slot in at:
            if 2 <= of.field.round[slot] <= 4:
                sides = [at[-side - 1] for side in of.children(slot)]
                assert at[slot] == pytest.approx(sum(sides) / 2, abs=1), of.field.slot[slot]


def middles(root: ET.Element) -> dict[int, float]:
    """Where each slot's game is on the page: a desk's cell, or the pair of rows on a phone."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.attrib.get("class") == "slot":
            cells = [r for r in group.iter(f"{SVG}rect") if r.attrib["class"].startswith("cell")]
            edges = [float(c.attrib["y"]) for c in cells]
            edges += [float(c.attrib["y"]) + float(c.attrib["height"]) for c in cells]
            if cells:
                found[int(group.attrib["data-s"])] = (min(edges) + max(edges)) / 2
    return found


# Layers -----------------------------------------------------------------------------------------


def test_a_team_sent_through_has_a_glyph_and_others_say_what_that_moved() -> None:
    of = locked()
    slot = slot_of(of, "R1W5")
    group = drawn_team(desk.wide(of), slot, 11)
    assert group.attrib["class"] == "t lock"
    assert group.find(f"{SVG}path").attrib["d"] == parts.GLYPH["lock"]
    region = payload(of)["regions"][0]["svg"]
    assert "100%" in words(drawn_team(region, slot, 11))
    beyond = drawn_team(desk.wide(of), slot_of(of, "R2W4"), 11)
    assert [word for word in words(beyond) if word.startswith("▲")]
    untouched = drawn_team(desk.wide(of), slot_of(of, "R1W1"), 0)
    assert not {"▲", "▼"} & set("".join(words(untouched)))


def test_a_pick_stands_in_its_slot_and_leaves_its_rivals_below() -> None:
    of = picked()
    slot = slot_of(of, "R2W1")
    assert of.shown(slot, 4) == [8, 0]  # both feeders are picked: nobody else can come
    wide = desk.wide(of)
    assert drawn_team(wide, slot, 8).attrib["class"] == "t pick"
    open_ = drawn_team(wide, slot_of(of, "R1W2"), 1)
    assert open_.attrib["class"] == "t open"


def test_results_are_right_or_wrong_and_surprising_by_their_probability() -> None:
    of = happened()
    wide = desk.wide(of)
    right, wrong = slot_of(of, "R1W1"), slot_of(of, "R1X5")  # Duke; McNeese beat Clemson
    assert drawn_team(wide, right, 0).attrib["class"] == "t right"
    winner, favourite = of.real[wrong], of.expected(wrong)
    assert of.field.seed_line(winner) == 12 and of.field.seed_line(favourite) == 5
    assert "!!" in words(drawn_team(wide, wrong, winner))  # given a little under a quarter
    assert drawn_team(wide, wrong, favourite).attrib["class"] == "t missed"
    levels = {of.surprise(s, e) for s, e in of.real.items()}
    assert levels >= {0, 1, 2}
    assert not any(of.surprise(s, of.expected(s)) for s in of.real)


def test_a_pick_is_judged_by_what_happened() -> None:
    of = happened()
    slot = slot_of(of, "R1X5")
    winner, favourite = of.real[slot], of.expected(slot)
    assert replace(of, pick={slot: winner}).mark(slot, winner) == "right"
    assert replace(of, pick={slot: favourite}).mark(slot, favourite) == "missed"


def test_a_surprise_is_told_by_the_forecast_not_by_the_odds_given_the_picks() -> None:
    of = happened()
    last = len(of.field.slot) - 1
    champion = of.real[last]
    given = np.zeros_like(of.prob)  # the picks have ruled it out
    judged = replace(of, prob=given, pick={last: 0}, forecast=of.prob)
    assert judged.share(last, champion) == of.share(last, champion) != "<1%"
    assert judged.surprise(last, champion) == of.surprise(last, champion)


def test_a_game_that_was_not_played_has_no_verdict() -> None:
    of = happened()
    last = len(of.field.slot) - 1
    real = {s: e for s, e in of.real.items() if s != last}
    unplayed = replace(of, real=real)
    assert {unplayed.mark(last, e) for e in range(68)} == {""}


def test_scores_show_both_teams_points_and_overtime() -> None:
    of = scored()
    slot = next(s for s, score in of.score.items() if score.overtimes)
    score = of.score[slot]
    winner = words(drawn_team(desk.wide(of), slot, score.winner))
    loser = words(drawn_team(desk.wide(of), slot, score.loser))
    assert {str(score.points[0]), "OT"} <= set(winner) and str(score.points[1]) in loser
    assert of.shown(slot, 6) == [score.winner, score.loser]


def test_beside_points_no_change_is_drawn() -> None:
    of = replace(scored(), before=np.zeros_like(plain().prob))
    assert not re.search("[▲▼]", "".join(every_drawing(of)))


def test_a_team_goes_as_far_as_the_scores_let_it() -> None:
    of = scored()
    champion = of.score[len(of.field.slot) - 1].winner
    out_at_once = of.score[slot_of(of, "R1W1")].loser
    direct = out_at_once in of.children(slot_of(of, "R1W1"))
    assert of.far(champion) == 6
    assert of.far(out_at_once) == (1 if direct else 2)
    assert plain().far(out_at_once) == (6 if direct else 7)
    assert locked().far(4) == 0  # the 5 seed, when the 12 seed is sent through


def test_the_key_explains_the_marks_that_are_drawn_and_no_others() -> None:
    said = {name: key_html(make()) for name, make in LAYERS.items()}
    assert "sent through" in said["lock"] and "▲▼" in said["lock"]
    assert "your pick" in said["pick"] and "sent through" not in said["pick"]
    assert "favorite came through" in said["real"] and "!!!" in said["real"]
    assert said["odds"].count("<span>") == 1
    assert "L to send it through" in said["lock"] and "L to" not in said["real"]


def test_percentages_are_flat_only_when_settled() -> None:
    of = plain()
    certain = replace(of, prob=np.ones_like(of.prob))
    assert certain.share(10, 0) == ">99%" and replace(certain, lock={10: 0}).share(10, 0) == "100%"
    assert of.exact(slot_of(of, "R1W1"), 0)[1] and not picked().exact(10, 0)[1]


# More teams -------------------------------------------------------------------------------------

SEVERAL = [
    *(partial(large, places) for places in PLAY_INS),
    partial(plain, "men", 2014),  # three of the First Four in one region
]


@pytest.mark.parametrize("make", SEVERAL)
def test_every_game_has_its_place_and_no_two_the_same(make: Callable[[], View]) -> None:
    of = make()
    data = payload(of)
    panels = "".join(region["svg"] for region in data["regions"])
    for svg in (data["wide"], panels):
        drawn = [int(s) for s in re.findall(r"class='slot' data-s='(\d+)'", svg)]
        assert set(drawn) == set(range(len(of.field.slot)))
    assert len(re.findall("class='slot'", data["wide"])) == len(of.field.slot)
    for svg in every_drawing(of):
        _check_inside(ET.fromstring(svg))
        _check_no_overlap(ET.fromstring(svg))
    assert len(set(data["slots"])) == len(data["slots"]) or of.field.season == 2014
    assert len(json.dumps(data)) < 190_000


def _check_no_overlap(svg: ET.Element) -> None:
    width, height = (float(n) for n in svg.attrib["viewBox"].split()[2:])
    boxes = []
    for group in svg.iter(f"{SVG}g"):
        if group.attrib.get("class") in ("slot", "pair"):
            rects = group.findall(f".//{SVG}rect")
            rects = [rect for rect in rects if rect.attrib["class"] not in ("bar", "track")]
            sizes = [[float(r.attrib[n]) for n in ("x", "y", "width", "height")] for r in rects]
            corner, size = np.split(np.array(sizes), 2, axis=1)
            (left, top), (right, bottom) = corner.min(axis=0), (corner + size).max(axis=0)
            boxes.append((left, top, right, bottom))
            assert left >= -0.5 and top >= -0.5 and right <= width + 0.5 and bottom <= height + 1.5
    for a, b in itertools.combinations(boxes, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        down = min(a[3], b[3]) - max(a[1], b[1])
        assert across <= 1 or down <= 1, (a, b)


def _first_teams(svg: str) -> Iterator[tuple[str, ET.Element]]:
    """Each slot with the team in its cell."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.attrib.get("class") == "slot":
            yield group.attrib["data-s"], group.findall(f"{SVG}g")[0]


def test_twelve_games_stand_by_region_under_the_name_of_their_round() -> None:
    of = large()
    wide = desk.wide(of)
    assert "Opening Round" in wide and "First Four" not in "".join(every_drawing(of))
    cells = {int(slot): team[0] for slot, team in _first_teams(wide)}
    at = {s: [float(cells[s].attrib[side]) for side in ("x", "y")] for s in range(12)}
    games = {name: at[s] for s, name in enumerate(of.field.slot[:12])}
    lines = {"W": (11, 12, 16), "X": (12, 15, 16), "Y": (11, 12, 16), "Z": (12, 15, 16)}
    rows = [[games[f"{letter}{line}"] for line in lines[letter]] for letter in lines]
    for row in rows:
        assert len({y for _, y in row}) == 1 and [x for x, _ in row] == sorted(x for x, _ in row)
    assert rows[0][0][1] == rows[2][0][1] < rows[1][0][1] == rows[3][0][1]
    assert max(x for x, _ in rows[0]) < desk.WIDE / 2 < min(x for x, _ in rows[2])
    assert payload(of)["slots"][0] == "Opening Round, for seed 11 of the East"


@pytest.mark.parametrize("places", PLAY_INS)
def test_a_large_bracket_prints_on_one_page(places: tuple[str, ...]) -> None:
    of = large(places)
    page = ET.fromstring(export_svg(of, "print"))
    width, height = (float(page.attrib[side]) for side in ("width", "height"))
    assert width == pytest.approx(792, abs=0.5) and height <= 612  # Letter on its side
    screen = ET.fromstring(export_svg(of))
    _check_no_overlap(screen)
    texts = {t.text: float(t.attrib["y"]) for t in screen.iter(f"{SVG}text")}
    assert texts["Made with Hardwood"] > 40 + 92 + desk.tall(of) + 15


# What is sent -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS)
def test_payload_is_small(layer: str) -> None:
    data = payload(LAYERS[layer]())
    assert len(json.dumps([data["wide"], data["regions"]])) < 150_000
    assert len(json.dumps(data)) < 170_000


def test_slots_are_said_as_a_fan_says_them() -> None:
    of = plain()
    said = dict(zip(of.field.slot, payload(of)["slots"], strict=True))
    assert said["R1W1"] == "Round of 64, first game of the East"
    assert {said["R2W1"], said["R2W4"]} == {
        "Round of 32, first game of the East",
        "Round of 32, second game of the East",
    }
    assert said["R3W1"] == "Sweet 16, upper game of the East"
    assert said["R4W1"] == "Elite Eight, final of the East"
    assert said["R6CH"] == "Championship game"
    assert len(set(said.values())) >= len(said) - 2  # two First Four games may share a seed line


@pytest.mark.parametrize("layer", LAYERS)
def test_names_are_escaped(layer: str) -> None:
    of = LAYERS[layer]()
    evil = replace(of, name=["<img src=x onerror=\"alert(1)\" a='b'>"] * 68)
    for svg in [*every_drawing(evil), export_svg(replace(evil, title="<b>", note="<i>"))]:
        root = ET.fromstring(svg)
        assert {node.tag for node in root.iter()} <= {
            SVG + tag for tag in ("svg", "g", "rect", "text", "path", "style")
        }
        assert not any("onerror" in node.attrib for node in root.iter())


@pytest.mark.parametrize("layer", LAYERS)
def test_text_stays_inside_the_drawing(layer: str) -> None:
    for svg in every_drawing(LAYERS[layer]()):
        _check_inside(ET.fromstring(svg))


def test_text_stays_inside_in_other_years() -> None:
    for league, season in itertools.product(("men", "women"), (2010, 2026)):
        for svg in every_drawing(plain(league, season)):
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


@pytest.mark.parametrize("layer", LAYERS)
def test_names_do_not_run_into_numbers(layer: str) -> None:
    for svg in every_drawing(LAYERS[layer]()):
        root = ET.fromstring(svg)
        phone = root.attrib["class"] == "phone"
        for group in root.iter(f"{SVG}g"):
            if group.attrib.get("class", "").split()[:1] == ["t"]:
                _check_apart(group, phone)


def _check_apart(group: ET.Element, phone: bool) -> None:
    spans = []
    for text in group.findall(f"{SVG}text"):
        kind = text.attrib["class"].split()
        size, bold = SIZE[phone, kind[0]]
        width = float(text.attrib.get("textLength", text_width(text.text or "", size, bold)))
        x = float(text.attrib["x"])
        end = bool({"seed", "num", "end"} & set(kind))
        spans.append((x - width, x) if end else (x, x + width))
    for (_, stop), (start, _) in itertools.pairwise(sorted(spans)):
        assert stop <= start + 1, words(group)


def test_a_finger_can_hit_every_row_of_a_phone() -> None:
    for region in payload(plain())["regions"]:
        svg = region["svg"]
        for group in ET.fromstring(svg).iter(f"{SVG}g"):
            if group.attrib.get("class", "").startswith("t"):
                rect = group.find(f"{SVG}rect")
                assert float(rect.attrib["height"]) >= 38 and float(rect.attrib["width"]) >= 40


def test_fit_condenses_then_cuts() -> None:
    name = "Mississippi Valley St"
    width = text_width(name, 13)
    assert fit(name, width + 1, 13) == (name, None)
    assert fit(name, width * 0.9, 13) == (name, width * 0.9)
    cut, squeezed = fit(name, width / 2, 13)
    assert cut.endswith("…") and squeezed == width / 2
