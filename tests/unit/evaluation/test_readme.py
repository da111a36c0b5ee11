"""The figures in engine/evaluation/README.md are those of the embedded data."""

import re
from pathlib import Path

import pandas as pd
import pytest

from engine import store
from engine.evaluation import field_record, summary_tables

README = Path(summary_tables.__file__).with_name("README.md")
ROW = re.compile(r"^\| (men|women), (tournament|season) (\d{4}-\d{4}) \| (.*) \|$", re.MULTILINE)
LAST_DIGIT = 0.55  # half a unit of the last digit, and the rounding of the embedded figures


def shown(text: str, improvements: bool) -> dict[tuple[str, str, str], list[str]]:
    """(league, what, span) -> the cells of the table of improvements, or that of coverage."""
    rows = [(match[:3], match[3].split(" | ")) for match in ROW.findall(text)]
    return {key: cells for key, cells in rows if (len(cells) < 5) == improvements}


def numbers(cells: list[str]) -> list[tuple[float, float]]:
    """Every number in the cells with the unit of its last digit."""
    found = re.findall(r"\d[\d,]*(?:\.(\d+))?", " ".join(cells))
    values = [match.replace(",", "") for match in re.findall(r"\d[\d,.]*", " ".join(cells))]
    return [(float(v), 10.0 ** -len(d)) for v, d in zip(values, found, strict=True)]


def of_span(table: str, league: str, what: str, span: str) -> pd.DataFrame:
    frame = summary_tables.pooled(table, league, what)
    return frame[frame["span"] == span]


def improvements(league: str, what: str, span: str) -> list[float]:
    rows = of_span("record", league, what, span).set_index("forecaster")
    own = rows.loc["hardwood"]
    baselines = rows.loc[[name for name in ("seeds", "plain") if name in rows.index]]
    return [own["games"], own["log_loss"], *baselines[["gain", "gain_se"]].to_numpy().ravel()]


def coverage(league: str, what: str, span: str) -> list[float]:
    rows = of_span("record_spread", league, what, span).set_index("figure")
    names = ["coverage_50", "coverage_50_se", "coverage_90", "coverage_90_se"]
    share = 100 * rows.loc[["margin", "total"], names].to_numpy().ravel()
    return [rows["games"].iloc[0], *share]


def wrong(text: str) -> list[tuple[str, str, str]]:
    """Rows whose figures differ from the data."""
    found = []
    for first, figures in ((True, improvements), (False, coverage)):
        for key, cells in shown(text, first).items():
            has, want = numbers(cells), figures(*key)
            same = len(has) == len(want) and all(
                abs(value - real) <= LAST_DIGIT * unit + 6e-6
                for (value, unit), real in zip(has, want, strict=True)
            )
            found += [] if same else [key]
    return found


def test_every_figure_is_that_of_the_data():
    text = README.read_text(encoding="utf-8")
    assert store.data_version() in text
    assert len(shown(text, True)) == 6 and len(shown(text, False)) == 4
    assert wrong(text) == []


EVENINGS = {"01-15": "15 January", "02-15": "15 February", "03-01": "1 March"}


def of_evening(evening: str) -> str:
    """The README's row of an evening: Brier scores of the chance of the field and of the plain
    rule, all seasons."""
    cells = [EVENINGS[evening]]
    for league in ("men", "women"):
        frame = field_record.brier_by_evening(league)
        r = frame[frame["evening"] == evening].iloc[0]
        cells += [f"{r['brier']:.4f}", f"{r['plain']:.4f}", f"{r['gain']:.4f} ± {r['gain_se']:.4f}"]
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("evening", EVENINGS)
def test_the_chances_of_the_field_are_those_of_the_data(evening):
    assert of_evening(evening) in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [("0.5507", "0.5509"), ("377", "376"), ("± 0.0006", "± 0.0008"), ("89.1", "89.4")],
)
def test_a_changed_figure_is_found(old, new):
    assert wrong(README.read_text(encoding="utf-8").replace(old, new))
