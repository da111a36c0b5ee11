"""Bracket pools: what an entry is worth against a public of rivals, and which entry to choose."""
