"""Forecasts and simulated seasons against what really happened."""
