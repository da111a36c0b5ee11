"""A tournament: its kernel, locks, picks and what they are worth."""
