"""The writer's door: Pelican's writer, whose files appear together as one release or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import signal
from pelican import signals
from pelican.writers import Writer

from plugins.writer.release import Release

if TYPE_CHECKING:
    from pelican import Pelican

released = signal("hotline_released")
"""Sent once the new site is published, with the release's `Summary`."""


class SiteWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Pelican's writer; whoever has something to publish puts it into `release`."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.force: bool = settings["FORCE_RELEASE"]
        self.release = Release(Path(output_path))
        # The signal keeps a weak reference only; this writer lives as long as Pelican's run.
        signals.finalized.connect(self.publish)

    def publish(self, pelican: Pelican) -> None:
        """Swap the new site in, now that every generator of this writer's own run has written."""
        # A run that failed may leave its writer behind, still listening when the next run ends.
        if pelican.settings is not self.settings:
            return
        summary = self.release.finish(force=self.force)
        released.send(pelican, summary=summary)


def writer(_pelican: Pelican) -> type[SiteWriter]:
    """Tell Pelican which writer to use."""
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(writer)
