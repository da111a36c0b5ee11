"""Fits that make the embedded tables."""
