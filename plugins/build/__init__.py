"""How builds run: worker processes, file snapshots, the up-to-date check."""
