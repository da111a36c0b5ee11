"""Frozen types: teams, field, specs, results."""
