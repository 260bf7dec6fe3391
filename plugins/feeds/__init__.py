"""Feeds: RSS, Atom and JSON Feed of an edition, with formats for aggregators. A Pelican plugin."""


def register() -> None:
    """Do nothing: `plugins.site` builds what the plugins listed in `PLUGINS` stand for."""
