"""The snapshot that a scheduled job publishes: a folder on the web with ``latest.json`` and the
snapshot's files, so that one machine asks ESPN for everybody."""

import re
from dataclasses import dataclass
from typing import Any

from engine.errors import FeedRefused
from engine.sources.answers import decoded
from engine.sources.http import Client

NAME = re.compile(r"^\d{8}T\d{4}Z-[0-9a-f]{12}$")
TABLE = re.compile(r"^[a-z_]{1,20}$")
REMEDY = "Refresh from ESPN instead, or wait until it is published again."


@dataclass(frozen=True, slots=True)
class Published:
    """The name of a published snapshot and its files by name; not checked yet."""

    name: str
    files: dict[str, bytes]


def latest_name(client: Client) -> str:
    """The name of the published snapshot in use; FeedRefused or FeedUnreachable."""
    found = decoded(_get(client, "latest.json"))
    name = str(found.get("snapshot", "")) if isinstance(found, dict) else ""
    if not NAME.match(name):
        raise FeedRefused("The published folder names no snapshot.", REMEDY)
    return name


def download(client: Client, name: str) -> Published:
    """All files of a published snapshot; FeedRefused or FeedUnreachable."""
    manifest = _get(client, f"{name}/manifest.json")
    found: Any = decoded(manifest)
    tables = found.get("tables") if isinstance(found, dict) else None
    if not isinstance(tables, dict) or not all(TABLE.match(str(table)) for table in tables):
        raise FeedRefused("The published snapshot's manifest is damaged.", REMEDY)
    files = {f"{table}.parquet" for table in tables} | {"sources.json"}
    return Published(
        name, {"manifest.json": manifest} | {f: _get(client, f"{name}/{f}") for f in sorted(files)}
    )


def _get(client: Client, path: str) -> bytes:
    if not client.addresses.published:
        raise FeedRefused("No published snapshot is configured.", "Set HARDWOOD_PUBLISHED.")
    return client.get(client.addresses.published, f"/{path}", "snapshot").body
