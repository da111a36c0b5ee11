"""A name is text wherever it is drawn: the site's lose their marks, the embedded ones have none."""

import re

import pytest

from engine import store
from engine.domain.teams import LEAGUES
from engine.sources.answers import name_of

MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$:]")
REAL = ["St. John's (NY)", "Texas A&M", "Hawai'i", "UT-Arlington", "San José State"]


@pytest.mark.parametrize("name", REAL)
def test_a_real_name_stays_as_it_is(name):
    assert name_of(name) == name


@pytest.mark.parametrize("name", ["**Duke**", ":red[Duke]", "$x$", "<b>", "[a](b)", "`x`", "\\_"])
def test_marks_become_characters_that_only_look_like_them(name):
    shown = name_of(name)
    assert not MARKS.search(shown) and len(shown) == len(name)


@pytest.mark.parametrize("league", LEAGUES)
def test_no_embedded_name_has_a_mark(league):
    for season in store.tournament_seasons(league):
        teams, field = store.load_teams(league, season), store.load_field(league, season)
        names = [*teams.name, *teams.conference, *field.region.values()]
        assert [name for name in names if MARKS.search(name)] == []
