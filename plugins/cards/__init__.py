"""Statistics cards."""
