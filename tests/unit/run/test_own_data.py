"""Runs with own data: they count, and are never found under another name."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.errors import BadInput, UnknownSeason, UnknownSource
from engine.run import OwnFile
from engine.store import snapshot_tables, snapshots
from engine.tables import own_files
from tests.fields import seventy_six
from tests.own_files import GAMES, field_csv, games_csv, own, ratings_csv

DUKE, UNC = 1181, 1314


def win_prob(source: str, season: int = 2026) -> float:
    a, b = (Side(season, team, source) for team in (DUKE, UNC))
    return run.game(GameSpec("men", a, b, "neutral", 4000, 1)).win_prob


def test_own_ratings_move_a_game_and_leave_the_public_one_alone():
    public = win_prob("")
    better = own(ratings=ratings_csv(Duke=10.0))
    assert win_prob(better.digest) > public + 0.04 and win_prob("") == public
    assert better.contents == "ratings of 365 teams" and better.kinds == ("ratings",)
    other = Side(2025, DUKE), Side(2025, UNC)  # of another season: the public ratings
    plain = run.game(GameSpec("men", *other, "neutral", 2000, 1)).win_prob
    named = [Side(side.season, side.team_id, better.digest) for side in other]
    assert run.game(GameSpec("men", *named, "neutral", 2000, 1)).win_prob == plain


def test_own_games_are_rated_from_last_seasons_end_on():
    few = own(games=games_csv())
    rows = [f"2026-11-{day:02},UNC,Duke,95,60,0,0" for day in range(2, 12)]
    many = own(2027, games="\n".join([GAMES, *rows]).encode())
    before = store.source_of("men", 2027)
    assert win_prob(many.digest, 2027) < win_prob(before, 2027) - 0.2
    assert few.table.wins.sum() == 3 and many.table.base.cutoff == "2026-11-11"
    with pytest.raises(BadInput, match="Games of 2015 cannot be rated"):
        own(2015, games=games_csv())
    with pytest.raises(UnknownSeason):
        own(2020, games=games_csv())


def test_a_season_of_own_games_gives_the_seasons_ratings():
    """The twin of a tautology: with a quarter of the games taken away they differ."""
    late = store.frame("late_games", "men")
    late = late[late["season"] == 2026]
    home = late["venue"] >= 0
    games = pd.DataFrame(
        {
            "date": "2026-03-01",
            "home": late["a"].where(home, late["b"]),
            "away": late["b"].where(home, late["a"]),
            "home_points": late["points_a"].where(home, late["points_b"]),
            "away_points": late["points_b"].where(home, late["points_a"]),
            "neutral": (late["venue"] == 0).astype(int),
            "overtimes": 0,
        }
    ).drop_duplicates(["home", "away"])
    once = games[games["home"] < games["away"]]
    net = [
        table.off_eff - table.def_eff
        for part in (once, once.iloc[::4])
        for table in [own(games=part.to_csv(index=False).encode()).table]
    ]
    real = store.load_teams("men", 2026)
    close = [np.corrcoef(one, real.off_eff - real.def_eff)[0, 1] for one in net]
    assert close[0] > 0.85 and close[0] > close[1]


def test_the_mark_names_what_is_in_the_files_however_it_is_spelled():
    text = field_csv().decode()
    again = own(field="\ufeff".encode() + text.replace("\n", "\r\n").encode())
    by_id = own(field=text.replace("Duke", "150").encode())
    assert own(field=text.encode()).mark == again.mark == by_id.mark
    others = own(field=text.replace("East", "Atlantic").encode()), own(2027, field=text.encode())
    assert len({again.mark, *(one.mark for one in others)}) == 3


def test_a_bracket_in_own_data():
    mine = own(field=field_csv(), ratings=ratings_csv(Duke=12.0))
    spec = BracketSpec("men", 2026, 200, 7, source=mine.digest)
    result = run.bracket(spec)
    assert result.field.own and result.field.digest == seventy_six().digest
    duke = result.field.team_id.tolist().index(DUKE)
    plain = run.bracket(BracketSpec("men", 2026, 200, 7, source=own(field=field_csv()).digest))
    title = [one.slot_prob()[-1, duke] for one in (result, plain)]
    assert title[0] > title[1] + 0.1
    with pytest.raises(UnknownSource):
        run.bracket(BracketSpec("men", 2026, 200, 7, source="0" * 12))


@pytest.mark.parametrize("kind", ["ratings", "field", "games"])
def test_what_is_offered_as_an_example_can_be_brought(kind):
    table, field = store.load_teams("men", 2026), store.load_field("men", 2026)
    frame = {
        "ratings": lambda: own_files.ratings(table),
        "field": lambda: own_files.field(field, table),
        "games": own_files.example_games,
    }[kind]()
    found = own(**{kind: frame.to_csv(index=False).encode()})
    assert found.kinds == (kind,)
    if kind == "field":
        assert found.field.seed == field.seed
        np.testing.assert_array_equal(found.field.team_id, field.team_id)


def test_nothing_brought():
    with pytest.raises(BadInput, match="There is no file"):
        run.own_data("men", 2026, {})
    assert OwnFile("a.csv", b"").name == "a.csv"


@pytest.fixture
def snapshot(tmp_path) -> store.Snapshot:
    """A snapshot of the men's season with three finals that count and four games that do not."""
    base = store.running("men").teams_of("men", 2027)
    table = replace(base, base=replace(base.base, cutoff="2026-11-20"))
    ratings, averages = snapshot_tables.rating_rows(table)
    schemas = snapshot_tables.LIVE_SCHEMAS
    plain = {
        f.name: "" if f.type == "string" else f.type.to_pandas_dtype()() for f in schemas["games"]
    }
    usual = plain | {
        "league": "men", "season": 2027, "season_type": 2, "status": "final", "home": DUKE,
        "away": UNC, "home_points": 80.0, "away_points": 71.0, "ncaa": False, "neutral": False,
    }  # fmt: skip
    changes = (
        {"date": "2026-11-10", "event_id": 1},
        {"date": "2026-11-12", "event_id": 2, "neutral": True, "overtimes": 2},
        {"date": "2026-11-14", "event_id": 3},
        {"date": "2026-11-16", "event_id": 4, "away": 0},
        {"date": "2026-11-17", "event_id": 5, "ncaa": True},
        {"date": "2026-11-18", "event_id": 6, "season_type": 3},
        {"date": "2026-11-30", "event_id": 7, "status": "scheduled", "home_points": np.nan},
    )
    games = pd.DataFrame([usual | one for one in changes])
    box = {f"{side}_{n}": 20 for side in ("home", "away") for n in own_files.COUNTS}
    boxes = pd.DataFrame([{"league": "men", "season": 2027, "event_id": 1} | box])
    some = {"games": games, "boxes": boxes, "ratings": ratings, "averages": averages}
    full = {
        name: some.get(name, pd.DataFrame()).reindex(columns=schema.names)
        for name, schema in schemas.items()
    }
    files = snapshot_tables.encoded(full | {"boxes": full["boxes"].fillna(0)})
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return snapshots.write(tmp_path, files, 2027, {"men": "2026-11-20"}, {}, now)


def test_a_snapshots_games_may_be_brought_as_they_are_and_as_a_file_of_games(snapshot):
    whole = own(2027, games=snapshot.games.to_csv(index=False).encode())
    assert whole.contents == "3 games" and whole.games["overtimes"].tolist() == [0, 2, 0]
    ours = run.played_games(snapshot, "men")
    assert ours["home"].tolist() == ["Duke"] * 3 and ours["home_fgm"].isna().tolist()[1:] == [1, 1]
    again = own(2027, games=ours.to_csv(index=False).encode())
    columns = list(own_files.example_games())[:7]
    pd.testing.assert_frame_equal(again.games[columns], whole.games[columns])
    assert again.games["home_fgm"].iloc[0] == 20 and again.table.wins.sum() == 3
