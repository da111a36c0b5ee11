"""Bad input of every kind, the same again for the same seed: ``python -m tests.fuzz``."""
