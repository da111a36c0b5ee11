"""The short form of the hunt, and a planted fault that it must find."""

import pytest

from tests.fuzz import hunt as hunting
from tests.fuzz.commands import run
from tests.fuzz.surface import Case

GAME = ("game", "--season", "2026", "--a", "Duke", "--b", "Kansas")
INPUTS = {"links": 100, "messages": 200, "uploads": 100, "payloads": 150, "commands": 40}


@pytest.mark.parametrize("name", hunting.SURFACES)
def test_bad_input_ends_in_a_sentence(name):
    found = hunting.hunt(2026, INPUTS[name], 600, (name,))
    assert found.tried == {name: INPUTS[name]}
    assert not found.findings, "\n\n".join(found.findings)


def test_a_planted_fault_is_found(monkeypatch):
    def naive(rng):
        value = rng.choice(("12", "²"))
        return Case(value, lambda: int(value) if value.isdigit() else 0)

    monkeypatch.setitem(hunting.SURFACES, "links", naive)
    found = hunting.hunt(1, 20, 600, ("links",))
    assert len(found.findings) == 1 and "ValueError" in found.findings[0]


@pytest.mark.parametrize(
    "argv",
    [
        ["pool", "best", "--season", "2026", "--prizes", "-5,105"],
        [*GAME, "--csv", "a" * 300],
        [*GAME, "--csv", "a\x00b"],
        ["teams", "--season", "9" * 5000],
        ["teams", "--season", "²"],
        ["teams", "--season", "2026", "--league", "x" * 5000],
        ["refresh", "--league", "men", "--payload", "a" * 300],
        ["refresh", "--league", "men", "--payload", "a\x00b"],
    ],
    ids=lambda argv: " ".join(argv)[:60].replace("\x00", "0"),
)
def test_refused_in_a_sentence(argv):
    assert run(argv) == 2
