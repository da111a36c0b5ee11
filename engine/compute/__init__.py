"""Jobs and worker processes; knows nothing of basketball."""
