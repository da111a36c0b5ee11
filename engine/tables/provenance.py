"""Where a snapshot of the running season comes from, as a table."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

COLUMNS = ("host", "what", "fetched_at", "status", "bytes", "sha256")
LEAGUES = {"mens-college-basketball": "Men’s", "womens-college-basketball": "Women’s"}


def requests(sources: Mapping[str, Any]) -> pd.DataFrame:
    """The requests of the refresh that made a snapshot (``sources.json``), in order: host, what (in
    words), fetched_at (UTC, ISO), status, bytes, sha256 of the answer."""
    rows = [
        {name: one.get(name) for name in COLUMNS} | {"what": _what(one)}
        for one in sources.get("requests", ())
        if isinstance(one, Mapping)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _what(request: Mapping[str, Any]) -> str:
    """``Men’s games of 2026-11-24``; the path where it is of another kind."""
    path = str(request.get("path", ""))
    query = {name: values[0] for name, values in parse_qs(str(request.get("query", ""))).items()}
    league = next((words for slug, words in LEAGUES.items() if f"/{slug}/" in path), "")
    if path.endswith("/scoreboard") and len(query.get("dates", "")) == 8:
        day = query["dates"]
        return f"{league} games of {day[:4]}-{day[4:6]}-{day[6:]}".strip()
    if path.endswith("/summary") and "event" in query:
        return f"{league} box score of game {query['event']}".strip()
    if path.endswith("/standings"):
        return f"{league} conferences".strip()
    if "championship" in query.get("operationName", "") or path.startswith("/brackets/"):
        return "The NCAA’s bracket"
    return path


def complaints(sources: Mapping[str, Any]) -> tuple[str, ...]:
    """What was refused, and what was noticed, one sentence each."""
    return (*map(str, sources.get("failures", ())), *map(str, sources.get("notes", ())))
