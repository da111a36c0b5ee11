"""Building fields and files from a tiny made-up source."""

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from engine import store
from engine.errors import DamagedData
from engine.sources import brackets
from engine.store import SCHEMAS

POD = {"R1W1": ("W01", "W16"), "R1W8": ("W08", "W09"), "R2W1": ("R1W1", "R1W8")}


def write_source(folder, seasons, home="W01"):
    """Both leagues with one pod of four, won by W01; the venue column has ``home`` at home."""
    for league, base in (("men", 1100), ("women", 3100)):
        seed_rows, slot_rows, game_rows = [], [], []
        for season in seasons:
            if (league, season) == ("men", 2021):
                continue  # the builder expects the no contest there
            for n, seed in enumerate(("W01", "W08", "W09", "W16")):
                seed_rows.append((season, seed, base + n, "BigTown1"))
            slot_rows += [(season, slot, *sides) for slot, sides in POD.items()]
            for slot, winner, loser in (
                ("R2W1", "W01", "W08"), ("R1W1", "W01", "W16"), ("R1W8", "W08", "W09")
            ):  # fmt: skip
                ids = {seed: base + n for n, seed in enumerate(("W01", "W08", "W09", "W16"))}
                venue = {winner: "H", loser: "A"}.get(home, "N")
                row = (season, ids[winner], 70, ids[loser], 60, venue, 0, slot, int(slot[1]))
                game_rows.append((*row, winner, loser))
        seeds = pd.DataFrame(seed_rows, columns=["season", "seed", "team_id", "region_name"])
        slots = pd.DataFrame(slot_rows, columns=["season", "slot", "strong_seed", "weak_seed"])
        names = "season w_team_id w_score l_team_id l_score w_loc num_ot slot round w_seed l_seed"
        games = pd.DataFrame(game_rows, columns=names.split())
        seeds.to_parquet(folder / f"{league}_seeds.parquet")
        slots.to_parquet(folder / f"{league}_slots.parquet")
        games.to_parquet(folder / f"{league}_tourney_results.parquet")
    return folder


def hosts(slots: pd.DataFrame, league: str, season: int) -> dict[str, str]:
    part = slots[(slots["league"] == league) & (slots["season"] == season)]
    return {slot: host for slot, host in zip(part["slot"], part["host"], strict=True) if host}


def test_hosts_by_rule_by_log_and_by_nobody(tmp_path):
    source = write_source(tmp_path, (2013, 2016, 2021), home="W08")
    _, slots, _ = brackets.build(source)
    assert hosts(slots, "women", 2013) == {"R1W8": "W08", "R2W1": "W08"}  # site of the log
    assert hosts(slots, "women", 2016) == {"R1W1": "W01", "R2W1": "W01"}  # whatever the log says
    assert hosts(slots, "women", 2021) == {}
    assert hosts(slots, "men", 2016) == {}


def test_a_host_does_not_depend_on_who_won(tmp_path):
    source = write_source(tmp_path, (2013,), home="W09")  # W09 lost at home in the first round
    _, slots, _ = brackets.build(source)
    assert hosts(slots, "women", 2013) == {"R1W8": "W09", "R2W1": "W09"}


def test_tables_come_in_order(tmp_path):
    built, slots, results = brackets.build(write_source(tmp_path, (2016, 2013)))
    assert built["season"].tolist() == [2013] * 4 + [2016] * 4 + [2013] * 4 + [2016] * 4
    assert built["region_name"].unique().tolist() == ["Big Town 1"]
    assert slots["slot"].tolist()[:3] == ["R1W1", "R1W8", "R2W1"] == results["slot"].tolist()[:3]


@pytest.mark.parametrize(
    ("seed", "pod"), [("W01", "W1"), ("X16a", "X1"), ("Y12", "Y4"), ("Z11b", "Z3"), ("Z10", "Z2")]
)
def test_a_pod_is_named_by_its_best_line(seed, pod):
    assert brackets.pod_of(seed) == pod


def test_the_same_facts_give_the_same_bytes_in_any_order(tmp_path):
    built, slots, _ = brackets.build(write_source(tmp_path, (2013, 2016)))
    for folder, frame in (("one", built), ("two", built.sample(frac=1, random_state=1))):
        store.write(tmp_path / folder, "fields", frame)
        store.write(tmp_path / folder, "slots", slots)
    for name in ("fields.parquet", "slots.parquet", store.MANIFEST):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    store.check(tmp_path / "one", ["fields", "slots"])


def test_written_tables_have_the_fixed_schema_and_no_pandas_in_them(tmp_path):
    built, *_ = brackets.build(write_source(tmp_path, (2013,)))
    store.write(tmp_path, "fields", built)
    schema = pq.read_schema(tmp_path / "fields.parquet")
    assert schema.equals(SCHEMAS["fields"]) and not schema.metadata
    entry = json.loads((tmp_path / store.MANIFEST).read_text())["tables"]["fields"]
    assert entry["rows"] == 8 and entry["sha256"] == store.sha256_of(tmp_path / "fields.parquet")


def test_the_store_reads_what_the_build_wrote(tmp_path):
    for name, frame in zip(
        ("fields", "slots", "results"), brackets.build(write_source(tmp_path, (2016,))), strict=True
    ):
        store.write(tmp_path, name, frame)
    field = store.load_field("women", 2016, tmp_path)
    assert field.seed == ("W01", "W08", "W09", "W16")
    assert field.feeder.tolist() == [[0, 3], [1, 2], [-1, -2]]
    assert field.host.tolist() == [0, -1, 0]
    assert [game.winner_id for game in store.load_results("women", 2016, tmp_path)] == [
        3100, 3101, 3100,
    ]  # fmt: skip
    with pytest.raises(DamagedData):
        store.load_teams("women", 2016, tmp_path)
