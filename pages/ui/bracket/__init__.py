"""Parts of the Bracket page."""
