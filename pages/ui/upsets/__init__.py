"""Parts of the Upsets page."""
