"""Frozen types: teams, field, venue, specs, results."""
