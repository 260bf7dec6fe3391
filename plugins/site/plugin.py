"""Pelican entry point: one generator that builds the whole site; Pelican's own generators find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blinker import signal
from pelican import signals
from pelican.generators import Generator

from plugins.content.load import load_content
from plugins.content.options import build_options
from plugins.site.build import build_site

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.writers import Writer

site_released = signal("hotline_site_released")
"""Sent when the new site is published, with its `BuildResult` as `result`."""


class SiteGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Loads the content, then builds and releases the site."""

    def generate_context(self) -> None:
        """Load the content; `ContentError` stops Pelican before anything is written."""
        self.content = load_content(build_options(self.settings))

    def generate_output(self, _writer: Writer) -> None:
        """Build and release the site."""
        result = build_site(self.settings, self.content, self.env)
        site_released.send(self, result=result)


def generator(_pelican: Pelican) -> type[SiteGenerator]:
    """The generator class, for Pelican."""
    return SiteGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
