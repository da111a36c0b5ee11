"""Links: query parameters through the view and the pages' own checks, without a server."""

import random
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from engine import store
from engine.domain.specs import check_random_seed, check_universes
from engine.domain.venue import Venue
from engine.errors import HardwoodError
from pages.ui.bracket import address as bracket_address
from pages.ui.shell import address
from pages.ui.shell.side_text import in_league, split
from pages.ui.shell.view_state import ViewState, parameters
from tests.fuzz import values
from tests.fuzz.surface import Case

NAMES = ("league", "season", "universes", "seed", "u", "a", "b", "venue", *bracket_address.NAMES)
GOOD = {
    "league": ("men", "women"),
    "season": ("2026", "2019", "2025"),
    "universes": ("1", "10000", "100000"),
    "entries": ("2", "30", "500"),
    "prizes": ("100", "60,30,10", "5,105"),
    "scoring": ("1,2,4,8,16,32", "10,20,40,80,160,320"),
    "bonus": ("none", "seed"),
    "mode": tuple(bracket_address.MODES),
    "a": ("2026:Duke", "2015:1246"),
    "b": ("Siena", "1393"),
    "loved": ("1181", "1181,1276"),
    "chalk": ("1", "0.5", "nan"),
}
FIELDS = (("men", 2026), ("men", 2019), ("women", 2026))


def case(rng: random.Random) -> Case:
    """A link of up to six parameters, opened, read, closed and written back."""
    names = rng.sample(NAMES, rng.randrange(1, 7))
    url = {name: _text(rng, name) for name in names}
    league, season = rng.choice(FIELDS)
    return Case(repr((league, season, url)), lambda: _follow(url, league, season))


def _text(rng: random.Random, name: str) -> str:
    if name in GOOD and rng.random() < 0.4:
        return rng.choice(GOOD[name])
    if name in ("locks", "picks", "force") and rng.random() < 0.4:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        return "".join(rng.choices(letters, k=24))
    return values.text(rng)


def _follow(url: dict[str, str], league: Any, season: int) -> None:
    view = ViewState()
    view.open("bracket", NAMES, parameters(url, NAMES, address.LONGEST))
    field = store.load_field(league, season)
    with patch.object(address, "state", lambda: view):
        asked = address.Controls()
        bracket_address.read(asked, field, 10_000)
        for name, check in _checks(league).items():
            if name in view.text:
                asked.check(view.text[name], check)
        for side in ("a", "b"):
            in_league(view.text.get(side, ""), "women")
            asked.check(split(view.text.get(side, ""))[1] or "Duke", _team(league, season))
        asked.universe(10_000)
        address._tournament()
    for error in asked.problems:
        sentence(error)
    view.close("bracket", NAMES, asked.plain, url)


def _checks(league: Any) -> dict[str, Callable[[str], object]]:
    seasons = store.known_seasons(league)
    return {
        "league": store.check_league,
        "season": lambda text: store.check_season(league, text, seasons),
        "universes": check_universes,
        "seed": check_random_seed,
        "venue": Venue.read,
    }


def _team(league: Any, season: int) -> Callable[[str], object]:
    teams = store.load_teams(league, season)
    return lambda text: (store.search_team(teams, text), store.team_row(teams, text))


def sentence(error: HardwoodError) -> None:
    """A message is for people: short, and something to do about it."""
    assert error.message and error.remedy, f"no remedy: {error!r}"
    assert len(str(error)) < 400, f"{len(str(error))} characters: {str(error)[:80]}"
