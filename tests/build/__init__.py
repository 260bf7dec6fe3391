"""Worker processes, file snapshots and the up-to-date check."""
