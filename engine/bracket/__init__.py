"""A tournament: its kernel, locks, picks, and the value of picks."""
