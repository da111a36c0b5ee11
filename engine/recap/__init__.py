"""One game told: players, box score, win probability."""
