"""Content: the whole folder is read together, and every problem is collected in one list."""
