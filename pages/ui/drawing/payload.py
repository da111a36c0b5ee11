"""What the browser gets of a bracket: drawings, the tree, and every team's way in words. Pure.

The drawings hold what is seen at rest. Lighting a path, walking by keyboard and speaking to a
screen reader are done in the browser from the rest, at once and without asking the server.
"""

from typing import Any

from engine.domain.field import ROUND_NAMES
from pages.ui.drawing import desk, phone
from pages.ui.drawing.key import key_html
from pages.ui.drawing.view import View, reach_of

WORDS = {
    "right": "came through, as expected",
    "wrong": "came through against expectation",
    "missed": "was expected and did not come through",
    "surprise1": "a mild surprise",
    "surprise2": "a big surprise",
    "surprise3": "a huge surprise",
}
ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def payload(view: View) -> dict[str, Any]:
    """Everything the component draws and says."""
    regions = desk.final_slots(view)[2]
    panels = [
        {"name": desk.region_name(view, slot), "svg": phone.narrow(view, slot)} for slot in regions
    ]
    panels.append({"name": "Final Four", "svg": phone.narrow_finals(view)})
    return {
        "wide": desk.wide(view),
        "regions": panels,
        "tree": view.field.feeder.tolist(),
        "round": view.field.round.tolist(),
        "slots": places(view),
        "teams": [_team(view, e) for e in range(len(view.name))],
        "marks": _marks(view),
        "words": {**WORDS, "lock": view.locked, "pick": view.picked},
        "verb": view.verb,
        "undo": view.undo,
        "key": key_html(view),
        "scored": list(view.score),
    }


def places(view: View) -> list[str]:
    """Each slot in words: ``Round of 32, upper game of the East``."""
    final, semis, regions = desk.final_slots(view)
    label = {final: "Championship game"}
    for i, slot in enumerate(semis):
        pair = [desk.region_name(view, r) for r in regions[2 * i : 2 * i + 2]]
        label[slot] = f"Final Four, {' against '.join(pair)}"
    for region in regions:
        name = desk.region_name(view, region)
        for slots in desk.region_rounds(view, region):
            for i, slot in enumerate(slots):
                round_ = ROUND_NAMES[int(view.field.round[slot])]
                label[slot] = f"{round_}, {_which(i, len(slots))} of the {name}"
        for slot in desk.play_ins(view, region):
            line = view.field.seed_line(view.shown(slot, 1)[0])
            label[slot] = f"{view.field.round_names[0]}, for seed {line} of the {name}"
    return [label[s] for s in range(len(view.field.slot))]


def _which(index: int, count: int) -> str:
    if count == 1:
        return "final"
    if count == 2:
        return ("upper game", "lower game")[index]
    return f"{ORDER[index]} game"


def _team(view: View, entrant: int) -> dict[str, Any]:
    """A team's name, seed, way (how far it is lit) and steps: slot, share, exact share, its error,
    share before."""
    seed, reach = view.field.seed[entrant], reach_of(view.field)[:, entrant]
    steps = [_step(view, slot, entrant) for slot in range(len(reach)) if reach[slot]]
    region = view.field.region.get(seed[0], seed[0])
    line = view.field.seed_line(entrant)
    who = {"name": view.name[entrant], "seed": line, "region": region}
    return {**who, "steps": steps, "far": view.far(entrant)}


def _step(view: View, slot: int, entrant: int) -> list[int | str]:
    share, error = view.exact(slot, entrant)
    step: list[int | str] = [slot, view.share(slot, entrant), share, error]
    if view.before is not None:
        before = f"{100 * view.before[slot, entrant]:.1f}"
        step += [before] * (before != share)
    return step


def _marks(view: View) -> dict[str, list[str]]:
    """What to say of a marked team in a slot, by ``slot entrant``; keys of ``WORDS`` or plain."""
    label: dict[str, list[str]] = {}
    for slot in range(len(view.field.slot)):
        for e in view.shown(slot, 6):
            surprise = f"surprise{view.surprise(slot, e)}"
            words = [view.mark(slot, e), surprise, _score(view, slot, e)]
            kept = [word for word in words if word and word != "surprise0"]
            if kept:
                label[f"{slot} {e}"] = kept
    return label


def _score(view: View, slot: int, entrant: int) -> str:
    score = view.score.get(slot)
    if score is None or entrant not in (score.winner, score.loser):
        return ""
    points = f"{score.points[0]} to {score.points[1]}"
    if entrant == score.loser:
        return f"lost {points}"
    overtimes = {0: "", 1: " in overtime"}.get(score.overtimes, f" in {score.overtimes} overtimes")
    return f"won {points}{overtimes}"
