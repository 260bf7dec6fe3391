"""The writer's door: Pelican's writer, whose files appear together as one release or not at all."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import signal
from pelican import signals
from pelican.writers import Writer

from plugins.build.cache import BuildCache
from plugins.build.digest import Digester
from plugins.build.output_index import OUTPUTS, OutputIndex
from plugins.build.snapshot import FileSnapshot
from plugins.build.up_to_date import validity
from plugins.i18n.language import Language
from plugins.model.edition import Item, Picture, Teaser, Topic
from plugins.pages.views import Link, Site, TopicQuestions
from plugins.release.manifest import MARKER
from plugins.release.release import Release
from plugins.writer.press import Press

if TYPE_CHECKING:
    from pelican import Pelican

SHARED = (Site, Item, Teaser, Topic, Language, TopicQuestions, Picture, Link, dt.datetime)
"""What many pages and feeds have in common, so that it is digested only once."""

OTHER_OUTPUTS = 8
"""How many other output folders stay indexed."""

released = signal("hotline_released")
"""Sent once the new site is published, with its `ReleaseSummary`, the `published` folder's
`FileSnapshot`, and from when until when it is `valid`."""


class SiteWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Pelican's writer; whoever has something to publish puts it into `release`, or pages into `press`.

    Whoever asks what time it is adds to `moments` those at which the answer matters.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.force: bool = settings["FORCE_RELEASE"]
        self.release = Release(Path(output_path))
        self.cache = BuildCache.of(Path(settings["CACHE_PATH"]))
        self.memory = OutputIndex(self.cache, Path(output_path), MARKER)
        self.digest = Digester(*SHARED)
        self.press = Press(self.release, self.memory, self.digest)
        self.now = dt.datetime.now(dt.UTC)
        self.moments: set[dt.datetime] = set()
        # The signal keeps a weak reference only; this writer lives as long as Pelican's run.
        signals.finalized.connect(self.publish)

    def publish(self, pelican: Pelican) -> None:
        """Swap the new site in, now that every generator of this writer's own run has written."""
        # A run that failed may leave its writer behind, still listening when the next run ends.
        if pelican.settings is not self.settings:
            return
        self.press.run()
        summary = self.release.commit(force=self.force)
        states = self.memory.save(summary.paths, summary.looks)
        self.cache.evict([OUTPUTS], self.memory.scope, OTHER_OUTPUTS)
        looked = [(self.memory.folder + path, state) for path, state in states.items()]
        published = FileSnapshot(str(self.memory.output), time.time_ns(), looked)
        released.send(pelican, summary=summary, published=published, valid=validity(self.moments, self.now))


def writer(_pelican: Pelican) -> type[SiteWriter]:
    """Tell Pelican which writer to use."""
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(writer)
