"""A table of the Pools page as a file."""

import pandas as pd

from pages.ui.shell import downloads, own_data
from pages.ui.shell.format import file_stem


def csv(label: str, frame: pd.DataFrame, *what: object, source: str = "") -> None:
    """The button that saves a table; ``what``: what the file's name tells; own data behind it
    (``source``) are named too."""
    own = own_data.stamp(source)
    downloads.csv(
        lambda: own_data.labeled(frame, own), file_stem(*what, *own), label=f"{label} (CSV)"
    )
