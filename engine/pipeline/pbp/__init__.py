"""Play-by-play to the play model."""
