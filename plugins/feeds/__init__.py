"""Feeds: RSS, Atom and JSON Feed of an edition, with formats for aggregators."""
