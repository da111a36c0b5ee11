"""Title odds game by game: played in the background, kept for all visitors and carried on when
another game ends."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from engine import run, store
from engine.compute.jobs import Job
from engine.domain.field import RealGame
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run import OddsPath
from pages.ui.runs.in_sight import MOMENT
from pages.ui.runs.server import pool
from pages.ui.runs.session import state
from pages.ui.runs.shelf import Shelf
from pages.ui.runs.tournaments import as_kept, cached_run

KEPT = 64  # paths, 70 kB each
Games = tuple[tuple[str, int], ...]


@st.cache_resource(show_spinner=False)
def _finished() -> Shelf[OddsPath]:
    return Shelf(KEPT, lambda path: 1)


def title_path(spec: BracketSpec, results: Sequence[RealGame]) -> OddsPath | None:
    """The path through ``results`` in the universes of a finished run without locks; None while it
    is played. PoolBroken, Cancelled."""
    games, whole = run.in_order(results), cached_run(spec)
    known = _finished().get((as_kept(spec), store.data_version()))
    if known is not None and known.games[: len(games)] == games:
        return known.through(len(games))
    key = ("path", as_kept(spec), games)
    job = state().others.get(key)
    if whole is None:
        return None
    if job is None:
        base, done = _start(spec, whole, known, games)
        job = state().others[key] = run.submit_path(base, games[done:], pool())
    if not job.wait(MOMENT):
        return None
    del state().others[key]
    parts = job.result()
    done = len(games) - (len(parts[0]) - 1)
    if done and (known is None or known.games[:done] != games[:done]):
        return None  # what it went on from is gone: the next look begins anew
    before = known.through(done) if known is not None and done else None
    found = run.path_result(whole, games, parts, before)
    _finished().put((as_kept(spec), store.data_version()), found)
    return found


def _start(
    spec: BracketSpec, whole: TournamentResult, known: OddsPath | None, games: Games
) -> tuple[TournamentResult, int]:
    """(what a path begins with, how many games are locked there): the run after the games that are
    known already, else that before any."""
    if known is not None and known.games == games[: len(known.games)]:
        base = cached_run(replace(spec, locks=known.games))
        if base is not None:
            return base, len(known.games)
    return whole, 0


def path_job() -> Job[Any] | None:
    """The path that this session waits for."""
    jobs = [j for key, j in state().others.items() if isinstance(key, tuple) and key[0] == "path"]
    return jobs[-1] if jobs else None
