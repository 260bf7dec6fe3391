"""How builds run: the build cache, fingerprints, worker processes, file snapshots, the up-to-date check."""
