"""What every test shares: hypothesis tries the same examples each time, on any machine, and no
season of this machine's own is in use."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

settings.register_profile("hardwood", derandomize=True, deadline=None, database=None)
settings.load_profile("hardwood")

os.environ["HARDWOOD_LIVE"] = str(Path(tempfile.gettempdir()) / f"hardwood-none-{os.getpid()}")
