"""The rest of a season up to the bracket: conference tournaments, selection, placement."""
