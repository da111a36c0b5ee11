"""During the tournament: standings, what each entry may still get, whom to root for."""

from dataclasses import replace
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.arrays import I8
from engine.bracket.history import winner_so_far
from engine.domain.field import OPEN, ROUND_NAMES
from engine.pools.race import TOP, Race
from engine.pools.rooting import Root
from engine.run.pool_race import countable
from engine.run.pools import decided_through
from pages.ui import runs
from pages.ui.pools import files, rivals
from pages.ui.pools.pool_context import PoolContext, locked_through
from pages.ui.pools.rivals import MANY, Entries
from pages.ui.runs import pools
from pages.ui.shell import address, html, pool_words
from pages.ui.shell.format import NINETY_FIVE, STANDINGS

ROUNDS = tuple(n for n in STANDINGS if n != 0)
HAPPENED = "pool_happened"
LEAST = 0.0005  # of the pot: what makes less of a difference does not matter


def draw(context: PoolContext) -> str:
    """The slider, the guide and the standings; the page's sentence."""
    if context.over:
        _choose(context)
    else:
        known = max(ROUNDS) if context.running else ROUNDS[0]  # so far
        context = replace(context, part=replace(context.part, happened=known))
    if not context.fits:
        return "More rivals are known than the pool has entries: enter its real size."
    listed = rivals.entries(context)
    listed = Entries(listed.name[:MANY], listed.choice[:, :MANY])
    found = _race(context, listed)
    if found is None:
        return "The rest of the tournament is being played."
    left, right = st.columns((2, 3), gap="large") if found.games else (None, st.container())
    if left is not None:
        with left:
            _guide(context, found)
    with right:
        _standings(context, listed, found)
    return _sentence(context, listed, found)


def _choose(context: PoolContext) -> None:
    happened = context.part.happened
    st.session_state[HAPPENED] = happened if happened in ROUNDS else ROUNDS[0]
    st.select_slider(
        "How far the tournament has come: results before are as they really were",
        ROUNDS,
        format_func=STANDINGS.__getitem__,
        key=HAPPENED,
        on_change=_answer,
        width=460,
    )


def _answer() -> None:
    address.put("happened", str(st.session_state[HAPPENED]))


def _race(context: PoolContext, listed: Entries) -> Race | None:
    """None while the universes that it needs are played."""
    locked = None
    if not countable(context.board, context.part.happened):
        locked = locked_through(context, context.part.happened)
        if runs.result(locked) is None:
            return None
    return pools.race(context.spec, listed.choice, context.part.happened, locked)


def _sentence(context: PoolContext, listed: Entries, found: Race) -> str:
    who = "my bracket" if listed.name[0] == "My bracket" else "the recommended entry"
    happened, points = context.part.happened, f"{found.points[0]:.0f} points"
    if context.running:
        return (
            f"So far {who} has {points} of {found.most[0]:.0f} at most and wins the pool with "
            f"**{_chance(found, 0)}**."
        )
    if happened == max(ROUNDS):
        return f"In the end {who} had {points}."
    if happened < 0:
        return f"Before the first game {who} wins the pool with **{_chance(found, 0)}**."
    return (
        f"Going into the {STANDINGS[happened]}, {who} has {points} and wins the pool with "
        f"**{_chance(found, 0)}**."
    )


def _chance(found: Race, n: int) -> str:
    counted = pool_words.chance(float(found.win_prob[n]))
    if found.win_prob_se[n] > 0:
        counted = pool_words.with_error(float(found.win_prob[n]), float(found.win_prob_se[n]))
    if np.isnan(found.low[n]):
        return counted
    low, high = (pool_words.chance(float(of[n])) for of in (found.low, found.high))
    return f"{counted} ({low} to {high} by other odds)"


# Whom to root for -------------------------------------------------------------------------------


def _guide(context: PoolContext, found: Race) -> None:
    st.subheader("Whom to root for", anchor=False)
    matters = [game for game in found.games if game.matters and abs(game.difference) > LEAST]
    rest = [game for game in found.games if game not in matters]
    if matters:
        items = "".join(_game(context, game) for game in matters)
        html.show(f'<ul class="weak roots">{items}</ul>', "pool_rooting")
        st.caption(
            "Right: points of the pot between the two outcomes in my expected share"
            + (
                "; every way the rest can go is counted."
                if not found.win_prob_se.any()
                else ", ± its 95% error."
            )
        )
    if rest:
        pairs = ", ".join(_pair(context, game) for game in rest)
        st.markdown(f"Does not matter{' much' if matters else ''}: {pairs}.")


def _pair(context: PoolContext, game: Root) -> str:
    return f"{context.came[game.a]} v {context.came[game.b]}"


def _game(context: PoolContext, game: Root) -> str:
    (best, if_best), (other, if_other) = sorted(
        ((game.a, game.if_a), (game.b, game.if_b)), key=lambda side: -side[1]
    )
    name = context.came
    round_ = ROUND_NAMES[int(context.board.round[game.position])]
    gap, error = 100 * abs(game.difference), 100 * NINETY_FIVE * game.difference_se
    shares = f"{pool_words.chance(if_best)}, otherwise {pool_words.chance(if_other)}"
    return (
        f"<li><span><b>{escape(name[best])}</b><small>over {escape(name[other])}, {round_}: my "
        f'share of the pot {shares}</small></span><span class="diff">+{gap:.1f}'
        f"{f' ± {error:.1f}' if error else ''}</span></li>"
    )


# Standings --------------------------------------------------------------------------------------


def _standings(context: PoolContext, listed: Entries, found: Race) -> None:
    st.subheader("Standings", anchor=False)
    frame = standings(context, listed, found)
    tops = [place for place in TOP if place < context.asked.pool.entries]
    bounds = [] if np.isnan(found.low).any() else ["low", "high"]
    st.dataframe(
        frame,
        hide_index=True,
        column_order=[
            *("place", "name", "champion", "points", "most", "alive", "best_place"),
            *(f"top_{place}_pct" for place in tops),
            "win_pct",
            *bounds,
            "fair_shares",
        ],
        alt="Every known entry: points, what is possible, and its chance",
        column_config={
            "place": "Place",
            "name": "Entry",
            "champion": "Champion",
            "points": st.column_config.NumberColumn("Points", format="%.0f"),
            "most": st.column_config.NumberColumn("At most", format="%.0f"),
            "alive": st.column_config.NumberColumn(
                "Alive", format="%d", help="Picks in games to come that can still be right"
            ),
            "best_place": st.column_config.NumberColumn("Best finish", format="%d"),
            **{
                f"top_{place}_pct": st.column_config.NumberColumn(f"Top {place}", format="%.1f%%")
                for place in tops
            },
            "win_pct": st.column_config.NumberColumn("Wins the pool", format="%.1f%%"),
            "low": st.column_config.NumberColumn("Worst", format="%.1f%%"),
            "high": st.column_config.NumberColumn("Best", format="%.1f%%"),
            "fair_shares": st.column_config.NumberColumn("Fair shares", format="%.1f"),
        },
    )
    unknown = context.asked.pool.entries - len(listed.name)
    error = 100 * NINETY_FIVE * float(found.win_prob_se.max())
    st.caption(
        (f"{unknown:,} entries are not known and drawn from the public. " if unknown else "")
        + "Best finish: among the known entries. "
        + (f"Wins the pool: ± {error:.1f} points at most from counting. " if error else "")
        + ("Worst and best: by other odds." if bounds else "")
    )
    files.csv(
        "Standings",
        frame,
        context.field.league,
        context.field.season,
        "standings",
        source=context.field.source,
    )


def standings(context: PoolContext, listed: Entries, found: Race) -> pd.DataFrame:
    """One row a known entry, the leader first; chances in percent."""
    place = [int((found.points > own).sum()) + 1 for own in found.points]
    frame = pd.DataFrame(
        {
            "place": place,
            "name": listed.name,
            "champion": [context.contestant[int(c)] for c in listed.choice[-1]],
            "points": found.points,
            "most": found.most,
            "alive": _alive(context, listed),
            "best_place": found.best_place,
            **{f"top_{place}_pct": 100 * found.top[:, t] for t, place in enumerate(TOP)},
            "win_pct": 100 * found.win_prob,
            "win_se": 100 * found.win_prob_se,
            "low": 100 * found.low,
            "high": 100 * found.high,
            "fair_shares": context.asked.pool.entries * found.share,
        }
    )
    return frame.sort_values(["points", "win_pct"], ascending=False, kind="stable")


def _alive(context: PoolContext, listed: Entries) -> I8:
    """How many picks in games to come can still be right."""
    board, field = context.board, context.field
    decided = decided_through(board, context.part.happened)
    winner = winner_so_far(field, store.results_of(field))
    known = np.where(field.round <= context.part.happened, winner, OPEN)
    can = field.possible(known)[board.slot]
    by_contestant = np.zeros((len(board.slot), board.contestants), dtype=np.bool_)
    for c in range(board.contestants):
        by_contestant[:, c] = can[:, board.members(c)].any(axis=1)
    alive = by_contestant[np.arange(len(board.slot))[:, None], listed.choice]
    return np.asarray(alive[decided == OPEN].sum(axis=0))
