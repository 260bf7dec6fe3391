"""Search: the search page and the index of every edition. A Pelican plugin."""


def register() -> None:
    """Do nothing: `plugins.site` builds what the plugins listed in `PLUGINS` stand for."""
