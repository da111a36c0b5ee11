"""Names of files."""

from engine import MODEL_VERSION, store
from pages.ui.shell.format import file_stem


def test_a_file_names_the_model_and_the_data_that_made_it():
    name = file_stem("men", 2026)
    assert name.startswith("hardwood-men-2026-")
    assert f"model{MODEL_VERSION}" in name and store.data_version()[:8] in name
