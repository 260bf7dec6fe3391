"""Search: an edition's questions and news, indexed with Pagefind in shards that the browser merges."""
