"""Pelican entry point: where `PLUGINS` lists this module, `plugins.site` builds the app."""


def register() -> None:
    """Do nothing: being listed is enough."""
