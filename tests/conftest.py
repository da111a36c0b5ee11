"""What every test shares: hypothesis tries the same examples each time, on any machine."""

from hypothesis import settings

settings.register_profile("hardwood", derandomize=True, deadline=None, database=None)
settings.load_profile("hardwood")
