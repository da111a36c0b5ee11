"""The command line: the engine without a screen, for scripts, benchmarks and checks."""
