"""One universe of the Game page, play by play."""
