"""Parts of the Game page."""
