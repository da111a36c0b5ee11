"""Compares forecasts and simulated seasons with actual results."""
