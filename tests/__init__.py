"""Hardwood's tests, one folder a kind. A package, so that worker processes can import its tasks."""
