"""A recap as tidy tables and as the text of a play-by-play."""

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
from engine.tables.comparison import FTA_TO_PLAYS

SIDES = ("a", "b")
ORDINALS = ("1st", "2nd", "3rd", "4th")


def table(game: Recap) -> pd.DataFrame:
    """The play-by-play, one row per event.

    Columns: period, period_name, clock (mm:ss left in it), seconds (left in it), side (a or b),
    team, player ("" if credited to the team), event (one of ``scorer.EVENTS``), help (assist,
    block, steal or ""), helper, points, score_a, score_b, win_prob (of a, after it), text."""
    log = game.event_log
    rows = [
        (
            e.period,
            period_name(e.period, game.replay.rules),
            clock(e.left),
            round(e.left, 1),
            SIDES[e.side] if e.event != sc.PERIOD_END else "",
            game.team[e.side] if e.event != sc.PERIOD_END else "",
            log.name(e.side, e.player),
            EVENTS[e.event],
            HELP[e.help],
            log.name(_helper_side(e), e.helper),
            e.points,
            e.a,
            e.b,
            text,
        )
        for e, text in zip(log.event, sentences(game), strict=True)
    ]
    names = [
        "period", "period_name", "clock", "seconds", "side", "team", "player", "event", "help",
        "helper", "points", "score_a", "score_b", "text",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    frame.insert(len(names) - 1, "win_prob", game.win_prob)
    return frame


def of_player(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of ``table`` with this player; UnknownPlayer offers the nearest names."""
    known = sorted({*frame["player"], *frame["helper"]} - {""})
    folded = {one.casefold(): one for one in known}
    wanted = name.strip().casefold()
    if wanted not in folded:
        close = get_close_matches(wanted, folded, n=3, cutoff=0.4)
        raise UnknownPlayer(name, [folded[one] for one in close])
    involved = (frame["player"] == folded[wanted]) | (frame["helper"] == folded[wanted])
    return pd.DataFrame(frame[involved])


def box_table(game: Recap, side: int) -> pd.DataFrame:
    """The box score of one side: players who played, starters first, then ``Team`` (credited to no
    player) and ``Total``.

    Columns: player, starter, minutes, points, fgm, fga, fgm3, fga3, ftm, fta, orb, drb, ast, stl,
    blk, tov, pf. ``fgm`` and ``fga`` include threes."""
    box, log = game.box[side], game.event_log
    starters = set(log.starter[side])
    played = [i for i in range(len(box.minutes)) if box.minutes[i] > 0 or box.player[i].any()]
    played.sort(key=lambda i: (i not in starters, -box.minutes[i]))
    rows = [_row(log.name(side, i), box.player[i], box.minutes[i], i in starters) for i in played]
    team = [_row("Team", box.team, np.nan, False)] if played else []
    total = _row("Total", box.total, float(box.minutes.sum()) if played else np.nan, False)
    return pd.DataFrame([*rows, *team, total])


TEAM_MEASURES = (
    ("points", "Points", "count"),
    ("fg", "Field goals", "made"),
    ("fg3", "Threes", "made"),
    ("ft", "Free throws", "made"),
    ("efg", "Effective field goal percentage", "share"),
    ("tov_share", "Turnover percentage", "share"),
    ("orb_share", "Offensive rebound percentage", "share"),
    ("ft_rate", "Free throw rate", "share"),
    ("rebounds", "Rebounds", "count"),
    ("ast", "Assists", "count"),
    ("tov", "Turnovers", "count"),
    ("stl", "Steals", "count"),
    ("blk", "Blocks", "count"),
    ("pf", "Personal fouls", "count"),
    ("possessions", "Possessions", "count"),
    ("efficiency", "Points per 100 possessions", "mean"),
)


def team_table(game: Recap) -> pd.DataFrame:
    """Both sides' totals with the Four Factors (Oliver, 2004), one row a measure.

    Columns: key, measure, unit (count, made, share or mean), a and b; for ``made`` also a_of, b_of
    (tried, else 0). eFG% = (FGM + 0.5 FGM3) / FGA; TOV% = TOV / (FGA + 0.475 FTA + TOV); ORB% =
    ORB / (ORB + opponent's DRB); FT rate = FTM / FGA."""
    totals = [box_table(game, side).iloc[-1].to_dict() for side in (0, 1)]
    sides = [_team(totals[s], totals[1 - s], game.replay.possessions[s]) for s in (0, 1)]
    rows = [
        {"key": key, "measure": name, "unit": unit}
        | {side: of[key] for side, of in zip(SIDES, sides, strict=True)}
        | {f"{side}_of": of.get(f"{key}_of", 0) for side, of in zip(SIDES, sides, strict=True)}
        for key, name, unit in TEAM_MEASURES
    ]
    return pd.DataFrame(rows)


def _team(own: dict[Any, Any], other: dict[Any, Any], possessions: int) -> dict[str, float]:
    tries = max(own["fga"], 1)
    plays = own["fga"] + FTA_TO_PLAYS * own["fta"] + own["tov"]
    return {
        **{key: own[key] for key in ("points", "ast", "tov", "stl", "blk", "pf")},
        "fg": own["fgm"],
        "fg_of": own["fga"],
        "fg3": own["fgm3"],
        "fg3_of": own["fga3"],
        "ft": own["ftm"],
        "ft_of": own["fta"],
        "rebounds": own["orb"] + own["drb"],
        "efg": (own["fgm"] + 0.5 * own["fgm3"]) / tries,
        "tov_share": own["tov"] / max(plays, 1),
        "orb_share": own["orb"] / max(own["orb"] + other["drb"], 1),
        "ft_rate": own["ftm"] / tries,
        "possessions": possessions,
        "efficiency": 100 * own["points"] / max(possessions, 1),
    }


def _row(name: str, count: I8, minutes: float, starter: bool) -> dict[str, object]:
    row = dict(zip(COLUMNS, count.tolist(), strict=True))
    fgm, fga = row["fgm2"] + row["fgm3"], row["fga2"] + row["fga3"]
    shots = {"fgm": fgm, "fga": fga, "fgm3": row["fgm3"], "fga3": row["fga3"]}
    rest = {name: row[name] for name in COLUMNS[5:]}
    head = {"player": name, "starter": starter, "minutes": minutes, "points": row["points"]}
    return head | shots | rest


def win_prob_series(game: Recap) -> pd.DataFrame:
    """For a chart: minutes (elapsed), win_prob (of a), score_a, score_b, text; row 0: the start."""
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
    """Points by period and in total, one row per side."""
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
    """Name, points and box score of each side, for JSON."""
    return [
        {
            "name": game.team[side],
            "points": game.replay.points[side],
            "half": game.replay.half[side],
            "by_period": list(game.box[side].by_period),
            "largest_lead": game.replay.largest_lead[side],
            "box": [
                {k: v for k, v in row.items() if v == v}  # NaN: a team has no minutes
                for row in box_table(game, side).round(1).to_dict("records")
            ],
        }
        for side in (0, 1)
    ]


def game_figures(game: Recap) -> dict[str, Any]:
    """Figures of the game as a whole, for JSON."""
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
    """A percentage that shows neither 0% nor 100% before the game is decided."""
    if 0.0 < prob < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= prob < 1.0 else f"{prob:.0%}"


def _box_text(game: Recap, side: int) -> str:
    frame = box_table(game, side).drop(columns="starter")
    frame["player"] = frame["player"].str.ljust(frame["player"].str.len().max())
    return frame.to_string(index=False, float_format="{:.0f}".format, na_rep="")


# --- Text ----------------------------------------------------------------------------------------


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
    """Every event as text, with the player's number of personal fouls in parentheses."""
    fouls: dict[tuple[int, int], int] = {}
    lines = []
    for e in game.event_log.event:
        if e.event in (sc.FOULED, sc.SHOOTING_FOUL, sc.CHARGED, sc.TECHNICAL_FOUL):
            fouls[e.side, e.player] = fouls.get((e.side, e.player), 0) + 1
        count = fouls.get((e.side, e.player), 0) if e.player != sc.TEAM else 0
        lines.append(_sentence(game, e, count))
    return lines


def _sentence(game: Recap, e: Event, fouls: int) -> str:
    log = game.event_log
    who = log.name(e.side, e.player) or game.team[e.side]
    helper = log.name(_helper_side(e), e.helper) or game.team[_helper_side(e)]
    shot, of = e.free_throw
    nth = f" ({fouls})" if fouls else ""
    match e.event:
        case sc.PERIOD_END:
            return _end(game, e)
        case sc.MADE_TWO | sc.MADE_THREE:
            shot_name = "two" if e.event == sc.MADE_TWO else "three"
            assisted = f", assist by {helper}" if e.helper != sc.TEAM else ""
            return f"{who} makes a {shot_name}{assisted}"
        case sc.MISSED_TWO | sc.MISSED_THREE:
            shot_name = "two" if e.event == sc.MISSED_TWO else "three"
            return f"{who} misses a {shot_name}" + (f", blocked by {helper}" if e.help else "")
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
        case sc.TECHNICAL_FOUL:
            return f"Technical foul on {who}{nth}"
        case _:
            return f"Foul on {who}{nth}"


def _end(game: Recap, e: Event) -> str:
    name = period_name(e.period, game.replay.rules)
    over = e.period >= game.replay.rules.periods and e.a != e.b
    score = f"{game.team[0]} {e.a}, {game.team[1]} {e.b}"
    return f"End of the {'game' if over else name[0].lower() + name[1:]}: {score}"


def _helper_side(e: Event) -> int:
    return e.side if e.help == sc.ASSIST else 1 - e.side
