"""Hardwood's engine: from team ratings to simulated universes. Independent of the screen."""

# Part of every cache key and every stored result: raise it when any simulated number changes.
MODEL_VERSION = "2"
