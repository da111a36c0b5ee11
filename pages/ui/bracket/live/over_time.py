"""How the title odds moved, day by day or round by round, and the games that moved them."""

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.arrays import I8
from engine.errors import HardwoodError
from engine.tables import odds_by_day
from engine.tables.odds_by_day import Course
from pages.ui import runs
from pages.ui.bracket.live import charts
from pages.ui.bracket.odds_changes import moved
from pages.ui.bracket.page_context import PageContext
from pages.ui.shell import downloads, figures, html, notices
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import (
    NINETY_FIVE,
    file_stem,
    listed,
    percent,
    short_day,
)

CHOSEN = 4  # teams in colors
LINES = 16  # lines drawn, the gray ones included
LISTED = 10  # rows of what moved the odds
LEAST = 0.002  # a smaller change is none to list
TEAMS, STEP = "pick_odds_of", "pick_odds_step"
BEFORE = "Before"  # the first game
SHORT = {0: "First 4", 1: "R64", 2: "R32", 3: "Sweet 16", 4: "Elite 8", 5: "Semis", 6: "Final"}


def draw(context: PageContext) -> None:
    """The chart with its table, and what the games of the day asked for changed."""
    st.subheader("Title odds over time", anchor=False)
    try:
        path = runs.title_path(context.frozen, context.games)
    except HardwoodError as error:
        notices.show(error)
        return
    if path is None:
        runs.path_progress()
        return
    step, label = _steps(context)
    course = Course(
        context.field,
        context.name,
        context.games,
        step,
        label,
        path.title,
        path.moved_se,
        context.spec.universes,
    )
    frame = odds_by_day.by_step(course)
    frame = frame.assign(
        low=(frame["title"] - NINETY_FIVE * frame["title_se"]).clip(lower=0),
        high=(frame["title"] + NINETY_FIVE * frame["title_se"]).clip(upper=1),
    )
    chosen = _choose(context, course)
    sentence = _sentence(context, course, chosen)
    st.markdown(sentence)
    figures.draw(_chart(context, course, frame, chosen), sentence, "chart_odds_by_day")
    _table(context, frame)
    _moved(context, course)


def _steps(context: PageContext) -> tuple[I8, list[str]]:
    """(step[G], the words of each step, Selection Sunday the first)."""
    if context.running:
        so_far = store.so_far(context.field)
        days = so_far.days
        number = {day: n + 1 for n, day in enumerate(days)}
        steps = [number[day] for day in so_far.day]
        return np.array(steps), [BEFORE, *map(short_day, days)]
    rounds = [int(context.field.round[context.field.slot.index(g.slot)]) for g in context.games]
    known = sorted(set(rounds))
    return (
        np.array([known.index(n) + 1 for n in rounds]),
        [BEFORE, *(SHORT.get(n, context.field.round_names[n]) for n in known)],
    )


def _choose(context: PageContext, course: Course) -> list[int]:
    """Up to four teams in colors: the likeliest now, until others are chosen."""
    best = np.argsort(-course.title[-1], kind="stable")
    ever = np.argsort(-course.title.max(axis=0), kind="stable")
    usual = [int(e) for e in best if course.title[-1, e] > 0][:CHOSEN]
    usual += [int(e) for e in ever if int(e) not in usual][: CHOSEN - len(usual)]
    picked = st.multiselect(
        "Teams in color",
        [int(e) for e in ever],
        usual,
        format_func=lambda e: f"{context.field.seed_line(e)} {context.name[e]}",
        max_selections=CHOSEN,
        key=f"{TEAMS}_{context.league}_{context.season}",
        placeholder="Choose up to four",
    )
    return picked or usual


def _sentence(context: PageContext, course: Course, chosen: list[int]) -> str:
    def change(e: int) -> str:
        first, last = course.title[0, e], course.title[-1, e]
        return f"{context.name[e]} {percent(first)} → {_now(float(last))}"

    until = course.label[-1] if context.running else "the end"
    return (
        f"From Selection Sunday to {until}: {listed([change(e) for e in chosen])}. The same "
        f"{course.universes:,} universes throughout, the results locked as they came; ratings as "
        "of Selection Sunday. The 95% error of counting is at most "
        f"{_largest_error(course):.1f} points."
    )


def _now(prob: float) -> str:
    return "out" if prob == 0 else "champion" if prob == 1 else percent(prob)


def _largest_error(course: Course) -> float:
    share = course.title[(course.title > 0) & (course.title < 1)]
    worst = np.abs(share - 0.5).min() if len(share) else 0.5
    return float(100 * NINETY_FIVE * np.sqrt((0.25 - worst**2) / course.universes))


def _chart(context: PageContext, course: Course, frame: pd.DataFrame, chosen: list[int]) -> Vega:
    ids = context.field.team_id[chosen].tolist()
    top = np.argsort(-course.title.max(axis=0), kind="stable")[:LINES]
    rest = context.field.team_id[[e for e in top if e not in chosen]].tolist()
    order = [context.name[e] for e in chosen]
    lit, faint = (frame[frame["team_id"].isin(of)] for of in (ids, rest))
    return figures.built(charts.odds_by_step, "odds_by_step", lit, faint, order)


def _table(context: PageContext, frame: pd.DataFrame) -> None:
    with st.expander("As a table"):
        wide = frame.pivot(index="name", columns="step", values="title")
        wide = wide.rename(columns=dict(zip(frame["step"], frame["when"], strict=True)))
        wide = wide.sort_values([wide.columns[-1], wide.columns[0]], ascending=False)
        st.dataframe(
            100 * wide.reset_index().rename(columns={"name": "Team"}).set_index("Team"),
            column_config={
                str(name): st.column_config.NumberColumn(str(name), format="%.1f%%")
                for name in wide
            },
            height=360,
            alt="Every team’s title odds by day",
        )
        stem = file_stem(context.league, context.season, "title-odds")
        downloads.csv(frame, stem, "csv_odds_by_day")


# What moved them --------------------------------------------------------------------------------


def _moved(context: PageContext, course: Course) -> None:
    """The games of the last day asked for, or of a round, by what they did to the title odds."""
    if context.running and not context.happened:
        return
    on = f" on {short_day(context.asked.day)}" if context.asked.day else ""
    st.subheader(f"What moved them{on}", anchor=False)
    step = _asked_step(context, course)
    frame = odds_by_day.moves(course, step)
    st.caption(
        "What each game changed, added in the order they were played to the results before it; so "
        "a team’s changes add up to how its odds moved. ± is the 95% error, of the same universes."
    )
    seen = frame[frame["change"].abs() > (NINETY_FIVE * frame["change_se"]).clip(lower=LEAST)]
    if seen.empty:
        st.markdown("No game moved a team’s title odds by more than the error of counting.")
    html.show(_list(seen.head(LISTED)), "odds_moved")
    with st.expander(f"All {len(frame):,} changes as a table"):
        error = 100 * NINETY_FIVE * frame["change_se"]
        shown = frame.assign(error=error)
        shown[["before", "after", "change"]] *= 100
        points = {"before": "Before", "after": "After", "change": "Change", "error": "±"}
        st.dataframe(
            shown,
            column_config={
                "name": "Team",
                "round_name": "Round",
                "winner": "Winner",
                "loser": "Loser",
                "score": "Score",
                **{
                    name: st.column_config.NumberColumn(words, format="%.1f")
                    for name, words in points.items()
                },
            },
            column_order=["name", *points, "winner", "loser", "score", "round_name"],
            hide_index=True,
            height=360,
            alt="What each game changed, in percentage points",
        )
        stem = file_stem(context.league, context.season, "title-odds-moved", step)
        downloads.csv(frame, stem, "csv_odds_moved")


def _asked_step(context: PageContext, course: Course) -> int:
    """The step on screen: that of the slider's day, or the last one."""
    if not context.running:
        steps = list(range(1, len(course.label)))
        words = [context.field.round_names[n] for n in sorted({*context.field.round.tolist()})]
        return int(
            st.select_slider(
                "The games of",
                steps,
                steps[-1],
                format_func=lambda step: words[step - 1],
                key=STEP,
                width=360,
            )
        )
    return int(course.step[len(context.happened) - 1])


def _list(frame: pd.DataFrame) -> str:
    rows = []
    for row in frame.to_dict("records"):
        score = f" {row['score']}" if row["score"] else ""
        over = f" over {row['loser']}" if row["loser"] else ""
        odds = (float(row["before"]), float(row["after"]))
        note = f"{row['winner']}{score}{over}"
        rows.append(moved(row["name"], note, odds, float(row["change_se"]), "champion"))
    return f'<ul class="moves">{"".join(rows)}</ul>'
