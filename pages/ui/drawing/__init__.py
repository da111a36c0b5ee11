"""The drawn bracket."""
