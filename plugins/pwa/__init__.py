"""The site as an installable app that works offline. A Pelican plugin."""


def register() -> None:
    """Do nothing: `plugins.site` builds what the plugins listed in `PLUGINS` stand for."""
