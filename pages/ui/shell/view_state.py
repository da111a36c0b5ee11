"""What a visitor is looking at, as text, and how it got there; nothing of Streamlit.

A link opens a view, widgets change it, the URL is written from it. What belongs to one tournament
(locks, picks …) is set aside while the visitor looks at another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Texts = dict[str, str]  # query parameter -> its text
Tournament = tuple[str, str]  # league, season

LONG = {"rivals": 4_000}  # characters of query parameters that may be longer than others

# Query parameters that mean nothing in another tournament.
OF_ONE_TOURNAMENT = (
    *("through", "locks", "picks", "universe"),
    *("force", "loved", "rivals", "used", "slot"),
)


@dataclass(slots=True)
class ViewState:
    """One session's view. ``text`` outlives a change of page; ``page`` and ``url``: the page last
    drawn and the query parameters it was left with; ``fresh``: whether a link, Back or Forward has
    just opened the page; ``link``: the parameters that a link set when
    the session began, during its first page; ``aside``: what waits for its tournament to come
    back; ``past``: earlier texts of a parameter in a tournament, the latest last."""

    text: Texts = field(default_factory=dict)
    page: str | None = None
    url: Texts = field(default_factory=dict)
    fresh: bool = False
    link: frozenset[str] = frozenset()
    aside: dict[Tournament, Texts] = field(default_factory=dict)
    past: dict[tuple[str, Tournament], list[str]] = field(default_factory=dict)

    def open(self, page: str, names: Iterable[str], url: Texts) -> None:
        """A page begins: take over what the URL says, if it is a fresh link, or Back and Forward on
        the same page. A link that names no universe closes the open one."""
        self.fresh = fresh = page != self.page or url != self.url
        if fresh and page == self.page:
            for name in names:
                self.text.pop(name, None)
        if fresh and url:
            self.put("u", "")
        if fresh:
            self.text.update(url)
        self.link = frozenset(url) if self.page is None else frozenset()

    def close(self, page: str, names: Iterable[str], plain: Texts, url: Texts) -> Texts:
        """A page is complete: the query parameters it should have. None while all is as on a first
        visit (``plain``), else all that the view needs. A ``url`` that means the same in fewer
        words stays: rewriting it would trap a visitor who wants to go back."""
        wanted = {name: self.text[name] for name in names if name in self.text}
        if all(plain.get(name) == text for name, text in wanted.items()):
            wanted = {}
        elif wanted:
            wanted = {k: v for k, v in {**plain, **wanted}.items() if k in names and v}
        if {**plain, **url} == {**plain, **wanted}:
            wanted = url
        self.page, self.url = page, wanted
        return wanted

    def put(self, name: str, text: str) -> None:
        """Give a parameter another text, "" for none."""
        if text:
            self.text[name] = text
        else:
            self.text.pop(name, None)

    def set_aside(self, tournament: Tournament) -> None:
        """Leave a tournament: what belongs to it waits."""
        kept = {name: self.text.pop(name) for name in OF_ONE_TOURNAMENT if name in self.text}
        self.aside[tournament] = kept

    def bring_back(self, tournament: Tournament) -> None:
        """Enter a tournament: what waited for it is here again."""
        self.text.update(self.aside.get(tournament, {}))

    def change(self, name: str, text: str, tournament: Tournament) -> None:
        """Like ``put``; ``undo`` brings the text before back."""
        self.past.setdefault((name, tournament), []).append(self.text.get(name, ""))
        self.put(name, text)

    def undo(self, name: str, tournament: Tournament) -> None:
        """Take the last change back, if there is one."""
        if self.can_undo(name, tournament):
            self.put(name, self.past[name, tournament].pop())

    def can_undo(self, name: str, tournament: Tournament) -> bool:
        """Whether there is a change to take back."""
        return bool(self.past.get((name, tournament)))


def parameters(url: Mapping[str, str], names: Iterable[str], longest: int) -> Texts:
    """Of the query parameters those that a page knows, cut to ``longest`` characters or to what
    ``LONG`` allows."""
    return {name: url[name][: LONG.get(name, longest)] for name in names if name in url}
