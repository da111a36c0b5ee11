"""A field from its seeds: the embedded ones again, any size, and what is refused."""

from dataclasses import fields

import numpy as np
import pytest

from engine import store
from engine.domain.field import NEUTRAL, Field
from engine.domain.seeding import Seeded, field_from_seeds, pod_of
from engine.domain.teams import LEAGUES
from engine.errors import BadField
from tests.fields import seeds_of, seventy_six

TOURNAMENTS = [
    (league, season) for league in LEAGUES for season in store.tournament_seasons(league)
]


def hosts_of(field: Field) -> dict[str, str]:
    """Pod -> the seed at home in its round-2 slot."""
    return {
        slot[2:]: field.seed[host]
        for slot, host in zip(field.slot, field.host.tolist(), strict=True)
        if slot.startswith("R2") and host != NEUTRAL
    }


@pytest.mark.parametrize(("league", "season"), TOURNAMENTS)
def test_the_seeds_of_an_embedded_field_make_it_again(league, season):
    known = store.load_field(league, season)
    usual = league == "men" or season == 2018 or season >= 2021
    hosts = None if usual else hosts_of(known)
    made = field_from_seeds(league, season, seeds_of(known), known.region, hosts)
    for one in fields(Field):
        if one.name != "digest":
            a, b = getattr(made, one.name), getattr(known, one.name)
            if isinstance(b, np.ndarray):
                assert a.dtype == b.dtype and (a == b).all(), one.name
            else:
                assert a == b, one.name


def test_76_teams_play_12_games_before_the_round_of_64():
    field = seventy_six()
    assert (len(field.seed), len(field.slot)) == (76, 75)
    assert field.slot[:4] == ("W11", "W12", "W16", "X12")
    assert [int((field.round == n).sum()) for n in range(7)] == [12, 32, 16, 8, 4, 2, 1]
    assert field.counted.sum() == 63 and field.round_names[:2] == ("Opening Round", "Round of 64")
    assert store.load_field("men", 2026).round_names[0] == "First Four"
    reach = field.reach()
    assert reach[-1].all() and reach[:12].sum(axis=1).tolist() == [2] * 12


def test_a_place_that_two_play_for_hosts_nobody_yet():
    seeded = [
        Seeded(s.region, s.line, s.team_id, 1 if s.place == "W03" else s.opponent_id)
        for s in seeds_of(store.load_field("women", 2026))
    ]
    region = store.load_field("women", 2026).region
    field = field_from_seeds("women", 2026, seeded, region)
    host = dict(zip(field.slot, field.host.tolist(), strict=True))
    assert host["R1W3"] == host["R2W3"] == NEUTRAL and host["R1W2"] == field.seed.index("W02")


def test_a_digest_names_everything_in_a_field():
    known = store.load_field("women", 2026)
    seeded = seeds_of(known)
    swapped = [Seeded("W", 1, seeded[1].team_id), Seeded("W", 2, seeded[0].team_id), *seeded[2:]]
    digests = {
        field_from_seeds("women", 2026, s, known.region, hosts).digest
        for s, hosts in ((seeded, None), (swapped, None), (seeded, {}))
    }
    assert len(digests) == 3


def test_every_fault_of_the_seeds_is_named_at_once():
    seeded = seeds_of(store.load_field("men", 2026))
    bad = [*seeded[:-1], seeded[0], Seeded("Q", 3, 99)]
    with pytest.raises(BadField) as caught:
        field_from_seeds("men", 2026, bad, {})
    said = caught.value.message
    for fault in (
        "line Z16 is missing",
        "there is no line Q03",
        "line W01 is there twice",
        f"team {seeded[0].team_id} is there twice",
    ):
        assert fault in said


def test_a_pod_is_named_by_its_best_line():
    pods = {n: {line for line in range(1, 17) if pod_of(f"W{line:02d}") == f"W{n}"} for n in (1, 4)}
    assert pods == {1: {1, 8, 9, 16}, 4: {4, 5, 12, 13}}
    assert pod_of("Z11b") == "Z3"
