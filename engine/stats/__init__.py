"""Statistics, independent of basketball."""
