"""The headline, the swings and the totals of a game, against its events."""

import numpy as np
import pytest

from engine import store
from engine.domain.specs import GameSpec, Side
from engine.recap import play_by_play
from engine.recap.game_recap import Recap, recap
from engine.recap.headline import COMEBACK, LATE, UPSET, headline, swings, winning_basket


@pytest.fixture(scope="module")
def games() -> list[Recap]:
    """The first forty universes of two near-even teams, in both orders."""
    teams = store.load_teams("men", 2026)
    a, b = (Side(2026, int(teams.team_id[teams.row(name)])) for name in ("Duke", "Michigan"))
    return [
        recap(GameSpec("men", *pair, "neutral", 40, 5), u)
        for pair in ((a, b), (b, a))
        for u in range(20 * (pair[0] is b), 20 * (pair[0] is b) + 20)
    ]


def test_a_headline_names_the_winner_the_score_and_what_it_was(games):
    kinds = set()
    for game in games:
        text, points = headline(game), game.replay.points
        won = int(points[1] > points[0])
        assert f"{max(points)}–{min(points)}" in text and game.team[won] in text
        assert ("overtime" in text) == (game.replay.overtimes > 0)
        before = (game.start_prob, 1 - game.start_prob)[won]
        assert ("an upset" in text) == (before < UPSET)
        if "comes back" in text:
            down = game.replay.largest_lead[1 - won]
            assert down >= COMEBACK and f"from {down} down" in text
        if "leads all the way" in text:
            assert game.replay.largest_lead[1 - won] == 0
        kinds |= {word for word in ("comes back", "routs", "outlasts", "wins it") if word in text}
    assert len(kinds) >= 3


def test_the_winning_basket_is_the_last_change_to_the_winner(games):
    found = 0
    for game in games:
        sign = 1 if game.replay.points[0] > game.replay.points[1] else -1
        basket = winning_basket(game.event_log.event, 0 if sign == 1 else 1)
        if basket is None:
            continue
        at = game.event_log.event.index(basket)
        assert basket.left <= LATE and basket.points > 0
        before = game.event_log.event[at - 1]
        assert sign * (before.a - before.b) <= 0
        assert all(sign * (e.a - e.b) > 0 for e in game.event_log.event[at:])
        found += 1
    assert found


def test_no_other_play_moved_the_game_more_than_the_swings(games):
    for game in games[:10]:
        rows = play_by_play.table(game)
        moved = rows["win_prob"].diff().fillna(rows["win_prob"].iloc[0] - game.start_prob).abs()
        moved = moved[rows["event"] != "end of period"]
        assert swings(game) == moved.sort_values(ascending=False, kind="stable").index[:5].tolist()


def test_team_totals_agree_with_the_box_score(games):
    game = games[0]
    table = play_by_play.team_table(game).set_index("key")
    for side, name in enumerate("ab"):
        own, other = (play_by_play.box_table(game, s).iloc[-1] for s in (side, 1 - side))
        assert table.loc["points", name] == game.replay.points[side]
        assert table.loc["efg", name] == pytest.approx(
            (own["fgm"] + 0.5 * own["fgm3"]) / own["fga"]
        )
        assert table.loc["orb_share", name] == pytest.approx(
            own["orb"] / (own["orb"] + other["drb"])
        )
        assert (table.loc["fg", name], table.loc["fg", f"{name}_of"]) == (own["fgm"], own["fga"])
        assert table.loc["efficiency", name] == pytest.approx(
            100 * own["points"] / game.replay.possessions[side]
        )
    assert np.isfinite(table[["a", "b"]].to_numpy(float)).all()
