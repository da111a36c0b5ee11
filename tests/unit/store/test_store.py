"""The store trusts nothing: each kind of damage is one sentence with its remedy."""

import json
import re
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from engine import MODEL_VERSION, store
from engine.domain.field import ROUND_KEYS
from engine.domain.results import advancement
from engine.domain.teams import RATES
from engine.errors import BadInput, DamagedData, UnknownSeason
from engine.store import MADE_FROM


@pytest.fixture
def copy(tmp_path):
    """A private copy of the embedded data, to be damaged."""
    return shutil.copytree(store.DATA, tmp_path / "data")


def damage(root) -> str:
    with pytest.raises(DamagedData) as caught:
        store.check(root)
    assert "git checkout engine/data" in caught.value.remedy
    return caught.value.message


def test_the_embedded_data_is_sound_and_small():
    store.check()
    assert sum(path.stat().st_size for path in store.DATA.iterdir()) < 10_000_000


def test_a_missing_file(copy):
    (copy / "slots.parquet").unlink()
    assert damage(copy) == "The embedded data is damaged: slots.parquet is missing."


def test_a_cut_file(copy):
    whole = (copy / "teams.parquet").read_bytes()
    (copy / "teams.parquet").write_bytes(whole[: len(whole) // 2])
    assert "teams.parquet is cut or is not a parquet file" in damage(copy)


def test_one_altered_byte(copy):
    content = bytearray((copy / "fields.parquet").read_bytes())
    content[100] ^= 1
    (copy / "fields.parquet").write_bytes(content)
    assert "fields.parquet was altered" in damage(copy)


def test_a_missing_column_a_wrong_type_and_lost_rows_are_all_named(copy):
    table = pq.read_table(copy / "results.parquet").drop_columns(["overtimes"]).slice(1)
    table = table.set_column(1, "season", table["season"].cast("int64"))
    pq.write_table(table, copy / "results.parquet")
    (copy / "fields.parquet").unlink()
    message = damage(copy)
    assert "results.parquet has no column overtimes" in message
    assert "results.parquet: column season is int64, not int16" in message
    assert "results.parquet has 2,544 rows instead of 2,545" in message
    assert "fields.parquet is missing" in message


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "0", "tables": {}}'])
def test_a_damaged_manifest_is_named_once(copy, text):
    (copy / store.MANIFEST).write_text(text)
    assert damage(copy) == "The embedded data is damaged: manifest.json is missing or altered."
    with pytest.raises(DamagedData):
        store.data_version(copy)


@pytest.mark.parametrize("name", MADE_FROM)
def test_what_was_played_from_other_tables_is_refused(copy, name):
    listed = json.loads((copy / store.MANIFEST).read_text())
    listed["tables"][name]["made_from"] = "model 0"
    (copy / store.MANIFEST).write_text(json.dumps(listed))
    assert f"{name}.parquet was made from other tables" in damage(copy)


def test_a_frame_holds_one_league_and_says_what_is_damaged(copy):
    men = store.frame("plain", "men", copy)
    assert set(men["league"]) == {"men"} and len(men) > 1000
    assert store.last_month_seasons("women", copy)[
        0
    ] == 2010 and 2020 not in store.last_month_seasons("men")
    (copy / "record.parquet").unlink()
    with pytest.raises(DamagedData, match=r"record\.parquet is missing"):
        store.frame("record", "men", copy)


def test_reading_a_damaged_table_raises_and_reading_a_sound_one_does_not(copy):
    (copy / "teams.parquet").unlink()
    assert store.load_field("men", 2026, copy).season == 2026
    with pytest.raises(DamagedData):
        store.load_teams("men", 2026, copy)
    shutil.copy(store.DATA / "teams.parquet", copy)  # repaired without a restart
    assert store.load_teams("men", 2026, copy).base.season == 2026


@pytest.mark.parametrize(
    ("season", "why"),
    [
        (2020, "The 2020 tournament was cancelled, so there is no 2020 season."),
        (1999, "The women's season 1999 is not in the data."),
        ("soon", "“soon” is not a season."),
    ],
)
def test_an_unknown_season_says_why_and_which_there_are(season, why):
    loaders = (store.load_teams, store.load_field, store.load_results, store.load_default_result)
    for load in loaders:
        with pytest.raises(UnknownSeason) as caught:
            load("women", season)
        assert caught.value.message == why
        assert caught.value.remedy == "Choose a women's season from 2010 to 2026 except 2020."


def test_an_unknown_league():
    with pytest.raises(BadInput, match="“boys” is not a league"):
        store.check_league("boys")


def test_seasons():
    assert store.seasons("men") == (*range(2003, 2020), *range(2021, 2027))
    assert store.tournament_seasons("women") == (*range(2010, 2020), *range(2021, 2027))


def test_a_team_table_has_one_sane_row_a_team():
    teams = store.load_teams("men", 2026)
    count = len(teams.name)
    assert count == len(set(teams.team_id.tolist())) == 365
    for rates in (teams.offence, teams.offence_se, teams.defence, teams.defence_se):
        assert rates.shape == (count, len(RATES)) and np.isfinite(rates).all()
    michigan = teams.row("Michigan")
    assert (teams.team_id[michigan], teams.wins[michigan], teams.losses[michigan]) == (1276, 31, 3)
    assert 120 < teams.off_eff[michigan] < 135 and 60 < teams.pace[michigan] < 80
    assert teams.base.cutoff == "2026-03-15" and teams.base.has_style
    assert not store.load_teams("women", 2012).base.has_style


def test_default_odds_are_a_whole_tournament():
    for league in ("men", "women"):
        for season in store.tournament_seasons(league):
            spec, slot_prob = store.load_default(league, season)
            field = store.load_field(league, season)
            assert (spec.league, spec.season, spec.locks) == (league, season, ())
            assert slot_prob.sum(axis=1) == pytest.approx(1.0)
            assert not slot_prob[~field.reach()].any()
            prob = advancement(field, slot_prob)
            assert prob.shape == (len(field.seed), len(ROUND_KEYS))
            assert (np.diff(prob, axis=1) <= 1e-12).all()  # nobody wins a round without the last


def test_the_data_version_names_the_bytes(copy):
    assert store.data_version(copy) == store.data_version()
    listed = json.loads((copy / store.MANIFEST).read_text())
    listed["tables"]["teams"]["sha256"] = "0" * 64
    assert store.version_of(listed["tables"]) != store.data_version()


def test_the_origin_of_numbers_is_model_and_data(copy):
    """Fit for a file name, and another for other tables."""
    assert store.provenance() == f"model{MODEL_VERSION}-data-{store.data_version()[:8]}"
    assert re.fullmatch(r"model\d+-data-[0-9a-f]{8}", store.provenance())
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"]["teams"]["sha256"] = "0" * 64
    manifest["version"] = store.version_of(manifest["tables"])
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert store.provenance(copy) != store.provenance()
