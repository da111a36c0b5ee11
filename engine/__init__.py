"""Hardwood's engine: rates in, universes out. It knows nothing of the screen."""

# Enters every cache key and every stored result: raise it when any simulated number changes.
MODEL_VERSION = "2"
