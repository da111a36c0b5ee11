"""Picks are always a possible bracket, and their code brings back these picks or none."""

from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import store
from engine.bracket import pick_code, pick_rank
from engine.bracket import picks as p
from engine.bracket.locks import locked_slots
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.domain.teams import LEAGUES
from engine.errors import BadLink, BadPick
from tests.fields import PLAY_INS, knockout, made_up

TOURNAMENTS = [(league, s) for league in LEAGUES for s in store.tournament_seasons(league)]
LARGE = [cache(partial(made_up, "men", 2026, places)) for places in PLAY_INS]
FIELDS = [*(partial(store.load_field, *tournament) for tournament in TOURNAMENTS), *4 * LARGE]


@cache
def ways(field: Field) -> list[tuple[str, int]]:
    """Every possible pick."""
    reach = field.reach()
    return [
        (slot, e)
        for s, slot in enumerate(field.slot)
        for e in range(len(field.seed))
        if reach[s, e]
    ]


@st.composite
def brackets(draw: st.DrawFn) -> tuple[Field, Picks]:
    field = draw(st.sampled_from(FIELDS))()
    picks = p.no_picks(field)
    for slot, entrant in draw(st.lists(st.sampled_from(ways(field)), max_size=90)):
        picks = p.with_pick(picks, field, slot, entrant)
        if draw(st.integers(0, 9)) == 0:
            picks = p.without_pick(picks, field, draw(st.sampled_from(field.slot)))
    return field, picks


def possible(field: Field, picks: Picks) -> bool:
    """Every winner has come through the slot before."""
    for s, feeders in enumerate(field.feeder.tolist()):
        sides = [side if side >= 0 else picks.entrant[-side - 1] for side in feeders]
        if picks.entrant[s] != OPEN and picks.entrant[s] not in sides:
            return False
    return True


@settings(max_examples=80)
@given(brackets(), st.data())
def test_picks_stay_possible_and_the_last_word_counts(case, data):
    field, picks = case
    assert possible(field, picks)
    slot, entrant = data.draw(st.sampled_from(ways(field)))
    after = p.with_pick(picks, field, slot, entrant)
    assert possible(field, after) and after.entrant[field.slot.index(slot)] == entrant
    # What the new pick does not contradict is still there.
    path = {s for s, e in enumerate(after.entrant) if e == entrant}
    replaced = {picks.entrant[s] for s in path} - {OPEN, entrant}
    for s, e in enumerate(picks.entrant):
        assert after.entrant[s] == e or s in path or e in replaced
    assert p.with_pick(after, field, slot, entrant) == after
    without = p.without_pick(after, field, slot)
    assert possible(field, without) and without.entrant[field.slot.index(slot)] == OPEN
    assert without.made < after.made
    locked_slots(field, p.locks_of(after, field))  # picks never contradict as locks


@settings(max_examples=80)
@given(brackets())
def test_a_code_brings_its_picks_back(case):
    field, picks = case
    code = pick_code.encode(picks, field)
    assert len(code) == pick_code.LENGTH and set(code) <= set(pick_code._ALPHABET)
    assert pick_code.decode(code, field) == picks


@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_every_tournament_has_codes_of_its_own(league, season):
    field, other = store.load_field(league, season), store.load_field("men", 2019)
    picks = p.no_picks(field)
    for slot, entrant in ways(field)[:: len(ways(field)) // 40]:
        picks = p.with_pick(picks, field, slot, entrant)
    code = pick_code.encode(picks, field)
    assert pick_code.decode(code, field) == picks
    if (league, season) != ("men", 2019):
        with pytest.raises(BadLink, match=f"belong to the {league}'s {season} tournament"):
            pick_code.decode(code, other)


@pytest.mark.parametrize("field", [store.load_field("men", 2026), LARGE[0]()], ids=["B", "C"])
def test_any_one_wrong_character_is_found(field):
    """All 24 x 63 of them; the check is linear, so one code stands for all."""
    picks = p.with_pick(p.no_picks(field), field, "R6CH", 5)
    code = pick_code.encode(picks, field)
    for i, right in enumerate(code):
        for letter in set(pick_code._ALPHABET) - {right}:
            with pytest.raises(BadLink):
                pick_code.decode(code[:i] + letter + code[i + 1 :], field)


@settings(max_examples=100)
@given(brackets(), st.data())
def test_a_damaged_code_is_refused_or_possible(case, data):
    """More than one wrong character may slip through one time in 65,000; never as nonsense."""
    field, picks = case
    letters = list(pick_code.encode(picks, field))
    places = data.draw(
        st.lists(st.integers(0, pick_code.LENGTH - 1), min_size=2, max_size=6, unique=True)
    )
    for place in places:
        letters[place] = data.draw(st.sampled_from(pick_code._ALPHABET))
    try:
        again = pick_code.decode("".join(letters), field)
    except BadLink:
        return
    assert possible(field, again)


@settings(max_examples=60)
@given(
    st.text(max_size=60)
    | st.text(pick_code._ALPHABET, min_size=pick_code.LENGTH, max_size=pick_code.LENGTH)
)
def test_any_text_at_all(text):
    field = store.load_field("women", 2026)
    with pytest.raises(BadLink) as caught:
        pick_code.decode(text, field)
    assert len(str(caught.value)) < 200


def test_errors_name_the_fault():
    field = store.load_field("men", 2026)
    code = pick_code.encode(p.with_pick(p.no_picks(field), field, "R6CH", 5), field)
    for text, why in (
        (code[:12], "cut short: 12 characters"),
        (code + "A", "too long: 25"),
        ("A" * 100_000, "too long: 100,000"),
        (code[:-1] + "é", "characters that no such link has"),
        ("C" + code[1:], "another version of Hardwood"),
        ("D" + code[1:], "another version of Hardwood"),
        (code[:-1] + ("A" if code[-1] != "A" else "B"), "changed or mistyped"),
    ):
        with pytest.raises(BadLink, match=why):
            pick_code.decode(text, field)


def forged(field: Field, digits: int, field_check: int | None = None) -> str:
    """A code with a right check around any digits."""
    version = pick_code._version_of(field)
    check = pick_code._field_check(field) if field_check is None else field_check
    head = pick_code._season_code(field) << pick_code._FIELD_BITS | check
    number = (
        head << pick_code._CHECK_BITS | pick_code._check(head, digits, version)
    ) << pick_code._DIGITS_BITS | digits
    return version + "".join(
        pick_code._ALPHABET[number >> 6 * i & 63] for i in reversed(range(pick_code.LENGTH - 1))
    )


def test_a_forged_code_cannot_hold_an_impossible_bracket():
    field = store.load_field("men", 2026)
    last = len(field.slot) - 1
    with pytest.raises(BadLink, match="impossible: slot R6CH"):
        pick_code.decode(forged(field, 1), field)  # a champion that did not reach the final
    with pytest.raises(BadLink, match="more games"):
        pick_code.decode(forged(field, 3 ** (last + 1)), field)
    with pytest.raises(BadLink, match="another version of this field"):
        pick_code.decode(forged(field, 0, 1 ^ pick_code._field_check(field)), field)


def test_each_number_below_the_last_is_a_bracket_of_its_own():
    """Two games and a final: 3 x 3 brackets with an open final, 12 with a champion."""
    field = knockout(store.load_field("men", 2026).team_id[:4].tolist())
    assert pick_rank.n_brackets(field) == 9 + 12
    all_ = [pick_rank.unrank(number, field) for number in range(21)]
    assert all_[0] == p.no_picks(field) and len(set(all_)) == 21
    assert all(possible(field, picks) for picks in all_)
    assert [pick_rank.rank(picks, field) for picks in all_] == list(range(21))


@pytest.mark.parametrize("places", PLAY_INS)
def test_every_large_field_has_room_in_a_code(places):
    field = made_up("men", 2026, places)
    last = pick_rank.n_brackets(field) - 1
    assert last < 1 << pick_code._DIGITS_BITS < 3 ** len(field.slot)
    assert pick_code.decode(forged(field, last), field).complete
    with pytest.raises(BadLink, match="more games"):
        pick_code.decode(forged(field, last + 1), field)


def test_codes_tell_small_fields_from_large_ones():
    small, large = store.load_field("men", 2026), LARGE[0]()
    assert pick_code.encode(p.no_picks(small), small)[0] == "B"
    code = pick_code.encode(p.no_picks(large), large)
    assert code[0] == "C"
    with pytest.raises(BadLink, match="another version of this field"):
        pick_code.decode(code, small)
    with pytest.raises(BadLink, match="belong to the men's 2026"):
        pick_code.decode(code, store.load_field("men", 2025))


def test_a_pick_that_cannot_be():
    field = store.load_field("men", 2026)
    empty = p.no_picks(field)
    with pytest.raises(BadPick, match="no slot “R9X1”"):
        p.with_pick(empty, field, "R9X1", 0)
    away = field.seed.index("X01")
    with pytest.raises(BadPick, match="X01 cannot reach slot R1W1"):
        p.with_pick(empty, field, "R1W1", away)
    for stranger in (-1, 68, 255):
        with pytest.raises(BadPick, match="number"):
            p.with_pick(empty, field, "R1W1", stranger)


def test_a_champion_by_hand():
    field = store.load_field("men", 2026)
    duke, siena = field.seed.index("W01"), field.seed.index("W16")
    picks = p.with_pick(p.no_picks(field), field, "R6CH", duke)
    path = ["R1W1", "R2W1", "R3W1", "R4W1", "R5WX", "R6CH"]
    assert [field.slot[s] for s, e in enumerate(picks.entrant) if e == duke] == path
    assert picks.made == 6 and not picks.complete
    assert p.pairing(picks, field, "R2W1") == (duke, OPEN)
    upset = p.with_pick(picks, field, "R1W1", siena)
    assert upset.made == 1 and p.pairing(upset, field, "R1W1") == (duke, siena)
    shorter = p.without_pick(picks, field, "R4W1")
    assert shorter.made == 3
