"""Pelican entry point: where `PLUGINS` lists this module, `plugins.site` builds the search."""


def register() -> None:
    """Do nothing: being listed is enough."""
