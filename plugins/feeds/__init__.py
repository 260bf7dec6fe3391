"""Feeds: RSS, Atom and JSON Feed of an edition, with formats for aggregators.

`channels` defines the feeds of an edition, `compose` makes a format-neutral `Feed` of each, `files` lists the
documents in every format, `id_lock` protects the ids of published items.
"""
