"""Pelican entry point of releases: a writer whose files are published together or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blinker import signal
from pelican import signals
from pelican.writers import Writer

from plugins.build.snapshot import FileSnapshot
from plugins.build.up_to_date import validity
from plugins.editions.kept import retire
from plugins.i18n.language import Language
from plugins.model.edition import Item, Picture, Teaser, Topic
from plugins.pages.views import Link, Site, TopicQuestions
from plugins.release.release import Release
from plugins.writer.digest import Digester
from plugins.writer.memory import Memory
from plugins.writer.press import Press

if TYPE_CHECKING:
    from pelican import Pelican

SHARED = (Site, Item, Teaser, Topic, Language, TopicQuestions, Picture, Link, dt.datetime)
"""What many pages and feeds have in common, so that it is digested only once."""

OUTPUTS = 8
"""How many other outputs are remembered."""

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
        file = _memory_file(settings["CACHE_PATH"], output_path)
        self.memory = Memory.of(file, Path(output_path))
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
        retire(self.memory.file.parent, {self.memory.file.name}, OUTPUTS)
        looked = [(self.memory.folder + path, state) for path, state in states.items()]
        published = FileSnapshot(str(self.memory.output), time.time_ns(), looked)
        released.send(pelican, summary=summary, published=published, valid=validity(self.moments, self.now))


def _memory_file(cache: str, output: str) -> Path:
    """Where the outputs of a folder are remembered; one cache may serve several."""
    own = hashlib.sha256(os.fsencode(Path(output).resolve())).hexdigest()[:16]
    return Path(cache) / "outputs" / own


def writer(_pelican: Pelican) -> type[SiteWriter]:
    """Tell Pelican which writer to use."""
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(writer)
