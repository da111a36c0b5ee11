"""The projected bracket of the running season, before its field is announced."""
