"""One game: addressed random numbers, the possession kernel, and the odds of a pairing."""
