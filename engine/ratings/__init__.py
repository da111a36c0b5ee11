"""Team ratings from game logs: frames in, fits and tables out."""
