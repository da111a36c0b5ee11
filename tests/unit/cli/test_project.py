"""The command that projects the running season, from a snapshot made here."""

import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.cli.main import main
from engine.store import snapshot_tables, snapshots

SEASON = 2027


def a_snapshot(root):
    """The men of 2027 before the season, each team to play its neighbors by id."""
    table = store.load_teams("men", SEASON, source=store.source_of("men", SEASON))
    rows, average = snapshot_tables.rating_rows(table)
    ids = table.team_id.tolist()
    pairs = [(a, b) for n in (1, 2, 3) for a, b in zip(ids, [*ids[n:], *ids[:n]], strict=True)]
    schema = snapshot_tables.LIVE_SCHEMAS["games"]
    plain = {"string": "", "bool": False}
    games = pd.DataFrame(
        {name: [plain.get(str(schema.field(name).type), 0)] * len(pairs) for name in schema.names}
    )
    home, away = zip(*pairs, strict=True)
    games = games.assign(
        league="men", season=SEASON, season_type=2, event_id=np.arange(len(pairs)),
        date="2026-12-20", status="scheduled", home=home, away=away,
    )  # fmt: skip
    empty = {n: pd.DataFrame(columns=s.names) for n, s in snapshot_tables.LIVE_SCHEMAS.items()}
    tables = empty | {"games": games, "ratings": rows, "averages": average}
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    files = snapshot_tables.encoded(tables)
    return snapshots.write(root, files, SEASON, {"men": "2026-11-27"}, {}, now)


def test_project_keeps_its_tables_with_the_snapshot(tmp_path, capsys):
    before = a_snapshot(tmp_path)
    ask = ["project", "--league", "men", "--universes", "3", "--workers", "0"]
    assert main([*ask, "--out", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    after, refused = snapshots.latest(tmp_path)
    assert not refused and after.name == said["snapshot"] and after.digest != before.digest
    assert len(after.projected_field) == 76 and set(after.projection["as_of"]) == {"2026-11-27"}
    assert sum(team["champion"] for team in said["teams"]) == pytest.approx(1)
    assert after.games.equals(before.games)


def test_without_a_snapshot_or_a_schedule_it_says_what_to_do(tmp_path, capsys):
    assert main(["project", "--out", str(tmp_path), "--workers", "0"]) != 0
    assert "Run python -m engine refresh" in capsys.readouterr().err
    assert main(["project", "--universes", "0", "--out", str(tmp_path)]) == 2
    assert "1 to 10,000" in capsys.readouterr().err
