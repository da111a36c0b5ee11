"""The address of what is on screen: read from the URL, checked, drawn as widgets, written back.

The session keeps one ``ViewState``. Text from a link goes the same way as text from a widget: a bad
value meets the same check and becomes one message.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

import streamlit as st

from engine import store
from engine.domain.specs import (
    DEFAULT_RANDOM_SEED,
    DEFAULT_UNIVERSES,
    Side,
    check_random_seed,
    whole_number,
)
from engine.domain.teams import LEAGUES, League
from engine.domain.venue import Venue
from engine.errors import BadInput, HardwoodError
from pages.ui.shell import datasets, notices, own_data, team_box
from pages.ui.shell.side_text import in_league, split
from pages.ui.shell.team_box import Found, row_of
from pages.ui.shell.view_state import Tournament, ViewState, parameters

T = TypeVar("T")

KEY = "view"
Letter = Literal["a", "b", "c", "d"]  # of the teams in the address
LONGEST = 80  # characters of a query parameter that are looked at


def state() -> ViewState:
    """What this session looks at."""
    if KEY not in st.session_state:
        st.session_state[KEY] = ViewState()
    return cast(ViewState, st.session_state[KEY])


def view() -> dict[str, str]:
    """Each query parameter's text."""
    return state().text


def _open(page: str, names: Sequence[str]) -> None:
    state().open(page, names, parameters(st.query_params, names, LONGEST))


def _close(page: str, names: Sequence[str], plain: dict[str, str]) -> None:
    url = {k: v for k, v in st.query_params.items() if k in names}
    wanted = state().close(page, names, plain, url)
    if url != wanted:
        st.query_params.from_dict(wanted)


def from_link(*names: str) -> bool:
    """Whether this session began with a link that set one of these parameters."""
    return bool(state().link & set(names))


class Controls:
    """The row of widgets on top of a page. A chooser returns None when there is nothing valid to go
    on with; what was wrong is in ``problems`` and is shown below the row."""

    def __init__(self) -> None:
        self.plain: dict[str, str] = {}
        self.problems: list[HardwoodError] = []
        self.looked_at: list[tuple[League, int]] = []  # seasons, for their data

    def check(self, text: str, check: Callable[[str], T]) -> T | None:
        """What ``check`` makes of a text; None, and a problem more, when it refuses it."""
        try:
            return check(text)
        except HardwoodError as error:
            self.problems.append(error)
            return None

    def widget(self, name: str, value: object) -> dict[str, Any]:
        """Key and callback of a page's own widget for ``name``, to be drawn with ``value``."""
        return self._key(name, value)

    def _key(self, name: str, value: object) -> dict[str, Any]:
        """Key and callback of the widget for ``name``, to be drawn with ``value``."""
        key = f"pick_{name}"
        st.session_state[key] = value
        return {"key": key, "on_change": _answer, "args": (name, key)}

    def league(self) -> League | None:
        """Men or women."""
        self.plain["league"] = "men"
        value = self.check(view().get("league", "men"), store.check_league)
        st.segmented_control(
            "League",
            LEAGUES,
            format_func=str.capitalize,
            required=True,
            **self._key("league", value),
        )
        return value

    def choice(self, name: str, label: str, options: Mapping[str, str]) -> str | None:
        """One of a few ways to look at a page: ``options`` maps what the URL says to the words on
        screen, the usual one first."""
        self.plain[name] = next(iter(options))
        value = self.check(
            view().get(name, self.plain[name]), lambda text: _check_option(text, label, options)
        )
        st.segmented_control(
            label,
            list(options),
            format_func=options.__getitem__,
            required=True,
            **self._key(name, value),
        )
        return value

    def season(self, league: League | None, played: bool = False) -> int | None:
        """A season with a tournament, with ``played`` only one that is over; the last one whose
        field is known unless the view names another. A season without a tournament is reported
        once, and that one is shown under the notice."""
        known, usual = _tournaments(league, played) if league else ((), 0)
        if known:
            self.plain["season"] = str(usual)
        value = self._season(view().get("season", self.plain.get("season", "")), league, known)
        if value is None and known:
            put("season", "")
            value = usual
        if league and value:
            self.looked_at.append((league, value))
        st.selectbox(
            "Season",
            known[::-1],
            placeholder="Choose",
            disabled=not known,
            width=110,
            **self._key("season", value),
        )
        return value

    def _season(self, text: str, league: League | None, known: tuple[int, ...]) -> int | None:
        if league is None:
            return None
        return self.check(text, lambda t: store.check_season(league, t, known))

    def simulation(self) -> tuple[int, int]:
        """How many universes and which random number: behind a button, as few need them."""
        with st.popover("Settings", icon=":material/tune:"):
            return self.universes(), self.random_seed()

    def universes(self) -> int:
        """How many universes."""
        return self._number(
            *("universes", "Universes", DEFAULT_UNIVERSES, (1, 1000), datasets.check_offered),
            f"From 1 to {datasets.most_universes():,}.",
        )

    def random_seed(self) -> int:
        """The random number that selects the universes of a run; ``seed`` in the URL."""
        return self._number(
            *("seed", "Random number", DEFAULT_RANDOM_SEED, (0, 1), check_random_seed),
            "Another number plays other universes. The same number always plays the same ones.",
        )

    def _number(
        self,
        name: str,
        label: str,
        usual: int,
        least_and_step: tuple[int, int],
        check: Callable[[object], int],
        help_: str,
    ) -> int:
        """The widget has no upper end: it would take a larger number back without a word. So
        ``check`` refuses it, which is reported once, and the usual number is back."""
        self.plain[name] = str(usual)
        value = self.check(view().get(name, str(usual)), check)
        if value is None:
            put(name, "")
        shown = usual if value is None else value
        least, step = least_and_step
        key = self._key(name, shown)
        st.number_input(label, least, step=step, help=help_, width=128, **key)
        return shown

    def universe(self, universes: int) -> int | None:
        """The universe that is open. It has no widget: links and clicks set it."""
        text = view().get("u")
        if text is None:
            return None
        return self.check(text, lambda t: whole_number(t, "universe of this run", 0, universes - 1))

    def venue(self, words: Mapping[str, str]) -> Venue | None:
        """Where the game is played; ``words`` for each venue's text, in the order shown."""
        self.plain["venue"] = "neutral"
        value = self.check(view().get("venue", "neutral"), Venue.read)
        st.segmented_control(
            "Venue",
            list(words),
            format_func=words.__getitem__,
            required=True,
            label_visibility="collapsed",
            **self._key("venue", "neutral" if value is None else value.text),
        )
        return value

    def known_side(self, name: Letter, league: League | None) -> Side | None:
        """The side that the view names, before its boxes are drawn; None if it names none."""
        quiet = Controls()
        _, found = quiet._side(name, league)
        return None if quiet.problems else found.side

    def side(self, name: Letter, label: str, league: League | None) -> Side | None:
        """One team of one season; None unless the view names it."""
        known, (season, source, teams, row) = self._side(name, league)
        who, when = f"pick_{name}_team", f"pick_{name}_season"
        with st.container(horizontal=True, vertical_alignment="bottom", width=292, gap="xsmall"):
            self.problems += team_box.problems(who)
            team_box.of_season(label, who, teams, row, lambda team: _answer_team(name, team))
            st.session_state[when] = season
            st.selectbox(
                "Season",
                known[::-1],
                placeholder="Choose",
                width=92,
                key=when,
                on_change=_answer_season,
                args=(name, when),
            )
        if teams is None or row is None or season is None:
            return None
        self.looked_at.append((teams.base.league, season))
        return Side(season, int(teams.team_id[row]), source)

    def follow_data(self) -> None:
        """Look at the data that the link names, if one has just opened the page."""
        if not (state().fresh and "data" in st.query_params):
            return
        link = view()["data"]
        if not own_data.is_name(link):
            self.check(link, datasets.follow)
        elif not own_data.follow(link):  # what was made with them waits for them
            state().set_aside(_tournament(link))

    def note_data(self) -> None:
        """Put the data of the seasons looked at into the address, and say if they are not the
        latest."""
        named = [(datasets.name(*of), store.source_of(*of), of) for of in self.looked_at]
        chosen, latest, of = next((one for one in named if one[0]), ("", "", None))
        self.plain["data"] = latest
        put("data", chosen)
        if of:
            datasets.say(*of)

    def _side(self, name: str, league: League | None) -> tuple[tuple[int, ...], Found]:
        """The seasons there are, and what of a side the view names."""
        known = store.known_seasons(league) if league else ()
        season_text, team = split(view().get(name, ""))
        usual = str(store.usual_season(league)) if league else ""
        if not team and view().get("season", "") in map(str, known):
            usual = view()["season"]  # of the bracket that was looked at
        season = self._season(season_text or usual, league, known)
        source = datasets.source(league, season) if league and season else ""
        teams = store.load_teams(league, season, source=source) if league and season else None
        row = self.check(team, lambda text: row_of(teams, text)) if teams and team else None
        return known, Found(season, source, teams, row)


def _answer(name: str, key: str) -> None:
    """A widget was used: its value becomes the view's text. Another question, other universes."""
    close_universe()
    value = st.session_state[key]
    with turning() if name in ("league", "season") else nullcontext():
        if name == "league":
            view().update({k: in_league(view()[k], str(value)) for k in "abcd" if k in view()})
        put(name, "" if value is None else str(value))


def _tournament(data: str | None = None) -> Tournament:
    """The tournament that is looked at, with the name of own data: those in use for it unless
    others are given."""
    league = view().get("league", "men")
    usual = str(store.usual_tournament(store.check_league(league))) if league in LEAGUES else ""
    season = view().get("season", usual)
    if data is None:
        data = own_data.name(league, int(season)) if season.isdecimal() else ""
    return league, f"{season} {data}".rstrip()


@contextmanager
def turning() -> Iterator[None]:
    """Turn to another tournament, or to other data of it, inside: what belongs to the one before
    waits, what waited for the one after is back."""
    state().set_aside(_tournament())
    yield
    state().bring_back(_tournament())


def _tournaments(league: League, played: bool) -> tuple[tuple[int, ...], int]:
    """(the seasons whose tournament was played, and unless ``played`` the one that is being played;
    the one that is shown to who names none)."""
    over = store.tournament_seasons(league)
    if played:
        return over, over[-1]
    return (*over, store.running_season(league)), store.usual_tournament(league)


def change(name: str, text: str) -> None:
    """Give a parameter another text ("" for none), so that ``undo`` brings the one before back."""
    state().change(name, text, _tournament())


def put(name: str, text: str) -> None:
    """Give a parameter another text, "" for none."""
    state().put(name, text)


def undo(name: str) -> None:
    """Take the last change back."""
    state().undo(name, _tournament())


def can_undo(name: str) -> bool:
    """Whether there is a change to take back."""
    return state().can_undo(name, _tournament())


def _answer_team(name: str, team: str) -> None:
    """A team was chosen for the season in the box beside it."""
    close_universe()
    view()[name] = f"{st.session_state[f'pick_{name}_season'] or ''}:{team}"


def _answer_season(name: str, when: str) -> None:
    """A team's season was chosen. The name is kept even if that season has no such team."""
    close_universe()
    view()[name] = f"{st.session_state[when] or ''}:{split(view().get(name, ''))[1]}"


def open_universe(universe: int) -> None:
    """Show that universe's game from the next run on."""
    view()["u"] = str(universe)


def close_universe() -> None:
    """Show no single game."""
    put("u", "")


def query() -> dict[str, str]:
    """The query parameters of the page on screen."""
    return state().url


def link() -> str:
    """The whole address of what is on screen."""
    page = (st.context.url or "").split("?")[0].rstrip("/") + "/"
    return f"{page}?{urlencode(query())}" if query() else page


def address(universe: int) -> dict[str, str]:
    """Query parameters that show the view on screen with that universe open."""
    return {**query(), "u": str(universe)}


def _check_option(text: str, label: str, options: Mapping[str, str]) -> str:
    if text in options:
        return text
    raise BadInput(f"“{text[:24]}” is not a choice of “{label}”.", f"Use {' or '.join(options)}.")


@contextmanager
def controls(page: str, *names: str) -> Iterator[Controls]:
    """Draw a page's choosers in a row; then say what was wrong and write the URL."""
    names = (*names, "data")
    _open(page, names)
    row = Controls()
    row.follow_data()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        yield row
    row.note_data()
    own_data.notice(page, turning)
    for error in row.problems:
        notices.show(error)
    _close(page, names, row.plain)


def pairing(
    league: League, a: tuple[int, str], b: tuple[int, str], venue: Venue = Venue.NEUTRAL
) -> dict[str, str]:
    """Query parameters that show two (season, team) pairs on the Game or the Compare page."""
    sides = {"a": f"{a[0]}:{a[1]}", "b": f"{b[0]}:{b[1]}"}
    data = datasets.name(league, a[0]) or datasets.name(league, b[0])
    named = {"data": data} if data else {}
    return {"league": league, **sides, "venue": venue.text, **named}
