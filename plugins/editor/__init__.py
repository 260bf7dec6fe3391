"""The editors' commands: check, status, new, confirm, serve, and the handbook."""
