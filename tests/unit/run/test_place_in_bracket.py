"""Where a game stands in its universe's bracket, against that bracket played slot by slot."""

from dataclasses import replace

from engine import run, store
from engine.domain.specs import Side

PLAYED = store.load_default_result("men", 2026)


def test_every_game_of_a_universe_is_found_with_the_next_game_of_its_winner() -> None:
    field = PLAYED.field
    for universe in (3, 77):
        games = run.one_universe(PLAYED.spec, universe, PLAYED.winner[:, universe])
        for game in games[::5] + games[-1:]:
            assert game.spec is not None
            turned = replace(game.spec, a=game.spec.b, b=game.spec.a, venue=game.spec.venue.swapped)
            for spec in (game.spec, turned):
                place = run.place_in_bracket(PLAYED, spec, universe)
                assert place is not None and place.round == game.round
                if game.slot == "R6CH":
                    assert place.next is None
                    continue
                assert place.next is not None
                assert place.next_round > game.round
                winner = Side(2026, int(field.team_id[game.winner]))
                assert winner in (place.next.a, place.next.b)


def test_a_pairing_that_does_not_meet_there_has_no_place() -> None:
    games = run.one_universe(PLAYED.spec, 3, PLAYED.winner[:, 3])
    spec = games[-1].spec
    assert spec is not None
    other = next(
        u
        for u in range(100)
        if {PLAYED.winner[-2, u], PLAYED.winner[-3, u]} != {games[-1].a, games[-1].b}
    )
    assert run.place_in_bracket(PLAYED, spec, other) is None
    assert run.place_in_bracket(PLAYED, replace(spec, random_seed=9), 3) is None
    assert run.place_in_bracket(PLAYED, replace(spec, universes=20_000), 15_000) is None
