"""Parts of the Pools page."""
