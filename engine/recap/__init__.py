"""The recap of one simulated game: players, box score, win probability."""
