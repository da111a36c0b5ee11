"""The season that is being played: refreshed, rated, its days and their odds."""
