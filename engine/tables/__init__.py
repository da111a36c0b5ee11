"""Engine results as tidy tables for screen and command line."""
