"""The record of pools on real tournaments: the table, how it is made, and its means."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.pipeline.fits import pool_record
from engine.pools.record import ENTRIES, STYLES, summary

FIGURES = ["fair_share", "low", "high", "promised"]


def test_every_tournament_is_there():
    record = store.pool_record()
    seasons = record.groupby("league")["season"].agg(["min", "max", "nunique"])
    assert seasons.loc["men"].tolist() == [2003, 2026, 23]
    assert seasons.loc["women"].tolist() == [2010, 2026, 16]
    assert len(record) == 39 * len(STYLES) * len(ENTRIES)
    inside = (record.low <= record.fair_share) & (record.fair_share <= record.high)
    assert inside.all() and (record.fair_share <= record.entries).all()


@pytest.fixture(scope="module")
def rebuilt():
    """The rows of one tournament as they are made, and with every game the other way around."""
    frames = [pd.DataFrame(pool_record.tournament("women", 2015))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool_record, "real_winner", lambda field, results: _upside_down(field))
        frames.append(pd.DataFrame(pool_record.tournament("women", 2015)))
    return frames


def _upside_down(field) -> np.ndarray:
    """winner[S] if the weaker side won every game."""
    winner = np.zeros(len(field.slot), dtype=np.uint8)
    for s, (_, weak) in enumerate(field.feeder.tolist()):
        winner[s] = weak if weak >= 0 else winner[-weak - 1]
    return winner


def test_the_table_is_what_the_build_makes(rebuilt):
    record = store.pool_record()
    table = record[(record.league == "women") & (record.season == 2015)]
    assert table[["style", "entries"]].to_numpy().tolist() == (
        rebuilt[0][["style", "entries"]].to_numpy().tolist()
    )
    assert table[FIGURES].to_numpy() == pytest.approx(rebuilt[0][FIGURES].to_numpy(), abs=1e-4)


def test_results_enter_the_share_and_nothing_else(rebuilt):
    """With every game turned around the promises stay and the shares fall to nothing."""
    real, turned = rebuilt
    assert (real.promised == turned.promised).all()
    assert real.fair_share.max() > 1 and turned.fair_share.max() < 0.1


def test_means_and_gains_in_numbers():
    rows = [
        ("men", season, style, entries, share + (style == "bold"), 2.0)
        for season, share in ((2003, 1.0), (2004, 3.0))
        for style in STYLES
        for entries in ENTRIES
    ]
    columns = ["league", "season", "style", "entries", "fair_share", "promised"]
    found = summary(pd.DataFrame(rows, columns=columns)).set_index(["style", "entries"])
    bold = found.loc["bold", 30]
    assert (bold.seasons, bold.fair_share, bold.se, bold.promised) == (2, 3.0, 1.0, 2.0)
    assert (bold.gain, bold.gain_se, bold.low, bold.high) == (1.0, 0.0, 2.0, 4.0)
    assert (found.loc["chalk", 10].gain, len(found)) == (0.0, 12)
