"""Many visitors at once, against a real server."""
