"""Search: the search page and the index of every edition."""
