"""What all visitors of this server share: the workers and the finished runs."""

import logging
import os
import threading

import streamlit as st

from engine import run, store
from engine.compute.cluster import Cluster
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import DEFAULT_RANDOM_SEED, BracketSpec
from engine.domain.teams import League
from engine.errors import BadInput, HardwoodError
from pages.ui.runs import upkeep
from pages.ui.runs.shelf import FinishedRuns


@st.cache_resource(show_spinner=False)
def pool() -> WorkerPool:
    """The server's one pool; nothing starts before its first work. Its workers are those of the
    cluster that the environment names, if it does: ``HARDWOOD_CLUSTER=tcp://10.0.0.5:8786``."""
    _show_log()
    return WorkerPool(cluster=_cluster())


def _cluster() -> Cluster | None:
    """The cluster of the environment. One that cannot be read is told to who started the server;
    visitors then have the workers of this machine."""
    where = os.environ.get("HARDWOOD_CLUSTER", "").strip()
    try:
        return Cluster.read(where) if where else None
    except BadInput as error:
        logging.getLogger("engine.compute").warning("HARDWOOD_CLUSTER is not used. %s", error)
        return None


def _show_log() -> None:
    """Print what the engine logs, one line a run, on stderr."""
    log = logging.getLogger("engine")
    log.setLevel(logging.INFO)
    if not log.handlers:
        shown = logging.StreamHandler()
        shown.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log.addHandler(shown)


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Once a server, at the end of the first page view, in the background: have every worker load
    the kernel, so that no visitor waits for it. This process loads it when somebody opens a game:
    it would add 150 MB for those who only look at brackets."""
    threading.Thread(target=_warm, args=(pool(),), name="warm-up", daemon=True).start()


def _warm(pool_: WorkerPool) -> None:
    league: League = "men"
    try:
        season = store.tournament_seasons(league)[-1]
        a_chunk_each = run.BRACKETS_PER_CHUNK * max(1, pool_.workers)
        run.submit_bracket(BracketSpec(league, season, a_chunk_each, DEFAULT_RANDOM_SEED), pool_)
    except HardwoodError:
        pass  # damaged data, say: the pages tell the visitor
    upkeep.begin()


@st.cache_resource(show_spinner=False)
def finished_runs() -> FinishedRuns:
    """The tournament runs that this server has played."""
    return FinishedRuns()
