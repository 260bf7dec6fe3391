"""Builds after edits: what is kept, what is made anew, and that nobody can tell the difference."""
