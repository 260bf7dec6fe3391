"""Pelican entry point: where `PLUGINS` lists this module, `plugins.site` builds the feeds."""


def register() -> None:
    """Do nothing: being listed is enough."""
