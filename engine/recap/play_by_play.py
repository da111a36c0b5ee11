"""A recap as tidy tables and in the words of a play-by-play."""

from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from engine.arrays import I8
from engine.domain.rules import Rules
from engine.errors import UnknownPlayer
from engine.recap import scorer as sc
from engine.recap.boxscore import COLUMNS
from engine.recap.game_recap import Recap
from engine.recap.scorer import EVENTS, HELP, Event

SIDES = ("a", "b")
ORDINALS = ("1st", "2nd", "3rd", "4th")


def table(game: Recap) -> pd.DataFrame:
    """The play-by-play, one row an event.

    Columns: period, period_name, clock (mm:ss left in it), seconds (the same as a number), side (a
    or b), team, player ("" for the team's own), event (one of ``scorer.EVENTS``), help (assist,
    block, steal or ""), helper, points, score_a, score_b, win_prob (of a, after it), text."""
    tale = game.event_log
    rows = [
        (
            e.period,
            period_name(e.period, game.replay.rules),
            clock(e.left),
            round(e.left, 1),
            SIDES[e.side] if e.event != sc.PERIOD_END else "",
            game.team[e.side] if e.event != sc.PERIOD_END else "",
            tale.name(e.side, e.player),
            EVENTS[e.event],
            HELP[e.help],
            tale.name(_helping(e), e.helper),
            e.points,
            e.a,
            e.b,
            text,
        )
        for e, text in zip(tale.event, sentences(game), strict=True)
    ]
    names = [
        "period", "period_name", "clock", "seconds", "side", "team", "player", "event", "help",
        "helper", "points", "score_a", "score_b", "text",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    frame.insert(len(names) - 1, "win_prob", game.win_prob)
    return frame


def of_player(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of ``table`` that a player has a part in; UnknownPlayer offers the nearest names."""
    known = sorted({*frame["player"], *frame["helper"]} - {""})
    folded = {one.casefold(): one for one in known}
    asked = name.strip().casefold()
    if asked not in folded:
        close = get_close_matches(asked, folded, n=3, cutoff=0.4)
        raise UnknownPlayer(name, [folded[one] for one in close])
    mine = (frame["player"] == folded[asked]) | (frame["helper"] == folded[asked])
    return pd.DataFrame(frame[mine])


def box_table(game: Recap, side: int) -> pd.DataFrame:
    """One side's box score: who played, starters first, then ``Team`` (what no player is credited
    with) and ``Total``.

    Columns: player, starter, minutes, points, fgm, fga, fgm3, fga3, ftm, fta, orb, drb, ast, stl,
    blk, tov, pf. Shots ``fgm``/``fga`` are of both kinds."""
    box, tale = game.box[side], game.event_log
    starters = set(tale.starter[side])
    played = [i for i in range(len(box.minutes)) if box.minutes[i] > 0 or box.player[i].any()]
    played.sort(key=lambda i: (i not in starters, -box.minutes[i]))
    rows = [_line(tale.name(side, i), box.player[i], box.minutes[i], i in starters) for i in played]
    team = [_line("Team", box.team, np.nan, False)] if played else []
    total = _line("Total", box.total, float(box.minutes.sum()) if played else np.nan, False)
    return pd.DataFrame([*rows, *team, total])


def _line(name: str, count: I8, minutes: float, starter: bool) -> dict[str, object]:
    line = dict(zip(COLUMNS, count.tolist(), strict=True))
    fgm, fga = line["fgm2"] + line["fgm3"], line["fga2"] + line["fga3"]
    shots = {"fgm": fgm, "fga": fga, "fgm3": line["fgm3"], "fga3": line["fga3"]}
    rest = {name: line[name] for name in COLUMNS[5:]}
    head = {"player": name, "starter": starter, "minutes": minutes, "points": line["points"]}
    return head | shots | rest


def win_line(game: Recap) -> pd.DataFrame:
    """For a chart: elapsed minutes, win_prob of a, score_a, score_b, text; first the start."""
    rules = game.replay.rules
    minutes = [_elapsed(e, rules) / 60.0 for e in game.event_log.event]
    return pd.DataFrame(
        {
            "minutes": [0.0, *minutes],
            "win_prob": [game.start_prob, *game.win_prob],
            "score_a": [0, *(e.a for e in game.event_log.event)],
            "score_b": [0, *(e.b for e in game.event_log.event)],
            "text": ["Start", *sentences(game)],
        }
    )


def by_period(game: Recap) -> pd.DataFrame:
    """Points of both sides by period, and the total; one row a side."""
    columns = [period_name(n, game.replay.rules) for n in range(1, len(game.box[0].by_period) + 1)]
    frame = pd.DataFrame([box.by_period for box in game.box], columns=columns)
    frame.insert(0, "team", list(game.team))
    frame["Total"] = list(game.replay.points)
    return frame


def _elapsed(e: Event, rules: Rules) -> float:
    before = min(e.period - 1, rules.periods) * rules.seconds
    extra = max(e.period - 1 - rules.periods, 0) * rules.overtime
    length = rules.seconds if e.period <= rules.periods else rules.overtime
    return before + extra + length - e.left


# --- For the command line ------------------------------------------------------------------------


def side_figures(game: Recap) -> list[dict[str, Any]]:
    """Each side's name, points and box score, ready for JSON."""
    return [
        {
            "name": game.team[side],
            "points": game.replay.points[side],
            "half": game.replay.half[side],
            "by_period": list(game.box[side].by_period),
            "largest_lead": game.replay.largest_lead[side],
            "box": [
                {k: v for k, v in row.items() if v == v}  # a team has no minutes of its own
                for row in box_table(game, side).round(1).to_dict("records")
            ],
        }
        for side in (0, 1)
    ]


def game_figures(game: Recap) -> dict[str, Any]:
    """What belongs to both sides, ready for JSON."""
    event = game.event_log.event[game.turning]
    before = game.win_prob[game.turning - 1] if game.turning else game.start_prob
    return {
        "overtimes": game.replay.overtimes,
        "lead_changes": game.replay.lead_changes,
        "ties": game.ties,
        "start_win_prob_a": round(game.start_prob, 4),
        "turning_point": {
            "period": event.period,
            "clock": clock(event.left),
            "text": sentences(game)[game.turning],
            "win_prob_before": round(float(before), 4),
            "win_prob_after": round(float(game.win_prob[game.turning]), 4),
        },
        "runs": [
            {"side": SIDES[run.side], "points": run.points, "score_a": run.a, "score_b": run.b}
            for run in game.run
        ],
        "events": len(game.event_log.event),
        "note": game.note,
    }


def report(game: Recap, frame: pd.DataFrame) -> str:
    """The rows of ``table`` and both box scores as text."""
    lines = []
    for name, part in frame.groupby("period_name", sort=False):
        lines.append(f"\n{name}")
        columns = (part[c].tolist() for c in ("clock", "score_a", "score_b", "win_prob", "text"))
        lines += [
            f"{left}  {a:>3}-{b:<3} {_percent(prob):>4}  {text}"
            for left, a, b, prob, text in zip(*columns, strict=True)
        ]
    lines.append(f"\n{by_period(game).to_string(index=False)}")
    for side in (0, 1):
        lines.append(f"\n{game.team[side]}\n{_box_text(game, side)}")
    return "\n".join([*lines, *([f"\n{game.note}"] if game.note else [])]).lstrip()


def _percent(prob: float) -> str:
    """Nothing is certain before it is over."""
    if 0.0 < prob < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= prob < 1.0 else f"{prob:.0%}"


def _box_text(game: Recap, side: int) -> str:
    frame = box_table(game, side).drop(columns="starter")
    frame["player"] = frame["player"].str.ljust(frame["player"].str.len().max())
    return frame.to_string(index=False, float_format="{:.0f}".format, na_rep="")


# --- Words ---------------------------------------------------------------------------------------


def period_name(period: int, rules: Rules) -> str:
    """``2nd half``, ``4th quarter``, ``Overtime``, ``2nd overtime``."""
    if period <= rules.periods:
        return f"{ORDINALS[period - 1]} {'half' if rules.periods == 2 else 'quarter'}"
    extra = period - rules.periods
    if extra == 1:
        return "Overtime"
    return f"{ORDINALS[extra - 1] if extra <= len(ORDINALS) else f'{extra}th'} overtime"


def clock(seconds: float) -> str:
    """``mm:ss`` left."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def sentences(game: Recap) -> list[str]:
    """Every event in words; personal fouls are counted in brackets."""
    fouls: dict[tuple[int, int], int] = {}
    out = []
    for e in game.event_log.event:
        if e.event in (sc.FOULED, sc.SHOOTING_FOUL, sc.CHARGED):
            fouls[e.side, e.player] = fouls.get((e.side, e.player), 0) + 1
        count = fouls.get((e.side, e.player), 0) if e.player != sc.TEAM else 0
        out.append(_sentence(game, e, count))
    return out


def _sentence(game: Recap, e: Event, fouls: int) -> str:
    tale = game.event_log
    who = tale.name(e.side, e.player) or game.team[e.side]
    helper = tale.name(_helping(e), e.helper) or game.team[_helping(e)]
    shot, of = e.line
    nth = f" ({fouls})" if fouls else ""
    match e.event:
        case sc.PERIOD_END:
            return _end(game, e)
        case sc.MADE_TWO | sc.MADE_THREE:
            worth = "two" if e.event == sc.MADE_TWO else "three"
            assisted = f", assist by {helper}" if e.helper != sc.TEAM else ""
            return f"{who} makes a {worth}{assisted}"
        case sc.MISSED_TWO | sc.MISSED_THREE:
            worth = "two" if e.event == sc.MISSED_TWO else "three"
            return f"{who} misses a {worth}" + (f", blocked by {helper}" if e.help else "")
        case sc.MADE_FT | sc.MISSED_FT:
            verb = "makes" if e.event == sc.MADE_FT else "misses"
            return f"{who} {verb} free throw {shot} of {of}"
        case sc.OFF_REBOUND | sc.DEF_REBOUND:
            kind = "Offensive" if e.event == sc.OFF_REBOUND else "Defensive"
            return f"{kind} rebound by {who}"
        case sc.LOST_BALL:
            return f"Turnover by {who}" + (f", stolen by {helper}" if e.help else "")
        case sc.CHARGED:
            return f"Offensive foul on {who}{nth}"
        case sc.SHOOTING_FOUL:
            return f"Shooting foul on {who}{nth}"
        case _:
            return f"Foul on {who}{nth}"


def _end(game: Recap, e: Event) -> str:
    name = period_name(e.period, game.replay.rules)
    over = e.period >= game.replay.rules.periods and e.a != e.b
    score = f"{game.team[0]} {e.a}, {game.team[1]} {e.b}"
    return f"End of the {'game' if over else name[0].lower() + name[1:]}: {score}"


def _helping(e: Event) -> int:
    return e.side if e.help == sc.ASSIST else 1 - e.side
