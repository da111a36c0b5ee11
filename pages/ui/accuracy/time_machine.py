"""The time machine: one tournament as it looked on Selection Sunday, beside what happened."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from engine.domain.specs import BACKTEST_UNIVERSES, UPSET_UNIVERSES
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.evaluation import summary_tables
from engine.evaluation.summary_tables import Contender, Tournament
from pages.ui.accuracy import charts, wording
from pages.ui.shell import address, figures, html
from pages.ui.shell.format import NINETY_FIVE, percent, plain, with_errors

LISTED = 12  # surprises in the list unless every game is asked for


def draw(league: League, season: int) -> None:
    """One season's tournament; a click on a game opens it on the Game page."""
    tournament = summary_tables.tournament(league, season)
    st.subheader(f"The {league}'s tournament of {season}", anchor=False)
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.markdown(_title(tournament))
        _contenders(tournament)
        st.markdown(_score(league, season))
    with right:
        _upsets(league, season, tournament)
    st.subheader("The biggest surprises", anchor=False)
    st.markdown(_most(tournament.games))
    every = st.toggle("List every game", key="every_game")
    opened = _surprises(
        league, season, tournament.games if every else tournament.games.head(LISTED)
    )
    if opened:
        st.switch_page("pages/game.py", query_params=opened)
    _table(tournament.games)
    st.caption(
        "All forecasts use ratings frozen on Selection Sunday, for the pairings that took place: "
        "win probabilities by the curve through simulated games, so without counting noise, "
        f"margins from {BACKTEST_UNIVERSES:,} universes a game, {UPSET_UNIVERSES:,} tournaments "
        "for the number of upsets. To compute it again: "
        f"`python -m engine backtest --league {league} --seasons {season} --csv games.csv`."
    )


# --- Words ---------------------------------------------------------------------------------------


def _title(tournament: Tournament) -> str:
    """The champion's and the favorite's chances."""
    champion, favorite = tournament.champion, tournament.contenders[0]
    if champion.name == favorite.name:
        return (
            f"**{champion.name}** won, as the favorite: champion in {_chance(champion)} of the "
            "universes."
        )
    return (
        f"**{champion.name}** (a {_line(champion)} seed) won the title. On Selection Sunday its "
        f"chance was {_chance(champion)}, the {_nth(champion.rank)} best. The favorite was "
        f"**{favorite.name}** with {_chance(favorite)}."
    )


def _chance(team: Contender) -> str:
    error = max(100 * NINETY_FIVE * team.prob_se, 0.1)
    return f"**{100 * team.prob:.1f}%** ± {error:.1f}"


def _line(team: Contender) -> int:
    return int(team.seed[1:3])


def _nth(rank: int) -> str:
    last = rank % 10 if rank % 100 not in (11, 12, 13) else 0
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }".replace(" ", "")


def _fate(team: Contender, champion: Contender) -> str:
    if team.name == champion.name:
        return "champion"
    return "lost the final" if team.went_out == "Championship" else f"out in the {team.went_out}"


def _contenders(tournament: Tournament) -> None:
    """The likeliest champions with how far they came."""
    top = max(team.prob for team in tournament.contenders)
    rows = "".join(
        f'<li class="{"won" if team.name == tournament.champion.name else ""}">'
        f"<b>{_line(team)} {escape(team.name)}</b>"
        f'<div><div class="bar" style="width:{100 * team.prob / top:.1f}%"></div></div>'
        f'<div class="prob">{percent(team.prob)}</div>'
        f"<small>{_fate(team, tournament.champion)}</small></li>"
        for team in tournament.contenders
    )
    html.show(f'<ul class="titles" aria-label="Title chances">{rows}</ul>', "titles")


def _score(league: League, season: int) -> str:
    """The season's log loss beside its rivals', with the error that one season has."""
    frame = summary_tables.seasons("record", league, "tournament")
    rows = frame[frame["season"] == season].set_index("forecaster")
    own = wording.row_of(rows, "hardwood")
    rivals = " and ".join(
        f"{wording.FORECASTERS[key].lower()} {row.log_loss:.3f} "
        f"(gain {wording.signed(row.gain)} ± {NINETY_FIVE * row.gain_se:.3f})"
        for key in ("seeds", "plain")
        for row in [wording.row_of(rows, key)]
    )
    return (
        f"Over its {int(own.games)} games from the Round of 64 on, Hardwood's log loss was "
        f"**{own.log_loss:.3f}** ± {NINETY_FIVE * own.log_loss_se:.3f}, {rivals}. One year is too "
        "few games to judge a forecaster by."
    )


def _upsets(league: League, season: int, tournament: Tournament) -> None:
    of = tournament.upsets
    rare = (
        f"{percent(of['at_most'])} of the universes had no more than that"
        if of["real"] < of["expected"]
        else f"{percent(of['at_least'])} of the universes had no fewer"
    )
    sentence = (
        f"**{of['real']} upsets**, where {of['expected']:.1f} were expected; {rare}. Nine "
        f"universes in ten have {of['low']} to {of['high']}."
    )
    st.markdown(sentence)
    frame = summary_tables.upset_histogram(league, season)
    chart = figures.built(charts.upset_histogram, "upset_histogram", frame, int(of["real"]))
    figures.draw(chart, sentence, "chart_upset_histogram")
    with st.expander("As a table"):
        st.dataframe(
            frame,
            hide_index=True,
            height=240,
            column_config={
                "upsets": "Upsets",
                "universes": "Universes",
                "share": st.column_config.NumberColumn("Share", format="percent"),
            },
            alt=f"Table behind the chart: {plain(sentence)}",
        )


def _most(games: pd.DataFrame) -> str:
    top = games.iloc[0]
    less = int((games["prob"] < 0.5).sum())
    due = float(pd.concat([games["prob"], 1 - games["prob"]], axis=1).min(axis=1).sum())
    return (
        f"Least expected: **{top.winner_line} {top.winner}** over {top.loser_line} {top.loser}, "
        f"given **{percent(top.prob)}**. Of {len(games)} games {less} were won by the side that "
        f"Hardwood thought less likely; with honest odds it should be about {due:.0f}."
    )


# --- The list ------------------------------------------------------------------------------------


def _surprises(league: League, season: int, games: pd.DataFrame) -> dict[str, str] | None:
    rows: list[Any] = list(games.itertuples())
    links = {
        row.slot: address.pairing(
            league, (season, row.winner), (season, row.loser), Venue.read(row.venue)
        )
        for row in rows
    }
    key = (
        '<li class="key"><div class="legend"><span><i class="model"></i>given to the winner</span>'
        '<span><s class="rating"></s>rating error</span></div>'
        '<div class="plot marks"><b>0%</b><b>50%</b><b>100%</b></div><div></div></li>'
    )
    items = "".join(_row(row, links[row.slot]) for row in rows)
    clicked = html.show(f'<ul class="upsets">{key}{items}</ul>', "surprises")
    return links.get(clicked or "")


def _row(row: Any, link: dict[str, str]) -> str:
    ahead = "win" if row.expected > 0 else "lose"
    caption = (
        f"{row.round_name} · {row.winner_points}–{row.loser_points} · expected to {ahead} by "
        f"{abs(row.expected):.1f}"
    )
    title = with_errors(row.prob, row.error, row.weaker, row.stronger)
    who = html.page_link("game", link, row.slot, f"{row.winner_line} {row.winner}")
    width = 100 * (row.stronger - row.weaker)
    return (
        f'<li><div class="who"><b>{who}</b><small>over {row.loser_line} {escape(row.loser)}</small>'
        f"<small>{escape(caption)}</small></div>"
        f'<div class="plot"><div class="rail" role="img" title="{title}" aria-label="{title}">'
        f'<s class="rating" style="left:{100 * row.weaker:.1f}%;width:{width:.1f}%"></s>'
        f'<i class="model" style="left:{100 * row.prob:.1f}%"></i></div></div>'
        f'<div class="prob">{percent(row.prob)}</div></li>'
    )


def _table(games: pd.DataFrame) -> None:
    share = st.column_config.NumberColumn
    middle = (games["margin_low"] + games["margin_high"]) / 2
    shown = games.assign(place=middle).drop(columns=["round", "margin_low", "margin_high", "venue"])
    with st.expander("All games as a table"):
        st.dataframe(
            shown,
            hide_index=True,
            height=420,
            alt="Every game of the tournament, the least expected winner first",
            column_config={
                "slot": "Slot",
                "round_name": "Round",
                "winner": "Winner",
                "loser": "Loser",
                "winner_line": "Seed line",
                "loser_line": "Line of loser",
                "winner_points": "Points",
                "loser_points": "Points of loser",
                "prob": share("Given to the winner", format="percent"),
                "error": share("Error", format="percent"),
                "weaker": share("If rated too high", format="percent"),
                "stronger": share("If rated too low", format="percent"),
                "margin": "Won by",
                "expected": share("Expected margin", format="%.1f"),
                "place": share(
                    "Margin's place",
                    format="percent",
                    help="The share of universes in which the winner did worse",
                ),
            },
        )
