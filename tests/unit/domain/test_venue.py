"""Where a game is played: one coding, and every other form of it."""

import numpy as np
import pytest

from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue, venue_signs, venue_texts, venues_of_host, venues_of_sign
from engine.errors import BadInput


def test_the_numbers_are_part_of_every_address():
    assert [(venue.name, int(venue)) for venue in Venue] == [("NEUTRAL", 0), ("A", 1), ("B", 2)]


@pytest.mark.parametrize(
    ("venue", "sign", "swapped", "text"),
    [
        (Venue.NEUTRAL, 0, Venue.NEUTRAL, "neutral"),
        (Venue.A, 1, Venue.B, "a"),
        (Venue.B, -1, Venue.A, "b"),
    ],
)
def test_every_form_of_a_venue(venue, sign, swapped, text):
    assert (venue.sign, venue.swapped, venue.text) == (sign, swapped, text)
    assert Venue.of_sign(sign) is Venue.read(text) is Venue.read(venue) is venue


def test_the_host_decides_if_it_plays():
    assert [Venue.of_host(host, 3, 5) for host in (3, 5, -1, 4)] == [
        Venue.A, Venue.B, Venue.NEUTRAL, Venue.NEUTRAL,
    ]  # fmt: skip


def test_arrays_agree_with_single_venues():
    host, a, b = np.array([3, 5, -1, 4]), np.full(4, 3), np.full(4, 5)
    venue = venues_of_host(host, a, b)
    assert venue.tolist() == [Venue.of_host(h, 3, 5) for h in host]
    assert venue_signs(venue).tolist() == [1.0, -1.0, 0.0, 0.0]
    assert venue_texts(venue).tolist() == ["a", "b", "neutral", "neutral"]
    assert venues_of_sign(venue_signs(venue)).tolist() == venue.tolist()


def test_a_game_takes_a_venue_or_its_text():
    one, two = (GameSpec("men", Side(2026, 1), Side(2026, 2), v, 1, 0) for v in (Venue.B, "b"))
    assert one == two and one.venue is two.venue is Venue.B


@pytest.mark.parametrize("text", ["moon", "", "A", 7, None, "n" * 99])
def test_anything_else_is_refused(text):
    with pytest.raises(BadInput, match="is not a venue"):
        Venue.read(text)
