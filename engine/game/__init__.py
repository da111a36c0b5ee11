"""One game: random numbers, the possession kernel, two teams' odds."""
