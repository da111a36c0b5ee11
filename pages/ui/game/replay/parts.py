"""One universe of a pairing on screen: score, summary, win-probability line, box score, plays."""

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from engine.domain.specs import GameSpec
from engine.recap import play_by_play
from engine.recap.coaching import coaching
from engine.recap.game_recap import Recap
from engine.recap.headline import headline, swings
from pages.ui import runs
from pages.ui.game.replay import film, tables, turning, way_on
from pages.ui.shell import downloads, html, own_data
from pages.ui.shell.format import chance, counted, file_stem, listed, plain

WHERE = {"neutral": "on a neutral floor", "a": "in {0}’s arena", "b": "in {1}’s arena"}


def draw(spec: GameSpec, universe: int) -> None:
    """Everything there is to see of that game."""
    game = runs.opened(spec, universe)
    score(game)
    way_on.draw(spec, universe)
    line(game)
    boxes(game)


# --- Score and story -----------------------------------------------------------------------------


def score(game: Recap) -> None:
    """The final score by period, where the game stands among all, and how it went."""
    replay = game.replay
    sides = []
    for i, (name, points) in enumerate(zip(game.team, replay.points, strict=True)):
        before = game.start_prob if i == 0 else 1 - game.start_prob
        lost = " lost" if points == min(replay.points) else ""
        sides.append(
            f'<div class="{"right" if i else ""}" style="--team:var(--team-{"ab"[i]})">'
            f'<div class="team">{escape(name)}</div><div class="win{lost}">{points}</div>'
            f'<div class="note">{chance(before)} to win at tip-off</div></div>'
        )
    periods = tables.periods(play_by_play.by_period(game))
    html.show(
        f'<div class="score final">{sides[0]}<div class="periods">{periods}</div>{sides[1]}</div>',
        "final",
        arrive=f"{replay.spec} {replay.universe}",
    )
    where = WHERE[replay.spec.venue.text].format(*game.team)
    st.caption(
        f"Universe {replay.universe:,} of the {replay.spec.universes:,} numbered from 0 "
        f"(random number {replay.spec.random_seed}), {where}. This page's address is a link "
        "to exactly this game: whoever opens it sees the same plays."
    )
    st.markdown(f"**{plain(headline(game))}** {_story(game)}")


def _story(game: Recap) -> str:
    figures = play_by_play.game_figures(game)
    leads = [
        f"{name} led by up to {most}" if most else f"{name} never led"
        for name, most in zip(game.team, game.replay.largest_lead, strict=True)
    ]
    if game.replay.points[1] > game.replay.points[0]:
        leads.reverse()
    changes = counted(figures["lead_changes"], "lead change")
    ties = counted(figures["ties"], "tie")
    sentence = f"{listed(leads)}, with {changes} and {ties}."
    if figures["runs"]:
        run = figures["runs"][0]
        team = game.team["ab".index(run["side"])]
        sentence += (
            f" The longest run: {run['points']} points in a row by {team}, "
            f"to {run['score_a']}–{run['score_b']}."
        )
    return sentence


# --- The film ------------------------------------------------------------------------------------


def line(game: Recap) -> None:
    """Win probability, score and plays under one slider, with the turning point in words."""
    st.subheader("How it went", anchor=False)
    series, rows = play_by_play.win_prob_series(game), play_by_play.table(game)
    sentence = turning.sentence(rows, game.team, game.start_prob)
    st.markdown(sentence)
    when = [f"{p}, {c}" for p, c in zip(rows["period_name"], rows["clock"], strict=True)]
    series = series.assign(
        when=["Before the game", *when],
        score=[f"{a}–{b}" for a, b in zip(series["score_a"], series["score_b"], strict=True)],
        chance=[f"{game.team[0]} {chance(p)}" for p in series["win_prob"]],
    )
    film.draw(
        *(series, rows, _periods(series, rows), _turn(game, rows), swings(game), game.team),
        sentence=f"Win probability of {game.team[0]} over the game. {sentence}",
    )
    st.caption(
        "Drag across the picture, use the arrow keys on it, or choose a play. The percentage is "
        "how often a side in that position wins, counted in other universes of this pairing."
    )
    _download("play-by-play", lambda: rows, game)


def _turn(game: Recap, rows: pd.DataFrame) -> int | None:
    return turning.turning_play(rows, game.start_prob)


def _periods(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """begin, end (minutes played), name and short name of each period."""
    last = (rows["event"] == "end of period").to_numpy()
    end = frame["minutes"].iloc[1:][last].tolist()
    name = rows["period_name"][last].tolist()
    short = [n.replace("Overtime", "OT").replace("overtime", "OT") for n in name]
    return pd.DataFrame({"begin": [0.0, *end[:-1]], "end": end, "name": name, "short": short})


# --- Box score -----------------------------------------------------------------------------------


def boxes(game: Recap) -> None:
    """Both sides' box scores and their file."""
    st.subheader("Box score", anchor=False)
    if game.note:
        st.caption(game.note)
    if told := coaching(game):
        st.markdown(plain(" ".join(told)))
    frames = [play_by_play.box_table(game, side) for side in (0, 1)]
    html.show(
        '<div class="pair">'
        + "".join(
            tables.box(frame, name, side)
            for frame, name, side in zip(frames, game.team, "ab", strict=True)
        )
        + "</div>",
        "boxes",
    )
    both = pd.concat(frames, keys=game.team, names=["team"]).reset_index(0)
    _download("box score", lambda: both, game)
    totals = play_by_play.team_table(game)
    st.subheader("Team totals", anchor=False)
    html.show(tables.totals(totals, game.team), "totals")
    _download("team totals", lambda: totals, game)


def _download(what: str, frame: Callable[[], pd.DataFrame], game: Recap) -> None:
    own = own_data.stamp(game.replay.spec.a.source, game.replay.spec.b.source)
    named = (what.replace(" ", "-"), game.replay.universe, *own)
    downloads.csv(
        lambda: own_data.labeled(frame(), own),
        file_stem(*named),
        f"csv_{what}",
        f"Download the {what} as CSV",
    )
