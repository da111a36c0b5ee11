"""Names of files, days and ranges as they are read."""

from engine import MODEL_VERSION, store
from pages.ui.shell import format
from pages.ui.shell.format import file_stem


def test_a_file_names_the_model_and_the_data_that_made_it():
    name = file_stem("men", 2026)
    assert name.startswith("hardwood-men-2026-")
    assert f"model{MODEL_VERSION}" in name and store.data_version()[:8] in name


def test_days_and_ages() -> None:
    assert format.long_day("2026-11-27") == "Friday, 27 November"
    assert format.short_day("2026-11-07") == "7 Nov" and format.full_day("2026-04-06") == (
        "6 April 2026"
    )
    ages = {20: "just now", 300: "5 min ago", 7200: "2 h ago", 3 * 86400: "3 days ago"}
    assert {seconds: format.ago(seconds) for seconds in ages} == ages


def test_a_range_of_one_value_is_that_value() -> None:
    assert format.rating_range(0.001, 0.004) == "<1%"
    assert format.rating_range(0.61, 0.75) == "61–75%"
    assert format.rating_range(0.001, 0.02) == "<1% to 2%"
