"""The command line: the engine for scripts, benchmarks and checks."""
