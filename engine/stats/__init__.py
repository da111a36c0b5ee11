"""Statistics that know nothing of basketball."""
