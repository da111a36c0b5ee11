"""Hardwood's engine: from team ratings to simulated universes. Independent of the screen."""

VERSION = "0.1.0"  # of the program, as in CHANGELOG.md

# Part of every cache key and every stored result: raise it when any simulated number changes.
MODEL_VERSION = "3"
