"""Jobs and the worker processes that run them. Nothing here is about basketball."""
