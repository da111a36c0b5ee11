"""Locks as they are clicked: chains, contradictions, second clicks, and what really happened."""

import pytest

from engine import store
from engine.bracket.picks import OPEN, Picks, no_picks
from engine.domain.field import Field
from pages.ui.bracket.locks import (
    LockList,
    can_win,
    contradicted,
    emptied,
    lock_list,
    on_top,
    released,
    toggled,
)


@pytest.fixture(scope="module")
def field() -> Field:
    return store.load_field("men", 2026)


def slot(field: Field, name: str) -> int:
    return field.slot.index(name)


def entrant(field: Field, seed: str) -> int:
    return field.seed.index(seed)


def click(locks: LockList, name: str, seed: str) -> LockList:
    return toggled(locks, slot(locks.field, name), entrant(locks.field, seed))


@pytest.fixture
def none(field: Field) -> LockList:
    return lock_list(field, no_picks(field), no_picks(field), ())


def happened(field: Field, through: int) -> Picks:
    ids = field.team_id.tolist()
    won = {g.slot: ids.index(g.winner_id) for g in store.load_results("men", 2026)}
    return Picks(
        tuple(
            won[name] if n <= through else OPEN
            for name, n in zip(field.slot, field.round, strict=True)
        )
    )


def test_a_lock_fills_the_way_there(none: LockList) -> None:
    champion = click(none, "R6CH", "W01")
    assert len(champion.lock) == 1
    assert len(champion.specs()) == 6
    assert {team for _, team in champion.specs()} == {int(none.field.team_id[0])}


def test_a_second_click_takes_back_the_first(none: LockList) -> None:
    assert click(click(none, "R1W1", "W16"), "R1W1", "W16") == none
    assert click(click(none, "R6CH", "W01"), "R6CH", "W01") == none
    both = click(click(none, "R1W1", "W01"), "R2W1", "W01")
    assert click(both, "R2W1", "W01") == click(none, "R1W1", "W01")


def test_letting_go_on_the_way_lets_go_what_hangs_on_it(none: LockList) -> None:
    champion = click(none, "R6CH", "W01")
    assert click(champion, "R3W1", "W01").lock == ()


def test_locks_chain_in_any_order(none: LockList) -> None:
    clicks = [("R1W1", "W16"), ("R1X1", "X01"), ("R4Y1", "Y02")]
    forth, back = none, none
    for name, seed in clicks:
        forth = click(forth, name, seed)
    for name, seed in reversed(clicks):
        back = click(back, name, seed)
    assert forth.all == back.all and len(forth.lock) == 3


def test_the_later_of_two_contradicting_locks_stands(none: LockList) -> None:
    siena = click(none, "R1W1", "W16")
    duke = click(siena, "R6CH", "W01")
    assert duke.lock == ((slot(none.field, "R6CH"), entrant(none.field, "W01")),)
    assert click(duke, "R1W1", "W16") == siena


def test_one_lock_can_be_let_go_among_others(none: LockList) -> None:
    both = click(click(none, "R1W1", "W16"), "R1X1", "X01")
    assert released(both, both.lock[0]) == click(none, "R1X1", "X01")


def test_a_link_knows_the_way_and_not_the_clicks(none: LockList) -> None:
    field = none.field
    clicked = click(click(none, "R1W1", "W01"), "R3W1", "W01")
    opened = lock_list(field, no_picks(field), clicked.own(), ())
    assert opened.all == clicked.all
    assert opened.lock == ((slot(field, "R3W1"), entrant(field, "W01")),)
    assert lock_list(field, no_picks(field), clicked.own(), clicked.lock) == clicked


def test_what_happened_cannot_be_clicked_away(field: Field) -> None:
    played = happened(field, 2)
    locks = lock_list(field, played, no_picks(field), ())
    assert sum(e != OPEN for e in locks.all.entrant) == sum(field.round <= 2)
    for s in range(len(field.slot)):
        if played.entrant[s] != OPEN:
            assert toggled(locks, s, played.entrant[s]) == locks


def test_a_lock_on_a_team_that_was_out_waits_its_turn(field: Field) -> None:
    played = happened(field, 1)
    out = next(
        e for e in range(len(field.seed)) if all(e not in can_win(field, played, s) for s in (66,))
    )
    own = lock_list(field, no_picks(field), no_picks(field), ())
    own = toggled(own, len(field.slot) - 1, out)
    later = lock_list(field, played, own.own(), own.lock)
    assert later.lock == () and later.aside == own.lock == contradicted(later)
    assert later.own() == own.own() and emptied(later).own() == no_picks(field)
    still_in = next(iter(can_win(field, played, len(field.slot) - 1)))
    assert toggled(later, len(field.slot) - 1, still_in).own().entrant[-1] == still_in
    assert lock_list(field, no_picks(field), own.own(), own.lock) == own
    assert on_top(field, played, own.own()) == played
